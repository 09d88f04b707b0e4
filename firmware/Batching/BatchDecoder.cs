using System;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>Decodes a batch (FORMAT.md). Any bytes may be given: what is no batch is refused, never thrown at.</summary>
public sealed class BatchDecoder
{
    /// <summary>The start-up that uptimes are counted from.</summary>
    public int BootNumber;

    /// <summary>How many samples the batch holds.</summary>
    public int SampleCount;

    /// <summary>How many signals its dictionary has.</summary>
    public int SignalCount;

    /// <summary>True when the unit knew UTC in some sample of the batch: then every sample has it.</summary>
    public bool IsDated;

    /// <summary>Uptime of time 0 of the batch, in milliseconds.</summary>
    public long BaseUptimeMilliseconds;

    /// <summary>UTC of time 0 of the batch in milliseconds since 1970-01-01, when <see cref="IsDated"/>. Ties the boot's uptimes to UTC.</summary>
    public long BaseUtcMilliseconds;

    private readonly int[] _longitudeQuanta = BatchFormat.LongitudeQuanta();
    private int[] _rows = new int[0];
    private int[] _fields = new int[0];
    private long[] _present = new long[0];
    private int _stride;
    private int _longitudeQuantum;
    private int _next;

    private byte[] _input;
    private int _length;
    private int _position;
    private int _bit;
    private bool _isOverrun;
    private long _allPresent;

    /// <summary>Reads a whole batch.</summary>
    /// <returns>False when the bytes are not a batch of a version known here.</returns>
    public bool Open(byte[] batch, int count)
    {
        _next = 0;
        SampleCount = 0;
        _input = batch;
        _length = batch == null ? 0 : count < batch.Length ? count : batch.Length;
        _position = 0;
        _bit = 0;
        _isOverrun = false;
        int version = TakeBits(8);
        int flags = TakeBits(8);
        if (version != BatchFormat.Version || (flags & ~BatchFormat.FlagDated) != 0)
        {
            return false;
        }

        IsDated = (flags & BatchFormat.FlagDated) != 0;
        long boot = TakeNumber();
        long samples = TakeNumber();
        long signals = TakeNumber();
        long uptime = TakeNumber();
        long utc = IsDated ? TakeNumber() : 0;
        if (_isOverrun || boot > int.MaxValue || samples < 1 || samples > BatchFormat.MaximumSamples || signals > SignalTable.MaximumSignals
            || uptime > 0xFFFFFFFFFFFFL || utc > 0xFFFFFFFFFFFFL)
        {
            return false;
        }

        BootNumber = (int)boot;
        SignalCount = (int)signals;
        BaseUptimeMilliseconds = uptime * BatchFormat.TimeQuantumMilliseconds;
        BaseUtcMilliseconds = utc * BatchFormat.TimeQuantumMilliseconds;
        if (!DecodeColumns((int)samples))
        {
            return false;
        }

        // The rest of the last byte is zero, and nothing follows.
        int left = _bit == 0 ? 0 : TakeBits(8 - _bit);
        if (_isOverrun || left != 0 || _position != _length)
        {
            return false;
        }

        SampleCount = (int)samples;
        return true;
    }

    /// <summary>Fills the next sample of the batch that was opened.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Next(Sample sample)
    {
        if (_next >= SampleCount)
        {
            return false;
        }

        int row = _next * _stride;
        long time = (long)_rows[row + BatchFormat.Time] * BatchFormat.TimeQuantumMilliseconds;
        sample.UptimeMilliseconds = BaseUptimeMilliseconds + time;
        sample.IsDated = IsDated;
        sample.TimeUtcMilliseconds = IsDated ? BaseUtcMilliseconds + time : 0;
        sample.Fields = (FixFields)_fields[_next];
        sample.Mode = (FixMode)_rows[row + BatchFormat.Mode];
        sample.LatitudeDegreesE7 = _rows[row + BatchFormat.Latitude] * BatchFormat.LatitudeQuantum;
        sample.LongitudeDegreesE7 = _rows[row + BatchFormat.Longitude] * _longitudeQuantum;
        sample.HeightMillimetres = _rows[row + BatchFormat.Height] * BatchFormat.HeightQuantumMillimetres;
        sample.SpeedMillimetresPerSecond = _rows[row + BatchFormat.Speed] * BatchFormat.SpeedQuantumMillimetresPerSecond;
        int course = _rows[row + BatchFormat.Course] % BatchFormat.CourseQuantaPerTurn;
        sample.CourseHundredthsDegree = (course < 0 ? course + BatchFormat.CourseQuantaPerTurn : course) * BatchFormat.CourseQuantumHundredthsDegree;
        sample.SatellitesUsed = _rows[row + BatchFormat.Satellites];
        sample.SignalsPresent = _present[_next];
        Array.Copy(_rows, row + BatchFormat.FirstSignal, sample.Signals, 0, SignalCount);
        _next++;
        return true;
    }

