namespace Telltale.Batching;

/// <summary>
/// Writes columns of values and chooses how. What paid in the batches before is kept for each column (a slot), so that a column is looked at closely only in every eighth batch
/// and where its codes have become long.
/// </summary>
internal sealed partial class ColumnWriter : BitWriter
{
    // How a column is written. The first ones are predictors of FORMAT.md.
    private const int Unknown = -1;
    private const int ByNearest = 16;
    private const int ByFamily = 17;
    private const int ByProportion = 18;
    private const int BySignal = 19;
    private const int BySpeed = 20;

    // Of a column about so many values are looked at, and the first time more.
    private const int Probes = 10;
    private const int FirstProbes = 60;
    // Each column in another batch of eight.
    private const int ProbingMask = 7;

    // The values before a probe that it looks at.
    private const int ProbedBefore = 4;

    // Sums this large say no more than that they are large.
    private const int LargestScore = 1 << 26;

    // Sums of probes are kept as eight times their mean.
    private const int ScoreShift = 3;

    /// <summary>How many values of the last column took the longest form of code.</summary>
    public int Far;

    private readonly SignalReferences _references;
    private readonly int[] _modes;
    private readonly int[] _parameters;
    private readonly int[] _deltaScores;
    private readonly int[] _linearScores;
    private readonly int[] _meanScores;
    private readonly int[] _nearestScores;
    private readonly int[] _familyScores;

    private int _batches;

    // The mean of the changes that were met, where most values did not change; else 0.
    private int _sparseScore;

    public ColumnWriter(int slots, SignalReferences references)
    {
        _references = references;
        _modes = new int[slots];
        _parameters = new int[slots];
        _deltaScores = new int[slots];
        _linearScores = new int[slots];
        _meanScores = new int[slots];
        _nearestScores = new int[slots];
        _familyScores = new int[slots];
        for (int slot = 0; slot < slots; slot++)
        {
            _modes[slot] = Unknown;
        }
    }

    /// <summary>Begins to write a batch at an offset.</summary>
    public void BeginBatch(byte[] output, int offset)
    {
        _batches++;
        Begin(output, offset);
    }

    /// <summary>Forgets what paid for a column.</summary>
    public void Forget(int slot)
    {
        _modes[slot] = Unknown;
    }

    /// <summary>Writes a column of values.</summary>
    /// <param name="slot">Where to keep what paid.</param>
    /// <param name="values">Where the values are, with room for another one behind the last.</param>
    /// <param name="start">Of the first.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="prefix">Bits to write before.</param>
    /// <param name="prefixLength">How many, at most 9.</param>
    public void PutValues(int slot, int[] values, int start, int stride, int count, int prefix, int prefixLength)
    {
        int first = values[start];
        if (count == 1)
        {
            PutFirst(prefix, prefixLength, first);
            return;
        }

        int end = start + (stride * count);
        int changeAt = start + stride;
        while (changeAt < end && values[changeAt] == first)
        {
            changeAt += stride;
        }

        if (changeAt >= end)
        {
            PutFirst((prefix << BatchFormat.ConstantBits) | BatchFormat.Constant, prefixLength + BatchFormat.ConstantBits, first);
            return;
        }

        int mode = _modes[slot];
        if (mode < 0 || mode >= ByNearest || ((slot + _batches) & ProbingMask) == 0)
        {
            Probe(slot, values, start, stride, end, changeAt);
            mode = ChooseOwn(slot);
            Adopt(slot, mode, ScoreOf(slot, mode));
        }

        PutOwn(slot, mode, values, start, stride, end, prefix, prefixLength);
    }

    /// <summary>Writes a column of values that change at a few known places.</summary>
    /// <param name="values">The values, one for each place.</param>
    /// <param name="starts">Where each begins; the first at 0.</param>
    /// <param name="places">How many.</param>
    /// <param name="count">How many samples there are.</param>
    public void PutSteps(int[] values, int[] starts, int places, int count)
    {
        int first = values[0];
        int change = 1;
        while (change < places && values[change] == first)
        {
            change++;
        }

        if (count == 1)
        {
            PutFirst(0, 0, first);
            return;
        }

        if (change == places)
        {
            PutFirst(BatchFormat.Constant, BatchFormat.ConstantBits, first);
            return;
        }

        int residual = values[change] - first;
        int parameter = ParameterFor(Score((residual << 1) ^ (residual >> 31), 1));
        PutFirst(BatchFormat.Changing | (BatchFormat.PredictorSparse << BatchFormat.PredictorShift) | parameter, BatchFormat.PredictorBits, first);
        int next = 1;
        int previous = first;
        for (int place = change; place < places; place++)
        {
            residual = values[place] - previous;
            if (residual != 0)
            {
                PutRun(starts[place] - next);
                PutCode(residual > 0 ? residual - 1 : residual, parameter);
                next = starts[place] + 1;
                previous = values[place];
            }
        }

        if (next < count)
        {
            PutRun(count - next);
        }
    }

