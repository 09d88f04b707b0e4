using System;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>
/// Collects samples and encodes them together, column by column (FORMAT.md). All arrays are made by the constructor: nothing is allocated for a
/// sample or a batch.
/// </summary>
public sealed class BatchEncoder
{
    /// <summary>The start-up that uptimes are counted from; written into every batch.</summary>
    public int BootNumber;

    /// <summary>How many samples wait to be encoded.</summary>
    public int Count;

    /// <summary>How many of them the last <see cref="Encode"/> put into its output.</summary>
    public int EncodedCount;

    // Of every column about so many differences are looked at to choose how it is coded.
    private const int Probes = 12;

    private readonly int _capacity;
    private readonly int _signalCount;
    private readonly int _stride;
    private readonly int[] _rows;
    private readonly int[] _fields;
    private readonly long[] _present;
    private readonly int[] _column;
    private readonly int[] _references;
    private readonly int[] _longitudeQuanta = BatchFormat.LongitudeQuanta();

    private long _baseUptime;
    private long _baseUtc;
    private bool _isDated;
    private int _latitudeDegrees;
    private int _longitudeQuantum;
    private int _lastCourse;

    private byte[] _output;
    private int _position;
    private int _bits;
    private int _bitCount;

    /// <summary>Makes an encoder.</summary>
    /// <param name="definitions">The signals of the dictionary; signals of the same scale and unit are predicted from each other.</param>
    /// <param name="maximumSamples">How many samples a batch can hold, 1 to 1,024.</param>
    /// <exception cref="ArgumentException">Too many signals, or the number of samples is out of range.</exception>
    public BatchEncoder(SignalDefinition[] definitions, int maximumSamples)
    {
        if (definitions.Length > SignalTable.MaximumSignals || maximumSamples < 1 || maximumSamples > BatchFormat.MaximumSamples)
        {
            throw new ArgumentException("A batch holds at most 62 signals and 1 to 1,024 samples.");
        }

        _capacity = maximumSamples;
        _signalCount = definitions.Length;
        _stride = BatchFormat.FirstSignal + _signalCount;
        _rows = new int[_stride * maximumSamples];
        _fields = new int[maximumSamples];
        _present = new long[maximumSamples];
        _column = new int[maximumSamples];
        _references = new int[_signalCount];
        for (int index = 0; index < _signalCount; index++)
        {
            _references[index] = ReferenceOf(definitions, index);
        }
    }

