namespace Telltale.Can;

/// <summary>
/// Two masks and six filters, as the MCP2515 has them (DS20001801, section 4.5), found for a list of wanted messages: filters 0 and 1 with mask 0 before
/// receive buffer 0, filters 2 to 5 with mask 1 before receive buffer 1. Every wanted message passes; of the others as few as a quick search finds.
/// </summary>
public sealed class AcceptanceFilter
{
    /// <summary>
    /// The six filters in the layout of an extended identifier, bit 31 (<see cref="CanFrame.ExtendedKey"/>) set for the extended format: the 11 bits
    /// of a standard identifier stand in bits 28 to 18.
    /// </summary>
    public readonly uint[] Filters = new uint[6];

    /// <summary>The two masks, in the same layout: a set bit is compared. The format is always compared.</summary>
    public readonly uint[] Masks = new uint[2];

    /// <summary>How many identifiers pass, wanted or not; where it is the number of those wanted, nothing else does. Set by <see cref="Build"/>.</summary>
    public long PassingCount;

    private const uint AllBits = 0x1FFFFFFF;
    private const uint StandardBits = 0x1FFC0000;
    private const long Unreachable = long.MaxValue;

    private uint _foundMask;

    /// <summary>Sets masks and filters. Nothing passes when <paramref name="count"/> is 0, save the highest extended identifier.</summary>
    /// <param name="keys">Wanted messages, as in <see cref="CanFrame.Key"/>, and groups of them, as in <see cref="ParameterGroupKey"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="doubleBuffered">How many, from the first, are to enter through buffer 0, from which the controller rolls over into buffer 1.</param>
    public void Build(uint[] keys, int count, int doubleBuffered)
    {
        uint[] wanted = new uint[count];
        for (int index = 0; index < count; index++)
        {
            wanted[index] = Expand(keys[index]);
        }

        if (count == 0)
        {
            wanted = new uint[] { CanFrame.ExtendedKey | AllBits };
            count = 1;
        }

        int split;
        bool firstPartInBuffer0 = true;
        if (doubleBuffered > 0)
        {
            split = doubleBuffered;
        }
        else
        {
            Sort(wanted, count);
            split = BestSplit(wanted, count, out firstPartInBuffer0);
        }

        int start0 = firstPartInBuffer0 ? 0 : split;
        int count0 = firstPartInBuffer0 ? split : count - split;
        int start1 = firstPartInBuffer0 ? split : 0;
        int count1 = count - count0;

        PassingCount = 0;
        if (count0 > 0)
        {
            Fill(wanted, start0, count0, 0, 2, 0);
        }

        if (count1 > 0)
        {
            Fill(wanted, start1, count1, 2, 4, 1);
        }

        // A buffer without wishes of its own repeats those of the other: filters cannot be switched off.
        if (count0 == 0)
        {
            Masks[0] = Masks[1];
            Filters[0] = Filters[2];
            Filters[1] = Filters[3];
        }
        else if (count1 == 0)
        {
            Masks[1] = Masks[0];
            Filters[2] = Filters[0];
            Filters[3] = Filters[1];
            Filters[4] = Filters[0];
            Filters[5] = Filters[1];
        }
    }

    /// <summary>Sets masks that let everything pass.</summary>
    public void Open()
    {
        Masks[0] = 0;
        Masks[1] = 0;
        for (int index = 0; index < Filters.Length; index++)
        {
            Filters[index] = (index & 1) == 0 ? 0 : CanFrame.ExtendedKey;
        }
    }

    /// <summary>Whether a message would pass.</summary>
    public bool Accepts(uint key)
    {
        uint value = Expand(key);
        for (int index = 0; index < Filters.Length; index++)
        {
            uint mask = Masks[index < 2 ? 0 : 1] | CanFrame.ExtendedKey;
            if ((value & mask) == (Filters[index] & mask))
            {
                return true;
            }
        }

        return false;
    }

    private static uint Expand(uint key)
    {
        return (key & CanFrame.ExtendedKey) != 0 ? key : key << 18;
    }

    private static void Sort(uint[] values, int count)
    {
        for (int index = 1; index < count; index++)
        {
            uint value = values[index];
            int place = index;
            while (place > 0 && values[place - 1] > value)
            {
                values[place] = values[place - 1];
                place--;
            }

            values[place] = value;
        }
    }

