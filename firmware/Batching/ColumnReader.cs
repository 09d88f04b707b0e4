using System;

namespace Telltale.Batching;

/// <summary>Reads columns of values into rows.</summary>
internal sealed class ColumnReader : BitReader
{
    /// <summary>The samples that have a value of the column that is read; see <see cref="TakePresence"/>.</summary>
    public bool[] IsThere = new bool[0];

    /// <summary>How many of them.</summary>
    public int Values;

    private const int IsConstant = -1;

    private int _samples;
    private int _predictor;
    private int _parameter;
    private int _value;
    private int _step;
    private int _low;
    private int _mean;
    private int _run;
    private int _left;

    /// <summary>Sets how many samples the columns have.</summary>
    public void Prepare(int samples)
    {
        _samples = samples;
        if (IsThere.Length < samples)
        {
            IsThere = new bool[samples];
        }
    }

    /// <summary>All samples have a value of the column to come.</summary>
    public void TakeAll()
    {
        for (int sample = 0; sample < _samples; sample++)
        {
            IsThere[sample] = true;
        }

        Values = _samples;
    }

    /// <summary>Reads which samples have a value.</summary>
    /// <returns>False where that is not said as it must be.</returns>
    public bool TakePresence()
    {
        if (TakeBits(1) != 0)
        {
            TakeAll();
            return !IsOverrun;
        }

        Array.Clear(IsThere, 0, _samples);
        Values = 0;
        if (TakeBits(1) != 0)
        {
            return !IsOverrun;
        }

        bool isPresent = TakeBits(1) != 0;
        int done = 0;
        while (done < _samples)
        {
            int run = TakeRun() + 1;
            if (IsOverrun || run < 1 || run > _samples - done)
            {
                return false;
            }

            if (isPresent)
            {
                Values += run;
                for (int sample = done; sample < done + run; sample++)
                {
                    IsThere[sample] = true;
                }
            }

            done += run;
            isPresent = !isPresent;
        }

        // A column by runs has a value somewhere, and not everywhere.
        return Values > 0 && Values < _samples;
    }

    /// <summary>Reads the values of a column, of the samples that have one.</summary>
    public bool TakeValues(int[] rows, int start, int stride)
    {
        if (!BeginValues())
        {
            return false;
        }

        bool isFirst = true;
        for (int sample = 0; sample < _samples; sample++)
        {
            if (IsThere[sample])
            {
                if (!isFirst && !NextValue())
                {
                    return false;
                }

                isFirst = false;
                _left--;
                rows[start + (sample * stride)] = _value;
            }
        }

        return !IsOverrun;
    }

    /// <summary>Reads values in proportion to those of another column of the rows.</summary>
    public bool TakeProportions(int[] rows, int start, int stride, int back)
    {
        if (_samples < 2)
        {
            return false;
        }

        int parameter = TakeParameter();
        int value = TakeFirst();
        rows[start] = value;
        int end = start + (_samples * stride);
        for (int at = start + stride; at < end && !IsOverrun; at += stride)
        {
            value = ColumnWriter.Proportion(value, rows[at - back], rows[at - stride - back]) + TakeCode(parameter);
            rows[at] = value;
        }

        return !IsOverrun;
    }

