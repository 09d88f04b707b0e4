using System.Security.Cryptography;
using Telltale.Ports;

namespace Telltale.Virtual.Board;

/// <summary>The chip's native primitives on .NET's.</summary>
public sealed class DotNetCryptography : ICryptography
{
    /// <inheritdoc/>
    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptCbc(data, initializationVector, PaddingMode.None);
    }

    /// <inheritdoc/>
    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(data, initializationVector, PaddingMode.None);
    }

    /// <inheritdoc/>
    public byte[] HmacSha256(byte[] key, byte[] data)
    {
        return HMACSHA256.HashData(key, data);
    }

    /// <inheritdoc/>
    public void FillRandom(byte[] buffer)
    {
        RandomNumberGenerator.Fill(buffer);
    }
}
