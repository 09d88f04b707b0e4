using System.Text;
using Microsoft.Data.Sqlite;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>
/// The one writer of a store: prepared statements over one connection. Whoever calls begins and commits;
/// what was not committed when the writer is disposed never happened.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    // Whoever may publish can invent unit ids; beyond so many they are counted together, under the empty id.
    private const int MaximumUnknownUnits = 256;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _upsertUnit;
    private readonly SqliteCommand _findUnit;
    private readonly SqliteCommand _upsertStream;
    private readonly SqliteCommand _findStreams;
    private readonly SqliteCommand _raiseEpoch;
    private readonly SqliteCommand _nextDownlink;
    private readonly SqliteCommand _findTag;
    private readonly SqliteCommand _addFrame;
    private readonly SqliteCommand _setFrameState;
    private readonly SqliteCommand _findWaiting;
    private readonly SqliteCommand _rangeBefore;
    private readonly SqliteCommand _rangeAfter;
    private readonly SqliteCommand _addRange;
    private readonly SqliteCommand _setRangeLast;
    private readonly SqliteCommand _removeRange;
    private readonly SqliteCommand _newestRanges;
    private readonly SqliteCommand _findDictionary;
    private readonly SqliteCommand _addDictionary;
    private readonly SqliteCommand _addSignal;
    private readonly SqliteCommand _upsertStartUp;
    private readonly SqliteCommand _addSample;
    private readonly SqliteCommand _addToUnit;
    private readonly SqliteCommand _dateStartUp;
    private readonly SqliteCommand _dateSamples;
    private readonly SqliteCommand _newestTime;
    private readonly SqliteCommand _startUps;
    private readonly SqliteCommand _estimateStartUp;
    private readonly SqliteCommand _estimateSamples;
    private readonly SqliteCommand _addConflict;
    private readonly SqliteCommand _count;
    private readonly SqliteCommand _isCounted;
    private readonly SqliteCommand _countUnknown;

    public StoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _upsertUnit = Prepare(
            "INSERT INTO unit (unit_id, label) VALUES ($unitId, $label) ON CONFLICT (unit_id) DO UPDATE SET label = $label RETURNING id",
            "$unitId", "$label");
        _findUnit = Prepare("SELECT id FROM unit WHERE unit_id = $unitId", "$unitId");
        _upsertStream = Prepare(
            "INSERT INTO stream (unit, stream_id, highest_epoch) VALUES ($unit, $streamId, $epoch) ON CONFLICT DO NOTHING",
            "$unit", "$streamId", "$epoch");
        _findStreams = Prepare("SELECT id, stream_id, highest_epoch FROM stream WHERE unit = $unit", "$unit");
        _raiseEpoch = Prepare(
            "UPDATE stream SET highest_epoch = $epoch WHERE id = $stream AND highest_epoch < $epoch", "$stream", "$epoch");
        _nextDownlink = Prepare(
            "UPDATE stream SET downlink_sequence = downlink_sequence + 1 WHERE id = $stream RETURNING downlink_sequence", "$stream");
        _findTag = Prepare("SELECT tag FROM frame WHERE stream = $stream AND sequence = $sequence", "$stream", "$sequence");
        _addFrame = Prepare(
            """
            INSERT INTO frame (stream, sequence, epoch, tag, kind, priority, dictionary_id, received_ms, state, sealed, content)
            VALUES ($stream, $sequence, $epoch, $tag, $kind, $priority, $dictionaryId, $received, $state, $sealed, $content) RETURNING id
            """,
            "$stream", "$sequence", "$epoch", "$tag", "$kind", "$priority", "$dictionaryId", "$received", "$state", "$sealed", "$content");
        _setFrameState = Prepare(
            "UPDATE frame SET state = $state, sealed = CASE $state WHEN 0 THEN NULL ELSE sealed END WHERE id = $frame", "$frame", "$state");
        _findWaiting = Prepare(
            """
            SELECT frame.id, frame.stream, frame.state, frame.dictionary_id, frame.sealed FROM frame JOIN stream ON stream.id = frame.stream
            WHERE frame.state <> 0 AND stream.unit = $unit ORDER BY frame.id
            """,
            "$unit");
        _rangeBefore = Prepare(
            "SELECT first, last FROM stored_range WHERE stream = $stream AND first <= $sequence ORDER BY first DESC LIMIT 1",
            "$stream", "$sequence");
        _rangeAfter = Prepare("SELECT last FROM stored_range WHERE stream = $stream AND first = $sequence + 1", "$stream", "$sequence");
        _addRange = Prepare("INSERT INTO stored_range (stream, first, last) VALUES ($stream, $first, $last)", "$stream", "$first", "$last");
        _setRangeLast = Prepare("UPDATE stored_range SET last = $last WHERE stream = $stream AND first = $first", "$stream", "$first", "$last");
        _removeRange = Prepare("DELETE FROM stored_range WHERE stream = $stream AND first = $first", "$stream", "$first");
        _newestRanges = Prepare(
            "SELECT first, last FROM stored_range WHERE stream = $stream ORDER BY first DESC LIMIT $limit", "$stream", "$limit");
        _findDictionary = Prepare(
            "SELECT id, content FROM dictionary WHERE unit = $unit AND dictionary_id = $dictionaryId", "$unit", "$dictionaryId");
        _addDictionary = Prepare(
            "INSERT INTO dictionary (unit, dictionary_id, content) VALUES ($unit, $dictionaryId, $content) RETURNING id",
            "$unit", "$dictionaryId", "$content");
        _addSignal = Prepare(
            """
            INSERT INTO signal (dictionary, position, name, unit_of_measure, numerator, denominator, value_offset, is_unsigned)
            VALUES ($dictionary, $position, $name, $unit, $numerator, $denominator, $offset, $unsigned)
            """,
            "$dictionary", "$position", "$name", "$unit", "$numerator", "$denominator", "$offset", "$unsigned");
        _upsertStartUp = Prepare(
            """
            INSERT INTO start_up (stream, boot) VALUES ($stream, $boot) ON CONFLICT (stream, boot) DO UPDATE SET boot = boot
            RETURNING id, utc_at_zero_ms, reference_uptime_ms
            """,
            "$stream", "$boot");
        _addSample = Prepare(
            """
            INSERT INTO sample (unit, frame, start_up, dictionary, uptime_ms, time_ms, time_source, mode, latitude_e7, longitude_e7, height_mm,
              speed_mm_s, course_cdeg, satellites, signals)
            VALUES ($unit, $frame, $startUp, $dictionary, $uptime, $time, $timeSource, $mode, $latitude, $longitude, $height,
              $speed, $course, $satellites, $signals)
            """,
            "$unit", "$frame", "$startUp", "$dictionary", "$uptime", "$time", "$timeSource", "$mode", "$latitude", "$longitude", "$height",
            "$speed", "$course", "$satellites", "$signals");
        _addToUnit = Prepare(
            """
            UPDATE unit SET samples = samples + $samples,
              last_time_ms = CASE WHEN $time IS NULL OR last_time_ms >= $time THEN last_time_ms ELSE $time END
            WHERE id = $unit
            """,
            "$unit", "$samples", "$time");
        _dateStartUp = Prepare(
            "UPDATE start_up SET utc_at_zero_ms = $zero, reference_uptime_ms = $uptime, is_estimated = 0 WHERE id = $startUp",
            "$startUp", "$zero", "$uptime");
        _dateSamples = Prepare(
            "UPDATE sample SET time_ms = uptime_ms + $zero, time_source = 2 WHERE start_up = $startUp AND time_source <> 1",
            "$startUp", "$zero");
        _newestTime = Prepare("SELECT max(time_ms) FROM sample WHERE start_up = $startUp AND time_source <> 3", "$startUp");
        _startUps = Prepare(
            """
            SELECT id, boot, utc_at_zero_ms, is_estimated,
              (SELECT max(uptime_ms) FROM sample WHERE sample.start_up = start_up.id),
              (SELECT time_ms FROM sample WHERE sample.start_up = start_up.id ORDER BY uptime_ms DESC LIMIT 1)
            FROM start_up WHERE stream = $stream ORDER BY boot
            """,
            "$stream");
        _estimateStartUp = Prepare(
            """
            UPDATE start_up SET utc_at_zero_ms = $zero, is_estimated = 1, earliest_zero_ms = $earliest, latest_zero_ms = $latest
            WHERE id = $startUp
            """,
            "$startUp", "$zero", "$earliest", "$latest");
        _estimateSamples = Prepare(
            "UPDATE sample SET time_ms = uptime_ms + $zero, time_source = 3 WHERE start_up = $startUp AND time_source IN (0, 3)",
            "$startUp", "$zero");
        _addConflict = Prepare(
            """
            INSERT INTO conflict (stream, sequence, epoch, tag, received_ms, sealed) VALUES ($stream, $sequence, $epoch, $tag, $received, $sealed)
            ON CONFLICT DO NOTHING
            """,
            "$stream", "$sequence", "$epoch", "$tag", "$received", "$sealed");
        _count = Prepare(
            """
            INSERT INTO counter (unit_id, outcome, count, last_ms, last_detail) VALUES ($unitId, $outcome, 1, $time, $detail)
            ON CONFLICT (unit_id, outcome) DO UPDATE SET count = count + 1, last_ms = $time, last_detail = coalesce($detail, last_detail)
            """,
            "$unitId", "$outcome", "$time", "$detail");
        _isCounted = Prepare("SELECT count(*) FROM counter WHERE unit_id = $unitId AND outcome = $outcome", "$unitId", "$outcome");
        _countUnknown = Prepare("SELECT count(*) FROM counter WHERE outcome = $outcome", "$outcome");
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public long UpsertUnit(string unitId, string label) => (long)Scalar(_upsertUnit, unitId, label)!;

    /// <summary>The row of a unit that something was stored of.</summary>
    public long FindUnit(string unitId) => (long)Scalar(_findUnit, unitId)!;

    /// <summary>Every stream of a unit that has a stored frame: row, id in hexadecimal, highest epoch.</summary>
    public List<StreamRow> Streams(long unit)
    {
        var streams = new List<StreamRow>();
        Bind(_findStreams, unit);
        using SqliteDataReader reader = _findStreams.ExecuteReader();
        while (reader.Read())
        {
            streams.Add(new StreamRow(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return streams;
    }

    public void AddStream(long unit, string streamId, long epoch) => Run(_upsertStream, unit, streamId, epoch);

    public void RaiseEpoch(long stream, long epoch) => Run(_raiseEpoch, stream, epoch);

    public long NextDownlinkSequence(long stream) => (long)Scalar(_nextDownlink, stream)!;

    /// <summary>The tag of the stored frame of that sequence, or null.</summary>
    public byte[]? FindTag(long stream, long sequence) => (byte[]?)Scalar(_findTag, stream, sequence);

    public long AddFrame(long stream, FrameRow frame)
    {
        long id = (long)Scalar(
            _addFrame, stream, frame.Sequence, frame.Epoch, frame.Tag, frame.Kind, frame.Priority, frame.DictionaryId, frame.ReceivedMilliseconds,
            (int)frame.State, frame.Sealed, frame.Content)!;
        AddToRanges(stream, frame.Sequence);
        return id;
    }

    public void SetFrameState(long frame, FrameState state) => Run(_setFrameState, frame, (int)state);

    /// <summary>Frames of a unit that could not be decoded when they came, in the order in which they came.</summary>
    public List<WaitingFrame> WaitingFrames(long unit)
    {
        var frames = new List<WaitingFrame>();
        Bind(_findWaiting, unit);
        using SqliteDataReader reader = _findWaiting.ExecuteReader();
        while (reader.Read())
        {
            frames.Add(new WaitingFrame(
                reader.GetInt64(0), reader.GetInt64(1), (FrameState)reader.GetInt32(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)));
        }

        return frames;
    }

    /// <summary>The newest ranges of stored sequences of a stream, highest first.</summary>
    public List<SequenceRange> NewestRanges(long stream, int limit)
    {
        var ranges = new List<SequenceRange>();
        Bind(_newestRanges, stream, limit);
        using SqliteDataReader reader = _newestRanges.ExecuteReader();
        while (reader.Read())
        {
            ranges.Add(new SequenceRange(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return ranges;
    }

    /// <summary>The range of stored sequences that holds this one, or null.</summary>
    public SequenceRange? RangeAround(long stream, long sequence)
    {
        SequenceRange? before = RangeBefore(stream, sequence);
        return before?.Last >= sequence ? before : null;
    }

    public (long Id, byte[] Content)? FindDictionary(long unit, long dictionaryId)
    {
        Bind(_findDictionary, unit, dictionaryId);
        using SqliteDataReader reader = _findDictionary.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    public long AddDictionary(long unit, long dictionaryId, byte[] content, SignalDefinition[] definitions)
    {
        long id = (long)Scalar(_addDictionary, unit, dictionaryId, content)!;
        for (int position = 0; position < definitions.Length; position++)
        {
            SignalDefinition signal = definitions[position];
            Run(_addSignal, id, position, signal.Name, signal.Unit, signal.Numerator, signal.Denominator, signal.Offset, signal.IsUnsigned ? 1 : 0);
        }

        return id;
    }

    /// <summary>
    /// Adds the samples of one batch, which are all of one start-up, and dates what this batch allows to date.
    /// </summary>
    public void AddSamples(long unit, long stream, long frame, long? dictionary, SignalDefinition[] definitions, long boot, IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
        {
            return;
        }

        (long startUp, long? utcAtZero, long? referenceUptime) = UpsertStartUp(stream, boot);
        Sample? first = null;
        foreach (Sample sample in samples)
        {
            if (sample.IsDated && (first is null || sample.UptimeMilliseconds < first.UptimeMilliseconds))
            {
                first = sample;
            }
        }

        bool wasDated = referenceUptime is not null;
        bool isNewReference = first is not null && (referenceUptime is null || first.UptimeMilliseconds < referenceUptime);
        if (isNewReference)
        {
            utcAtZero = first!.TimeUtcMilliseconds - first.UptimeMilliseconds;
            referenceUptime = first.UptimeMilliseconds;
        }

        bool isStartUpDated = referenceUptime is not null;
        long? newest = null;
        foreach (Sample sample in samples)
        {
            long? time = sample.IsDated ? sample.TimeUtcMilliseconds : isStartUpDated ? sample.UptimeMilliseconds + utcAtZero : null;
            TimeSource source = sample.IsDated ? TimeSource.Clock : isStartUpDated ? TimeSource.StartUp : TimeSource.None;
            AddSample(unit, frame, startUp, dictionary, definitions, sample, time, source);
            newest = time is not null && (newest is null || time > newest) ? time : newest;
        }

        Run(_addToUnit, unit, samples.Count, newest);
        if (isNewReference)
        {
            Run(_dateStartUp, startUp, utcAtZero, referenceUptime);
            Run(_dateSamples, startUp, utcAtZero);
            Run(_addToUnit, unit, 0, Scalar(_newestTime, startUp) as long?);
        }

        // A clock that a start-up has had before changes nothing for its neighbours.
        if (!wasDated)
        {
            EstimateUndated(stream);
        }
    }

    /// <summary>Keeps a conflicting frame aside; the same one again changes nothing.</summary>
    public void AddConflict(long stream, long sequence, long epoch, byte[] tag, long receivedMilliseconds, byte[] sealedFrame)
    {
        Run(_addConflict, stream, sequence, epoch, tag, receivedMilliseconds, sealedFrame);
    }

    public void Count(string unitId, FrameOutcome outcome, long timeMilliseconds, string? detail)
    {
        string name = outcome.Name();
        if (outcome == FrameOutcome.UnknownUnit && (long)Scalar(_isCounted, unitId, name)! == 0
            && (long)Scalar(_countUnknown, name)! >= MaximumUnknownUnits)
        {
            unitId = "";
        }

        Run(_count, unitId, name, timeMilliseconds, detail);
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        Bind(command, values);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        Bind(command, values);
        return command.ExecuteScalar();
    }

    private static string? SignalsJson(Sample sample, SignalDefinition[] definitions)
    {
        if (sample.SignalsPresent == 0)
        {
            return null;
        }

        var json = new StringBuilder("[");
        for (int index = 0; index < definitions.Length; index++)
        {
            if (index > 0)
            {
                json.Append(',');
            }

            if ((sample.SignalsPresent & (1L << index)) == 0)
            {
                json.Append("null");
            }
            else if (definitions[index].IsUnsigned)
            {
                json.Append((uint)sample.Signals[index]);
            }
            else
            {
                json.Append(sample.Signals[index]);
            }
        }

        return json.Append(']').ToString();
    }

    private void AddSample(
        long unit, long frame, long startUp, long? dictionary, SignalDefinition[] definitions, Sample sample, long? time, TimeSource source)
    {
        FixFields fields = sample.Fields;
        bool hasPosition = fields.HasFlag(FixFields.Position);
        Run(
            _addSample, unit, frame, startUp, dictionary, sample.UptimeMilliseconds, time, (int)source, (int)sample.Mode,
            hasPosition ? sample.LatitudeDegreesE7 : null,
            hasPosition ? sample.LongitudeDegreesE7 : null,
            fields.HasFlag(FixFields.Height) ? sample.HeightMillimetres : null,
            fields.HasFlag(FixFields.Speed) ? sample.SpeedMillimetresPerSecond : null,
            fields.HasFlag(FixFields.Course) ? sample.CourseHundredthsDegree : null,
            fields.HasFlag(FixFields.SatellitesUsed) ? sample.SatellitesUsed : null,
            SignalsJson(sample, definitions));
    }

    private (long Id, long? UtcAtZero, long? ReferenceUptime) UpsertStartUp(long stream, long boot)
    {
        Bind(_upsertStartUp, stream, boot);
        using SqliteDataReader reader = _upsertStartUp.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
    }

    private SequenceRange? RangeBefore(long stream, long sequence)
    {
        Bind(_rangeBefore, stream, sequence);
        using SqliteDataReader reader = _rangeBefore.ExecuteReader();
        return reader.Read() ? new SequenceRange(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private void AddToRanges(long stream, long sequence)
    {
        SequenceRange? before = RangeBefore(stream, sequence);
        long last = sequence;
        if (Scalar(_rangeAfter, stream, sequence) is long lastAfter)
        {
            last = lastAfter;
            Run(_removeRange, stream, sequence + 1);
        }

        if (before?.Last == sequence - 1)
        {
            Run(_setRangeLast, stream, before.First, last);
        }
        else
        {
            Run(_addRange, stream, sequence, last);
        }
    }

    /// <summary>
    /// Start-ups that never had a clock, between two that had one, are spread evenly over the time between; before the first that had one,
    /// they end where it begins. Marked as estimates, with the bounds; a dated sample that comes later replaces them.
    /// </summary>
    private void EstimateUndated(long stream)
    {
        var startUps = new List<StartUpRow>();
        Bind(_startUps, stream);
        using (SqliteDataReader reader = _startUps.ExecuteReader())
        {
            while (reader.Read())
            {
                bool isDated = !reader.IsDBNull(2) && reader.GetInt32(3) == 0;
                startUps.Add(new StartUpRow(
                    reader.GetInt64(0), isDated ? reader.GetInt64(2) : null, reader.IsDBNull(4) ? 0 : reader.GetInt64(4),
                    isDated && !reader.IsDBNull(5) ? reader.GetInt64(5) : null));
            }
        }

        int start = 0;
        long? earliest = null;
        for (int index = 0; index < startUps.Count; index++)
        {
            if (startUps[index].UtcAtZero is not { } next)
            {
                continue;
            }

            if (index > start)
            {
                Estimate(startUps.GetRange(start, index - start), earliest, next);
            }

            earliest = startUps[index].LastTime;
            start = index + 1;
        }
    }

    private void Estimate(List<StartUpRow> undated, long? earliest, long latest)
    {
        long length = undated.Sum(startUp => startUp.LastUptime);
        long gap = earliest is { } from ? Math.Max(0, latest - from - length) / (undated.Count + 1) : 0;
        long end = latest;
        for (int index = undated.Count - 1; index >= 0; index--)
        {
            StartUpRow startUp = undated[index];
            long zero = end - gap - startUp.LastUptime;
            Run(_estimateStartUp, startUp.Id, zero, earliest, latest - startUp.LastUptime);
            Run(_estimateSamples, startUp.Id, zero);
            end = zero;
        }
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (string parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        command.Prepare();
        _commands.Add(command);
        return command;
    }

    private sealed record StartUpRow(long Id, long? UtcAtZero, long LastUptime, long? LastTime);
}
