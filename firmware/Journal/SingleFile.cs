namespace Telltale.Journal;

/// <summary>A frame above ordinary, or a pinned one, in a file of its own.</summary>
internal sealed class SingleFile
{
    public string Name;
    public int Sequence;
    public int Stream;
    public int Priority;
    public bool IsPinned;

    /// <summary>Length of the file.</summary>
    public int Bytes;

    /// <summary>What the table counts for it.</summary>
    public int Cost;

    /// <summary>Released, dropped, or copied to a kept segment; it is to be deleted.</summary>
    public bool IsGone;

    /// <summary>The priority by which it is sent and dropped: what is pinned is required at least.</summary>
    public int Rank => Priority == 0 ? 1 : Priority;
}
