using Telltale.Can;
using Telltale.Virtual.Can;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>The bus of a modelled vehicle with its control units, and the MCP2515 with which the board is connected to it.</summary>
internal sealed class ModelledBus
{
    private const int CrystalHertz = 16_000_000;

    private readonly SimulatedCanBus _bus;
    private Mcp2515Model? _controller;

    internal ModelledBus(SimulationClock clock, IVehicle vehicle, int seed)
    {
        _bus = new SimulatedCanBus(clock);
        _ = new SimulatedVehicleNetwork(_bus, vehicle, new SimulatedEcuSettings { Seed = seed });
    }

    /// <summary>Lets happen on the bus what happens until now.</summary>
    internal void Advance() => _bus.AdvanceToNow();

    /// <summary>A controller after power-on, connected to the bus and started by its driver.</summary>
    internal ICanController PowerOnController()
    {
        _controller = new Mcp2515Model(_bus, CrystalHertz);
        Mcp2515 driver = new(_controller, _controller.InterruptLine, CrystalHertz, _bus.BitsPerSecond);
        return driver.TryStart() ? driver : throw new InvalidOperationException($"The MCP2515 did not start: {driver.Fault}.");
    }

    /// <summary>The controller is without power and hears nothing.</summary>
    internal void PowerOffController()
    {
        if (_controller is { } controller)
        {
            _bus.Detach(controller);
            _controller = null;
        }
    }
}
