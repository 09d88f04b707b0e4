using System.Runtime.InteropServices;

namespace Telltale.Virtual.Vehicle;

/// <summary>Where a recorded vehicle was at one moment.</summary>
/// <param name="UtcMicroseconds">Microseconds since 1970-01-01.</param>
/// <param name="LatitudeDegrees">WGS 84.</param>
/// <param name="LongitudeDegrees">WGS 84.</param>
/// <param name="HeightMetres">Above mean sea level; 0 where not recorded.</param>
/// <param name="SpeedMetresPerSecond">Over ground; 0 where not recorded.</param>
/// <param name="CourseDegrees">True north, clockwise; 0 where not recorded.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TrackPoint(
    long UtcMicroseconds,
    double LatitudeDegrees,
    double LongitudeDegrees,
    double HeightMetres,
    double SpeedMetresPerSecond,
    double CourseDegrees);
