using System;

namespace Telltale.Journal;

/// <summary>A stream that has frames in the journal, and what is known of its sequences.</summary>
internal sealed class JournalStream
{
    public const int Ranges = 64;

    public readonly byte[] Id = new byte[8];

    /// <summary>Released, or known to be in no file any more.</summary>
    public readonly RangeSet Settled = new RangeSet(Ranges);

    /// <summary>Handed out and not released yet.</summary>
    public readonly RangeSet Sent = new RangeSet(Ranges);

    /// <summary>What of <see cref="Sent"/> has been there since the watch began.</summary>
    public readonly RangeSet Watched = new RangeSet(Ranges);

    /// <summary>The newest pinned frame known; 0 for none.</summary>
    public int NewestPinned;

    public JournalStream(byte[] id)
    {
        Array.Copy(id, 0, Id, 0, 8);
    }

    public bool IsToSend(int sequence) => !Settled.Contains(sequence) && !Sent.Contains(sequence);
}
