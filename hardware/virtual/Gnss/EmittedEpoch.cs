namespace Telltale.Virtual.Gnss;

/// <summary>One navigation epoch that a simulated or recorded receiver has sent in full: what a unit that misses nothing must have seen.</summary>
public sealed record EmittedEpoch
{
    /// <summary>UTC of the epoch in milliseconds since 1970-01-01; null where the receiver did not state its time.</summary>
    public long? UtcMilliseconds { get; init; }

    /// <summary>
    /// When the epoch really was, in milliseconds since 1970-01-01, whether or not the receiver knew it; of a recording, when its own times say.
    /// </summary>
    public long TrueUtcMilliseconds { get; init; }

    /// <summary>Whether the receiver stated a valid position.</summary>
    public bool HasFix { get; init; }

    /// <summary>Latitude in 1e-7 degree as its text says; meaningless without a fix.</summary>
    public int LatitudeDegreesE7 { get; init; }

    /// <summary>Longitude in 1e-7 degree as its text says; meaningless without a fix.</summary>
    public int LongitudeDegreesE7 { get; init; }

    /// <summary>When the first byte had arrived in full, in microseconds of the simulation.</summary>
    public long FirstByteMicroseconds { get; init; }

    /// <summary>When the last byte had arrived in full, in microseconds of the simulation.</summary>
    public long LastByteMicroseconds { get; init; }

    /// <summary>Bytes of this epoch that were lost at the unit: the port was closed, at another baud rate, or its buffer was full.</summary>
    public int LostBytes { get; init; }
}
