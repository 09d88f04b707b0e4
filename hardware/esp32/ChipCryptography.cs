using System;
using System.Security.Cryptography;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>AES-128 and HMAC-SHA-256 of the chip. Its native code ignores its own errors, so lengths are checked here.</summary>
public sealed class ChipCryptography : ICryptography
{
    private const int BlockLength = 16;

    private readonly Aes _aes = new Aes(CipherMode.CBC);
    private readonly Random _random = new Random();

    /// <inheritdoc/>
    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        Prepare(key, initializationVector, data);
        return _aes.Encrypt(data);
    }

    /// <inheritdoc/>
    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        Prepare(key, initializationVector, data);
        return _aes.Decrypt(data);
    }

    /// <inheritdoc/>
    public byte[] HmacSha256(byte[] key, byte[] data)
    {
        // Not new HMACSHA256(key): that keeps the caller's array, and Dispose fills it with zeros.
        return HMACSHA256.HashData(key, data);
    }

    /// <inheritdoc/>
    public void FillRandom(byte[] buffer)
    {
        _random.NextBytes(buffer);
    }

    private void Prepare(byte[] key, byte[] initializationVector, byte[] data)
    {
        // With a vector of another length the native code returns uninitialised memory for ciphertext.
        if (key.Length != BlockLength || initializationVector.Length != BlockLength)
        {
            throw new ArgumentException("Key and initialization vector have 16 bytes.");
        }

        if (data.Length == 0 || data.Length % BlockLength != 0)
        {
            throw new ArgumentException("Data are a multiple of 16 bytes.");
        }

        _aes.Key = key;
        _aes.IV = initializationVector;
    }
}
