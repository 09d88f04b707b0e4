namespace Telltale.Sampling;

/// <summary>What the vehicle is being used for, as far as the unit can tell. Each has its own set of sampling parameters.</summary>
public enum UnitActivity
{
    /// <summary>Ignition off, not moving.</summary>
    Parked = 0,

    /// <summary>Ignition on, moving or just stopped.</summary>
    Driving = 1,

    /// <summary>Ignition on, not moving for a while.</summary>
    Idling = 2,

    /// <summary>Ignition off and moving: towed, on a ferry, stolen on a lorry.</summary>
    Towed = 3,

    /// <summary>Plugged in: the traction battery is being charged.</summary>
    Charging = 4,
}
