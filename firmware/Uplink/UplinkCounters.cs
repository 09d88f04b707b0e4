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

    /// <summary>Times when frames were sent again for want of a receipt.</summary>
    public int ReceiptTimeouts;

    /// <summary>Receipts taken.</summary>
    public int Receipts;

    /// <summary>Frames that receipts named as stored, repetitions included.</summary>
    public int FramesReleased;

    /// <summary>Frames that receipts named as damaged: released, because sending them again would not help.</summary>
    public int FramesRefused;

    /// <summary>Ranges of receipts that the journal does not know: of a stream that is gone, or beyond what was ever sent.</summary>
    public int RangesUnknown;

    /// <summary>Downlink messages that were not authentic, not for this stream, or malformed.</summary>
    public int MessagesRefused;

    /// <summary>Authentic downlink messages of a kind that this version does not serve.</summary>
    public int MessagesUnserved;

    /// <summary>Dictionaries that receipts asked for.</summary>
    public int DictionariesWanted;
}
