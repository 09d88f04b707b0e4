namespace Telltale.Virtual.Vehicle;

/// <summary>A line across the road where a driver may have to stop.</summary>
/// <param name="DistanceMetres">From the start of the road.</param>
/// <param name="Kind">What makes the driver stop.</param>
public sealed record RoadStop(double DistanceMetres, StopKind Kind);
