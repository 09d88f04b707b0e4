namespace Telltale.Simulation;

/// <summary>Times that vehicle, faults and checker go by, in milliseconds.</summary>
internal static class SimulationTimes
{
    internal const long Second = 1000;
    internal const long Minute = 60 * Second;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

    /// <summary>UTC at the start: a Monday.</summary>
    internal static readonly DateTimeOffset Start = new(2028, 1, 3, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A parked unit takes a sample in each slot of this length.</summary>
    internal const int ParkedInterval = 30 * 60 * 1000;

    /// <summary>Shipped default of the driving set.</summary>
    internal const int DrivingInterval = 1000;

    /// <summary>A trip ends so long after the supply voltage told that the ignition is off.</summary>
    internal const int TripEndBySupply = 10_000;

    /// <summary>How long the unit takes at most to see that the ignition was switched, by wire or by voltage; with a second to spare.</summary>
    internal static long SettleOn(bool hasWire) => hasWire ? 1_700 : 6_200;

    /// <inheritdoc cref="SettleOn"/>
    internal static long SettleOff(bool hasWire) => hasWire ? 1_700 : 6_200 + TripEndBySupply;

    /// <summary>The longest that something else holds the unit's processor.</summary>
    internal const int LongestStall = 4_000;
}
