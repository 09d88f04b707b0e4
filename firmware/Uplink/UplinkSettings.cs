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

    /// <summary>On a low supply, while roaming and when the day's bytes are used up, waits between attempts are this many times as long. 1 to 16.</summary>
    public int SlowFactor = 4;

    /// <summary>
    /// An acknowledgement that takes longer makes the window smaller, so that M2Mqtt, which sends again after a second, does not. 300 to 5,000.
    /// </summary>
    public int AcknowledgementTargetMilliseconds = 900;

    /// <summary>A connection that the broker ends sooner after accepting it may have been taken over by another client. 1,000 to 60,000.</summary>
    public int ShortConnectionMilliseconds = 20000;

    /// <summary>
    /// So many of them in a minute, with another client's state found after each, are somebody else with the unit's identity; so many in a row that a broker ended that went on, and an acknowledged frame no longer ends the
    /// back-off. 2 to 20.
    /// </summary>
    public int TakeOversUntilBackOff = 3;

    /// <summary>The wait then, shortened by a random part of up to a half: both sides throw each other out for as long as both insist. 60,000 to 86,400,000.</summary>
    public int TakeOverBackOffMilliseconds = 900000;

    /// <summary>How often an open link with nothing under way is asked for receipts and commands, in milliseconds: the longest that one of them waits.</summary>
    public int IdlePollMilliseconds = 500;
}
