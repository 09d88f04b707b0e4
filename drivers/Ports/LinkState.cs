namespace Telltale.Ports;

/// <summary>The states of an <see cref="ILink"/>.</summary>
public enum LinkState
{
    /// <summary>No connection, no attempt under way.</summary>
    Closed = 0,

    /// <summary>One attempt is under way.</summary>
    Connecting = 1,

    /// <summary>CONNACK was received and the downlink topic is subscribed.</summary>
    Open = 2,
}
