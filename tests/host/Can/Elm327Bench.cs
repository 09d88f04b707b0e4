using Telltale.Elm327;
using Telltale.Obd;
using Telltale.Ports;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

/// <summary>A vehicle's network with a simulated adapter, the driver and the vehicle bus on it; as <see cref="CanBench"/> with an MCP2515.</summary>
internal sealed class Elm327Bench
{
    public Elm327Bench(
        TestVehicle? vehicle = null, SimulatedElm327Options? options = null, VehicleBusSettings? settings = null, SimulatedEcuSettings? ecu = null,
        Elm327Settings? adapter = null, SignalProfile? profile = null, int bitsPerSecond = 500_000, Func<IUartPort, IUartPort>? wire = null)
    {
        Vehicle = vehicle ?? new TestVehicle();
        Bus = new SimulatedCanBus(Clock, bitsPerSecond);
        Network = new SimulatedVehicleNetwork(Bus, Vehicle, ecu);
        Model = new SimulatedElm327(Bus, options);
        Driver = new Elm327Adapter(wire is null ? Model : wire(Model), adapter ?? new Elm327Settings());
        Profile = profile ?? ObdProfile.CreateGeneric();
        VehicleBus = new VehicleBus(Driver, Profile, settings ?? new VehicleBusSettings { MayPoll = true });
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

    public SimulatedElm327 Model { get; }

    public Elm327Adapter Driver { get; }

    public SignalProfile Profile { get; }

    public VehicleBus VehicleBus { get; }

    public List<(BusFrame Frame, long Time)> SentByUnit { get; } = [];

    public long LastOfOthers { get; private set; }

    public void Run(double seconds, int stepMilliseconds = 10)
    {
        long end = Clock.NowMicroseconds + (long)(seconds * 1_000_000);
        while (Clock.NowMicroseconds < end)
        {
            VehicleBus.Step(Clock.NowMilliseconds);
            Clock.AdvanceTo(Clock.NowMicroseconds + (stepMilliseconds * 1000L));
            Model.Advance();
            Bus.AdvanceToNow();
        }
    }

    public double? ValueOf(string name)
    {
        int[] raw = new int[SignalTable.MaximumSignals];
        long present = VehicleBus.Table.Snapshot(raw, Clock.NowMilliseconds);
        int index = Array.FindIndex(Profile.Definitions, definition => string.Equals(definition.Name, name, StringComparison.Ordinal));
        Assert.That(index, Is.GreaterThanOrEqualTo(0), name);
        return (present & (1L << index)) == 0 ? null : CanBench.ValueOf(Profile.Definitions[index], raw[index]);
    }

    public Dictionary<string, double?> Values()
    {
        return Profile.Definitions.ToDictionary(definition => definition.Name, definition => ValueOf(definition.Name), StringComparer.Ordinal);
    }
}
