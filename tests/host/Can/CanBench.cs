using Telltale.Can;
using Telltale.Obd;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

/// <summary>A vehicle's network with a unit's driver, model and vehicle bus on it, and a loop that wakes every 20 ms at the latest.</summary>
internal sealed class CanBench
{
    public CanBench(
        TestVehicle? vehicle = null, SignalProfile? profile = null, VehicleBusSettings? settings = null, SimulatedEcuSettings? ecu = null, bool hasInterrupt = true,
        int bitsPerSecond = 500_000, int crystalHertz = 16_000_000)
    {
        Vehicle = vehicle ?? new TestVehicle();
        Bus = new SimulatedCanBus(Clock, bitsPerSecond);
        Network = new SimulatedVehicleNetwork(Bus, Vehicle, ecu);
        Model = new Mcp2515Model(Bus, crystalHertz);
        Driver = new Mcp2515(Model, hasInterrupt ? Model.InterruptLine : null!, crystalHertz, bitsPerSecond);
        Assert.That(Driver.TryStart(), Is.True, () => $"start: {Driver.Fault}");
        Profile = profile ?? ObdProfile.CreateGeneric();
        VehicleBusSettings = settings ?? new VehicleBusSettings { MayPoll = true };
        VehicleBus = new VehicleBus(Driver, Profile, VehicleBusSettings);
        Bus.WhenBegun((frame, sender, time) =>
        {
            if (ReferenceEquals(sender, Model))
            {
                SentByUnit.Add((frame, time));
            }
            else
            {
                LastOfOthers = time;
            }
        });
    }

    public SimulationClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public TestVehicle Vehicle { get; }

    public SimulatedCanBus Bus { get; }

    public SimulatedVehicleNetwork Network { get; }

    public Mcp2515Model Model { get; }

    public Mcp2515 Driver { get; }

    public SignalProfile Profile { get; }

    public VehicleBusSettings VehicleBusSettings { get; }

    public VehicleBus VehicleBus { get; }

    public List<(BusFrame Frame, long Time)> SentByUnit { get; } = [];

    public long LastOfOthers { get; private set; }

    /// <summary>Runs the loop; it wakes every <paramref name="stepMilliseconds"/>, or the time that SPI took later.</summary>
    public void Run(double seconds, int stepMilliseconds = 10)
    {
        long end = Clock.NowMicroseconds + (long)(seconds * 1_000_000);
        while (Clock.NowMicroseconds < end)
        {
            VehicleBus.Step(Clock.NowMilliseconds);
            Clock.AdvanceTo(Clock.NowMicroseconds + (stepMilliseconds * 1000L));
            Bus.AdvanceToNow();
        }
    }

    public double? ValueOf(string name)
    {
        int[] raw = new int[SignalTable.MaximumSignals];
        long present = VehicleBus.Table.Snapshot(raw, Clock.NowMilliseconds);
        int index = Array.FindIndex(Profile.Definitions, definition => string.Equals(definition.Name, name, StringComparison.Ordinal));
        Assert.That(index, Is.GreaterThanOrEqualTo(0), name);
        return (present & (1L << index)) == 0 ? null : ValueOf(Profile.Definitions[index], raw[index]);
    }

    public static double ValueOf(SignalDefinition definition, int raw)
    {
        double number = definition.IsUnsigned ? (uint)raw : raw;
        return ((number * definition.Numerator) + definition.Offset) / definition.Denominator;
    }
}
