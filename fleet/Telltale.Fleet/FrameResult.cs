namespace Telltale.Fleet;

/// <summary>What became of one message on an uplink topic.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="UnitId">The unit as the topic names it; empty when the topic names none.</param>
/// <param name="Detail">What more can be said about it; null when there is nothing.</param>
public sealed record FrameResult(FrameOutcome Outcome, string UnitId, string? Detail)
{
    /// <summary>
    /// True when the frame's tag was verified and its bytes, or those of the same frame earlier, are in the store: the unit may be told so.
    /// </summary>
    public bool IsReceiptDue { get; init; }

    /// <summary>The frame's stream in hexadecimal; null when the frame was not authentic.</summary>
    public string? StreamId { get; init; }

    /// <summary>The frame's sequence; 0 when the frame was not authentic.</summary>
    public int Sequence { get; init; }

    /// <summary>What the frame carries; null when the frame was not authentic.</summary>
    public Sealing.FrameKind? Kind { get; init; }

    /// <summary>How many samples were stored because of it, those of parked frames that it made readable included.</summary>
    public int SamplesStored { get; init; }

    /// <summary>Frames that became missing because of what this one says.</summary>
    public IReadOnlyList<MissingFrames> Missing { get; init; } = [];

    /// <summary>Checks of the unit that turned from pass to fail, in words.</summary>
    public IReadOnlyList<string> FailedChecks { get; init; } = [];

    /// <summary>How the life of the unit before this start-up ended, in words, where its firmware failed or it is in safe mode; else null.</summary>
    public string? BadEnd { get; init; }

    /// <summary>
    /// True for what an owner should be told at once: somebody else has the unit's keys or its flash was set back, frames are missing, a check fails, or the firmware does.
    /// </summary>
    public bool IsAlarm => Outcome == FrameOutcome.Conflict || Missing.Count > 0 || FailedChecks.Count > 0 || BadEnd is not null;
}
