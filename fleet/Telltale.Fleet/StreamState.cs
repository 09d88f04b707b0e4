namespace Telltale.Fleet;

/// <summary>A stream as the store's writer knows it; its row, kept in memory.</summary>
internal sealed class StreamState
{
    /// <summary><see cref="OldestKept"/> of a stream of which the unit has nothing left: above every sequence.</summary>
    public const long NothingKept = 1L << 31;

    public required long Id { get; init; }

    /// <summary>The row of the unit whose key opens it.</summary>
    public required long Unit { get; init; }

    /// <summary>8 bytes in hexadecimal.</summary>
    public required string StreamId { get; init; }

    /// <summary>The row of the unit that sends it: another than <see cref="Unit"/> when the board was enrolled anew under another id.</summary>
    public required long Holder { get; set; }

    public required long HighestEpoch { get; set; }

    /// <summary>The highest sequence that is known to have been used.</summary>
    public required long Highest { get; set; }

    /// <summary>The lowest sequence that the unit may still have; null before it has said anything.</summary>
    public required long? OldestKept { get; set; }

    /// <summary>The sequence of its newest status; 0 for none.</summary>
    public required long StatusSequence { get; set; }

    /// <summary>True once a status of another stream has named it as an earlier one.</summary>
    public required bool IsEarlier { get; set; }

    public required bool HasMissing { get; set; }

    /// <summary>The range of stored sequences that holds the highest one; both 0 for none.</summary>
    public required SequenceRange NewestRange { get; set; }

    public byte[] StreamIdBytes => Convert.FromHexString(StreamId);
}
