using System;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>
/// Collects samples and encodes them together, column by column (FORMAT.md). All arrays are made by the constructor: nothing is allocated for a
/// sample or a batch.
/// </summary>
public sealed partial class BatchEncoder
{
    /// <summary>The start-up that uptimes are counted from; written into every batch.</summary>
    public int BootNumber;

    /// <summary>How many samples wait to be encoded.</summary>
    public int Count;

    /// <summary>How many of them the last <see cref="Encode(byte[])"/> put into its output.</summary>
    public int EncodedCount;

    private const int CarriedFields = (int)(FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed);
    private const long LongestMilliseconds = 1000000000;

    // What no sample has: the next one is noted whatever it is.
    private const int NoFields = ~CarriedFields;

    // So far from any time that a difference from it is out of range.
    private const long NoBase = long.MinValue / 4;

    // Each a multiple of the quantum above every value, and half a quantum for the rounding.
    private const int TimeBias = 1000000000 + (BatchFormat.TimeQuantumMilliseconds >> 1);
    private const int SecondBias = 100000000 + (BatchFormat.TicksPerSecond >> 1);
    private const int LatitudeBias = (69230770 * BatchFormat.LatitudeQuantum) + (BatchFormat.LatitudeQuantum >> 1);
    private const int HeightBias = 1000000000 + (BatchFormat.HeightQuantumMillimetres >> 1);
    private const int HalfSpeed = BatchFormat.SpeedQuantumMillimetresPerSecond >> 1;
    private const int HalfCourse = BatchFormat.CourseQuantumHundredthsDegree >> 1;

    private readonly int _lastIndex;
    private readonly int _signalCount;
    private readonly int _stride;
    private readonly int[] _rows;
    private readonly int[] _column;
    private readonly int[] _behind;
    private readonly BatchContext _context;
    private readonly BatchExtremes _extremes;
    private readonly ColumnWriter _writer;
    private readonly SignalReferences _references;
    private readonly Motion _motion = new Motion();
    private readonly int[] _longitudeQuanta = BatchFormat.LongitudeQuanta();

    private long _baseUptimeMilliseconds;
    private long _baseUtcMilliseconds;
    private bool _isDated;
    private int _latitudeDegrees;
    private int _longitudeQuantum;

    // From sample to sample so many ticks, as long as that is regular.
    private int _step;
    private bool _isRegular;

    // What a sample must be for nothing but its rows to be kept.
    private int _lastState;
    private int _lastFields;
    private int _lastSatellites;
    private int _lastTrip;
    private long _lastPresent;
    private int _engineBase;
    private int _engineMask;
    private int _idlingBase;
    private int _idlingMask;

    // The seconds expected since the batch's first sample, and the second up to which they have been counted.
    private int _expectedEngineSeconds;
    private int _expectedIdlingSeconds;
    private int _expectedUpTo;

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

        _lastIndex = maximumSamples - 1;
        _signalCount = definitions.Length;
        _stride = BatchFormat.FirstSignal + _signalCount;

