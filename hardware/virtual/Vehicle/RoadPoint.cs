using System.Runtime.InteropServices;

namespace Telltale.Virtual.Vehicle;

/// <summary>What a road is like at one distance from its start.</summary>
/// <param name="LatitudeDegrees">WGS 84.</param>
/// <param name="LongitudeDegrees">WGS 84.</param>
/// <param name="HeightMetres">Above mean sea level.</param>
/// <param name="CourseDegrees">Direction of travel, true north, clockwise, 0 to below 360.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RoadPoint(double LatitudeDegrees, double LongitudeDegrees, double HeightMetres, double CourseDegrees);
