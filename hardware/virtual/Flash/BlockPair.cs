using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Telltale.Virtual.Flash;

/// <summary>The two blocks of a metadata pair, in the order in which they are written down; both -1 for none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockPair(int First, int Second)
{
    public static readonly BlockPair None = new(-1, -1);

    /// <summary>Where every volume begins.</summary>
    public static readonly BlockPair Superblock = new(0, 1);

    public bool IsNone => First == -1 || Second == -1;

    public static BlockPair Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));

    /// <summary>True when they have a block in common: a pair moves one block at a time.</summary>
    public bool Overlaps(BlockPair other) => First == other.First || Second == other.Second || First == other.Second || Second == other.First;

    public bool HasSameBlocks(BlockPair other) => this == other || this == new BlockPair(other.Second, other.First);

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, First);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Second);
        return bytes;
    }
}