    private bool DecodeColumns(int samples)
    {
        _stride = BatchFormat.FirstSignal + SignalCount;
        if (_rows.Length < samples * _stride)
        {
            _rows = new int[samples * _stride];
        }

        if (_fields.Length < samples)
        {
            _fields = new int[samples];
            _present = new long[samples];
        }

        Array.Clear(_rows, 0, samples * _stride);
        Array.Clear(_fields, 0, samples);
        Array.Clear(_present, 0, samples);
        _longitudeQuantum = 1;
        _allPresent = 0;
        if (!DecodeValues(BatchFormat.Time, samples, 0) || !DecodeValues(BatchFormat.Mode, samples, 0))
        {
            return false;
        }

        int values = DecodeFieldPresence((int)FixFields.Position, samples);
        if (values < 0)
        {
            return false;
        }

        if (values > 0)
        {
            int degrees = TakeBits(7);
            if (degrees > 89)
            {
                return false;
            }

            _longitudeQuantum = _longitudeQuanta[degrees];
            if (!DecodeValues(BatchFormat.Latitude, samples, (int)FixFields.Position)
                || !DecodeValues(BatchFormat.Longitude, samples, (int)FixFields.Position) || !ArePositionsInRange(samples))
            {
                return false;
            }
        }

        if (!DecodeOptional((int)FixFields.Height, BatchFormat.Height, samples)
            || !DecodeOptional((int)FixFields.Speed, BatchFormat.Speed, samples)
            || !DecodeOptional((int)FixFields.Course, BatchFormat.Course, samples)
            || !DecodeOptional((int)FixFields.SatellitesUsed, BatchFormat.Satellites, samples))
        {
            return false;
        }

        for (int signal = 0; signal < SignalCount; signal++)
        {
            if (!DecodeSignal(signal, samples))
            {
                return false;
            }
        }

        return true;
    }

    private bool ArePositionsInRange(int samples)
    {
        int latitudeLimit = (900000000 / BatchFormat.LatitudeQuantum) + 1;
        int longitudeLimit = (1800000000 / _longitudeQuantum) + 1;
        for (int index = 0; index < samples; index++)
        {
            int latitude = _rows[(index * _stride) + BatchFormat.Latitude];
            int longitude = _rows[(index * _stride) + BatchFormat.Longitude];
            if (latitude > latitudeLimit || latitude < -latitudeLimit || longitude > longitudeLimit || longitude < -longitudeLimit)
            {
                return false;
            }
        }

        return true;
    }

    private bool DecodeOptional(int field, int column, int samples)
    {
        int values = DecodeFieldPresence(field, samples);
        return values == 0 || (values > 0 && DecodeValues(column, samples, field));
    }

    private bool DecodeSignal(int signal, int samples)
    {
        long bit = 1L << signal;
        int column = BatchFormat.FirstSignal + signal;
        if (TakeBits(1) != 0)
        {
            int reference = -1;
            if (TakeBits(1) != 0)
            {
                reference = signal - 1 - TakeBits(6);
                if (reference < 0 || (_allPresent & (1L << reference)) == 0)
                {
                    return false;
                }
            }

            for (int index = 0; index < samples; index++)
            {
                _present[index] |= bit;
            }

            _allPresent |= bit;
            if (!DecodeValues(column, samples, 0))
            {
                return false;
            }

            if (reference >= 0)
            {
                int offset = reference - signal;
                for (int index = 0; index < samples; index++)
                {
                    int at = (index * _stride) + column;
                    _rows[at] += _rows[at + offset];
                }
            }

            return true;
        }

        if (TakeBits(1) != 0)
        {
            return true;
        }

        bool isPresent = TakeBits(1) != 0;
        bool any = false;
        int done = 0;
        while (done < samples)
        {
            int run = TakeRun() + 1;
            if (_isOverrun || run < 1 || run > samples - done)
            {
                return false;
            }

            for (int index = done; isPresent && index < done + run; index++)
            {
                _present[index] |= bit;
                any = true;
            }

            done += run;
            isPresent = !isPresent;
        }

        // A column by runs has a value somewhere and no reference.
        return any && TakeBits(1) == 0 && DecodePresentValues(column, samples, bit);
    }

    private int DecodeFieldPresence(int field, int samples)
    {
        if (TakeBits(1) != 0)
        {
            for (int index = 0; index < samples; index++)
            {
                _fields[index] |= field;
            }

            return samples;
        }

        if (TakeBits(1) != 0)
        {
            return 0;
        }

        bool isPresent = TakeBits(1) != 0;
        int values = 0;
        int done = 0;
        while (done < samples)
        {
            int run = TakeRun() + 1;
            if (_isOverrun || run < 1 || run > samples - done)
            {
                return -1;
            }

            for (int index = done; isPresent && index < done + run; index++)
            {
                _fields[index] |= field;
                values++;
            }

            done += run;
            isPresent = !isPresent;
        }

        return values == 0 ? -1 : values;
    }

