using Telltale.Ports;

namespace Telltale.DeviceTests.Sealing;

/// <summary>Cryptography of which one part gives wrong bytes, as the chip's natives do when they ignore an error of their own.</summary>
public sealed class BrokenCryptography : ICryptography
{
    private readonly ReferenceCryptography _sound = new ReferenceCryptography();
    private readonly int _brokenPart;

    /// <summary>1 breaks encryption, 2 decryption, 3 HMAC.</summary>
    public BrokenCryptography(int brokenPart) => _brokenPart = brokenPart;

    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data) => Break(1, _sound.EncryptCbc(key, initializationVector, data));

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data) => Break(2, _sound.DecryptCbc(key, initializationVector, data));

    public byte[] HmacSha256(byte[] key, byte[] data) => Break(3, _sound.HmacSha256(key, data));

    public void FillRandom(byte[] buffer) => _sound.FillRandom(buffer);

    private byte[] Break(int part, byte[] result)
    {
        if (part == _brokenPart)
        {
            result[result.Length - 1] ^= 1;
        }

        return result;
    }
}
