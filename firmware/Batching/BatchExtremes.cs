using System;
using Telltale.Sampling;

namespace Telltale.Batching;

/// <summary>
/// The extremes of the intervals between samples. There are none where every navigation epoch is a sample, so nothing is touched until the first one comes. Kept as differences from the
/// sample's own values, as they are sent.
/// </summary>
internal sealed class BatchExtremes
{
    /// <summary>True when a sample of the batch has any.</summary>
    public bool Any;

    /// <summary>Slots of a <see cref="ColumnWriter"/> that are needed.</summary>
    public const int Slots = Common + 1;

    // One row a sample: maximum speed, acceleration, braking, then a minimum and a maximum for each signal.
    public const int Common = 3;

    private readonly int _signalCount;
    private readonly int _stride;
    private readonly int[] _flags;
    private readonly long[] _present;
    private readonly int[] _rows;

    public BatchExtremes(int capacity, int signalCount)
    {
        _signalCount = signalCount;
        _stride = Common + (2 * signalCount);
        _flags = new int[capacity];
        _present = new long[capacity];
        _rows = new int[capacity * _stride];
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (Any)
        {
            Array.Clear(_flags, 0, _flags.Length);
            Array.Clear(_present, 0, _present.Length);
            Any = false;
        }
    }

    /// <summary>Takes the extremes of a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="index">Its number in the batch.</param>
    /// <param name="speed">Its speed as it is sent, in mm/s; 0 where it has none.</param>
    public void Add(Sample sample, int index, int speed)
    {
        int flags = (int)sample.Extremes & BatchFormat.ExtremesMask;
        long present = sample.SignalExtremesPresent & ((1L << _signalCount) - 1);
        if (flags == 0 && present == 0)
        {
            return;
        }

        Any = true;
        _flags[index] = flags;
        _present[index] = present;
        int row = index * _stride;
        _rows[row] = sample.MaximumSpeedMillimetresPerSecond - speed;
        _rows[row + 1] = sample.MaximumAccelerationMillimetresPerSecondSquared;
        _rows[row + 2] = sample.MaximumBrakingMillimetresPerSecondSquared;
        for (int signal = 0; signal < _signalCount; signal++)
        {
            if ((present & (1L << signal)) != 0)
            {
                int own = (sample.SignalsPresent & (1L << signal)) != 0 ? sample.Signals[signal] : 0;
                _rows[row + Common + (2 * signal)] = own - sample.SignalMinima[signal];
                _rows[row + Common + (2 * signal) + 1] = sample.SignalMaxima[signal] - own;
            }
        }
    }

    /// <summary>Moves what is left to the front.</summary>
    public void Drop(int samples, int left)
    {
        if (Any)
        {
            Array.Copy(_flags, samples, _flags, 0, left);
            Array.Copy(_present, samples, _present, 0, left);
            Array.Copy(_rows, samples * _stride, _rows, 0, left * _stride);
            Array.Clear(_flags, left, _flags.Length - left);
            Array.Clear(_present, left, _present.Length - left);
        }
    }

    /// <summary>Writes the section.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="slot">Of the first of three columns; the signals' are not kept.</param>
    /// <param name="scratch">Room for a column.</param>
    /// <param name="samples">How many of the first samples.</param>
    public void Write(ColumnWriter writer, int slot, int[] scratch, int samples)
    {
        bool any = false;
        for (int index = 0; Any && index < samples && !any; index++)
        {
            any = _flags[index] != 0 || _present[index] != 0;
        }

        writer.PutBits(any ? 1 : 0, 1);
        if (!any)
        {
            return;
        }

        for (int kind = 0; kind < Common; kind++)
        {
            WriteColumn(writer, slot + kind, 1L << kind, kind, _stride, -1, scratch, samples);
        }

        for (int signal = 0; signal < _signalCount; signal++)
        {
            WriteColumn(writer, slot + Common, 1L << signal, Common + (2 * signal), _stride, signal, scratch, samples);
        }
    }

    private void WriteColumn(ColumnWriter writer, int slot, long bit, int column, int stride, int signal, int[] scratch, int samples)
    {
        bool isPresent = Has(0, bit, signal);
        bool first = isPresent;
        bool changes = false;
        for (int index = 1; index < samples; index++)
        {
            changes |= Has(index, bit, signal) != first;
        }

        if (!changes)
        {
            writer.PutBits(1, first ? 1 : 2);
            if (!first)
            {
                return;
            }
        }
        else
        {
            writer.PutBits(first ? 1 : 0, 3);
            int start = 0;
            for (int index = 1; index < samples; index++)
            {
                if (Has(index, bit, signal) != isPresent)
                {
                    writer.PutRun(index - start - 1);
                    start = index;
                    isPresent = !isPresent;
                }
            }

            writer.PutRun(samples - start - 1);
        }

        for (int part = 0; part < (signal < 0 ? 1 : 2); part++)
        {
            int values = 0;
            for (int index = 0; index < samples; index++)
            {
                if (Has(index, bit, signal))
                {
                    scratch[values++] = _rows[(index * stride) + column + part];
                }
            }

            if (signal >= 0)
            {
                writer.Forget(slot);
            }

            writer.PutValues(slot, scratch, 0, 1, values, 0, 0);
        }
    }

    private bool Has(int index, long bit, int signal)
    {
        return signal < 0 ? (_flags[index] & (int)bit) != 0 : (_present[index] & bit) != 0;
    }
}
