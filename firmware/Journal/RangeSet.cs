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
    /// <returns>False when there was no room; the shortest range, of equal ones the lowest that was there, or else the new one, is then forgotten.</returns>
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
            if (_last[shortest] - _first[shortest] > last - first)
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

    /// <summary>Takes first to last out, both inclusive.</summary>
    /// <returns>False when that needed one range more than there is room for; the shorter of the two halves is then forgotten.</returns>
    public bool Remove(int first, int last)
    {
        int low = IndexOf(first);
        if (low < Count && _first[low] < first && _last[low] > last)
        {
            return Split(low, first, last);
        }

        if (low < Count && _first[low] < first)
        {
            _last[low] = first - 1;
            low++;
        }

        int high = low;
        while (high < Count && _last[high] <= last)
        {
            high++;
        }

        if (high < Count && _first[high] <= last)
        {
            _first[high] = last + 1;
        }

        RemoveRanges(low, high);
        return true;
    }

    /// <summary>Takes what another set of the same capacity holds.</summary>
    public void CopyFrom(RangeSet other)
    {
        Count = other.Count;
        Array.Copy(other._first, 0, _first, 0, Count);
        Array.Copy(other._last, 0, _last, 0, Count);
    }

    /// <summary>How many numbers from first to last, both inclusive, are in the set.</summary>
    public int CountIn(int first, int last)
    {
        int count = 0;
        for (int index = IndexOf(first); index < Count && _first[index] <= last; index++)
        {
            int from = _first[index] > first ? _first[index] : first;
            int to = _last[index] < last ? _last[index] : last;
            count += to - from + 1;
        }

        return count;
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

    /// <summary>The lowest number above <paramref name="number"/> at which a range begins; <see cref="int.MaxValue"/> when there is none.</summary>
    public int FirstBegunAbove(int number)
    {
        int index = IndexOf(number);
        if (index < Count && _first[index] <= number)
        {
            index++;
        }

        return index < Count ? _first[index] : int.MaxValue;
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

    private bool Split(int index, int first, int last)
    {
        if (Count == _first.Length)
        {
            if (first - _first[index] >= _last[index] - last)
            {
                _last[index] = first - 1;
            }
            else
            {
                _first[index] = last + 1;
            }

            return false;
        }

        Array.Copy(_first, index, _first, index + 1, Count - index);
        Array.Copy(_last, index, _last, index + 1, Count - index);
        Count++;
        _last[index] = first - 1;
        _first[index + 1] = last + 1;
        return true;
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
