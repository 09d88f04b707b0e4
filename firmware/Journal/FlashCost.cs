namespace Telltale.Journal;

/// <summary>What files cost on littlefs, for a budget that cannot ask for the free space.</summary>
internal static class FlashCost
{
    public const int BlockBytes = 4096;

    // A file of up to this length lies inside its directory's metadata.
    private const int InlineBytes = 512;

    // Name and tags of an entry, and how much flash an entry's byte costs: two blocks hold the metadata once, and are a half to a quarter full.
    private const int EntryBytes = 64;
    private const int MetadataFactor = 4;

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

    /// <summary>Bytes of a single file with its share of the directory.</summary>
    public static int OfSingle(int bytes) =>
        bytes <= InlineBytes ? (bytes + EntryBytes) * MetadataFactor : OfContent(bytes) + (EntryBytes * MetadataFactor);

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
