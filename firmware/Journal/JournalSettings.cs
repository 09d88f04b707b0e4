namespace Telltale.Journal;

/// <summary>How much flash a <see cref="FrameJournal"/> uses and how.</summary>
public sealed class JournalSettings
{
    /// <summary>
    /// The most bytes in one segment file. 8,188 fill two blocks of 4,096 of littlefs exactly: its second block starts with a pointer of 4 bytes.
    /// </summary>
    public int SegmentBytes = 8188;

    /// <summary>
    /// The most bytes in all segments together. To be set so that at least 8 blocks of the volume stay free: nothing on the chip can ask for the free space.
    /// </summary>
    public int BudgetBytes = 128 * 1024;

    /// <summary>The longest frame; at most 65,535 and a segment's length less 28 bytes of headers.</summary>
    public int MaximumFrameBytes = 4096;
}
