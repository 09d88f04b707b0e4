using System;

namespace Telltale.Journal;

/// <summary>
/// A reader's place in a <see cref="FrameJournal"/>. Several may exist, such as one for what was sent and one for what was acknowledged; frames
/// that are released or dropped under a cursor are skipped.
/// </summary>
public sealed class JournalCursor
{
    /// <summary>The stream of the frame read last, 8 bytes.</summary>
    public readonly byte[] StreamId = new byte[8];

    /// <summary>The sequence of the frame read last; 0 before the first.</summary>
    public int Sequence;

    /// <summary>The priority of the frame read last.</summary>
    public int Priority;

    // The segment by its place in the journal's order (number and kind), and the position of the next record in it; 0 for its beginning.
    internal int Order = -1;
    internal int Position;
    internal string Name;

    /// <summary>Takes another cursor's place.</summary>
    public void CopyFrom(JournalCursor other)
    {
        Array.Copy(other.StreamId, 0, StreamId, 0, 8);
        Sequence = other.Sequence;
        Priority = other.Priority;
        Order = other.Order;
        Position = other.Position;
        Name = other.Name;
    }
}
