using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Gnss;

/// <summary>Drives north-east from Berlin at a constant speed, with the ignition on.</summary>
internal sealed class StraightDrive(double speedMetresPerSecond) : IVehicle
{
    public const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;

    public VehicleState StateAt(long microseconds)
    {
        double metres = speedMetresPerSecond * microseconds / 1e6 / Math.Sqrt(2);
        return new VehicleState
        {
            LatitudeDegrees = 52.5 + (metres / MetresPerDegree),
            LongitudeDegrees = 13.4 + (metres / (MetresPerDegree * Math.Cos(52.5 * Math.PI / 180))),
            HeightMetres = 34,
            SpeedMetresPerSecond = speedMetresPerSecond,
            CourseDegrees = 45,
            IgnitionOn = true,
        };
    }
}
