using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Can;

/// <summary>A vehicle whose state a test sets; ignition goes on and off at given times.</summary>
internal sealed class TestVehicle : IVehicle
{
    public long IgnitionOnFrom { get; set; }

    public long IgnitionOffFrom { get; set; } = long.MaxValue;

    public VehicleState State { get; set; } = new()
    {
        LatitudeDegrees = 48,
        LongitudeDegrees = 11,
        SpeedMetresPerSecond = 20.5,
        EngineSpeedRpm = 1726.3,
        EngineLoadPercent = 41.7,
        ThrottlePercent = 17.3,
        FuelLevelPercent = 63.1,
        CoolantCelsius = 88.4,
        IntakeAirCelsius = -7.6,
        AmbientAirCelsius = -12.2,
        OilCelsius = 95.7,
        MassAirFlowGramsPerSecond = 23.456,
        OdometerMetres = 123_456_789,
        SupplyVolts = 14.1,
    };

    public VehicleState StateAt(long microseconds)
    {
        return State with { IgnitionOn = microseconds >= IgnitionOnFrom && microseconds < IgnitionOffFrom };
    }
}
