namespace Telltale.Elm327;

/// <summary>The protocols of an ELM327, numbered as in its AT SP and AT DPN.</summary>
public enum Elm327Protocol
{
    /// <summary>Not known yet, or to be found.</summary>
    Automatic = 0,

    /// <summary>SAE J1850 PWM, 41.6 kbit/s.</summary>
    J1850Pwm = 1,

    /// <summary>SAE J1850 VPW, 10.4 kbit/s.</summary>
    J1850Vpw = 2,

    /// <summary>ISO 9141-2, 5 baud initialisation.</summary>
    Iso9141 = 3,

    /// <summary>ISO 14230-4 (KWP2000), 5 baud initialisation.</summary>
    Kwp2000Slow = 4,

    /// <summary>ISO 14230-4 (KWP2000), fast initialisation.</summary>
    Kwp2000Fast = 5,

    /// <summary>ISO 15765-4, 11-bit identifiers, 500 kbit/s.</summary>
    Can11At500 = 6,

    /// <summary>ISO 15765-4, 29-bit identifiers, 500 kbit/s.</summary>
    Can29At500 = 7,

    /// <summary>ISO 15765-4, 11-bit identifiers, 250 kbit/s.</summary>
    Can11At250 = 8,

    /// <summary>ISO 15765-4, 29-bit identifiers, 250 kbit/s.</summary>
    Can29At250 = 9,
}
