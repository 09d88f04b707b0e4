using System;

namespace Telltale.Gnss;

/// <summary>Which fields of a <see cref="Fix"/> the receiver gave in this navigation epoch. A field whose bit is clear means nothing.</summary>
[Flags]
public enum FixFields
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary><see cref="Fix.TimeUtcMilliseconds"/>, date included.</summary>
    Time = 1,

    /// <summary><see cref="Fix.LatitudeDegreesE7"/> and <see cref="Fix.LongitudeDegreesE7"/>.</summary>
    Position = 2,

    /// <summary><see cref="Fix.HeightMillimetres"/>.</summary>
    Height = 4,

    /// <summary><see cref="Fix.SpeedMillimetresPerSecond"/>.</summary>
    Speed = 8,

    /// <summary><see cref="Fix.CourseHundredthsDegree"/>.</summary>
    Course = 16,

    /// <summary><see cref="Fix.HorizontalDilutionHundredths"/>.</summary>
    HorizontalDilution = 32,

    /// <summary><see cref="Fix.SatellitesUsed"/>.</summary>
    SatellitesUsed = 64,

    /// <summary><see cref="Fix.VerticalDilutionHundredths"/>.</summary>
    VerticalDilution = 128,

    /// <summary><see cref="Fix.PositionDilutionHundredths"/>.</summary>
    PositionDilution = 256,

    /// <summary><see cref="Fix.HorizontalAccuracyMillimetres"/>.</summary>
    HorizontalAccuracy = 512,

    /// <summary><see cref="Fix.VerticalAccuracyMillimetres"/>.</summary>
    VerticalAccuracy = 1024,

    /// <summary><see cref="Fix.SatellitesUsedByConstellation"/>.</summary>
    SatellitesUsedByConstellation = 2048,

    /// <summary><see cref="Fix.SatellitesInViewByConstellation"/> and <see cref="Fix.SatellitesInView"/>.</summary>
    SatellitesInView = 4096,
}
