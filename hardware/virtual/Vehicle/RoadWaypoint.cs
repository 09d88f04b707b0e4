namespace Telltale.Virtual.Vehicle;

/// <summary>A point that a road passes, or rounds where it turns there.</summary>
/// <param name="LatitudeDegrees">WGS 84.</param>
/// <param name="LongitudeDegrees">WGS 84.</param>
/// <param name="HeightMetres">Above mean sea level.</param>
/// <param name="SpeedLimitKilometresPerHour">Holds from here to the next way point.</param>
/// <param name="CornerRadiusMetres">Radius of the arc that rounds this point; 0 lets the speed limit decide.</param>
/// <param name="Stop">A line across the road just before the arc.</param>
public sealed record RoadWaypoint(
    double LatitudeDegrees,
    double LongitudeDegrees,
    double HeightMetres,
    double SpeedLimitKilometresPerHour,
    double CornerRadiusMetres = 0,
    StopKind Stop = StopKind.None);
