namespace Telltale.Sampling;

/// <summary>When a <see cref="Sampler"/> takes samples.</summary>
public sealed class SamplerSettings
{
    /// <summary>One sample is taken in each slot of this many milliseconds, counted from 1970-01-01 UTC; 100 to 3,600,000.</summary>
    public int IntervalMilliseconds = 1000;

    /// <summary>
    /// No fix from before this moment sets the clock; milliseconds since 1970-01-01. Receivers whose week number has rolled over report dates 1,024 weeks
    /// too early. To be lowered only where an old recording is replayed.
    /// </summary>
    public long EarliestUtcMilliseconds = UnitClock.DefaultEarliestUtcMilliseconds;
}