    private void Fill(uint[] wanted, int start, int count, int firstFilter, int filters, int mask)
    {
        PassingCount += Narrow(wanted, start, count, filters);
        Masks[mask] = _foundMask;
        uint compared = _foundMask | CanFrame.ExtendedKey;
        int used = 0;
        for (int index = start; index < start + count; index++)
        {
            uint value = wanted[index] & compared;
            bool known = false;
            for (int earlier = 0; earlier < used; earlier++)
            {
                known |= Filters[firstFilter + earlier] == value;
            }

            if (!known)
            {
                Filters[firstFilter + used] = value;
                used++;
            }
        }

        for (int index = used; index < filters; index++)
        {
            Filters[firstFilter + index] = Filters[firstFilter];
        }
    }

    // Where to cut the sorted list: at every place of a short list, at the widest gaps of a long one, because the search costs time on the chip.
    private int BestSplit(uint[] wanted, int count, out bool firstPartInBuffer0)
    {
        long best = Unreachable;
        int bestSplit = 0;
        firstPartInBuffer0 = true;
        uint least = count <= 12 ? 0 : GapOfRank(wanted, count, 4);
        for (int split = 0; split <= count; split++)
        {
            bool isGap = split == 0 || split == count || wanted[split] - wanted[split - 1] >= least;
            if (!isGap)
            {
                continue;
            }

            for (int order = 0; order < 2; order++)
            {
                int first = order == 0 ? 2 : 4;
                long cost = Add(Narrow(wanted, 0, split, first), Narrow(wanted, split, count - split, 6 - first));
                if (cost < best)
                {
                    best = cost;
                    bestSplit = split;
                    firstPartInBuffer0 = order == 0;
                }
            }
        }

        return bestSplit;
    }

    private static long Add(long a, long b)
    {
        return a == Unreachable || b == Unreachable ? Unreachable : a + b;
    }

    private static uint GapOfRank(uint[] wanted, int count, int rank)
    {
        uint bound = uint.MaxValue;
        for (int turn = 0; turn < rank; turn++)
        {
            uint widest = 0;
            for (int index = 1; index < count; index++)
            {
                uint gap = wanted[index] - wanted[index - 1];
                if (gap > widest && gap < bound)
                {
                    widest = gap;
                }
            }

            bound = widest;
        }

        return bound;
    }

    // Finds a mask under which the values fall into so few classes as there are filters, by giving up one bit after the other.
    private long Narrow(uint[] wanted, int start, int count, int filters)
    {
        uint mask = AllBits;
        int extended = 0;
        for (int index = start; index < start + count; index++)
        {
            // The mask bits below a standard identifier would compare its first two data bytes.
            if ((wanted[index] & CanFrame.ExtendedKey) == 0)
            {
                mask &= StandardBits;
            }
            else
            {
                // A parameter group is wanted whatever its priority and, mostly, whoever sends it.
                mask &= ParameterGroupKey.ComparedBits(wanted[index]);
                extended++;
            }
        }

        int cleared = 0;
        int classes = Classes(wanted, start, count, mask);
        while (classes > filters && mask != 0)
        {
            uint bestBit = 0;
            int bestClasses = int.MaxValue;
            for (uint bit = 1; bit <= mask; bit <<= 1)
            {
                if ((mask & bit) == 0)
                {
                    continue;
                }

                int without = Classes(wanted, start, count, mask & ~bit);
                if (without < bestClasses)
                {
                    bestClasses = without;
                    bestBit = bit;
                }
            }

            mask &= ~bestBit;
            classes = bestClasses;
            cleared++;
        }

        _foundMask = mask;
        if (classes > filters)
        {
            return Unreachable;
        }

        // Behind a mask of 11 bits an extended identifier lets 18 bits of others in.
        long cost = (long)classes << cleared;
        return (mask & ~StandardBits) != 0 ? cost : cost + ((long)extended << 18);
    }

    private static int Classes(uint[] wanted, int start, int count, uint mask)
    {
        mask |= CanFrame.ExtendedKey;
        int classes = 0;
        for (int index = start; index < start + count; index++)
        {
            uint value = wanted[index] & mask;
            bool known = false;
            for (int earlier = start; earlier < index && !known; earlier++)
            {
                known = (wanted[earlier] & mask) == value;
            }

            if (!known)
            {
                classes++;
            }
        }

        return classes;
    }
}
