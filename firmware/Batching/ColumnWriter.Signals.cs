namespace Telltale.Batching;

/// <content>Signals that are predicted from another one, sample by sample: wheels from each other, the engine's speed from the vehicle's.</content>
internal sealed partial class ColumnWriter
{
    /// <summary>Writes a signal that is present in every sample.</summary>
    /// <param name="signal">Its index.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="count">How many.</param>
    public void PutSignal(int signal, int[] rows, int stride, int count)
    {
        int start = BatchFormat.FirstSignal + signal;
        int first = rows[start];
        int end = start + (stride * count);
        int changeAt = start + stride;
        while (changeAt < end && rows[changeAt] == first)
        {
            changeAt += stride;
        }

        if (changeAt >= end)
        {
            // Present and not referred; that one value never changes is not sent.
            PutFirst(count == 1 ? 2 : (2 << BatchFormat.ConstantBits) | BatchFormat.Constant, count == 1 ? 2 : 2 + BatchFormat.ConstantBits, first);
            return;
        }

        int mode = _modes[start];
        if (mode < 0 || ((start + _batches) & ProbingMask) == 0 || (mode >= ByNearest && BackOf(signal, mode) == 0))
        {
            mode = ChooseSignal(signal, rows, stride, end, changeAt);
        }

        if (mode < ByNearest)
        {
            PutOwn(start, mode, rows, start, stride, end, 2, 2);
            return;
        }

        int back = BackOf(signal, mode);
        if (mode != ByProportion)
        {
            PutReferred(start, rows, stride, end, back);
            return;
        }

        // Present, proportional, how far back.
        int parameter = _parameters[start];
        PutFirst(((((4 | BatchFormat.ReferenceProportion) << 6) | (back - 1)) << 4) | parameter, 13, first);
        PutProportions(rows, start, stride, end, back, parameter);
        Learn(start, count - 1);
    }

    private int BackOf(int signal, int mode)
    {
        return mode == ByNearest ? _references.NearestBack[signal] : mode == ByFamily ? _references.FamilyBack[signal] : _references.ProportionBack[signal];
    }

    private int ChooseSignal(int signal, int[] rows, int stride, int end, int changeAt)
    {
        int slot = BatchFormat.FirstSignal + signal;
        Probe(slot, rows, slot, stride, end, changeAt);
        int mode = ChooseOwn(slot);
        int score = ScoreOf(slot, mode);
        if (mode != BatchFormat.PredictorSparse)
        {
            int back = _references.NearestBack[signal];
            if (back > 0)
            {
                ProbeDifference(slot, _nearestScores, rows, stride, end, back);
                if (_nearestScores[slot] < score)
                {
                    mode = ByNearest;
                    score = _nearestScores[slot];
                }
            }

            back = _references.FamilyBack[signal];
            if (back > 0)
            {
                ProbeDifference(slot, _familyScores, rows, stride, end, back);
                if (_familyScores[slot] < score)
                {
                    mode = ByFamily;
                    score = _familyScores[slot];
                }
            }

            back = _references.ProportionBack[signal];
            if (back > 0)
            {
                ProbeProportion(slot, rows, stride, end, back);
                if (_nearestScores[slot] < score)
                {
                    mode = ByProportion;
                    score = _nearestScores[slot];
                }
            }
        }

        Adopt(slot, mode, score);
        return mode;
    }

    private void ProbeDifference(int slot, int[] scores, int[] values, int stride, int end, int back)
    {
        int start = slot;
        int step = ProbeStep(slot, start, stride, end);
        int sum = 0;
        int probes = 0;
        for (int at = start + stride; at < end; at += step)
        {
            int delta = values[at] - values[at - back] - values[at - stride] + values[at - stride - back];
            sum += (delta << 1) ^ (delta >> 31);
            probes++;
        }

        Remember(slot, scores, sum, probes);
    }

    private void ProbeProportion(int slot, int[] values, int stride, int end, int back)
    {
        int start = slot;
        int step = ProbeStep(slot, start, stride, end);
        int sum = 0;
        int probes = 0;
        for (int at = start + stride; at < end; at += step)
        {
            int previous = values[at - stride];
            int delta = values[at] - Proportion(previous, values[at - back], values[at - stride - back]);
            sum += (delta << 1) ^ (delta >> 31);
            probes++;
        }

        Remember(slot, _nearestScores, sum, probes);
    }

    /// <summary>A value in proportion to another one, where that one has changed by no more than a quarter; else the value itself.</summary>
    public static int Proportion(int value, int reference, int referenceBefore)
    {
        return referenceBefore > 0 && (uint)(reference - referenceBefore + (referenceBefore >> 2)) <= (uint)(referenceBefore >> 1)
            ? value * reference / referenceBefore
            : value;
    }

    private void PutReferred(int slot, int[] values, int stride, int end, int back)
    {
        int start = slot;
        int first = values[start] - values[start - back];
        int at = start + stride;
        while (at < end && values[at] - values[at - back] == first)
        {
            at += stride;
        }

        // Present, a difference, how far back.
        int head = ((4 | BatchFormat.ReferenceDifference) << 6) | (back - 1);
        if (at >= end)
        {
            PutFirst((head << BatchFormat.ConstantBits) | BatchFormat.Constant, 9 + BatchFormat.ConstantBits, first);
            return;
        }

        int parameter = _parameters[slot];
        PutFirst((head << BatchFormat.PredictorBits) | BatchFormat.Changing | (BatchFormat.PredictorMean << BatchFormat.PredictorShift) | parameter, 9 + BatchFormat.PredictorBits, first);
        PutDifferences(values, start, stride, end, back, parameter);
        Learn(slot, ((end - start) / stride) - 1);
    }

    // Each value in proportion to another signal.
    private void PutProportions(int[] values, int start, int stride, int end, int back, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = parameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int previous = values[start];
        int before = values[start - back];
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int reference = values[at - back];
            int offset = value + low;
            if (before > 0 && (uint)(reference - before + (before >> 2)) <= (uint)(before >> 1))
            {
                offset -= previous * reference / before;
            }
            else
            {
                offset -= previous;
            }

            previous = value;
            before = reference;
            if ((offset & outside) == 0)
            {
                bits = (bits * scale) | offset;
                bitCount += length;
            }
            else if (((offset + lift) & farOutside) == 0)
            {
                bits = (bits * longScale) | two | ((offset + lift) & mask);
                bitCount += longLength;
            }
            else
            {
                int residual = offset - low;
                int rest = ((residual << 1) ^ (residual >> 31)) - one;
                far++;
                if ((rest & farOutside) == 0)
                {
                    bits = (((bits << 2) | 3) * scale) | rest;
                    bitCount += length + 2;
                }
                else
                {
                    int significant = length;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - parameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, parameter);
                        position = Position;
                        bits = _bits;
                        bitCount = _bitCount;
                    }
                }
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
    }
}
