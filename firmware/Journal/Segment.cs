namespace Telltale.Journal;

/// <summary>A segment file, ordinary or kept: what its name says and what is known of its content.</summary>
internal sealed class Segment
{
    public string Name;
    public int Number;
    public int First;

    /// <summary>The last sequence in it; 0 while nobody has read that far.</summary>
    public int Last;

    /// <summary>The highest sequence met on the way forwards; 0 for none.</summary>
    public int LastSeen;

    /// <summary>The most bytes that it is to have.</summary>
    public int Limit;

    /// <summary>Its length; taken to be full while <see cref="IsEndKnown"/> is false. Changed by its table where that may change its cost. Of a damaged one the length of what can be read.</summary>
    public int Bytes;
    public bool IsEndKnown;

    /// <summary>What its table counts for it.</summary>
    public int Cost;

    /// <summary>So many bytes fit the blocks that it has; only of the newest one, and 0 while that was not worked out.</summary>
    public int Capacity;

    /// <summary>Where the last record begins; 0 while that is not known.</summary>
    public int LastPosition;

    /// <summary>Index of its stream; -1 before its header was read.</summary>
    public int Stream;

    /// <summary>0 for an ordinary one.</summary>
    public int Priority;
    public bool IsDamaged;

    /// <summary>Nothing in it is needed any more; it is to be deleted.</summary>
    public bool IsGone;

    /// <summary>The records in front of this position are settled, and the record at it has this sequence; 0 while it was not read.</summary>
    public int SettledTo;
    public int SettledStop;

    /// <summary>The records from low up to high, high excluded, need not be looked at for sending; both 0 where nothing is known.</summary>
    public int DoneLow;
    public int DoneHigh;

    /// <summary>The length of the frame below <see cref="DoneLow"/>; 0 while it was not read.</summary>
    public int LengthBelow;

    /// <summary>Its trailers do not lead from end to beginning.</summary>
    public bool IsForwardOnly;

    public void ForgetDone()
    {
        DoneLow = 0;
        DoneHigh = 0;
        LengthBelow = 0;
    }
}
