namespace Telltale.Can;

/// <summary>The operating modes of a CAN controller.</summary>
public enum CanMode
{
    /// <summary>Not set up, or being set up.</summary>
    Configuration = 0,

    /// <summary>Receives without acknowledging and never sends: a unit starts so (blueprint, section 3, rule 9).</summary>
    ListenOnly = 1,

    /// <summary>Receives, acknowledges and sends.</summary>
    Normal = 2,

    /// <summary>Sends to itself, for self-tests.</summary>
    Loopback = 3,

    /// <summary>Asleep; wakes on bus activity.</summary>
    Sleep = 4,
}