        // With room for one more behind the last: the writer wants it.
        _rows = new int[_stride * (maximumSamples + 1)];
        _column = new int[maximumSamples + 1];
        _behind = new int[_stride];
        _context = new BatchContext(maximumSamples);
        _extremes = new BatchExtremes(maximumSamples, _signalCount);
        _references = new SignalReferences(definitions);
        _writer = new ColumnWriter(_stride + BatchExtremes.Slots, _references);
    }

    /// <summary>
    /// Adds a sample.
    /// </summary>
    /// <returns>False when the batch is full, or the sample lies more than eleven days from the first one: encode and clear, then add it again.</returns>
    public bool Add(Sample sample)
    {
        int count = Count;
        if ((uint)(count - 1) >= (uint)_lastIndex)
        {
            // The first sample, or one too many.
            if (count > _lastIndex)
            {
                return false;
            }

            Begin(sample);
        }

        // Before the first dated sample its base is far off.
        long milliseconds = sample.IsDated ? sample.TimeUtcMilliseconds - _baseUtcMilliseconds : sample.UptimeMilliseconds - _baseUptimeMilliseconds;
        if ((ulong)(milliseconds + LongestMilliseconds) > (ulong)(2 * LongestMilliseconds))
        {
            milliseconds = sample.UptimeMilliseconds - _baseUptimeMilliseconds;
            if (_isDated || !sample.IsDated || milliseconds > LongestMilliseconds || milliseconds < -LongestMilliseconds)
            {
                return false;
            }

            // Bases are whole quanta, so that the rounding of the difference is that of the time itself.
            _baseUtcMilliseconds = Round(sample.TimeUtcMilliseconds) - Round(milliseconds);
            _isDated = true;
            milliseconds = sample.TimeUtcMilliseconds - _baseUtcMilliseconds;
        }

        // Quantised in place and lifted above zero first, so that the division rounds one way: calls, branches on the sign, and looking first whether
        // a value is present, would cost more than the arithmetic. What is absent is never encoded.
        int[] rows = _rows;
        int stride = _stride;
        int row = count * stride;
        int time = (((int)milliseconds + TimeBias) / BatchFormat.TimeQuantumMilliseconds) - (TimeBias / BatchFormat.TimeQuantumMilliseconds);
        int fields = (int)sample.Fields & CarriedFields;
        int longitude = sample.LongitudeDegreesE7;
        int quantum = _longitudeQuantum;
        int half = quantum >> 1;
        int course = (sample.CourseHundredthsDegree + HalfCourse) / BatchFormat.CourseQuantumHundredthsDegree;
        if ((uint)course > BatchFormat.CourseQuantaPerTurn)
        {
            course %= BatchFormat.CourseQuantaPerTurn;
            course = course < 0 ? course + BatchFormat.CourseQuantaPerTurn : course;
        }

        rows[row + BatchFormat.Latitude] = ((sample.LatitudeDegreesE7 + LatitudeBias) / BatchFormat.LatitudeQuantum) - (LatitudeBias / BatchFormat.LatitudeQuantum);
        rows[row + BatchFormat.Longitude] = (longitude < 0 ? longitude - half : longitude + half) / quantum;
        rows[row + BatchFormat.Height] = ((sample.HeightMillimetres + HeightBias) / BatchFormat.HeightQuantumMillimetres) - (HeightBias / BatchFormat.HeightQuantumMillimetres);
        rows[row + BatchFormat.Speed] = (sample.SpeedMillimetresPerSecond + HalfSpeed) / BatchFormat.SpeedQuantumMillimetresPerSecond;
        rows[row + BatchFormat.Course] = course;
        rows[row + BatchFormat.Distance] = sample.DistanceMetres;
        Array.Copy(sample.Signals, 0, rows, row + BatchFormat.FirstSignal, stride - BatchFormat.FirstSignal);

        // All that seldom changes in one test: a branch for each would cost as much again.
        int second = (time + SecondBias) / BatchFormat.TicksPerSecond;
        int state = (int)sample.Mode | ((int)sample.Activity << BatchFormat.StateActivityShift) | ((int)sample.Ignition << BatchFormat.StateIgnitionShift)
            | ((int)sample.IgnitionSource << BatchFormat.StateSourceShift) | ((int)sample.Triggers << BatchFormat.StateBits);
        if (sample.IsPrivate)
        {
            state |= 1 << BatchFormat.StatePrivateShift;
        }

        int differences = (time - (count * _step)) | (state ^ _lastState) | (fields ^ _lastFields) | (sample.SatellitesUsed ^ _lastSatellites)
            | (sample.TripNumber ^ _lastTrip) | ((sample.EngineSeconds - (second & _engineMask)) ^ _engineBase)
            | ((sample.IdlingSeconds - (second & _idlingMask)) ^ _idlingBase) | (int)sample.Extremes;
        if (differences != 0 || sample.SignalsPresent != _lastPresent || sample.SignalExtremesPresent != 0)
        {
            Note(sample, count, time, second, state, fields);
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
        return Encode(output, 0);
    }

    /// <summary>
    /// Encodes the oldest samples behind what the output holds already; else as <see cref="Encode(byte[])"/>.
    /// </summary>
    /// <returns>The batch's length, at the offset; 0 when there is no sample; -1 when not even one fits.</returns>
    public int Encode(byte[] output, int offset)
    {
        EncodedCount = 0;
        int count = Count;
        if (count == 0)
        {
            return 0;
        }

        while (count > 0)
        {
            if (TryEncode(output, offset, count))
            {
                EncodedCount = count;
                return _writer.Position - offset;
            }

            count >>= 1;
        }

        return -1;
    }

    /// <summary>Forgets the samples that the last <see cref="Encode(byte[])"/> put into its output.</summary>
    public void Clear()
    {
        int done = EncodedCount;
        int left = Count - done;
        if (left > 0 && done > 0)
        {
            Drop(done, left);
        }

        Count = left;
        EncodedCount = 0;
    }

    private static long Round(long milliseconds) =>
        (milliseconds + (BatchFormat.TimeQuantumMilliseconds >> 1)) / BatchFormat.TimeQuantumMilliseconds * BatchFormat.TimeQuantumMilliseconds;

    private void Begin(Sample sample)
    {
        _baseUptimeMilliseconds = Round(sample.UptimeMilliseconds);
        _baseUtcMilliseconds = NoBase;
        _isDated = false;
        _longitudeQuantum = 1;
        _isRegular = true;
        _expectedEngineSeconds = 0;
        _expectedIdlingSeconds = 0;
        _engineMask = 0;
        _idlingMask = 0;
        _context.Count = 0;
        _extremes.Clear();

        // The first sample is noted.
        _lastFields = NoFields;
    }

    private void ChooseLongitudeQuantum(int latitude)
    {
        int degrees = (latitude < 0 ? -latitude : latitude) / 10000000;
        _latitudeDegrees = degrees > 89 ? 89 : degrees;
        _longitudeQuantum = _longitudeQuanta[_latitudeDegrees];
    }

    // Keeps what is not as in the sample before.
    private void Note(Sample sample, int count, int time, int second, int state, int fields)
    {
        int row = count * _stride;
        if (time != count * _step)
        {
            NoteTime(count, time);
        }

        if (!_isRegular)
        {
            _rows[row + BatchFormat.Time] = time;
        }

        if (_longitudeQuantum == 1 && (fields & (int)FixFields.Position) != 0)
        {
            ChooseLongitudeQuantum(sample.LatitudeDegreesE7);
            int half = _longitudeQuantum >> 1;
            int longitude = sample.LongitudeDegreesE7;
            _rows[row + BatchFormat.Longitude] = (longitude < 0 ? longitude - half : longitude + half) / _longitudeQuantum;
        }

        if (((int)sample.Extremes | (sample.SignalExtremesPresent == 0 ? 0 : 1)) != 0)
        {
            int speed = (fields & (int)FixFields.Speed) != 0 ? _rows[row + BatchFormat.Speed] * BatchFormat.SpeedQuantumMillimetresPerSecond : 0;
            _extremes.Add(sample, count, speed);
        }

        // What was expected up to the sample before by its state, and from there by this one.
        int before = count == 0 ? second : SecondOf(count - 1);
        int elapsed = count == 0 ? 0 : before - _expectedUpTo;
        int activity = (int)sample.Activity & BatchFormat.StateActivityMask;
        _expectedUpTo = second;
        _expectedEngineSeconds += elapsed & _engineMask;
        _expectedIdlingSeconds += elapsed & _idlingMask;
        _engineMask = EngineMask(activity);
        _idlingMask = IdlingMask(activity);
        elapsed = second - before;
        _expectedEngineSeconds += elapsed & _engineMask;
        _expectedIdlingSeconds += elapsed & _idlingMask;
        _engineBase = sample.EngineSeconds - (second & _engineMask);
        _idlingBase = sample.IdlingSeconds - (second & _idlingMask);
        int satellites = sample.SatellitesUsed;
        _lastSatellites = satellites;
        _lastState = state;
        _lastFields = _isRegular ? fields : NoFields;
        _lastTrip = sample.TripNumber;
        _lastPresent = sample.SignalsPresent;
        if ((fields & (int)FixFields.SatellitesUsed) == 0)
        {
            satellites = count == 0 ? 0 : _context.Satellites[_context.Count - 1];
        }

        int masked = ((int)sample.Mode & BatchFormat.StateModeMask)
            | (activity << BatchFormat.StateActivityShift)
            | (((int)sample.Ignition & BatchFormat.StateIgnitionMask) << BatchFormat.StateIgnitionShift)
            | (((int)sample.IgnitionSource & BatchFormat.StateSourceMask) << BatchFormat.StateSourceShift)
            | (sample.IsPrivate ? 1 << BatchFormat.StatePrivateShift : 0);
        _context.Add(
            count,
            fields,
            sample.SignalsPresent & ((1L << _signalCount) - 1),
            masked,
            (int)sample.Triggers & BatchFormat.TriggerMask,
            satellites,
            sample.TripNumber,
            sample.EngineSeconds - _expectedEngineSeconds,
            sample.IdlingSeconds - _expectedIdlingSeconds);
    }

    // The second sample says how far apart all are to be; once one is not, all times are kept.
    private void NoteTime(int count, int time)
    {
        if (count == 1)
        {
            _step = time;
        }
        else if (_isRegular)
        {
            KeepTimes(count);
        }
    }

    private void KeepTimes(int count)
    {
        for (int sample = 0; sample < count; sample++)
        {
            _rows[(sample * _stride) + BatchFormat.Time] = sample * _step;
        }

        _isRegular = false;
    }

    private int SecondOf(int sample) => SecondAt(_isRegular ? sample * _step : _rows[(sample * _stride) + BatchFormat.Time]);

    /// <summary>The second nearest to a time in ticks, halves up, above one far before the batch.</summary>
    internal static int SecondAt(int ticks) => (ticks + SecondBias) / BatchFormat.TicksPerSecond;

    /// <summary>All bits where a vehicle that is used so has its engine running, else none.</summary>
    internal static int EngineMask(int activity) => activity == (int)UnitActivity.Driving || activity == (int)UnitActivity.Idling ? -1 : 0;

    /// <summary>All bits where a vehicle that is used so is idling, else none.</summary>
    internal static int IdlingMask(int activity) => activity == (int)UnitActivity.Idling ? -1 : 0;

    private void Drop(int done, int left)
    {
        if (_isRegular)
        {
            KeepTimes(Count);
        }

        // What was expected between the first sample and the first one left.
        int engine = 0;
        int idling = 0;
        int place = 0;
        int before = SecondOf(0);
        for (int sample = 1; sample <= done; sample++)
        {
            while (place + 1 < _context.Count && _context.Starts[place + 1] <= sample)
            {
                place++;
            }

            int second = SecondOf(sample);
            int activity = (_context.States[place] >> BatchFormat.StateActivityShift) & BatchFormat.StateActivityMask;
            engine += (second - before) & EngineMask(activity);
            idling += (second - before) & IdlingMask(activity);
            before = second;
        }

        Array.Copy(_rows, done * _stride, _rows, 0, left * _stride);
        _context.Drop(done, engine, idling);
        _extremes.Drop(done, left);
        _expectedEngineSeconds -= engine;
        _expectedIdlingSeconds -= idling;
        _lastFields = NoFields;
    }
}
