using System.Security.Cryptography;
using Telltale.Metering;
using Telltale.Ports;

namespace Telltale.Scenarios;

/// <summary>The chip's native cryptography: .NET does the work, the meter is told what the interpreter's natives would have spent.</summary>
internal sealed class MeteredCryptography : ICryptography
{
    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        NativeByLength.AddAesCbc(data.Length);
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptCbc(data, initializationVector, PaddingMode.None);
    }

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        NativeByLength.AddAesCbc(data.Length);
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(data, initializationVector, PaddingMode.None);
    }

    public byte[] HmacSha256(byte[] key, byte[] data)
    {
        NativeByLength.AddHmacSha256(data.Length);
        return HMACSHA256.HashData(key, data);
    }

    public void FillRandom(byte[] buffer)
    {
        RandomNumberGenerator.Fill(buffer);
    }
}
