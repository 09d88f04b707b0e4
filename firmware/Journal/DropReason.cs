namespace Telltale.Journal;

/// <summary>Why frames are not in the journal though nobody has released them.</summary>
public enum DropReason
{
    /// <summary>The journal was full.</summary>
    Full = 1,

    /// <summary>Flash gave back something else than what was written.</summary>
    Damaged = 2,

    /// <summary>The volume did not take the frame, or the numbers were skipped to be sure that none repeats.</summary>
    NotWritten = 3,
}
