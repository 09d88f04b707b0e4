using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Unit;

/// <summary>A vehicle that drives north at 20 m/s at given times and is parked otherwise.</summary>
/// <param name="drives">From and to, in seconds since the start.</param>
internal sealed class StopAndGo(params (double From, double To)[] drives) : IVehicle
{
    private const double SpeedMetresPerSecond = 20;
    private const double MetresPerDegree = 111_320;

    /// <summary>The battery's voltage while parked, by the second.</summary>
    public Func<double, double> RestingVolts { get; init; } = _ => 12.6;

    public VehicleState StateAt(long microseconds)
    {
        double now = microseconds / 1e6;
        bool isDriving = drives.Any(drive => now >= drive.From && now < drive.To);
        double metres = SpeedMetresPerSecond * drives.Sum(drive => Math.Clamp(now - drive.From, 0, drive.To - drive.From));
        return new VehicleState
        {
            LatitudeDegrees = 48.1 + (metres / MetresPerDegree),
            LongitudeDegrees = 11.5,
            HeightMetres = 520,
            SpeedMetresPerSecond = isDriving ? SpeedMetresPerSecond : 0,
            IgnitionOn = isDriving,
            SupplyVolts = isDriving ? 14 : RestingVolts(now),
        };
    }
}
