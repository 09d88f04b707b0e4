namespace Telltale.Sampling;

/// <summary>Whether the vehicle is in use, as far as the unit can tell.</summary>
public enum IgnitionState
{
    /// <summary>Neither wire nor supply voltage tells.</summary>
    Unknown = 0,

    /// <summary>Off.</summary>
    Off = 1,

    /// <summary>On.</summary>
    On = 2,
}