    /// <summary>
    /// Adds a sample.
    /// </summary>
    /// <returns>False when the batch is full, or the sample lies months away from the first one: encode and clear, then add it again.</returns>
    public bool Add(Sample sample)
    {
        int count = Count;
        if (count == _capacity)
        {
            return false;
        }

        long uptime = (sample.UptimeMilliseconds + (BatchFormat.TimeQuantumMilliseconds >> 1)) / BatchFormat.TimeQuantumMilliseconds;
        if (count == 0)
        {
            _baseUptime = uptime;
            _isDated = false;
            _longitudeQuantum = 0;
            _lastCourse = 0;
        }

        long time = uptime - _baseUptime;
        if (sample.IsDated)
        {
            long utc = (sample.TimeUtcMilliseconds + (BatchFormat.TimeQuantumMilliseconds >> 1)) / BatchFormat.TimeQuantumMilliseconds;
            if (!_isDated)
            {
                _baseUtc = utc - time;
                _isDated = true;
            }

            time = utc - _baseUtc;
        }

        if (time > 0x3FFFFFFF || time < -0x3FFFFFFF)
        {
            return false;
        }

        int[] rows = _rows;
        int row = count * _stride;
        int fields = (int)sample.Fields;
        rows[row + BatchFormat.Time] = (int)time;
        rows[row + BatchFormat.Mode] = (int)sample.Mode;
        if ((fields & (int)FixFields.Position) != 0)
        {
            int latitude = sample.LatitudeDegreesE7;
            if (_longitudeQuantum == 0)
            {
                int degrees = (latitude < 0 ? -latitude : latitude) / 10000000;
                _latitudeDegrees = degrees > 89 ? 89 : degrees;
                _longitudeQuantum = _longitudeQuanta[_latitudeDegrees];
            }

            rows[row + BatchFormat.Latitude] = BatchFormat.Quantise(latitude, BatchFormat.LatitudeQuantum);
            rows[row + BatchFormat.Longitude] = BatchFormat.Quantise(sample.LongitudeDegreesE7, _longitudeQuantum);
        }

        if ((fields & (int)FixFields.Height) != 0)
        {
            rows[row + BatchFormat.Height] = BatchFormat.Quantise(sample.HeightMillimetres, BatchFormat.HeightQuantumMillimetres);
        }

        if ((fields & (int)FixFields.Speed) != 0)
        {
            rows[row + BatchFormat.Speed] = BatchFormat.Quantise(sample.SpeedMillimetresPerSecond, BatchFormat.SpeedQuantumMillimetresPerSecond);
        }

        if ((fields & (int)FixFields.Course) != 0)
        {
            // Unwrapped, so that a turn through north is a small step: the decoder takes whole turns off again.
            int turn = (BatchFormat.Quantise(sample.CourseHundredthsDegree, BatchFormat.CourseQuantumHundredthsDegree) - _lastCourse) % BatchFormat.CourseQuantaPerTurn;
            if (turn > BatchFormat.CourseQuantaPerTurn / 2)
            {
                turn -= BatchFormat.CourseQuantaPerTurn;
            }
            else if (turn <= -BatchFormat.CourseQuantaPerTurn / 2)
            {
                turn += BatchFormat.CourseQuantaPerTurn;
            }

            _lastCourse += turn;
            rows[row + BatchFormat.Course] = _lastCourse;
        }

        rows[row + BatchFormat.Satellites] = sample.SatellitesUsed;
        Array.Copy(sample.Signals, 0, rows, row + BatchFormat.FirstSignal, _signalCount);
        _fields[count] = fields;
        _present[count] = sample.SignalsPresent;
        Count = count + 1;
        return true;
    }

    /// <summary>
    /// Encodes the oldest samples, all of them where they fit. Call <see cref="Clear"/> and, while <see cref="Count"/> is not 0, encode again.
    /// </summary>
    /// <returns>The batch's length, at the output's start; 0 when there is no sample; -1 when not even one fits.</returns>
    public int Encode(byte[] output)
    {
        EncodedCount = 0;
        int count = Count;
        if (count == 0)
        {
            return 0;
        }

        while (count > 0)
        {
            if (TryEncode(output, count))
            {
                EncodedCount = count;
                return _position;
            }

            count >>= 1;
        }

        return -1;
    }

    /// <summary>Forgets the samples that the last <see cref="Encode"/> put into its output.</summary>
    public void Clear()
    {
        int left = Count - EncodedCount;
        if (left > 0)
        {
            Array.Copy(_rows, EncodedCount * _stride, _rows, 0, left * _stride);
            Array.Copy(_fields, EncodedCount, _fields, 0, left);
            Array.Copy(_present, EncodedCount, _present, 0, left);
        }

        Count = left;
        EncodedCount = 0;
    }