    /// <summary>Reads latitude and longitude by turns; speed, course and time are in the rows.</summary>
    public bool TakePositions(int[] rows, int stride, Motion motion, int longitudeQuantum)
    {
        if (_samples < 2)
        {
            return false;
        }

        int latitudeParameter = TakeParameter();
        int longitudeParameter = TakeParameter();
        rows[BatchFormat.Latitude] = TakeFirst();
        rows[BatchFormat.Longitude] = TakeFirst();
        if (!AreInRange(rows[BatchFormat.Latitude], rows[BatchFormat.Longitude], longitudeQuantum))
        {
            return false;
        }

        motion.Prepare(rows[BatchFormat.Latitude] * BatchFormat.LatitudeQuantum, longitudeQuantum);
        int half = 1 << (Motion.Shift - 1);
        int end = _samples * stride;
        int north = 0;
        int east = 0;
        for (int at = 0; at < end && !IsOverrun; at += stride)
        {
            int course = rows[at + BatchFormat.Course] % BatchFormat.CourseQuantaPerTurn;
            course = course < 0 ? course + BatchFormat.CourseQuantaPerTurn : course;
            int northBefore = north;
            int eastBefore = east;
            north = rows[at + BatchFormat.Speed] * motion.Sine[course + Motion.Quarter];
            east = rows[at + BatchFormat.Speed] * motion.Sine[course];
            if (at > 0)
            {
                int before = at - stride;
                int ticks = rows[at + BatchFormat.Time] - rows[before + BatchFormat.Time];
                int latitude = (((north + northBefore) >> Motion.SumShift) * Motion.Multiplier(motion.LatitudeScale, ticks)) + half;
                int longitude = (((east + eastBefore) >> Motion.SumShift) * Motion.Multiplier(motion.LongitudeScale, ticks)) + half;
                rows[at + BatchFormat.Latitude] = rows[before + BatchFormat.Latitude] + (latitude >> Motion.Shift) + TakeCode(latitudeParameter);
                rows[at + BatchFormat.Longitude] = rows[before + BatchFormat.Longitude] + (longitude >> Motion.Shift) + TakeCode(longitudeParameter);
            }
        }

        return !IsOverrun;
    }

    /// <summary>Whether a position in quanta is one.</summary>
    public static bool AreInRange(int latitude, int longitude, int longitudeQuantum)
    {
        int latitudeLimit = (900000000 / BatchFormat.LatitudeQuantum) + 1;
        int longitudeLimit = (1800000000 / longitudeQuantum) + 1;
        return latitude <= latitudeLimit && latitude >= -latitudeLimit && longitude <= longitudeLimit && longitude >= -longitudeLimit;
    }

    private int TakeParameter()
    {
        int parameter = TakeBits(4);
        if (parameter > BatchFormat.LargestParameter)
        {
            IsOverrun = true;
            return 0;
        }

        return parameter;
    }

    private bool BeginValues()
    {
        _left = Values;
        _predictor = IsConstant;
        if (Values > 1 && TakeBits(BatchFormat.ConstantBits) != BatchFormat.Constant)
        {
            _predictor = TakeBits(2);
            _parameter = TakeBits(4);
            if (_parameter > BatchFormat.LargestParameter && (_parameter != BatchFormat.Straight || _predictor != BatchFormat.PredictorLinear))
            {
                return false;
            }
        }

        _value = TakeFirst();
        _step = _predictor == BatchFormat.PredictorLinear && _parameter == BatchFormat.Straight ? TakeFirst() : 0;
        _low = (1 << _parameter) >> 1;
        _mean = (_value - _low) << BatchFormat.MeanShift;
        _run = -1;
        return !IsOverrun;
    }

    // Moves _value to the next one; _left counts the values from this one on.
    private bool NextValue()
    {
        switch (_predictor)
        {
            case BatchFormat.PredictorDelta:
                _value += TakeCode(_parameter);
                break;
            case BatchFormat.PredictorLinear:
                _step += _parameter == BatchFormat.Straight ? 0 : TakeCode(_parameter);
                _value += _step;
                break;
            case BatchFormat.PredictorMean:
                int residual = TakeCode(_parameter);
                _value = (_mean >> BatchFormat.MeanShift) + _low + residual;
                _mean += residual;
                break;
            case BatchFormat.PredictorSparse:
                return NextSparse();
        }

        return !IsOverrun;
    }

    private bool NextSparse()
    {
        if (_run < 0)
        {
            _run = TakeRun();
            if (_run < 0 || _run > _left)
            {
                return false;
            }
        }

        if (_run == 0)
        {
            int residual = TakeCode(_parameter);
            _value += residual >= 0 ? residual + 1 : residual;
            _run = -1;
        }
        else
        {
            // A run that reaches the end is not followed by a change.
            _run--;
        }

        return !IsOverrun;
    }
}
