using Telltale.Ports;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>The supply and the ignition wire of a vehicle, as the board measures them.</summary>
/// <param name="clock">The board's clock.</param>
/// <param name="vehicle">What the board is built into.</param>
/// <param name="hasIgnitionWire">False leaves the ignition wire unconnected: the unit must tell by the voltage.</param>
public sealed class VehiclePower(SimulationClock clock, IVehicle vehicle, bool hasIgnitionWire = true) : IPowerInputs
{
    /// <inheritdoc/>
    public int SupplyMillivolts => (int)Math.Round(vehicle.StateAt(clock.NowMicroseconds).SupplyVolts * 1000);

    /// <inheritdoc/>
    public int Ignition => hasIgnitionWire ? (vehicle.StateAt(clock.NowMicroseconds).IgnitionOn ? 1 : 0) : -1;
}
