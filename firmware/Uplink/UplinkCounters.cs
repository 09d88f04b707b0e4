namespace Telltale.Uplink;

/// <summary>What the uplink has done since start-up.</summary>
public sealed class UplinkCounters
{
    /// <summary>Attempts to connect.</summary>
    public int Attempts;

    /// <summary>Attempts that ended in an open connection.</summary>
    public int Connections;

    /// <summary>Attempts that failed or were given up.</summary>
    public int FailedAttempts;

    /// <summary>Open connections that ended, for whatever reason.</summary>
    public int LostConnections;

    /// <summary>Connections given up because acknowledgements stayed away.</summary>
    public int SilentConnections;

    /// <summary>Frames handed to the link, repetitions included.</summary>
    public int FramesPublished;

    /// <summary>Bytes of those frames.</summary>
    public long BytesPublished;

    /// <summary>Frames that the broker acknowledged.</summary>
    public int FramesAcknowledged;

    /// <summary>Acknowledgements that named no frame in flight: repeated, or late.</summary>
    public int StrayAcknowledgements;

    /// <summary>Times when everything unreleased was sent again for want of a receipt.</summary>
    public int ReceiptTimeouts;

    /// <summary>Frames too long for the uplink's buffer, passed over; the journal keeps them.</summary>
    public int FramesTooLong;

    /// <summary>Receipts taken.</summary>
    public int Receipts;

    /// <summary>Frames released by receipts.</summary>
    public int FramesReleased;

    /// <summary>Frames released because the owner's side could not use them.</summary>
    public int FramesRefused;

    /// <summary>Downlink messages that were not authentic, not for this stream, malformed, or repeated.</summary>
    public int MessagesRefused;
}
