namespace Telltale.Journal;

/// <summary>What a <see cref="FrameJournal"/> has met since start-up.</summary>
public sealed class JournalCounters
{
    /// <summary>Frames that were journalled.</summary>
    public int FramesAppended;

    /// <summary>Frames that could not be written; each is in a dropped range.</summary>
    public int AppendFailures;

    /// <summary>Frames refused for their length.</summary>
    public int FramesRefused;

    /// <summary>Segments dropped because the journal was full.</summary>
    public int SegmentsDropped;

    /// <summary>Frames dropped with them, and single files dropped. Numbers that were never written count too where only names told what a segment held.</summary>
    public int FramesDropped;

    /// <summary>Frames above ordinary priority that were put together in kept segments.</summary>
    public int FramesKept;

    /// <summary>Attempts to put frames together that the volume refused; they stay in their own files.</summary>
    public int MergeFailures;

    /// <summary>Segments deleted because every frame in them was released.</summary>
    public int SegmentsReleased;

    /// <summary>Segments whose rest could not be read: a damaged file header, or a damaged or cut record.</summary>
    public int SegmentsDamaged;

    /// <summary>Segment files found empty: a power cut met the very first write to them.</summary>
    public int SegmentsEmpty;

    /// <summary>Single files found empty: a power cut met their creation. Their numbers are in dropped ranges.</summary>
    public int SinglesEmpty;

    /// <summary>Single files whose frame could not be read; reported as dropped.</summary>
    public int SinglesDamaged;

    /// <summary>Frames longer than the reader's buffer; they stay until they are dropped.</summary>
    public int FramesTooLong;

    /// <summary>Reads that the volume refused; each was tried once more.</summary>
    public int ReadFailures;

    /// <summary>Files that could not be deleted; tried again later.</summary>
    public int DeleteFailures;

    /// <summary>Released ranges forgotten for want of memory; their frames are sent again and the owner drops them.</summary>
    public int ReleasesForgotten;

    /// <summary>Frames whose being handed out was forgotten for want of memory; they are handed out again.</summary>
    public int MarksForgotten;

    /// <summary>Times that two dropped ranges were reported as one, with what lay between, for want of memory.</summary>
    public int DroppedRangesMerged;

    /// <summary>Dropped ranges that could not be written to their file; they are still reported unless the unit restarts first.</summary>
    public int DropLogFailures;

    /// <summary>Bytes read from segments by the recovery at start-up.</summary>
    public int RecoveryBytesRead;
}
