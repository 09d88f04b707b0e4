using System;
using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace System.Security.Cryptography
{
    public enum CipherMode
    {
        None = 0,
        CBC = 1,
        ECB = 2,
    }

    public class Aes
    {
        public Aes(CipherMode mode) { }
        public byte[] IV
        {
            get => throw null;
            set => throw null;
        }

        public byte[] Key
        {
            get => throw null;
            set => throw null;
        }

        public CipherMode Mode
        {
            get => throw null;
            set => throw null;
        }

        public byte[] Decrypt(byte[] data) => throw null;
        public byte[] Encrypt(byte[] data) => throw null;
    }

    public class HMACSHA256 : IDisposable
    {
        public HMACSHA256(byte[] key) { }
        public static byte[] HashData(byte[] key, byte[] source) => throw null;
        public byte[] ComputeHash(byte[] source) => throw null;
        public void Dispose() => throw null;
    }
}
