using System;

namespace Telltale.Journal;

/// <summary>A stream that has frames in the journal, and which of its sequences are released or dropped.</summary>
internal sealed class JournalStream
{
    public readonly byte[] Id = new byte[8];
    public readonly RangeSet Settled;

    public JournalStream(byte[] id, int capacity)
    {
        Array.Copy(id, 0, Id, 0, 8);
        Settled = new RangeSet(capacity);
    }
}
