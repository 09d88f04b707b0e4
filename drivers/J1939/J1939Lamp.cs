namespace Telltale.J1939;

/// <summary>What a two-bit status of a lamp says (SAE J1939-73, 5.7.1).</summary>
public enum J1939Lamp
{
    /// <summary>Off.</summary>
    Off = 0,

    /// <summary>On.</summary>
    On = 1,

    /// <summary>The lamp or its status is in error.</summary>
    Error = 2,

    /// <summary>Not available: the sender has no such lamp.</summary>
    NotAvailable = 3,
}
