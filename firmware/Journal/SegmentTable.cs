using System;

namespace Telltale.Journal;

/// <summary>Segment files of one kind, rising by number. The objects are made at start-up and used again.</summary>
internal sealed class SegmentTable
{
    public int Count;

    /// <summary>No number up to this one is given again.</summary>
    public int HighestNumber;

    /// <summary>Flash that the segments take, in bytes.</summary>
    public int Cost;

    private readonly int _entryBytes;
    private Segment[] _segments = new Segment[0];

    /// <summary>Makes an empty table; each segment costs <paramref name="entryBytes"/> beside its blocks.</summary>
    public SegmentTable(int entryBytes)
    {
        _entryBytes = entryBytes;
    }

    public bool IsFull => Count == _segments.Length;

    /// <summary>The segment with the highest number; null when there is none.</summary>
    public Segment Newest => Count == 0 ? null : _segments[Count - 1];

    public Segment At(int index) => _segments[index];

    public void Reset(int capacity)
    {
        _segments = new Segment[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _segments[index] = new Segment();
        }

        Count = 0;
        Cost = 0;
        HighestNumber = 0;
    }

    /// <summary>The first segment whose number is not lower.</summary>
    public int IndexOf(int number)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_segments[middle].Number < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Adds a segment of which nothing but its name is known.</summary>
    public Segment Insert(string name, int number, int first, int priority, int limit)
    {
        int index = IndexOf(number);
        Segment segment = _segments[Count];
        Array.Copy(_segments, index, _segments, index + 1, Count - index);
        _segments[index] = segment;
        Count++;
        HighestNumber = number > HighestNumber ? number : HighestNumber;

        segment.Name = name;
        segment.Number = number;
        segment.First = first;
        segment.Last = 0;
        segment.LastSeen = 0;
        segment.Limit = limit;
        segment.Cost = 0;
        Resize(segment, limit);
        segment.Capacity = 0;
        segment.IsEndKnown = false;
        segment.LastPosition = 0;
        segment.Stream = -1;
        segment.Priority = priority;
        segment.IsDamaged = false;
        segment.IsGone = false;
        segment.SettledTo = RecordFormat.FileHeaderLength;
        segment.SettledStop = 0;
        segment.IsForwardOnly = false;
        segment.ForgetDone();
        return segment;
    }

    /// <summary>Sets a segment's length, and what it costs.</summary>
    public void Resize(Segment segment, int bytes)
    {
        int cost = FlashCost.OfContent(bytes) + _entryBytes;
        Cost += cost - segment.Cost;
        segment.Bytes = bytes;
        segment.Cost = cost;
    }

    public void RemoveAt(int index)
    {
        Segment segment = _segments[index];
        Cost -= segment.Cost;
        Array.Copy(_segments, index + 1, _segments, index, Count - index - 1);
        Count--;
        _segments[Count] = segment;
        segment.Name = null;
    }
}
