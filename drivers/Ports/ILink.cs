namespace Telltale.Ports;

/// <summary>
/// A connection to the broker that publishes frames at QoS 1 on the unit's uplink topic and receives on its downlink topic. Connecting may
/// block for many seconds, so the adapter does it on a thread of its own; every call here returns at once and none allocates.
/// </summary>
public interface ILink
{
    /// <summary>What the connection is doing now.</summary>
    LinkState State { get; }

    /// <summary>Why the newest attempt or connection ended; <see cref="LinkFailure.None"/> while all is well.</summary>
    LinkFailure Failure { get; }

    /// <summary>What the newest connection found on the unit's state topic; kept after its end, until the next attempt.</summary>
    RetainedState StateFound { get; }

    /// <summary>What protects the connection, open or not: how the link is set up.</summary>
    LinkProtection Protection { get; }

    /// <summary>Starts one attempt to connect. Ignored unless the link is <see cref="LinkState.Closed"/>.</summary>
    void Connect();

    /// <summary>Gives up the connection or the attempt; unacknowledged frames are forgotten by the link, never by the journal.</summary>
    void Close();

    /// <summary>Hands a frame over for publishing; the bytes are copied.</summary>
    /// <param name="token">Comes back from <see cref="TakeAcknowledgement"/>; not negative.</param>
    /// <param name="frame">The frame's array.</param>
    /// <param name="count">The frame's length; it starts at index 0.</param>
    /// <returns>False when the link is not open or its in-flight window is full.</returns>
    bool TryPublish(int token, byte[] frame, int count);

    /// <summary>The token of a frame that the broker has acknowledged since the last call, or -1. An acknowledgement is not a receipt.</summary>
    int TakeAcknowledgement();

    /// <summary>Copies the oldest downlink message into <paramref name="buffer"/>.</summary>
    /// <returns>Its length, or 0 when there is none. A message that does not fit is dropped and counted by the link.</returns>
    int TakeMessage(byte[] buffer);
}
