using System;

namespace Telltale.Journal;

/// <summary>The streams of which the journal has or had frames since start-up; the first is the current one.</summary>
internal sealed class StreamTable
{
    public const int Current = 0;

    public int Count;

    private JournalStream[] _streams = new JournalStream[2];

    public JournalStream At(int index) => _streams[index];

    /// <summary>The stream's index; -1 when it is not known.</summary>
    public int Find(byte[] streamId)
    {
        long id = BitConverter.ToInt64(streamId, 0);
        for (int index = 0; index < Count; index++)
        {
            if (BitConverter.ToInt64(_streams[index].Id, 0) == id)
            {
                return index;
            }
        }

        return -1;
    }

    public int FindOrAdd(byte[] streamId)
    {
        int index = Find(streamId);
        if (index >= 0)
        {
            return index;
        }

        if (Count == _streams.Length)
        {
            JournalStream[] longer = new JournalStream[Count + 2];
            Array.Copy(_streams, 0, longer, 0, Count);
            _streams = longer;
        }

        _streams[Count] = new JournalStream(streamId);
        return Count++;
    }
}
