using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Board;

/// <summary>The host's cryptography with random numbers that are the same every time.</summary>
internal sealed class SeededCryptography(ulong seed) : ICryptography
{
    private readonly DotNetCryptography _inner = new();
    private readonly SimulationRandom _random = new(seed);

    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data) => _inner.EncryptCbc(key, initializationVector, data);

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data) => _inner.DecryptCbc(key, initializationVector, data);

    public byte[] HmacSha256(byte[] key, byte[] data) => _inner.HmacSha256(key, data);

    public void FillRandom(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)_random.NextBits();
        }
    }
}
