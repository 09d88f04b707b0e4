using Telltale.Ports;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Unit;

/// <summary>Natives of a firmware that is broken in one bit.</summary>
internal sealed class WrongCryptography : ICryptography
{
    private readonly DotNetCryptography _right = new();

    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        byte[] output = _right.EncryptCbc(key, initializationVector, data);
        output[^1] ^= 1;
        return output;
    }

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data) => _right.DecryptCbc(key, initializationVector, data);

    public byte[] HmacSha256(byte[] key, byte[] data) => _right.HmacSha256(key, data);

    public void FillRandom(byte[] buffer) => _right.FillRandom(buffer);
}
