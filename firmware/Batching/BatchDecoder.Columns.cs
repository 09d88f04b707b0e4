using System;
using Telltale.Gnss;

namespace Telltale.Batching;

/// <content>Reads the columns into rows.</content>
public sealed partial class BatchDecoder
{
    // What stands in the rows where an encoder has its signals; these follow.
    private const int State = BatchFormat.FirstSignal;
    private const int Triggers = State + 1;
    private const int Satellites = State + 2;
    private const int Trip = State + 3;
    private const int EngineSeconds = State + 4;
    private const int IdlingSeconds = State + 5;
    private const int FirstSignal = State + 6;

    private readonly int[] _longitudeQuanta = BatchFormat.LongitudeQuanta();
    private Motion _motion;
    private int[] _rows = new int[0];
    private int[] _fields = new int[0];
    private long[] _present = new long[0];
    private int[] _extremes = new int[0];
    private int[] _extremesFlags = new int[0];
    private long[] _extremesPresent = new long[0];
    private int _samples;
    private int _stride;
    private int _extremesStride;
    private bool _hasExtremes;
    private int _longitudeQuantum;
    private long _allPresent;

    private bool ReadColumns(int samples, bool areSeconds)
    {
        Prepare(samples);
        ColumnReader reader = _reader;
        if (!Read(BatchFormat.Time) || !Read(State) || !Read(Triggers) || !Read(Satellites) || !Read(Trip))
        {
            return false;
        }

        for (int sample = 0; areSeconds && sample < samples; sample++)
        {
            _rows[(sample * _stride) + BatchFormat.Time] *= BatchFormat.TicksPerSecond;
        }

        for (int signal = 0; signal < SignalCount; signal++)
        {
            if (!ReadSignal(signal))
            {
                return false;
            }
        }

        if (!ReadSpeed() || !ReadField((int)FixFields.Course, BatchFormat.Course))
        {
            return false;
        }

        Fill((int)FixFields.Speed, BatchFormat.Speed);
        Fill((int)FixFields.Course, BatchFormat.Course);
        if (!ReadPosition() || !ReadField((int)FixFields.Height, BatchFormat.Height) || !reader.TakePresence())
        {
            return false;
        }

        Mark((int)FixFields.SatellitesUsed);
        if (!Read(BatchFormat.Distance) || !Read(EngineSeconds) || !Read(IdlingSeconds))
        {
            return false;
        }

        AddDistance();
        AddSeconds();
        return ReadExtremes();
    }

    private void Prepare(int samples)
    {
        _samples = samples;
        _stride = FirstSignal + SignalCount;
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
        _hasExtremes = false;
        _reader.Prepare(samples);
    }

    // A column that every sample has.
    private bool Read(int column)
    {
        _reader.TakeAll();
        return _reader.TakeValues(_rows, column, _stride);
    }

    private bool ReadField(int field, int column)
    {
        if (!_reader.TakePresence())
        {
            return false;
        }

        Mark(field);
        return _reader.Values == 0 || _reader.TakeValues(_rows, column, _stride);
    }

    // Marks the samples that have a field.
    private void Mark(int field)
    {
        for (int sample = 0; sample < _samples; sample++)
        {
            if (_reader.IsThere[sample])
            {
                _fields[sample] |= field;
            }
        }
    }

    private bool ReadSignal(int signal)
    {
        ColumnReader reader = _reader;
        long bit = 1L << signal;
        int column = FirstSignal + signal;
        if (!reader.TakePresence())
        {
            return false;
        }

        if (reader.Values == 0)
        {
            return true;
        }

        for (int sample = 0; sample < _samples; sample++)
        {
            if (reader.IsThere[sample])
            {
                _present[sample] |= bit;
            }
        }

        bool isThroughout = reader.Values == _samples;
        _allPresent |= isThroughout ? bit : 0;
        if (reader.TakeBits(1) == 0)
        {
            return reader.TakeValues(_rows, column, _stride);
        }

        bool isProportional = reader.TakeBits(1) != 0;
        int back = reader.TakeBits(6) + 1;
        if (!isThroughout || signal < back || (_allPresent & (1L << (signal - back))) == 0)
        {
            return false;
        }

        if (isProportional)
        {
            return reader.TakeProportions(_rows, column, _stride, back);
        }

        if (!reader.TakeValues(_rows, column, _stride))
        {
            return false;
        }

        for (int at = column; at < _samples * _stride; at += _stride)
        {
            _rows[at] += _rows[at - back];
        }

        return true;
    }

    private bool ReadSpeed()
    {
        ColumnReader reader = _reader;
        if (!reader.TakePresence())
        {
            return false;
        }

        Mark((int)FixFields.Speed);
        if (reader.Values == 0)
        {
            return true;
        }

        if (reader.TakeBits(1) == 0)
        {
            return reader.TakeValues(_rows, BatchFormat.Speed, _stride);
        }

        int signal = reader.TakeBits(6);
        int factor = reader.TakeBits(10);
        int shift = reader.TakeBits(5);
        if (reader.Values != _samples || signal >= SignalCount || (_allPresent & (1L << signal)) == 0 || !reader.TakeValues(_rows, BatchFormat.Speed, _stride))
        {
            return false;
        }

        for (int row = 0; row < _samples * _stride; row += _stride)
        {
            _rows[row + BatchFormat.Speed] += (_rows[row + FirstSignal + signal] * factor) >> shift;
        }

        return true;
    }

