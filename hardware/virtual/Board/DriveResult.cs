namespace Telltale.Virtual.Board;

/// <summary>What a drive left behind.</summary>
public sealed record DriveResult
{
    /// <summary>The vehicle's own book of what the unit was given; <see cref="LedgerComparison"/> holds what the owner stored against it.</summary>
    public required VehicleLedger Ledger { get; init; }

    /// <summary>True when the owner's side has given receipts for everything that the unit journalled.</summary>
    public required bool IsDrained { get; init; }

    /// <summary>True when the drive was broken off.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>Simulated seconds, with the time for what was left in the journal.</summary>
    public required double Seconds { get; init; }

    /// <summary>How often the unit started.</summary>
    public required int Starts { get; init; }

    /// <summary>Frames handed to the link, repetitions included.</summary>
    public required long FramesPublished { get; init; }

    /// <summary>Bytes of those frames.</summary>
    public required long BytesPublished { get; init; }
}
