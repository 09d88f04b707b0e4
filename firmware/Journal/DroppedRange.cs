namespace Telltale.Journal;

/// <summary>A range of sequences that the unit knows to be gone; a status reports it.</summary>
public sealed class DroppedRange
{
    /// <summary>The stream, 8 bytes.</summary>
    public readonly byte[] StreamId = new byte[8];

    /// <summary>The first sequence.</summary>
    public int First;

    /// <summary>The last sequence, inclusive.</summary>
    public int Last;

    /// <summary>Why.</summary>
    public DropReason Reason;

    internal int ReportedIn;
}
