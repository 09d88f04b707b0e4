using System;
using Telltale.Gnss;

namespace Telltale.Batching;

/// <content>Writes the samples that were kept.</content>
public sealed partial class BatchEncoder
{
    private int _places;
    private long _allPresent;
    private int _allFields;
    private int _anyFields;
    private bool _areSeconds;

    private bool TryEncode(byte[] output, int offset, int count)
    {
        // The writer uses the row behind the last one, which is another sample's where only some are encoded.
        Array.Copy(_rows, count * _stride, _behind, 0, _stride);
        bool isWritten;
        try
        {
            WriteHeader(output, offset, count);
            WriteColumns(count);
            _writer.End();
            isWritten = true;
        }
        catch (IndexOutOfRangeException)
        {
            // The output is too short for so many samples.
            isWritten = false;
        }

        Array.Copy(_behind, 0, _rows, count * _stride, _stride);
        return isWritten;
    }

    private void WriteHeader(byte[] output, int offset, int count)
    {
        bool isWhole = _baseUtcMilliseconds % 1000 == 0;
        _areSeconds = !_isRegular && AreWholeSeconds(count);
        int flags = (_isDated ? BatchFormat.FlagDated | (isWhole ? BatchFormat.FlagWholeSecond : 0) : 0) | (_areSeconds ? BatchFormat.FlagTimesInSeconds : 0);
        ColumnWriter writer = _writer;
        writer.BeginBatch(output, offset);
        writer.PutByte(BatchFormat.Version);
        writer.PutByte(flags);
        writer.PutNumber(BootNumber);
        writer.PutNumber(count);
        writer.PutNumber(_signalCount);
        writer.PutNumber(_baseUptimeMilliseconds / BatchFormat.TimeQuantumMilliseconds);
        if (_isDated)
        {
            writer.PutNumber(_baseUtcMilliseconds / (isWhole ? 1000 : BatchFormat.TimeQuantumMilliseconds));
        }
    }

    private void WriteColumns(int count)
    {
        BatchContext context = _context;
        int places = context.PlacesOf(count);
        _places = places;
        TakePresence(places);
        WriteTimes(count);
        _writer.PutSteps(context.States, context.Starts, places, count);
        _writer.PutSteps(context.Triggers, context.Starts, places, count);
        _writer.PutSteps(context.Satellites, context.Starts, places, count);
        _writer.PutSteps(context.Trips, context.Starts, places, count);
        WriteSignals(count);
        WriteSpeed(count);
        WriteCourse(count);
        if (!TryWritePredictedPosition(count))
        {
            WritePosition(count);
        }

        WriteField((int)FixFields.Height, BatchFormat.Height, count);
        WriteFieldPresence((int)FixFields.SatellitesUsed, count);
        _writer.PutDistance(_rows, _stride, count, _isRegular, _step);
        _writer.PutSteps(context.EngineSeconds, context.Starts, places, count);
        _writer.PutSteps(context.IdlingSeconds, context.Starts, places, count);
        _extremes.Write(_writer, _stride, _column, count);
    }

    // What is present in all samples, and what in any.
    private void TakePresence(int places)
    {
        long allPresent = -1;
        int allFields = -1;
        int anyFields = 0;
        for (int place = 0; place < places; place++)
        {
            allPresent &= _context.Present[place];
            allFields &= _context.Fields[place];
            anyFields |= _context.Fields[place];
        }

        _allPresent = allPresent;
        _allFields = allFields;
        _anyFields = anyFields;
    }

    private bool AreWholeSeconds(int count)
    {
        for (int sample = 0; sample < count; sample++)
        {
            if (_rows[(sample * _stride) + BatchFormat.Time] % BatchFormat.TicksPerSecond != 0)
            {
                return false;
            }
        }

        return true;
    }

    private void WriteTimes(int count)
    {
        if (_isRegular)
        {
            if (count == 1)
            {
                _writer.PutFirst(0, 0, 0);
                return;
            }

            _writer.PutFirst(BatchFormat.Changing | (BatchFormat.PredictorLinear << BatchFormat.PredictorShift) | BatchFormat.Straight, BatchFormat.PredictorBits, 0);
            _writer.PutFirst(0, 0, _step);
            return;
        }

        int unit = _areSeconds ? BatchFormat.TicksPerSecond : 1;
        for (int sample = 0; sample < count; sample++)
        {
            _column[sample] = _rows[(sample * _stride) + BatchFormat.Time] / unit;
        }

        _writer.PutValues(BatchFormat.Time, _column, 0, 1, count, 0, 0);
    }

    private void WriteSignals(int count)
    {
        long allPresent = _allPresent;
        _references.Restrict(allPresent);
        long bit = 1;
        for (int signal = 0; signal < _signalCount; signal++)
        {
            int column = BatchFormat.FirstSignal + signal;
            if ((allPresent & bit) != 0)
            {
                _writer.PutSignal(signal, _rows, _stride, count);
            }
            else
            {
                int values = WritePresence(bit, 0, column, count);
                if (values > 0)
                {
                    _writer.PutValues(column, _column, 0, 1, values, 0, 1);
                }
            }

            bit <<= 1;
        }
    }

