namespace Telltale.Fleet;

/// <summary>What the newest status of a unit says.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="StreamId">The stream that it is in, in hexadecimal.</param>
/// <param name="Sequence">The status's sequence.</param>
/// <param name="Received">When it arrived.</param>
public sealed record UnitReport(string UnitId, string StreamId, long Sequence, DateTimeOffset Received)
{
    /// <summary>When the unit wrote it, by its own clock; null where that was not set.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The start-up's number since the unit's enrolment.</summary>
    public long? Boot { get; init; }

    /// <summary>How long the unit had run.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The lowest sequence that the unit may still have.</summary>
    public long? OldestKept { get; init; }

    /// <summary>Frames that wait in the unit.</summary>
    public long? FramesWaiting { get; init; }

    /// <summary>Bytes of these frames.</summary>
    public long? BytesWaiting { get; init; }

    /// <summary>The firmware's version.</summary>
    public string? Firmware { get; init; }

    /// <summary>The board's name.</summary>
    public string? Board { get; init; }

    /// <summary>What is said of the configuration; null where nothing is.</summary>
    public string? Configuration { get; init; }

    /// <summary>How the life before this start-up ended; null where the unit did not say.</summary>
    public PreviousLife? PreviousLife { get; init; }

    /// <summary>Counters by name, or by number where this program does not know it.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Checks.</summary>
    public IReadOnlyList<UnitCheck> Checks { get; init; } = [];
}