    private int _predictor;
    private int _parameter;
    private int _value;
    private int _delta;
    private int _run;

    private bool DecodeValues(int column, int samples, int field)
    {
        if (!BeginValues())
        {
            return false;
        }

        bool isFirst = true;
        int left = samples;
        if (field != 0)
        {
            left = 0;
            for (int index = 0; index < samples; index++)
            {
                left += (_fields[index] & field) != 0 ? 1 : 0;
            }
        }

        for (int index = 0; index < samples; index++)
        {
            if (field == 0 || (_fields[index] & field) != 0)
            {
                if (!isFirst && !NextValue(left))
                {
                    return false;
                }

                isFirst = false;
                left--;
                _rows[(index * _stride) + column] = _value;
            }
        }

        return !_isOverrun;
    }

    private bool DecodePresentValues(int column, int samples, long bit)
    {
        if (!BeginValues())
        {
            return false;
        }

        bool isFirst = true;
        int left = 0;
        for (int index = 0; index < samples; index++)
        {
            left += (_present[index] & bit) != 0 ? 1 : 0;
        }

        for (int index = 0; index < samples; index++)
        {
            if ((_present[index] & bit) != 0)
            {
                if (!isFirst && !NextValue(left))
                {
                    return false;
                }

                isFirst = false;
                left--;
                _rows[(index * _stride) + column] = _value;
            }
        }

        return !_isOverrun;
    }

    private bool BeginValues()
    {
        _predictor = TakeBits(3);
        if (_predictor > BatchFormat.PredictorSparseLinear)
        {
            return false;
        }

        _parameter = _predictor == BatchFormat.PredictorConstant ? 0 : TakeBits(5);
        int length = TakeBits(6);
        if (length > 32 || _parameter > BatchFormat.MaximumParameter)
        {
            return false;
        }

        int zigzag = length == 0 ? 0 : 1;
        for (int index = 1; index < length; index++)
        {
            zigzag = (zigzag << 1) | TakeBits(1);
        }

        _value = UnZigzag(zigzag);
        _delta = 0;
        _run = -1;
        return !_isOverrun;
    }

    // Moves _value to the next one; left counts the values from this one on.
    private bool NextValue(int left)
    {
        int residual = 0;
        if (_predictor >= BatchFormat.PredictorSparseDelta)
        {
            if (_run < 0)
            {
                _run = TakeRun();
                if (_run < 0 || _run > left)
                {
                    return false;
                }
            }

            if (_run == 0)
            {
                residual = UnZigzag(TakeRice() + 1);
                _run = -1;
            }
            else
            {
                _run--;
                if (_run == 0 && left == 1)
                {
                    // A run that reaches the end is not followed by a change.
                    _run = -1;
                }
            }
        }
        else if (_predictor != BatchFormat.PredictorConstant)
        {
            residual = UnZigzag(TakeRice());
        }

        bool isLinear = _predictor == BatchFormat.PredictorLinear || _predictor == BatchFormat.PredictorSparseLinear;
        _delta = isLinear ? _delta + residual : residual;
        _value += _delta;
        return !_isOverrun;
    }

    private int TakeRice()
    {
        int zeros = 0;
        while (TakeBits(1) == 0)
        {
            zeros++;
            if (zeros == BatchFormat.EscapeZeros)
            {
                int high = TakeBits(16);
                return (high << 16) | TakeBits(16);
            }

            if (_isOverrun)
            {
                return 0;
            }
        }

        return (zeros << _parameter) | TakeBits(_parameter);
    }

    private int TakeRun()
    {
        int length = 0;
        while (TakeBits(1) == 0)
        {
            length++;
            if (length > 12 || _isOverrun)
            {
                _isOverrun = true;
                return -1;
            }
        }

        int high = (1 << length) | TakeBits(length);
        return ((high - 1) << BatchFormat.RunOrder) | TakeBits(BatchFormat.RunOrder);
    }

    private long TakeNumber()
    {
        long number = 0;
        for (int shift = 0; shift < 56; shift += 7)
        {
            int part = TakeBits(8);
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        _isOverrun = true;
        return 0;
    }

    // At most 24 bits; zeros, and a mark, behind the end.
    private int TakeBits(int count)
    {
        int value = 0;
        while (count > 0)
        {
            if (_position >= _length)
            {
                _isOverrun = true;
                return 0;
            }

            int take = 8 - _bit < count ? 8 - _bit : count;
            value = (value << take) | ((_input[_position] >> (8 - _bit - take)) & ((1 << take) - 1));
            _bit += take;
            if (_bit == 8)
            {
                _bit = 0;
                _position++;
            }

            count -= take;
        }

        return value;
    }

    private static int UnZigzag(int zigzag) => ((zigzag >> 1) & 0x7FFFFFFF) ^ -(zigzag & 1);
}
