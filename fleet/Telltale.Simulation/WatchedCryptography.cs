using System.Buffers.Binary;
using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Board;

namespace Telltale.Simulation;

/// <summary>
/// Real AES and HMAC with random numbers from the seed, and somebody who looks on: under one key no nonce block may meet two different contents, and no number of a frame may come
/// twice, except where old flash was written back.
/// </summary>
internal sealed class WatchedCryptography(SimulationRandom random) : ICryptography
{
    private readonly DotNetCryptography _inner = new();
    private readonly Dictionary<(UInt128 Key, UInt128 Nonce), ulong> _contents = [];
    private readonly Dictionary<(UInt128 Key, uint Sequence), UInt128> _sequences = [];

    /// <summary>Nonce blocks that met another content under the same key.</summary>
    internal int IvReuses { get; private set; }

    /// <summary>Numbers that came twice under one key, with another salt.</summary>
    internal int SequenceReuses { get; private set; }

    /// <inheritdoc/>
    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        // A block alone is how opening a frame finds the IV from its nonce.
        if (data.Length > 16)
        {
            Look(key, data);
        }

        return _inner.EncryptCbc(key, initializationVector, data);
    }

    /// <inheritdoc/>
    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data) => _inner.DecryptCbc(key, initializationVector, data);

    /// <inheritdoc/>
    public byte[] HmacSha256(byte[] key, byte[] data) => _inner.HmacSha256(key, data);

    /// <inheritdoc/>
    public void FillRandom(byte[] buffer) => random.NextBytes(buffer.Length).CopyTo(buffer, 0);

    private void Look(byte[] key, byte[] data)
    {
        UInt128 keyNumber = BinaryPrimitives.ReadUInt128BigEndian(key);
        UInt128 nonce = BinaryPrimitives.ReadUInt128BigEndian(data);
        ulong content = Hash(data);
        if (!_contents.TryAdd((keyNumber, nonce), content) && _contents[(keyNumber, nonce)] != content)
        {
            IvReuses++;
        }

        // Salt, 64 bits of zero, sequence: the self-test's known answers look otherwise.
        if ((ulong)(nonce >> 32) == 0 && !_sequences.TryAdd((keyNumber, (uint)nonce), nonce) && _sequences[(keyNumber, (uint)nonce)] != nonce)
        {
            SequenceReuses++;
        }
    }

    // FNV-1a: what is looked for are accidents, not collisions that somebody made.
    private static ulong Hash(byte[] data)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte next in data)
        {
            hash = (hash ^ next) * 0x100000001B3;
        }

        return hash;
    }
}