    private bool ReadPosition()
    {
        ColumnReader reader = _reader;
        int field = (int)FixFields.Position;
        if (!reader.TakePresence())
        {
            return false;
        }

        Mark(field);
        if (reader.Values == 0)
        {
            return true;
        }

        int degrees = reader.TakeBits(7);
        if (degrees >= _longitudeQuanta.Length)
        {
            return false;
        }

        _longitudeQuantum = _longitudeQuanta[degrees];
        if (reader.TakeBits(1) != 0)
        {
            _motion = _motion == null ? new Motion() : _motion;
            if (!IsEverywhere(field | (int)FixFields.Speed) || !reader.TakePositions(_rows, _stride, _motion, _longitudeQuantum))
            {
                return false;
            }
        }
        else if (!reader.TakeValues(_rows, BatchFormat.Latitude, _stride) || !reader.TakeValues(_rows, BatchFormat.Longitude, _stride))
        {
            return false;
        }

        for (int row = 0; row < _samples * _stride; row += _stride)
        {
            if (!ColumnReader.AreInRange(_rows[row + BatchFormat.Latitude], _rows[row + BatchFormat.Longitude], _longitudeQuantum))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsEverywhere(int fields)
    {
        for (int sample = 0; sample < _samples; sample++)
        {
            if ((_fields[sample] & fields) != fields)
            {
                return false;
            }
        }

        return true;
    }

    // Where a field is absent, the value before stands for it in predictions; 0 before the first.
    private void Fill(int field, int column)
    {
        int value = 0;
        for (int sample = 0; sample < _samples; sample++)
        {
            int at = (sample * _stride) + column;
            if ((_fields[sample] & field) != 0)
            {
                value = _rows[at];
            }
            else
            {
                _rows[at] = value;
            }
        }
    }

    // The column holds the sums of the corrections; what speed and time predict is added.
    private void AddDistance()
    {
        int before = _rows[BatchFormat.Distance];
        int correction = before;
        int metres = 1 << (BatchFormat.MetreBits - 1);
        for (int row = _stride; row < _samples * _stride; row += _stride)
        {
            int speed = _rows[row + BatchFormat.Speed];
            if (speed >= BatchFormat.StandingSpeed)
            {
                int ticks = _rows[row + BatchFormat.Time] - _rows[row - _stride + BatchFormat.Time];
                metres += (speed + _rows[row - _stride + BatchFormat.Speed]) * BatchFormat.DistanceMultiplier(ticks);
            }

            int residual = _rows[row + BatchFormat.Distance] - correction;
            correction = _rows[row + BatchFormat.Distance];
            before += (metres >> BatchFormat.MetreBits) + residual;
            metres &= (1 << BatchFormat.MetreBits) - 1;
            if (residual != 0)
            {
                metres = residual > 0 ? BatchFormat.MetreMargin : (1 << BatchFormat.MetreBits) - 1 - BatchFormat.MetreMargin;
            }

            _rows[row + BatchFormat.Distance] = before;
        }
    }

    // The columns hold what does not follow from time and activity.
    private void AddSeconds()
    {
        int engine = 0;
        int idling = 0;
        int before = 0;
        for (int row = 0; row < _samples * _stride; row += _stride)
        {
            int second = BatchEncoder.SecondAt(_rows[row + BatchFormat.Time]);
            int elapsed = row == 0 ? 0 : second - before;
            int activity = (_rows[row + State] >> BatchFormat.StateActivityShift) & BatchFormat.StateActivityMask;
            engine += elapsed & BatchEncoder.EngineMask(activity);
            idling += elapsed & BatchEncoder.IdlingMask(activity);
            before = second;
            _rows[row + EngineSeconds] += engine;
            _rows[row + IdlingSeconds] += idling;
        }
    }

    private bool ReadExtremes()
    {
        if (_reader.TakeBits(1) == 0)
        {
            return true;
        }

        _hasExtremes = true;
        _extremesStride = BatchExtremes.Common + (2 * SignalCount);
        if (_extremes.Length < _samples * _extremesStride)
        {
            _extremes = new int[_samples * _extremesStride];
        }

        if (_extremesFlags.Length < _samples)
        {
            _extremesFlags = new int[_samples];
            _extremesPresent = new long[_samples];
        }

        Array.Clear(_extremes, 0, _samples * _extremesStride);
        Array.Clear(_extremesFlags, 0, _samples);
        Array.Clear(_extremesPresent, 0, _samples);
        for (int kind = 0; kind < BatchExtremes.Common; kind++)
        {
            if (!ReadExtreme(kind, 1, 1 << kind, 0))
            {
                return false;
            }
        }

        for (int signal = 0; signal < SignalCount; signal++)
        {
            if (!ReadExtreme(BatchExtremes.Common + (2 * signal), 2, 0, 1L << signal))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadExtreme(int column, int columns, int flag, long bit)
    {
        if (!_reader.TakePresence())
        {
            return false;
        }

        if (_reader.Values == 0)
        {
            return true;
        }

        for (int sample = 0; sample < _samples; sample++)
        {
            if (_reader.IsThere[sample])
            {
                _extremesFlags[sample] |= flag;
                _extremesPresent[sample] |= bit;
            }
        }

        for (int part = 0; part < columns; part++)
        {
            if (!_reader.TakeValues(_extremes, column + part, _extremesStride))
            {
                return false;
            }
        }

        return true;
    }
}
