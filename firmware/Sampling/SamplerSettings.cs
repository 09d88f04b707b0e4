namespace Telltale.Sampling;

/// <summary>When a <see cref="Sampler"/> takes samples.</summary>
public sealed class SamplerSettings
{
    /// <summary>One sample is taken in each slot of this many milliseconds, counted from 1970-01-01 UTC; 100 to 3,600,000.</summary>
    public int IntervalMilliseconds = 1000;
}
