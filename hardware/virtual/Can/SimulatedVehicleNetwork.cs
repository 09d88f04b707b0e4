using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>
/// The control units of the simulated vehicle on one bus: an engine ECU that answers OBD-II, brakes and body. They acknowledge each other's frames, so a unit that only
/// listens hears them. What they broadcast is described in simulated-vehicle.dbc.
/// </summary>
public sealed class SimulatedVehicleNetwork
{
    /// <summary>Identifier of the engine's broadcast.</summary>
    public const uint EngineKey = 0x0C9;

    /// <summary>Identifier of the brakes' broadcast.</summary>
    public const uint MotionKey = 0x0D1;

    /// <summary>Identifier of the body's broadcast.</summary>
    public const uint BodyKey = 0x3D0;

    /// <summary>Connects a vehicle to a bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="settings">How the engine ECU behaves; null for the defaults.</param>
    public SimulatedVehicleNetwork(SimulatedCanBus bus, IVehicle vehicle, SimulatedEcuSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bus);
        Bus = bus;
        Engine = new SimulatedEcu(vehicle, bus.BitsPerSecond, settings ?? new SimulatedEcuSettings(), new BroadcastMessage(EngineKey, 100_000, 8, EncodeEngine));
        Brakes = new SimulatedNode(vehicle, bus.BitsPerSecond, new BroadcastMessage(MotionKey, 50_000, 8, EncodeMotion));
        Body = new SimulatedNode(vehicle, bus.BitsPerSecond, new BroadcastMessage(BodyKey, 200_000, 8, EncodeBody));
        bus.Attach(Engine);
        bus.Attach(Brakes);
        bus.Attach(Body);
    }

    /// <summary>Connects a vehicle with further ECUs to a bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="engine">How the engine ECU behaves.</param>
    /// <param name="others">How further ECUs behave that answer OBD; each needs a number and an address of its own.</param>
    public SimulatedVehicleNetwork(SimulatedCanBus bus, IVehicle vehicle, SimulatedEcuSettings engine, IEnumerable<SimulatedEcuSettings> others)
        : this(bus, vehicle, engine)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (SimulatedEcuSettings settings in others)
        {
            SimulatedEcu ecu = new(vehicle, bus.BitsPerSecond, settings);
            Others.Add(ecu);
            bus.Attach(ecu);
        }
    }

    /// <summary>The bus.</summary>
    public SimulatedCanBus Bus { get; }

    /// <summary>Further ECUs that answer OBD.</summary>
    public IList<SimulatedEcu> Others { get; } = [];

    /// <summary>The engine ECU.</summary>
    public SimulatedEcu Engine { get; }

    /// <summary>The brakes.</summary>
    public SimulatedNode Brakes { get; }

    /// <summary>The body controller.</summary>
    public SimulatedNode Body { get; }

    private static ulong EncodeEngine(VehicleState state, long counter)
    {
        // Motorola order: engine speed 1/4 rpm, load and throttle 0.5 %, coolant -40 degC.
        ulong data = Bits(state.EngineSpeedRpm * 4, 16) << 48;
        data |= Bits(state.EngineLoadPercent * 2, 8) << 40;
        data |= Bits(state.ThrottlePercent * 2, 8) << 32;
        data |= Bits(state.CoolantCelsius + 40, 8) << 24;
        return data | ((ulong)counter & 0x0F);
    }

    private static ulong EncodeMotion(VehicleState state, long counter)
    {
        // Motorola order: speed 0.01 km/h, gear.
        ulong data = Bits(state.SpeedMetresPerSecond * 360, 16) << 48;
        data |= Bits(state.Gear & 0x0F, 4) << 40;
        return data | ((ulong)counter & 0x0F);
    }

    private static ulong EncodeBody(VehicleState state, long counter)
    {
        // Motorola order: fuel 0.5 %, ambient -40 degC, odometer 0.1 km, supply 0.1 V, ignition.
        ulong data = Bits(state.FuelLevelPercent * 2, 8) << 56;
        data |= Bits(state.AmbientAirCelsius + 40, 8) << 48;
        data |= Bits(state.OdometerMetres / 100, 24) << 24;
        data |= Bits(state.SupplyVolts * 10, 8) << 16;
        data |= state.IgnitionOn ? 1UL << 15 : 0;
        return data | ((ulong)counter & 0x0F);
    }

    private static ulong Bits(double value, int count)
    {
        return (ulong)Math.Clamp(Math.Round(value), 0, (1L << count) - 1);
    }
}
