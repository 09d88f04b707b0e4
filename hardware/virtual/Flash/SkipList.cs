using System.Buffers.Binary;
using System.Numerics;

namespace Telltale.Virtual.Flash;

/// <summary>
/// The blocks of a file that is too long for the metadata: block n begins with 1 + (trailing zeros of n) pointers of four bytes, to the blocks 1, 2, 4, ... before
/// it, and the directory knows the last one. So appending writes no block but the last.
/// </summary>
internal static class SkipList
{
    /// <summary>Bytes of the pointers that a block begins with.</summary>
    public static int PointerBytes(int index) => index == 0 ? 0 : 4 * Pointers(index);

    /// <summary>How many pointers a block above 0 begins with.</summary>
    public static int Pointers(int index) => BitOperations.TrailingZeroCount(index) + 1;

    /// <summary>Which block a position of a file is in.</summary>
    /// <param name="blockBytes">Bytes of a block.</param>
    /// <param name="position">Bytes from the beginning of the file.</param>
    /// <param name="offset">Bytes from the beginning of the block.</param>
    public static int Index(int blockBytes, int position, out int offset)
    {
        int content = blockBytes - 8;
        int index = position / content;
        if (index == 0)
        {
            offset = position;
            return 0;
        }

        index = (position - (4 * (BitOperations.PopCount((uint)index - 1) + 2))) / content;
        offset = position - (content * index) - (4 * BitOperations.PopCount((uint)index));
        return index;
    }

    /// <summary>How many blocks a file of this length has.</summary>
    public static int Blocks(int blockBytes, int length) => length == 0 ? 0 : Index(blockBytes, length - 1, out _) + 1;

    /// <summary>Finds the block that holds a position.</summary>
    /// <returns>The block; -1 where damaged pointers lead out of the volume.</returns>
    public static int Find(FlashMemory flash, int head, int length, int position, out int offset)
    {
        int current = Index(flash.BlockBytes, length - 1, out _);
        int target = Index(flash.BlockBytes, position, out offset);
        int block = head;
        while (current > target && IsOn(flash, block))
        {
            int skip = Math.Min(BitOperations.Log2((uint)(current - target)), BitOperations.TrailingZeroCount(current));
            block = Pointer(flash, block, skip);
            current -= 1 << skip;
        }

        return IsOn(flash, block) ? block : -1;
    }

    /// <summary>All blocks of a file, the last one first; it ends early where damaged pointers lead out of the volume.</summary>
    public static void AddBlocks(FlashMemory flash, int head, int length, List<int> blocks)
    {
        int block = head;
        for (int index = Blocks(flash.BlockBytes, length) - 1; index >= 0 && IsOn(flash, block); index--)
        {
            blocks.Add(block);
            block = index > 0 ? Pointer(flash, block, 0) : -1;
        }
    }

    public static int Pointer(FlashMemory flash, int block, int number) => BinaryPrimitives.ReadInt32LittleEndian(flash.Block(block)[(4 * number)..]);

    private static bool IsOn(FlashMemory flash, int block) => (uint)block < (uint)flash.BlockCount;
}
