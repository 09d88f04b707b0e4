namespace Telltale.Virtual.Gnss;

/// <summary>What a simulated receiver makes of one navigation epoch, its errors included, before it puts it into a protocol.</summary>
public sealed record SimulatedEpoch
{
    /// <summary>Whether there is a position.</summary>
    public required bool HasFix { get; init; }

    /// <summary>Whether the receiver knows the time.</summary>
    public required bool KnowsTime { get; init; }

    /// <summary>UTC of the epoch in milliseconds since 1970-01-01.</summary>
    public required long UtcMilliseconds { get; init; }

    /// <summary>Latitude, degrees.</summary>
    public required double LatitudeDegrees { get; init; }

    /// <summary>Longitude, degrees.</summary>
    public required double LongitudeDegrees { get; init; }

    /// <summary>Height above mean sea level, metres.</summary>
    public required double HeightMetres { get; init; }

    /// <summary>Speed over ground, metres a second.</summary>
    public required double SpeedMetresPerSecond { get; init; }

    /// <summary>Course over ground, degrees.</summary>
    public required double CourseDegrees { get; init; }
}
