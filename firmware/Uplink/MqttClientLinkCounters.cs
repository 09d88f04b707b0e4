namespace Telltale.Uplink;

/// <summary>What a <see cref="MqttClientLink"/> has met since start-up.</summary>
public sealed class MqttClientLinkCounters
{
    /// <summary>Clients made.</summary>
    public int Clients;

    /// <summary>Clients that failed while they were closed.</summary>
    public int DiscardFailures;

    /// <summary>Frames that the client's own queue had no room for.</summary>
    public int QueueFull;

    /// <summary>Frames that the client did not take for another reason; the connection was closed.</summary>
    public int ClientFaults;

    /// <summary>Frames that the client gave up; the connection was closed.</summary>
    public int GivenUp;

    /// <summary>Events of clients that were no longer in use.</summary>
    public int LateEvents;

    /// <summary>Acknowledgements that named no frame in flight: the client had sent it twice.</summary>
    public int StrayAcknowledgements;

    /// <summary>Downlink messages dropped: empty, longer than the loop's buffer, or more than it took in time.</summary>
    public int MessagesDropped;

    /// <summary>Frames copied for the client, each an allocation of its length.</summary>
    public int FramesCopied;
}
