using Telltale.Ports;

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

    /// <summary>Attempts and connections that ended for each <see cref="LinkFailure"/>, by its number.</summary>
    public readonly int[] Failures = new int[FailureKinds];

    /// <summary>Connections that the broker ended soon after it had accepted them.</summary>
    public int ShortConnections;

    /// <summary>Times that the unit backed off because somebody else connects with its identity.</summary>
    public int IdentityConflicts;

    /// <summary>Acknowledgements that took longer than <see cref="UplinkSettings.AcknowledgementTargetMilliseconds"/>.</summary>
    public int AcknowledgementsLate;

    /// <summary>Times that ordinary frames were held back because the day's bytes were used up.</summary>
    public int Holds;

    /// <summary>One more than the highest number of a <see cref="LinkFailure"/>.</summary>
    public const int FailureKinds = (int)LinkFailure.CertificateWrongHost + 1;

    /// <summary>Counts how an attempt or a connection ended; <see cref="LinkFailure.None"/> is what the unit itself closed.</summary>
    internal void Count(LinkFailure failure)
    {
        int index = (int)failure;
        if (index >= 0 && index < FailureKinds)
        {
            Failures[index]++;
        }
    }
}
