namespace Telltale.Uplink;

/// <summary>What the clock that TLS goes by was set by.</summary>
public enum TimeOrigin
{
    /// <summary>Nothing: it is not set, or what it was set by is distrusted.</summary>
    None = 0,

    /// <summary>The GNSS receiver.</summary>
    Gnss = 1,

    /// <summary>A time server.</summary>
    Sntp = 2,

    /// <summary>The floor: the newest time that is proven to have passed.</summary>
    Floor = 3,

    /// <summary>A receipt of the owner.</summary>
    Owner = 4,
}