    // Writes a column by a predictor of its own values.
    private void PutOwn(int slot, int mode, int[] values, int start, int stride, int end, int prefix, int prefixLength)
    {
        int parameter = _parameters[slot];
        PutFirst((prefix << BatchFormat.PredictorBits) | BatchFormat.Changing | (mode << BatchFormat.PredictorShift) | parameter, prefixLength + BatchFormat.PredictorBits, values[start]);
        int codes = ((end - start) / stride) - 1;
        switch (mode)
        {
            case BatchFormat.PredictorDelta:
                PutDeltas(values, start, stride, end, parameter);
                break;
            case BatchFormat.PredictorLinear:
                PutBends(values, start, stride, end, parameter);
                break;
            case BatchFormat.PredictorMean:
                PutMeans(values, start, stride, end, parameter);
                break;
            default:
                int changes = PutSparse(values, start, stride, end, parameter);
                if (changes * 2 > codes)
                {
                    // Not sparse any more; what else pays is seen when it is looked at closely.
                    _modes[slot] = BatchFormat.PredictorDelta;
                }

                codes = changes;
                break;
        }

        Learn(slot, codes);
    }

    // What the codes of this batch say about the parameter of the next.
    private void Learn(int slot, int codes)
    {
        int far = Far;
        if (codes < 8)
        {
            return;
        }

        if (far * 12 > codes * 5)
        {
            int parameter = _parameters[slot] + (far * 10 > codes * 7 ? 2 : 1);
            _parameters[slot] = parameter < BatchFormat.MaximumParameter ? parameter : BatchFormat.MaximumParameter;
        }
        else if (far * 10 < codes)
        {
            int parameter = _parameters[slot];
            if (parameter > 0)
            {
                _parameters[slot] = parameter - 1;
            }
        }
    }

    // Looks at a few differences and differences of differences.
    private void Probe(int slot, int[] values, int start, int stride, int end, int changeAt)
    {
        int step = ProbeStep(slot, start, stride, end);
        int deltas = 0;
        int bends = 0;
        int means = 0;
        int unchanged = 0;
        int probes = 0;
        for (int at = start + (stride * ProbedBefore); at < end; at += step)
        {
            int value = values[at];
            int first = values[at - stride];
            int second = values[at - (stride * 2)];
            int delta = value - first;
            if (delta == 0)
            {
                unchanged++;
            }

            int bend = delta - first + second;
            int mean = value - ((first + second + values[at - (stride * 3)] + values[at - (stride * 4)]) >> 2);
            deltas += (delta << 1) ^ (delta >> 31);
            bends += (bend << 1) ^ (bend >> 31);
            means += (mean << 1) ^ (mean >> 31);
            probes++;
        }

        _sparseScore = 0;
        if (deltas == 0)
        {
            // No probe met a change: the first one tells how large they are.
            deltas = values[changeAt] - values[start];
            deltas = (deltas << 1) ^ (deltas >> 31);
            bends = deltas;
            means = deltas;
            unchanged = probes > 1 ? 1 : 0;
            probes = 1;
        }

        if (unchanged << 2 >= probes * 3)
        {
            _sparseScore = Score(deltas, unchanged < probes ? probes - unchanged : probes);
        }

        Remember(slot, _deltaScores, deltas, probes);
        Remember(slot, _linearScores, bends, probes);
        Remember(slot, _meanScores, means, probes);
    }

    // The mean of a sum of zigzag values, scaled; of values that jump anywhere the sum may have overflowed.
    private static int Score(int sum, int probes)
    {
        return (uint)sum > LargestScore ? LargestScore : (sum << ScoreShift) / probes;
    }

    private void Remember(int slot, int[] scores, int sum, int probes)
    {
        int score = Score(sum, probes);
        scores[slot] = _modes[slot] < 0 ? score : ((scores[slot] * 3) + score) >> 2;
    }

    private int ChooseOwn(int slot)
    {
        int delta = _deltaScores[slot];
        int linear = _linearScores[slot];
        int mean = _meanScores[slot];
        return _sparseScore > 0 ? BatchFormat.PredictorSparse
            : linear < delta && linear < mean ? BatchFormat.PredictorLinear
            : mean < delta ? BatchFormat.PredictorMean
            : BatchFormat.PredictorDelta;
    }

    private int ScoreOf(int slot, int mode)
    {
        switch (mode)
        {
            case BatchFormat.PredictorSparse:
                return _sparseScore;
            case BatchFormat.PredictorLinear:
                return _linearScores[slot];
            case BatchFormat.PredictorMean:
                return _meanScores[slot];
            default:
                return _deltaScores[slot];
        }
    }

    // Keeps the parameter that was learned unless the way changes.
    private void Adopt(int slot, int mode, int score)
    {
        if (_modes[slot] != mode)
        {
            _modes[slot] = mode;
            _parameters[slot] = ParameterFor(score);
        }
    }

    private int ProbeStep(int slot, int start, int stride, int end)
    {
        return stride * (((end - start) / stride / (_modes[slot] < 0 ? FirstProbes : Probes)) + 1);
    }

    // The smallest parameter whose power of two is no less than two fifths of the mean zigzag value.
    private static int ParameterFor(int score)
    {
        int parameter = 0;
        int reach = 5 << (ScoreShift - 1);
        while (reach < score && parameter < BatchFormat.MaximumParameter)
        {
            parameter++;
            reach <<= 1;
        }

        return parameter;
    }
}
