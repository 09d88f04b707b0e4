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
    private const int Probes = 9;

    // The longest code that the hot loops write themselves: what waits and what comes must fit an int.
    private const int LongestFastCode = 16;
    private const int LongestMilliseconds = 1000000000;

    // Each a multiple of the quantum above every value, and half a quantum for the rounding.
    private const int TimeBias = 1000000000 + (BatchFormat.TimeQuantumMilliseconds >> 1);
    private const int LatitudeBias = (69230770 * BatchFormat.LatitudeQuantum) + (BatchFormat.LatitudeQuantum >> 1);
    private const int HeightBias = 1000000000 + (BatchFormat.HeightQuantumMillimetres >> 1);
    private const int HalfSpeed = BatchFormat.SpeedQuantumMillimetresPerSecond >> 1;
    private const int HalfCourse = BatchFormat.CourseQuantumHundredthsDegree >> 1;

    private readonly int _capacity;
    private readonly int _signalCount;
    private readonly int _stride;
    private readonly int[] _rows;
    private readonly int[] _fields;
    private readonly long[] _present;
    private readonly int[] _column;
    private readonly int[] _references;
    private readonly int[] _longitudeQuanta = BatchFormat.LongitudeQuanta();

    private long _baseUptimeMilliseconds;
    private long _baseUtcMilliseconds;
    private bool _isDated;
    private int _latitudeDegrees;
    private int _longitudeQuantum;
    private int _lastCourse;
    private long _allPresent;
    private long _anyPresent;
    private int _allFields;
    private int _anyFields;
    private int _lastFields;
    private long _lastPresent;

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
    /// <returns>False when the batch is full, or the sample lies more than eleven days from the first one: encode and clear, then add it again.</returns>
    public bool Add(Sample sample)
    {
        int count = Count;
        if (count == _capacity)
        {
            return false;
        }

        if (count == 0)
        {
            Begin(sample);
        }

        // Bases are whole quanta, so that the rounding of the difference is that of the time itself.
        long milliseconds;
        if (sample.IsDated)
        {
            if (!_isDated)
            {
                _baseUtcMilliseconds = Round(sample.TimeUtcMilliseconds) - Round(sample.UptimeMilliseconds - _baseUptimeMilliseconds);
                _isDated = true;
            }

            milliseconds = sample.TimeUtcMilliseconds - _baseUtcMilliseconds;
        }
        else
        {
            milliseconds = sample.UptimeMilliseconds - _baseUptimeMilliseconds;
        }

        if (milliseconds > LongestMilliseconds || milliseconds < -LongestMilliseconds)
        {
            return false;
        }

        int[] rows = _rows;
        int row = count * _stride;
        rows[row] = (((int)milliseconds + TimeBias) / BatchFormat.TimeQuantumMilliseconds) - (TimeBias / BatchFormat.TimeQuantumMilliseconds);
        rows[row + BatchFormat.Mode] = (int)sample.Mode;

        // Quantised in place and lifted above zero first, so that the division rounds one way: calls, branches on the sign, and looking first whether
        // a value is present, would cost more than the arithmetic. What is absent is never encoded.
        int fields = (int)sample.Fields;
        int latitude = sample.LatitudeDegreesE7;
        int longitude = sample.LongitudeDegreesE7;
        int height = sample.HeightMillimetres;
        int speed = sample.SpeedMillimetresPerSecond;
        int quantum = _longitudeQuantum;
        if (quantum == 1 && (fields & (int)FixFields.Position) != 0)
        {
            quantum = ChooseLongitudeQuantum(latitude);
        }

        int half = quantum >> 1;
        rows[row + BatchFormat.Latitude] = ((latitude + LatitudeBias) / BatchFormat.LatitudeQuantum) - (LatitudeBias / BatchFormat.LatitudeQuantum);
        rows[row + BatchFormat.Longitude] = (longitude < 0 ? longitude - half : longitude + half) / quantum;
        rows[row + BatchFormat.Height] = ((height + HeightBias) / BatchFormat.HeightQuantumMillimetres) - (HeightBias / BatchFormat.HeightQuantumMillimetres);
        rows[row + BatchFormat.Speed] = (speed + HalfSpeed) / BatchFormat.SpeedQuantumMillimetresPerSecond;
        if ((fields & (int)FixFields.Course) != 0)
        {
            // Unwrapped, so that a turn through north is a small step: the decoder takes whole turns off again.
            int last = _lastCourse;
            int turn = ((sample.CourseHundredthsDegree + HalfCourse) / BatchFormat.CourseQuantumHundredthsDegree) - last;
            if (turn > BatchFormat.CourseQuantaPerTurn / 2 || turn < -BatchFormat.CourseQuantaPerTurn / 2)
            {
                turn %= BatchFormat.CourseQuantaPerTurn;
                turn = turn > BatchFormat.CourseQuantaPerTurn / 2 ? turn - BatchFormat.CourseQuantaPerTurn
                    : turn < -BatchFormat.CourseQuantaPerTurn / 2 ? turn + BatchFormat.CourseQuantaPerTurn : turn;
            }

            _lastCourse = last + turn;
            rows[row + BatchFormat.Course] = last + turn;
        }

        rows[row + BatchFormat.Satellites] = sample.SatellitesUsed;
        Array.Copy(sample.Signals, 0, rows, row + BatchFormat.FirstSignal, _signalCount);
        long present = sample.SignalsPresent;
        _fields[count] = fields;
        _present[count] = present;
        if (fields != _lastFields || present != _lastPresent)
        {
            NotePresence(fields, present);
        }

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
        TakePresence(left);
    }

    private void Begin(Sample sample)
    {
        _baseUptimeMilliseconds = Round(sample.UptimeMilliseconds);
        _isDated = false;
        _longitudeQuantum = 1;
        _lastCourse = 0;
        TakePresence(0);
    }

    private static long Round(long milliseconds) =>
        (milliseconds + (BatchFormat.TimeQuantumMilliseconds >> 1)) / BatchFormat.TimeQuantumMilliseconds * BatchFormat.TimeQuantumMilliseconds;

    private int ChooseLongitudeQuantum(int latitude)
    {
        int degrees = (latitude < 0 ? -latitude : latitude) / 10000000;
        _latitudeDegrees = degrees > 89 ? 89 : degrees;
        _longitudeQuantum = _longitudeQuanta[_latitudeDegrees];
        return _longitudeQuantum;
    }

    // What is present in all of the first samples, and what in any.
    private void TakePresence(int count)
    {
        _allPresent = -1;
        _anyPresent = 0;
        _allFields = -1;
        _anyFields = 0;
        _lastFields = -1;
        _lastPresent = -1;
        for (int index = 0; index < count; index++)
        {
            NotePresence(_fields[index], _present[index]);
        }
    }

    private void NotePresence(int fields, long present)
    {
        _allPresent &= present;
        _anyPresent |= present;
        _allFields &= fields;
        _anyFields |= fields;
        _lastFields = fields;
        _lastPresent = present;
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
        PutNumber(_baseUptimeMilliseconds / BatchFormat.TimeQuantumMilliseconds);
        if (_isDated)
        {
            PutNumber(_baseUtcMilliseconds / BatchFormat.TimeQuantumMilliseconds);
        }

        if (count != Count)
        {
            TakePresence(count);
        }

        long allPresent = _allPresent;
        long anyPresent = _anyPresent;
        int allFields = _allFields;
        int anyFields = _anyFields;
        int stride = _stride;
        EncodeValues(_rows, BatchFormat.Time, stride, count, 0, 0);
        EncodeValues(_rows, BatchFormat.Mode, stride, count, 0, 0);
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
            int reference = _references[signal];
            if (reference < 0 || (allPresent & (1L << reference)) == 0 || !EncodeReferenced(column, reference - signal, count))
            {
                EncodeValues(_rows, column, _stride, count, 2, 2);
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
        EncodeValues(_column, 0, 1, values, 0, 1);
    }

    private bool EncodeOptional(int field, int column, int allFields, int anyFields, int count, int room)
    {
        if (_output.Length - _position < room)
        {
            return false;
        }

        if ((allFields & field) != 0)
        {
            EncodeValues(_rows, column, _stride, count, 1, 1);
        }
        else if (EncodeFieldPresence(field, allFields, anyFields, count) != 0)
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
            EncodeValues(_rows, column, _stride, count, 0, 0);
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

        EncodeValues(_column, 0, 1, values, 0, 0);
    }

    // Writes a column as its differences from a reference column, where these change less than the values themselves.
    private bool EncodeReferenced(int column, int offset, int count)
    {
        int[] rows = _rows;
        int stride = _stride;
        int end = count * stride;
        int step = stride * ((count / Probes) + 1);
        long own = 0;
        long difference = 0;
        int probes = 0;
        for (int at = column + stride; at < end; at += step)
        {
            int delta = rows[at] - rows[at - stride];
            int other = delta - rows[at + offset] + rows[at - stride + offset];
            own += (uint)((delta << 1) ^ (delta >> 31));
            difference += (uint)((other << 1) ^ (other >> 31));
            probes++;
        }

        if (difference >= own)
        {
            return false;
        }

        int parameter = ParameterFor(difference, probes);

        // Present, referenced, how far back, predictor, parameter.
        PutBits((((1 << 7) | (1 << 6) | (-offset - 1)) << 8) | (BatchFormat.PredictorDelta << 5) | parameter, 16);
        PutFirst(rows[column] - rows[column + offset]);
        PutReferenced(column, stride, end, offset, parameter);
        return true;
    }

    // The smallest parameter whose power of two is no less than half the mean of the zigzag values.
    private static int ParameterFor(long sum, int count)
    {
        int parameter = 0;
        long reach = (long)count << 1;
        while (parameter < BatchFormat.MaximumParameter && reach < sum)
        {
            parameter++;
            reach <<= 1;
        }

        return parameter;
    }

    // Chooses predictor and Rice parameter for a column without absent values, and writes it.
    private void EncodeValues(int[] values, int start, int stride, int count, int prefix, int prefixLength)
    {
        int end = start + (stride * count);
        int first = values[start];
        int changeAt = start + stride;
        while (changeAt < end && values[changeAt] == first)
        {
            changeAt += stride;
        }

        if (changeAt >= end)
        {
            PutBits((prefix << 3) | BatchFormat.PredictorConstant, prefixLength + 3);
            PutFirst(first);
            return;
        }

        int step = stride * ((count / Probes) + 1);
        long deltas = 0;
        long bends = 0;
        int probes = 0;
        for (int at = start + stride + stride; at < end; at += step)
        {
            int middle = values[at - stride];
            int delta = values[at] - middle;
            int bend = delta - middle + values[at - stride - stride];

            deltas += (uint)((delta << 1) ^ (delta >> 31));
            bends += (uint)((bend << 1) ^ (bend >> 31));
            probes++;
        }

        bool isLinear = bends < deltas;
        deltas = isLinear ? bends : deltas;
        bool isSparse = deltas == 0 && probes > 1;
        if (deltas == 0)
        {
            // No probe met a change: the first one tells how large they are.
            int change = values[changeAt] - first;
            deltas = (uint)((change << 1) ^ (change >> 31));
            probes = 1;
        }

        int parameter = ParameterFor(deltas, probes);

        int predictor = isSparse
            ? isLinear ? BatchFormat.PredictorSparseLinear : BatchFormat.PredictorSparseDelta
            : isLinear ? BatchFormat.PredictorLinear : BatchFormat.PredictorDelta;
        PutBits((prefix << 8) | (predictor << 5) | parameter, prefixLength + 8);
        PutFirst(first);
        if (isSparse)
        {
            PutSparse(values, start, stride, end, isLinear, parameter);
        }
        else if (isLinear)
        {
            PutBends(values, start, stride, end, parameter);
        }
        else
        {
            PutDeltas(values, start, stride, end, parameter);
        }
    }

    // The hot loops, one for each way to predict, because a branch or a call for each value costs more than the code. One Rice code a value; everything
    // is local; between values fewer than 16 bits wait in an int, to which a short code adds at most 16. The bias makes one shift give the code's length:
    // (zigzag + (parameter + 1) x 2^parameter) >> parameter is the quotient and parameter + 1, and less than that where the sum
    // did not fit.
    private void PutDeltas(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = _output;
        int position = _position;
        int bits = _bits;
        int bitCount = _bitCount;
        int one = 1 << parameter;
        int mask = one - 1;
        int shortest = parameter + 1;
        int bias = shortest << parameter;
        int limit = parameter >= LongestFastCode ? 0 : LongestFastCode - parameter;
        int previous = values[start];
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int delta = value - previous;
            previous = value;
            int zigzag = (delta << 1) ^ (delta >> 31);
            int length = (int)((uint)(zigzag + bias) >> parameter);
            if ((uint)(length - shortest) < (uint)limit)
            {
                bits = (bits << length) | one | (zigzag & mask);
                bitCount += length;
                if (bitCount >= 16)
                {
                    bitCount -= 16;
                    int pair = bits >> bitCount;
                    output[position] = (byte)(pair >> 8);
                    output[position + 1] = (byte)pair;
                    position += 2;
                }
            }
            else
            {
                Keep(position, bits, bitCount);
                PutRice(zigzag, parameter);
                position = _position;
                bits = _bits;
                bitCount = _bitCount;
            }
        }

        Keep(position, bits, bitCount);
    }

    private void PutBends(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = _output;
        int position = _position;
        int bits = _bits;
        int bitCount = _bitCount;
        int one = 1 << parameter;
        int mask = one - 1;
        int shortest = parameter + 1;
        int bias = shortest << parameter;
        int limit = parameter >= LongestFastCode ? 0 : LongestFastCode - parameter;
        int previous = values[start];
        int previousDelta = 0;
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int delta = value - previous;
            int bend = delta - previousDelta;
            previous = value;
            previousDelta = delta;
            int zigzag = (bend << 1) ^ (bend >> 31);
            int length = (int)((uint)(zigzag + bias) >> parameter);
            if ((uint)(length - shortest) < (uint)limit)
            {
                bits = (bits << length) | one | (zigzag & mask);
                bitCount += length;
                if (bitCount >= 16)
                {
                    bitCount -= 16;
                    int pair = bits >> bitCount;
                    output[position] = (byte)(pair >> 8);
                    output[position + 1] = (byte)pair;
                    position += 2;
                }
            }
            else
            {
                Keep(position, bits, bitCount);
                PutRice(zigzag, parameter);
                position = _position;
                bits = _bits;
                bitCount = _bitCount;
            }
        }

        Keep(position, bits, bitCount);
    }

    private void PutReferenced(int start, int stride, int end, int offset, int parameter)
    {
        int[] values = _rows;
        byte[] output = _output;
        int position = _position;
        int bits = _bits;
        int bitCount = _bitCount;
        int one = 1 << parameter;
        int mask = one - 1;
        int shortest = parameter + 1;
        int bias = shortest << parameter;
        int limit = parameter >= LongestFastCode ? 0 : LongestFastCode - parameter;
        int previous = values[start] - values[start + offset];
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at] - values[at + offset];
            int delta = value - previous;
            previous = value;
            int zigzag = (delta << 1) ^ (delta >> 31);
            int length = (int)((uint)(zigzag + bias) >> parameter);
            if ((uint)(length - shortest) < (uint)limit)
            {
                bits = (bits << length) | one | (zigzag & mask);
                bitCount += length;
                if (bitCount >= 16)
                {
                    bitCount -= 16;
                    int pair = bits >> bitCount;
                    output[position] = (byte)(pair >> 8);
                    output[position + 1] = (byte)pair;
                    position += 2;
                }
            }
            else
            {
                Keep(position, bits, bitCount);
                PutRice(zigzag, parameter);
                position = _position;
                bits = _bits;
                bitCount = _bitCount;
            }
        }

        Keep(position, bits, bitCount);
    }

    // Puts the hot loops' state back, whole bytes written.
    private void Keep(int position, int bits, int bitCount)
    {
        while (bitCount >= 8)
        {
            bitCount -= 8;
            _output[position++] = (byte)(bits >> bitCount);
        }

        _position = position;
        _bits = bits;
        _bitCount = bitCount;
    }

    private void PutSparse(int[] values, int start, int stride, int end, bool isLinear, int parameter)
    {
        int step = 0;
        int expected = values[start];
        int at = start + stride;
        while (at < end)
        {
            int runStart = at;
            if (step == 0)
            {
                while (at < end && values[at] == expected)
                {
                    at += stride;
                }
            }
            else
            {
                while (at < end && values[at] == expected)
                {
                    expected += step;
                    at += stride;
                }
            }

            PutRun((at - runStart) / stride);
            if (at < end)
            {
                int residual = values[at] - expected;
                PutRice(((residual << 1) ^ (residual >> 31)) - 1, parameter);
                step = isLinear ? step + residual : 0;
                expected = values[at] + step;
                at += stride;
            }
        }
    }

    private void PutRice(int zigzag, int parameter)
    {
        int quotient = (int)((uint)zigzag >> parameter);
        if ((uint)quotient >= BatchFormat.EscapeZeros)
        {
            PutBits(0, BatchFormat.EscapeZeros);
            PutBits((zigzag >> 16) & 0xFFFF, 16);
            PutBits(zigzag & 0xFFFF, 16);
            return;
        }

        int low = zigzag & ((1 << parameter) - 1);
        if (quotient + parameter < 24)
        {
            PutBits((1 << parameter) | low, quotient + 1 + parameter);
        }
        else
        {
            PutBits(1, quotient + 1);
            PutBits(low, parameter);
        }
    }

    // Exponential Golomb code of order 3: at most 18 bits, as a run has at most 1,023 samples.
    private void PutRun(int run)
    {
        int high = (run >> BatchFormat.RunOrder) + 1;
        int low = run & ((1 << BatchFormat.RunOrder) - 1);
        PutBits((high << BatchFormat.RunOrder) | low, (BitLength(high) << 1) - 1 + BatchFormat.RunOrder);
    }

    // Six bits: how long the zigzag value is; then its bits below the highest.
    private void PutFirst(int value)
    {
        int zigzag = (value << 1) ^ (value >> 31);
        int length = zigzag < 0 ? 32 : BitLength(zigzag);
        int below = length == 0 ? 0 : length - 1;
        if (below <= 18)
        {
            PutBits((length << below) | (zigzag & ((1 << below) - 1)), 6 + below);
            return;
        }

        PutBits((length << (below - 16)) | ((zigzag >> 16) & ((1 << (below - 16)) - 1)), below - 10);
        PutBits(zigzag & 0xFFFF, 16);
    }

    private static int BitLength(int value)
    {
        int length = 0;
        if (value >= 65536)
        {
            value >>= 16;
            length = 16;
        }

        if (value >= 256)
        {
            value >>= 8;
            length += 8;
        }

        if (value >= 16)
        {
            value >>= 4;
            length += 4;
        }

        if (value >= 4)
        {
            value >>= 2;
            length += 2;
        }

        return value >= 2 ? length + 2 : length + value;
    }

    // At most 24 bits at once, most significant first.
    private void PutBits(int value, int count)
    {
        int bits = (_bits << count) | value;
        int bitCount = _bitCount + count;
        if (bitCount >= 8)
        {
            byte[] output = _output;
            int position = _position;
            do
            {
                bitCount -= 8;
                output[position++] = (byte)(bits >> bitCount);
            }
            while (bitCount >= 8);
            _position = position;
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
