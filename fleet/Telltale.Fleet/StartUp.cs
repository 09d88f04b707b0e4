namespace Telltale.Fleet;

/// <summary>One start-up of a unit, as the store's writer knows it; its row, kept in memory.</summary>
internal sealed class StartUp
{
    public required long Id { get; init; }

    public required long Boot { get; init; }

    /// <summary>UTC at uptime 0, in milliseconds; null where nothing tells.</summary>
    public required long? UtcAtZero { get; set; }

    /// <summary>The lowest uptime that the unit's own clock has dated; null where it never did.</summary>
    public required long? ReferenceUptime { get; set; }

    /// <summary>The highest uptime that is known of.</summary>
    public required long LastUptime { get; set; }

    /// <summary>The time of <see cref="LastUptime"/>, where it had its own clock.</summary>
    public required long? LastTime { get; set; }

    public bool IsDated => ReferenceUptime is not null;

    /// <summary>When it ended, as far as is known.</summary>
    public long? End => LastTime ?? UtcAtZero + LastUptime;
}
