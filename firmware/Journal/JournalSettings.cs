namespace Telltale.Journal;

/// <summary>How much flash a <see cref="FrameJournal"/> uses and how.</summary>
public sealed class JournalSettings
{
    // 256 KB: what the directory takes at its smallest is left free for it, and no more.
    private const int SmallestBlocks = 64;

    // Below this, segments are short, because the oldest goes whole; so there are more of them.
    private const int SmallBlocks = 256;

    /// <summary>
    /// The most bytes in one segment file. 8,188 fill two blocks of 4,096 of littlefs exactly: its second block starts with a pointer of 4 bytes.
    /// </summary>
    public int SegmentBytes = 8188;

    /// <summary>
    /// The most bytes in all files together, in whole blocks; at least two segments. To be set so that at least 8 blocks of the volume stay free: nothing on the chip
    /// can ask for the free space.
    /// </summary>
    public int BudgetBytes = 128 * 1024;

    /// <summary>The longest frame; at most 65,535, and a segment's length less 28 bytes of headers.</summary>
    public int MaximumFrameBytes = 4096;

    /// <summary>In which order ordinary frames are sent.</summary>
    public DrainOrder DrainOrder = DrainOrder.OldestFirst;

    /// <summary>
    /// Settings for a volume of littlefs with blocks of 4,096 bytes: the journal takes what leaves 8 blocks free beside 8 KB of other files, the keys and the directory.
    /// README.md in this folder says how the figures were found.
    /// </summary>
    /// <param name="volumeBytes">Size of the volume in bytes, 256 KB or more.</param>
    public static JournalSettings ForVolume(int volumeBytes)
    {
        JournalSettings settings = new JournalSettings();
        int blocks = volumeBytes / FlashCost.BlockBytes;
        settings.SegmentBytes = FlashCost.Capacity(blocks < SmallBlocks ? 4 : 8);

        // 8 free, 9 for the other files and the keys, and the directory, which grows with the number of segments.
        int reserved = blocks <= SmallestBlocks ? 20 : 22 + (blocks / (blocks < SmallBlocks ? 32 : 64));
        settings.BudgetBytes = (blocks - reserved) * FlashCost.BlockBytes;
        return settings;
    }
}
