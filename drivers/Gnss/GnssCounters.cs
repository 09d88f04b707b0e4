namespace Telltale.Gnss;

/// <summary>What a decoder has seen since it was made; every counter wraps. README.md of this folder says what a rising one means on a vehicle.</summary>
public sealed class GnssCounters
{
    /// <summary>Bytes taken in, whatever they were.</summary>
    public int Bytes;

    /// <summary>Sentences read in full: checksum right, every field that is used well formed.</summary>
    public int Sentences;

    /// <summary>Sentences of a known kind that can add nothing to the epoch and were passed over unread, their checksums with them; UBX messages of no use here.</summary>
    public int Skipped;

    /// <summary>Sentences of a wanted kind, and UBX messages of any, whose checksum was wrong. Nothing of them is used.</summary>
    public int BadChecksums;

    /// <summary>Sentences with an address that is not known here (proprietary ones begin with P), passed over unread.</summary>
    public int UnknownSentences;

    /// <summary>Lines that outgrew the line buffer and were dropped.</summary>
    public int Overruns;

    /// <summary>Runs of bytes outside any sentence that were passed over to find the next '$'.</summary>
    public int Resynchronisations;

    /// <summary>Sentences that began with '$' but have no checksum, are too short, or hold a field that cannot be read. Nothing of them is used.</summary>
    public int Malformed;

    /// <summary>Navigation epochs handed to the listener.</summary>
    public int Epochs;

    /// <summary>UBX messages whose checksum was right, used or not.</summary>
    public int UbxMessages;

    /// <summary>Epochs whose date had lost multiples of 1,024 weeks and was put right; see <see cref="GnssDecoder.EarliestDay"/>.</summary>
    public int RolledOverDates;
}