    private bool TryEncode(byte[] output, int count)
    {
        // A value takes at most 52 bits, so with this much room before each column nothing needs to be checked inside one.
        int room = (count * 7) + 64;
        if (output.Length < (room * 2) + 32)
        {
            return false;
        }

        _output = output;
        _bits = 0;
        _bitCount = 0;
        _position = 0;
        output[_position++] = BatchFormat.Version;
        output[_position++] = (byte)(_isDated ? BatchFormat.FlagDated : 0);
        PutNumber(BootNumber);
        PutNumber(count);
        PutNumber(_signalCount);
        PutNumber(_baseUptime);
        if (_isDated)
        {
            PutNumber(_baseUtc);
        }

        long allPresent = -1;
        long anyPresent = 0;
        int allFields = -1;
        int anyFields = 0;
        for (int index = 0; index < count; index++)
        {
            long present = _present[index];
            allPresent &= present;
            anyPresent |= present;
            int fields = _fields[index];
            allFields &= fields;
            anyFields |= fields;
        }

        int stride = _stride;
        EncodeValues(_rows, BatchFormat.Time, stride, count);
        EncodeValues(_rows, BatchFormat.Mode, stride, count);
        int position = (int)FixFields.Position;
        if (output.Length - _position < room * 2)
        {
            return false;
        }

        int values = EncodeFieldPresence(position, allFields, anyFields, count);
        if (values != 0)
        {
            PutBits(_latitudeDegrees, 7);
            EncodeField(position, BatchFormat.Latitude, allFields, count);
            EncodeField(position, BatchFormat.Longitude, allFields, count);
        }

        if (!EncodeOptional((int)FixFields.Height, BatchFormat.Height, allFields, anyFields, count, room)
            || !EncodeOptional((int)FixFields.Speed, BatchFormat.Speed, allFields, anyFields, count, room)
            || !EncodeOptional((int)FixFields.Course, BatchFormat.Course, allFields, anyFields, count, room)
            || !EncodeOptional((int)FixFields.SatellitesUsed, BatchFormat.Satellites, allFields, anyFields, count, room))
        {
            return false;
        }

        for (int signal = 0; signal < _signalCount; signal++)
        {
            if (output.Length - _position < room)
            {
                return false;
            }

            EncodeSignal(signal, allPresent, anyPresent, count);
        }

        if (_bitCount > 0)
        {
            output[_position++] = (byte)(_bits << (8 - _bitCount));
        }

        return true;
    }

    private void EncodeSignal(int signal, long allPresent, long anyPresent, int count)
    {
        long bit = 1L << signal;
        int column = BatchFormat.FirstSignal + signal;
        if ((allPresent & bit) != 0)
        {
            PutBits(1, 1);
            int reference = _references[signal];
            if (reference >= 0 && (allPresent & (1L << reference)) != 0 && TakeDifferences(column, BatchFormat.FirstSignal + reference, count))
            {
                PutBits(64 | (signal - reference - 1), 7);
                EncodeValues(_column, 0, 1, count);
            }
            else
            {
                PutBits(0, 1);
                EncodeValues(_rows, column, _stride, count);
            }

            return;
        }

        if ((anyPresent & bit) == 0)
        {
            PutBits(1, 2);
            return;
        }

        PutBits(0, 2);
        bool isPresent = (_present[0] & bit) != 0;
        PutBits(isPresent ? 1 : 0, 1);
        int values = 0;
        int runStart = 0;
        for (int index = 0; index < count; index++)
        {
            bool now = (_present[index] & bit) != 0;
            if (now != isPresent)
            {
                PutRun(index - runStart - 1);
                runStart = index;
                isPresent = now;
            }

            if (now)
            {
                _column[values++] = _rows[(index * _stride) + column];
            }
        }

        PutRun(count - runStart - 1);
        PutBits(0, 1);
        EncodeValues(_column, 0, 1, values);
    }

    private bool EncodeOptional(int field, int column, int allFields, int anyFields, int count, int room)
    {
        if (_output.Length - _position < room)
        {
            return false;
        }

        if (EncodeFieldPresence(field, allFields, anyFields, count) != 0)
        {
            EncodeField(field, column, allFields, count);
        }

        return true;
    }

    // 1: in every sample; 01: in none; 00: by runs, the first bit telling what the first run is. Returns 0 for none.
    private int EncodeFieldPresence(int field, int allFields, int anyFields, int count)
    {
        if ((allFields & field) != 0)
        {
            PutBits(1, 1);
            return count;
        }

        if ((anyFields & field) == 0)
        {
            PutBits(1, 2);
            return 0;
        }

        PutBits(0, 2);
        bool isPresent = (_fields[0] & field) != 0;
        PutBits(isPresent ? 1 : 0, 1);
        int runStart = 0;
        for (int index = 1; index < count; index++)
        {
            bool now = (_fields[index] & field) != 0;
            if (now != isPresent)
            {
                PutRun(index - runStart - 1);
                runStart = index;
                isPresent = now;
            }
        }

        PutRun(count - runStart - 1);
        return count;
    }

    private void EncodeField(int field, int column, int allFields, int count)
    {
        if ((allFields & field) != 0)
        {
            EncodeValues(_rows, column, _stride, count);
            return;
        }

        int values = 0;
        for (int index = 0; index < count; index++)
        {
            if ((_fields[index] & field) != 0)
            {
                _column[values++] = _rows[(index * _stride) + column];
            }
        }

        EncodeValues(_column, 0, 1, values);
    }

