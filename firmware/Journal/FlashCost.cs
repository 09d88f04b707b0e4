namespace Telltale.Journal;

/// <summary>What files cost on littlefs, for a budget that cannot ask for the free space.</summary>
internal static class FlashCost
{
    public const int BlockBytes = 4096;

    /// <summary>Files shorter than this lie inside their directory's metadata.</summary>
    public const int ShortestInBlock = 513;

    /// <summary>The drop file's share of the directory: with it the directory may need another piece.</summary>
    public const int DropFileBytes = 2 * BlockBytes;

    /// <summary>
    /// What a file beside the ordinary segments counts more than its blocks: a piece of the directory, which littlefs keeps twice and does not put together again with its
    /// neighbours. The names of ordinary segments come and go in order, and are few enough for what the settings leave free.
    /// </summary>
    public const int OtherEntryBytes = BlockBytes;

    /// <summary>Bytes of the blocks that a file's content takes: block n of a file, from 1, begins with one pointer of 4 bytes and one more for each time that n is even.</summary>
    public static int OfContent(int bytes)
    {
        int blocks = 1;
        int left = bytes - BlockBytes;
        while (left > 0)
        {
            left -= BlockBytes - PointerBytes(blocks);
            blocks++;
        }

        return blocks * BlockBytes;
    }

    /// <summary>Bytes of a kept segment or a single file with its share of the directory.</summary>
    public static int OfOther(int bytes) => OfContent(bytes) + OtherEntryBytes;

    /// <summary>The most bytes that a file of so many blocks holds.</summary>
    public static int Capacity(int blocks)
    {
        int bytes = BlockBytes;
        for (int block = 1; block < blocks; block++)
        {
            bytes += BlockBytes - PointerBytes(block);
        }

        return bytes;
    }

    private static int PointerBytes(int block)
    {
        int bytes = 4;
        while ((block & 1) == 0)
        {
            bytes += 4;
            block >>= 1;
        }

        return bytes;
    }
}
