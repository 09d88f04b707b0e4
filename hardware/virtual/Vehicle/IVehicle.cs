namespace Telltale.Virtual.Vehicle;

/// <summary>A vehicle, driven by a model or by a recording.</summary>
public interface IVehicle
{
    /// <summary>The true state at <paramref name="microseconds"/> since the start of the simulation. Asked in any order within the last second.</summary>
    VehicleState StateAt(long microseconds);
}