    // Fills _column with the differences from a reference column, where these change less than the values themselves.
    private bool TakeDifferences(int column, int reference, int count)
    {
        int[] rows = _rows;
        int stride = _stride;
        int end = count * stride;
        int step = stride * ((count / Probes) + 1);
        int offset = reference - column;
        long own = 0;
        long difference = 0;
        for (int at = column + stride; at < end; at += step)
        {
            int delta = rows[at] - rows[at - stride];
            int other = delta - rows[at + offset] + rows[at - stride + offset];
            own += delta < 0 ? -delta : delta;
            difference += other < 0 ? -other : other;
        }

        if (difference >= own)
        {
            return false;
        }

        int[] differences = _column;
        int index = 0;
        for (int at = column; at < end; at += stride)
        {
            differences[index++] = rows[at] - rows[at + offset];
        }

        return true;
    }

    // Chooses predictor and Rice parameter for a column without absent values, and writes it.
    private void EncodeValues(int[] values, int start, int stride, int count)
    {
        int end = start + (stride * count);
        int step = stride * ((count / Probes) + 1);
        long deltas = 0;
        long bends = 0;
        int changed = 0;
        int bent = 0;
        int probes = 0;
        for (int at = start + stride + stride; at < end; at += step)
        {
            int middle = values[at - stride];
            int delta = values[at] - middle;
            int bend = delta - middle + values[at - stride - stride];
            if (delta != 0)
            {
                changed++;
                deltas += delta < 0 ? -delta : delta;
            }

            if (bend != 0)
            {
                bent++;
                bends += bend < 0 ? -bend : bend;
            }

            probes++;
        }

        int predictor;
        bool isLinear = bends < deltas;
        if ((isLinear ? bent : changed) <= 1)
        {
            // Few or no changes: looked at one by one.
            int changes = 0;
            int previous = values[start];
            int previousDelta = 0;
            deltas = 0;
            for (int at = start + stride; at < end; at += stride)
            {
                int value = values[at];
                int delta = value - previous;
                int residual = isLinear ? delta - previousDelta : delta;
                previous = value;
                previousDelta = delta;
                if (residual != 0)
                {
                    changes++;
                    deltas += residual < 0 ? -residual : residual;
                }
            }

            probes = changes;
            if (changes == 0)
            {
                PutBits(BatchFormat.PredictorConstant, 3);
                PutFirst(values[start]);
                return;
            }

            if (changes * 5 < count)
            {
                predictor = isLinear ? BatchFormat.PredictorSparseLinear : BatchFormat.PredictorSparseDelta;
            }
            else
            {
                predictor = isLinear ? BatchFormat.PredictorLinear : BatchFormat.PredictorDelta;
                probes = count;
            }
        }
        else
        {
            predictor = isLinear ? BatchFormat.PredictorLinear : BatchFormat.PredictorDelta;
            deltas = isLinear ? bends : deltas;
        }

        int parameter = 0;
        while (parameter < BatchFormat.MaximumParameter && ((long)probes << parameter) < deltas)
        {
            parameter++;
        }

        PutBits(predictor, 3);
        PutBits(parameter, 5);
        PutFirst(values[start]);
        if (predictor >= BatchFormat.PredictorSparseDelta)
        {
            PutSparse(values, start, stride, end, isLinear, parameter);
        }
        else
        {
            PutDense(values, start, stride, end, isLinear ? -1 : 0, parameter);
        }
    }

