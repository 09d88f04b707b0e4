namespace Telltale.Gnss;

/// <summary>How a position was found, worst first.</summary>
public enum FixMode
{
    /// <summary>No position.</summary>
    None = 0,

    /// <summary>Estimated by dead reckoning (NMEA 0183 mode indicator E).</summary>
    DeadReckoning = 1,

    /// <summary>Two dimensions: the height is assumed.</summary>
    TwoDimensional = 2,

    /// <summary>Three dimensions.</summary>
    ThreeDimensional = 3,

    /// <summary>Three dimensions with differential corrections, SBAS included.</summary>
    Differential = 4,

    /// <summary>Carrier phase with floating ambiguities.</summary>
    RealTimeKinematicFloat = 5,

    /// <summary>Carrier phase with fixed ambiguities.</summary>
    RealTimeKinematicFixed = 6,
}
