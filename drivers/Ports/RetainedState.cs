namespace Telltale.Ports;

/// <summary>What the broker had retained on the unit's state topic when a connection began: who was connected with the unit's identity before.</summary>
public enum RetainedState
{
    /// <summary>Nothing came: the broker had nothing, does not let the unit read it, or the link does not look.</summary>
    None = 0,

    /// <summary>What this start of the unit published itself: the broker does not know that its connection ended, because it began anew.</summary>
    OwnOnline = 1,

    /// <summary>This start's own last will: the broker, or what stands before it, ended the connection, or was shut down in order.</summary>
    OwnOffline = 2,

    /// <summary>What somebody else published: another client with the unit's identity, or an earlier start of the unit.</summary>
    Other = 3,
}
