using System.Buffers.Binary;

namespace Telltale.Virtual.Flash;

/// <summary>Writes one commit into a metadata block: tags, each combined with the one before, and a checksum, filled up to whole program units.</summary>
internal sealed class MetadataWriter(FlashMemory flash, ProgramCache cache, int programBytes)
{
    /// <summary>Room for the checksum at a block's end.</summary>
    private const int ReservedBytes = 8;

    /// <summary>The longest commit checksum tag, and what a checksum with the one over the bytes that follow needs.</summary>
    private const int LongestPadding = 0x3FE;
    private const int ChecksumBytes = 20;

    private readonly uint _erasedChecksum = FlashChecksum.Add(FlashChecksum.Seed, Enumerable.Repeat((byte)0xFF, programBytes).ToArray());
    private int _block;
    private uint _checksum;

    /// <summary>Where the log ends now.</summary>
    public int Offset { get; private set; }

    /// <summary>The last tag.</summary>
    public uint EndTag { get; private set; }

    /// <summary>The commit says what the following unit holds, so that its erasure can be told later.</summary>
    public bool HasForwardChecksum { get; private set; }

    public void Begin(int block, int offset, uint endTag)
    {
        _block = block;
        Offset = offset;
        EndTag = endTag;
        _checksum = FlashChecksum.Seed;
        HasForwardChecksum = false;
    }

    public void WriteRevision(uint revision)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, revision);
        Write(bytes);
    }

    /// <summary>Adds a tag; false when it does not fit.</summary>
    public bool TryAdd(uint tag, ReadOnlySpan<byte> data)
    {
        if (Offset + 4 + data.Length > flash.BlockBytes - ReservedBytes)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, tag ^ EndTag);
        Write(bytes);
        Write(data);
        EndTag = tag;
        return true;
    }

    /// <summary>Ends the commit and brings all of it to the chip.</summary>
    public void Finish()
    {
        int end = RoundUp(Math.Min(Offset + ChecksumBytes, flash.BlockBytes));
        Span<byte> bytes = stackalloc byte[8];
        while (Offset < end)
        {
            int next = Math.Min(end - (Offset + 4), LongestPadding) + Offset + 4;
            next = next < end ? Math.Min(next, end - ChecksumBytes) : next;
            byte following = 0xFF;
            HasForwardChecksum = next >= end && next <= flash.BlockBytes - programBytes;
            if (HasForwardChecksum)
            {
                ReadOnlySpan<byte> unit = flash.Block(_block).Slice(next, programBytes);
                following = unit[0];
                uint checksum = unit.IndexOfAnyExcept((byte)0xFF) < 0 ? _erasedChecksum : FlashChecksum.Add(FlashChecksum.Seed, unit);
                BinaryPrimitives.WriteInt32LittleEndian(bytes, programBytes);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], checksum);
                TryAdd(MetadataTag.Make(MetadataTag.ForwardChecksum, MetadataTag.NoEntry, 8), bytes);
            }

            // The tag's lowest type bit and the next tag's first bit make sure that programming the next commit changes the unit's first byte.
            bool isFirstBitClear = following < 0x80;
            uint tag = MetadataTag.Make(MetadataTag.CommitChecksum + (isFirstBitClear ? 1 : 0), MetadataTag.NoEntry, next - (Offset + 4));
            BinaryPrimitives.WriteUInt32BigEndian(bytes, tag ^ EndTag);
            _checksum = FlashChecksum.Add(_checksum, bytes[..4]);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], _checksum);
            cache.Program(_block, Offset, bytes);
            EndTag = tag ^ (isFirstBitClear ? 0x80000000 : 0);
            Offset = next;
            _checksum = FlashChecksum.Seed;
            if (next >= end || next >= cache.Offset + cache.Length)
            {
                cache.Flush();
            }
        }
    }

    private void Write(ReadOnlySpan<byte> data)
    {
        cache.Program(_block, Offset, data);
        _checksum = FlashChecksum.Add(_checksum, data);
        Offset += data.Length;
    }

    private int RoundUp(int offset) => (offset + programBytes - 1) / programBytes * programBytes;
}