    private void WriteSpeed(int count)
    {
        int field = (int)FixFields.Speed;
        if ((_allFields & field) != 0)
        {
            int speed = _references.Speed;
            bool isThere = speed >= 0 && (_allPresent & (1L << speed)) != 0;
            _writer.PutSpeed(
                BatchFormat.Speed, _rows, _stride, count, isThere ? BatchFormat.FirstSignal + speed : 0, _references.SpeedFactor, _references.SpeedShift);
            return;
        }

        int values = WritePresence(0, field, BatchFormat.Speed, count);
        if (values > 0)
        {
            _writer.PutValues(BatchFormat.Speed, _column, 0, 1, values, 0, 1);
        }

        Fill(field, BatchFormat.Speed, count);
    }

    private void WriteCourse(int count)
    {
        int field = (int)FixFields.Course;
        if ((_allFields & field) != 0)
        {
            _writer.PutCourse(BatchFormat.Course, _rows, BatchFormat.Course, _stride, count, 1, 1);
            return;
        }

        int values = WritePresence(0, field, BatchFormat.Course, count);
        if (values > 0)
        {
            _writer.PutCourse(BatchFormat.Course, _column, 0, 1, values, 0, 0);
        }

        Fill(field, BatchFormat.Course, count);
    }

    // Position from speed and course, where these are there at regular times.
    private bool TryWritePredictedPosition(int count)
    {
        int all = (int)(FixFields.Position | FixFields.Speed);
        if (!_isRegular || _step <= 0 || _step > BatchFormat.LongestPredictedStep || count < 2 || (_allFields & all) != all || (_anyFields & (int)FixFields.Course) == 0)
        {
            return false;
        }

        _motion.Prepare(_rows[BatchFormat.Latitude] * BatchFormat.LatitudeQuantum, _longitudeQuantum);
        if (!_writer.ArePositionsPredicted(_rows, _stride, count, _step, _motion))
        {
            return false;
        }

        _writer.PutBits((1 << 7) | _latitudeDegrees, 8);
        _writer.PutPositions(_rows, _stride, count, _step, _motion);
        return true;
    }

    private void WritePosition(int count)
    {
        int field = (int)FixFields.Position;
        if ((_allFields & field) != 0)
        {
            _writer.PutBits((1 << 8) | (_latitudeDegrees << 1), 9);
            _writer.PutValues(BatchFormat.Latitude, _rows, BatchFormat.Latitude, _stride, count, 0, 0);
            _writer.PutValues(BatchFormat.Longitude, _rows, BatchFormat.Longitude, _stride, count, 0, 0);
            return;
        }

        int values = WritePresence(0, field, BatchFormat.Latitude, count);
        if (values > 0)
        {
            _writer.PutBits(_latitudeDegrees << 1, 8);
            _writer.PutValues(BatchFormat.Latitude, _column, 0, 1, values, 0, 0);
            Compact(0, field, BatchFormat.Longitude, count);
            _writer.PutValues(BatchFormat.Longitude, _column, 0, 1, values, 0, 0);
        }
    }

    private void WriteField(int field, int column, int count)
    {
        if ((_allFields & field) != 0)
        {
            _writer.PutValues(column, _rows, column, _stride, count, 1, 1);
            return;
        }

        int values = WritePresence(0, field, column, count);
        if (values > 0)
        {
            _writer.PutValues(column, _column, 0, 1, values, 0, 0);
        }
    }

    private void WriteFieldPresence(int field, int count)
    {
        if ((_allFields & field) != 0)
        {
            _writer.PutBits(1, 1);
        }
        else
        {
            WritePresence(0, field, BatchFormat.Time, count);
        }
    }

    // Of what is not in every sample. 01: in none; 00: by runs, the first bit telling what the first run is. Leaves the values in _column and returns how many.
    private int WritePresence(long bit, int field, int column, int count)
    {
        int values = Compact(bit, field, column, count);
        if (values == 0)
        {
            _writer.PutBits(1, 2);
            return 0;
        }

        bool isPresent = Has(0, bit, field);
        _writer.PutBits(isPresent ? 1 : 0, 3);
        int runStart = 0;
        for (int place = 1; place < _places; place++)
        {
            if (Has(place, bit, field) != isPresent)
            {
                _writer.PutRun(_context.Starts[place] - runStart - 1);
                runStart = _context.Starts[place];
                isPresent = !isPresent;
            }
        }

        _writer.PutRun(count - runStart - 1);
        return values;
    }

    private int Compact(long bit, int field, int column, int count)
    {
        int values = 0;
        for (int place = 0; place < _places; place++)
        {
            if (Has(place, bit, field))
            {
                int end = _context.EndOf(place, _places, count);
                for (int sample = _context.Starts[place]; sample < end; sample++)
                {
                    _column[values++] = _rows[(sample * _stride) + column];
                }
            }
        }

        return values;
    }

    // Where a field is absent, the value before stands for it in predictions; 0 before the first.
    private void Fill(int field, int column, int count)
    {
        int value = 0;
        for (int place = 0; place < _places; place++)
        {
            bool isPresent = Has(place, 0, field);
            int end = _context.EndOf(place, _places, count);
            for (int sample = _context.Starts[place]; sample < end; sample++)
            {
                int at = (sample * _stride) + column;
                if (isPresent)
                {
                    value = _rows[at];
                }
                else
                {
                    _rows[at] = value;
                }
            }
        }
    }

    private bool Has(int place, long bit, int field)
    {
        return field != 0 ? (_context.Fields[place] & field) != 0 : (_context.Present[place] & bit) != 0;
    }
}
