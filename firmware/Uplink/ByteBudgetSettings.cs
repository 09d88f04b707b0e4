namespace Telltale.Uplink;

/// <summary>How many bytes a day the uplink may take by the network's class, and what is charged for what the adapter does not count. The values here are the shipped defaults.</summary>
public sealed class ByteBudgetSettings
{
    /// <summary>Bytes a day over the owner's own network; 0 for no limit.</summary>
    public long HomeBytes;

    /// <summary>Bytes a day over a network that is paid by volume; 0 for no limit.</summary>
    public long MeteredBytes = 10000000;

    /// <summary>Bytes a day while roaming; 0 for no limit.</summary>
    public long RoamingBytes = 1000000;

    /// <summary>Charged for each attempt to connect: names, TCP, a full TLS 1.2 handshake with a chain of two certificates, CONNECT and SUBSCRIBE.</summary>
    public int HandshakeBytes = 6000;

    /// <summary>Charged for each frame beyond its length: MQTT, topic, TLS record, TCP and IP, and the acknowledgements of all of them.</summary>
    public int FrameBytes = 250;

    /// <summary>Charged for each minute of an open connection: PINGREQ and PINGRESP.</summary>
    public int KeepAliveBytes = 250;

    /// <summary>
    /// Bytes that are written down before they are used: the most that a power cut makes the unit count without having sent them. The day's writes are its bytes divided by this, and two. 16,384 or more.
    /// </summary>
    public int ReserveBytes = 131072;
}
