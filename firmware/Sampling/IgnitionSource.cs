namespace Telltale.Sampling;

/// <summary>What <see cref="IgnitionState"/> was told by, best first.</summary>
public enum IgnitionSource
{
    /// <summary>Nothing tells.</summary>
    None = 0,

    /// <summary>The ignition wire, terminal 15.</summary>
    Wire = 1,

    /// <summary>The supply voltage: only a charging alternator or converter raises it so far.</summary>
    SupplyVoltage = 2,

    /// <summary>The engine speed on the vehicle's bus.</summary>
    EngineSpeed = 3,

    /// <summary>The vehicle moves as nothing but its own engine moves it.</summary>
    Motion = 4,
}
