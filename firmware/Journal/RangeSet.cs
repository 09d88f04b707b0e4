using System;

namespace Telltale.Journal;

/// <summary>A set of numbers as a bounded list of ranges that neither touch nor overlap, rising.</summary>
public sealed class RangeSet
{
    /// <summary>How many ranges the set holds now.</summary>
    public int Count;

    private readonly int[] _first;
    private readonly int[] _last;

    /// <summary>Makes an empty set for at most <paramref name="capacity"/> ranges.</summary>
    public RangeSet(int capacity)
    {
        _first = new int[capacity];
        _last = new int[capacity];
    }

    /// <summary>The first number of the range at <paramref name="index"/>.</summary>
    public int FirstAt(int index) => _first[index];

    /// <summary>The last number of the range at <paramref name="index"/>.</summary>
    public int LastAt(int index) => _last[index];

    /// <summary>Adds first to last, both inclusive; nothing when last lies below first.</summary>
    /// <returns>False when there was no room; the shortest range, which may be the new one, is then forgotten.</returns>
    public bool Add(int first, int last)
    {
        if (last < first)
        {
            return true;
        }

        // The ranges from low up to high, high excluded, touch or overlap the new one.
        int low = IndexOf(first == int.MinValue ? first : first - 1);
        int high = low;
        while (high < Count && (last == int.MaxValue || _first[high] <= last + 1))
        {
            high++;
        }

        if (high > low)
        {
            if (_first[low] < first)
            {
                first = _first[low];
            }

            if (_last[high - 1] > last)
            {
                last = _last[high - 1];
            }

            RemoveRanges(low + 1, high);
            _first[low] = first;
            _last[low] = last;
            return true;
        }

        bool fits = true;
        if (Count == _first.Length)
        {
            fits = false;
            int shortest = Shortest();
            if (_last[shortest] - _first[shortest] >= last - first)
            {
                return false;
            }

            RemoveRanges(shortest, shortest + 1);
            if (shortest < low)
            {
                low--;
            }
        }

        Array.Copy(_first, low, _first, low + 1, Count - low);
        Array.Copy(_last, low, _last, low + 1, Count - low);
        _first[low] = first;
        _last[low] = last;
        Count++;
        return fits;
    }

    /// <summary>True when the number is in the set.</summary>
    public bool Contains(int number) => ContainsAll(number, number);

    /// <summary>True when every number from first to last is in the set.</summary>
    public bool ContainsAll(int first, int last)
    {
        int index = IndexOf(first);
        return index < Count && _first[index] <= first && _last[index] >= last;
    }

    /// <summary>The lowest number from <paramref name="number"/> on that is not in the set.</summary>
    public int FirstMissingFrom(int number)
    {
        int index = IndexOf(number);
        return index < Count && _first[index] <= number ? _last[index] + 1 : number;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Count = 0;

    // The first range that ends at the number or above it.
    private int IndexOf(int number)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_last[middle] < number)
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

    private int Shortest()
    {
        int shortest = 0;
        for (int index = 1; index < Count; index++)
        {
            if (_last[index] - _first[index] < _last[shortest] - _first[shortest])
            {
                shortest = index;
            }
        }

        return shortest;
    }

    private void RemoveRanges(int from, int to)
    {
        if (to > from)
        {
            Array.Copy(_first, to, _first, from, Count - to);
            Array.Copy(_last, to, _last, from, Count - to);
            Count -= to - from;
        }
    }
}
