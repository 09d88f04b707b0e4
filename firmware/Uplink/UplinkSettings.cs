namespace Telltale.Uplink;

/// <summary>How the uplink connects, sends and repeats. The values here are the shipped defaults.</summary>
public sealed class UplinkSettings
{
    /// <summary>
    /// How many frames may wait for the broker's acknowledgement at once. It should be what the link drains in half a second: M2Mqtt sends a
    /// message again after one second, acknowledged or not yet.
    /// </summary>
    public int InFlightWindow = 8;

    /// <summary>
    /// How many frames that were published may wait for the owner's receipt before no more is sent. It bounds what is sent for nothing while
    /// nobody receives.
    /// </summary>
    public int ReceiptWindow = 128;

    /// <summary>The wait before the second attempt to connect; it doubles with every failure.</summary>
    public int ReconnectMinimumMilliseconds = 1000;

    /// <summary>The longest wait between attempts to connect.</summary>
    public int ReconnectMaximumMilliseconds = 300000;

    /// <summary>An attempt to connect is given up after this long; DNS, TCP, TLS and CONNACK fall in it.</summary>
    public int ConnectTimeoutMilliseconds = 90000;

    /// <summary>A connection on which no acknowledgement comes for this long, though frames wait for one, is given up.</summary>
    public int AcknowledgementTimeoutMilliseconds = 30000;

    /// <summary>
    /// A frame whose receipt has not come for this long (up to twice as long) is sent again; the wait doubles with every repetition that brings
    /// nothing, and the second in a row sends everything unreleased, over a new connection.
    /// </summary>
    public int ReceiptMinimumMilliseconds = 30000;

    /// <summary>The longest wait for a receipt.</summary>
    public int ReceiptMaximumMilliseconds = 3600000;

    /// <summary>The longest frame that is published, not less than the journal's, and the longest downlink message that is taken.</summary>
    public int MaximumFrameLength = 4096;

    /// <summary>
    /// True releases a frame when the broker acknowledges it: for who runs no receiver, because a broker can lose what it acknowledged.
    /// </summary>
    public bool ReleaseOnAcknowledgement;
}
