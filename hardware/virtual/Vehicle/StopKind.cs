namespace Telltale.Virtual.Vehicle;

/// <summary>Why a driver may have to stop at a line across the road.</summary>
public enum StopKind
{
    /// <summary>There is no line.</summary>
    None = 0,

    /// <summary>A traffic light, which is red for some.</summary>
    Light = 1,

    /// <summary>A stop sign: everybody stops.</summary>
    Sign = 2,

    /// <summary>A pedestrian crossing, which is used now and then.</summary>
    Crossing = 3,
}
