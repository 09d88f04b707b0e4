namespace Telltale.Sampling;

/// <summary>Something that happened at one moment and is reported by itself. The numbers are part of the format of alerts and are never used again for anything else.</summary>
public enum UnitEvent
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A trip has begun; the value is its number.</summary>
    TripBegan = 1,

    /// <summary>A trip has ended; the value is its number.</summary>
    TripEnded = 2,

    /// <summary>The speed has been above the limit for long enough; in millimetres a second.</summary>
    Overspeed = 3,

    /// <summary>Harsh acceleration along the vehicle; in mm/s².</summary>
    HarshAcceleration = 4,

    /// <summary>Harsh braking; in mm/s².</summary>
    HarshBraking = 5,

    /// <summary>Harsh cornering; acceleration across the vehicle in mm/s².</summary>
    HarshCornering = 6,

    /// <summary>The engine has run with the vehicle standing for longer than the limit; in seconds.</summary>
    ExcessiveIdling = 7,

    /// <summary>The vehicle moves with the ignition off; metres from where it was parked.</summary>
    Towing = 8,

    /// <summary>The supply has fallen to the limit; in millivolts.</summary>
    SupplyLow = 9,

    /// <summary>A rule for a signal was met; the value is raw, and the alert names the signal.</summary>
    Signal = 10,

    /// <summary>Private mode was switched; 1 on, 0 off.</summary>
    PrivateMode = 11,

    /// <summary>Another client connects to the broker with the unit's identity; how often the unit has waited for it since start-up.</summary>
    IdentityInUseElsewhere = 12,

    /// <summary>A certificate authority by which the unit knows the broker ends soon; days that are left, 0 when it has ended.</summary>
    TrustAnchorExpiring = 13,
}
