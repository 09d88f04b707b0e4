namespace Telltale.Unit;

/// <summary>What began this life of the unit.</summary>
public enum WakeCause
{
    /// <summary>Power, a restart, or nothing that the board can tell.</summary>
    PowerOn = 0,

    /// <summary>It was asleep, and its time was up.</summary>
    Timer = 1,

    /// <summary>It was asleep, and the ignition was switched on, or the supply rose as it does when an engine starts.</summary>
    Vehicle = 2,
}
