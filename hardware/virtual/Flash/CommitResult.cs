namespace Telltale.Virtual.Flash;

/// <summary>What came of a commit to a metadata pair.</summary>
internal enum CommitResult
{
    Done,

    /// <summary>The pair has a block in another place, and whoever points to it has to be told.</summary>
    Moved,

    /// <summary>The pair's last entry is gone, and the pair before it is to leave it out.</summary>
    Emptied,

    /// <summary>There is no room; nothing in flash counts that did not count before.</summary>
    NoSpace,
}