    // The hot loop: one Rice code a value. Everything is local; bits wait in an int of which fewer than 8 are filled between values.
    private void PutDense(int[] values, int start, int stride, int end, int linearMask, int parameter)
    {
        byte[] output = _output;
        int position = _position;
        int bits = _bits;
        int bitCount = _bitCount;
        int one = 1 << parameter;
        int mask = one - 1;
        int length = parameter + 1;
        int longest = 24 - length;
        if (longest > BatchFormat.EscapeZeros - 1)
        {
            longest = BatchFormat.EscapeZeros - 1;
        }

        int previous = values[start];
        int previousDelta = 0;
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int delta = value - previous;
            int residual = delta - (previousDelta & linearMask);
            previous = value;
            previousDelta = delta;
            int zigzag = (residual << 1) ^ (residual >> 31);
            int quotient = (int)((uint)zigzag >> parameter);
            if ((uint)quotient <= (uint)longest)
            {
                bits = (bits << (quotient + length)) | one | (zigzag & mask);
                bitCount += quotient + length;
                while (bitCount >= 8)
                {
                    bitCount -= 8;
                    output[position++] = (byte)(bits >> bitCount);
                }
            }
            else
            {
                _position = position;
                _bits = bits;
                _bitCount = bitCount;
                PutRice(zigzag, parameter);
                position = _position;
                bits = _bits;
                bitCount = _bitCount;
            }
        }

        _position = position;
        _bits = bits;
        _bitCount = bitCount;
    }

    private void PutSparse(int[] values, int start, int stride, int end, bool isLinear, int parameter)
    {
        int previous = values[start];
        int previousDelta = 0;
        int run = 0;
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int delta = value - previous;
            int residual = isLinear ? delta - previousDelta : delta;
            previous = value;
            previousDelta = delta;
            if (residual == 0)
            {
                run++;
            }
            else
            {
                PutRun(run);
                PutRice(((residual << 1) ^ (residual >> 31)) - 1, parameter);
                run = 0;
            }
        }

        if (run > 0)
        {
            PutRun(run);
        }
    }

    private void PutRice(int zigzag, int parameter)
    {
        int quotient = (int)((uint)zigzag >> parameter);
        if ((uint)quotient < BatchFormat.EscapeZeros)
        {
            PutBits(1, quotient + 1);
            PutBits(zigzag & ((1 << parameter) - 1), parameter);
        }
        else
        {
            PutBits(0, BatchFormat.EscapeZeros);
            PutBits((zigzag >> 16) & 0xFFFF, 16);
            PutBits(zigzag & 0xFFFF, 16);
        }
    }

    // Exponential Golomb code of order 3.
    private void PutRun(int run)
    {
        int high = (run >> BatchFormat.RunOrder) + 1;
        int length = BitLength(high);
        PutBits(high, (length << 1) - 1);
        PutBits(run & ((1 << BatchFormat.RunOrder) - 1), BatchFormat.RunOrder);
    }

    // Six bits: how long the zigzag value is; then its bits below the highest.
    private void PutFirst(int value)
    {
        int zigzag = (value << 1) ^ (value >> 31);
        int length = zigzag < 0 ? 32 : BitLength(zigzag);
        PutBits(length, 6);
        if (length > 17)
        {
            PutBits((zigzag >> 16) & ((1 << (length - 17)) - 1), length - 17);
            PutBits(zigzag & 0xFFFF, 16);
        }
        else if (length > 1)
        {
            PutBits(zigzag & ((1 << (length - 1)) - 1), length - 1);
        }
    }

    private static int BitLength(int value)
    {
        int length = 0;
        while (value != 0)
        {
            value >>= 1;
            length++;
        }

        return length;
    }

    // At most 24 bits at once, most significant first.
    private void PutBits(int value, int count)
    {
        int bits = (_bits << count) | value;
        int bitCount = _bitCount + count;
        while (bitCount >= 8)
        {
            bitCount -= 8;
            _output[_position++] = (byte)(bits >> bitCount);
        }

        _bits = bits;
        _bitCount = bitCount;
    }

    // Seven bits a byte, least significant first.
    private void PutNumber(long number)
    {
        while (number > 0x7F)
        {
            _output[_position++] = (byte)(((int)number & 0x7F) | 0x80);
            number >>= 7;
        }

        _output[_position++] = (byte)number;
    }

    private static int ReferenceOf(SignalDefinition[] definitions, int index)
    {
        SignalDefinition definition = definitions[index];
        for (int other = index - 1; other >= 0; other--)
        {
            if (definitions[other].Numerator == definition.Numerator && definitions[other].Denominator == definition.Denominator
                && definitions[other].Unit.Length != 0 && definitions[other].Unit == definition.Unit)
            {
                return other;
            }
        }

        return -1;
    }
}
