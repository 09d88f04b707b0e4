using System;

namespace Telltale.Sampling;

/// <summary>Which extremes of the interval since the sample before a <see cref="Sample"/> holds. None where nothing in between went beyond the two samples themselves.</summary>
[Flags]
public enum SampleExtremes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="Sample.MaximumSpeedMillimetresPerSecond"/>.</summary>
    MaximumSpeed = 1,

    /// <summary><see cref="Sample.MaximumAccelerationMillimetresPerSecondSquared"/>.</summary>
    MaximumAcceleration = 2,

    /// <summary><see cref="Sample.MaximumBrakingMillimetresPerSecondSquared"/>.</summary>
    MaximumBraking = 4,
}
