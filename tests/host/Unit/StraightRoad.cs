using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Unit;

/// <summary>A vehicle that drives east at 20 m/s, for ever.</summary>
internal sealed class StraightRoad : IVehicle
{
    private const double SpeedMetresPerSecond = 20;
    private const double MetresPerDegree = 111_320;

    public VehicleState StateAt(long microseconds)
    {
        double metres = SpeedMetresPerSecond * microseconds / 1e6;
        return new VehicleState
        {
            LatitudeDegrees = 48.1,
            LongitudeDegrees = 11.5 + (metres / (MetresPerDegree * Math.Cos(48.1 * Math.PI / 180))),
            HeightMetres = 520,
            SpeedMetresPerSecond = SpeedMetresPerSecond,
            CourseDegrees = 90,
            IgnitionOn = true,
            SupplyVolts = 14,
        };
    }
}
