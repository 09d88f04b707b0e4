using Microsoft.Data.Sqlite;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>Brings samples and alerts into the store, each with the time that is known of it.</summary>
internal sealed class SampleWriter : IDisposable
{
    // What sample and alert have in common, in this order.
    private const string SampleColumns = """
        uptime_ms, time_ms, time_source, mode, latitude_e7, longitude_e7, height_mm, speed_mm_s, course_cdeg, satellites, trip, activity, ignition,
          ignition_source, is_private, triggers, distance_m, engine_s, idling_s, max_speed_mm_s, max_acceleration_mm_s2, max_braking_mm_s2, signals,
          signal_minima, signal_maxima
        """;

    private readonly StartUps _startUps;
    private readonly SignalText _signals = new();
    private readonly SqlStatement _addSample;
    private readonly SqlStatement _addAlert;
    private readonly SqlStatement _addToUnit;

    public SampleWriter(SqliteConnection connection, StartUps startUps)
    {
        _startUps = startUps;
        _addSample = new SqlStatement(
            connection,
            $"""
            INSERT INTO sample ({SampleColumns}, unit, frame, start_up, dictionary)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _addAlert = new SqlStatement(
            connection,
            $"""
            INSERT INTO alert ({SampleColumns}, unit, frame, start_up, dictionary_id, event, value, limit_value, signal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _addToUnit = new SqlStatement(
            connection,
            """
            UPDATE unit SET samples = samples + ?2,
              last_time_ms = CASE WHEN ?3 IS NULL OR last_time_ms >= ?3 THEN last_time_ms ELSE ?3 END
            WHERE id = ?1
            """);
    }

    /// <summary>Adds the samples of one batch, which are all of one start-up, and dates what they allow to date.</summary>
    public void AddSamples(
        long unit, StreamState stream, StartUp startUp, long frame, long? dictionary, SignalDefinition[] definitions, IReadOnlyList<Sample> samples)
    {
        bool wasDated = startUp.IsDated;
        bool isNewReference = false;
        foreach (Sample sample in samples)
        {
            isNewReference |= StartUps.Note(startUp, sample.UptimeMilliseconds, TimeOf(sample));
        }

        long isUnsigned = UnsignedOf(definitions);
        long? newest = null;
        foreach (Sample sample in samples)
        {
            long? time = Bind(_addSample, startUp, sample, definitions.Length, isUnsigned);
            _addSample.Number(26, unit).Number(27, frame).Number(28, startUp.Id).Number(29, dictionary).Run();
            newest = time is not null && (newest is null || time > newest) ? time : newest;
        }

        long? redated = _startUps.Save(stream, startUp, wasDated, isNewReference);
        _addToUnit.Run(unit, samples.Count, redated > newest || newest is null ? redated : newest);
    }

    /// <summary>Adds an alert; its sample is of one moment, and is counted among the samples only where a batch brings it too.</summary>
    public void AddAlert(long unit, StreamState stream, StartUp startUp, long frame, Alert alert, SignalDefinition[]? definitions)
    {
        bool wasDated = startUp.IsDated;
        Sample sample = alert.Sample;
        bool isNewReference = StartUps.Note(startUp, sample.UptimeMilliseconds, TimeOf(sample));
        Bind(_addAlert, startUp, sample, alert.SignalCount, definitions is null ? 0 : UnsignedOf(definitions));
        _addAlert.Number(26, unit).Number(27, frame).Number(28, startUp.Id).Number(29, alert.DictionaryId)
            .Number(30, (long)alert.Event).Number(31, alert.Value).Number(32, alert.Limit).Number(33, alert.Signal).Run();
        long? redated = _startUps.Save(stream, startUp, wasDated, isNewReference);
        _addToUnit.Run(unit, 0, redated);
    }

    /// <summary>Takes a moment of a start-up from a status.</summary>
    public void NoteMoment(long unit, StreamState stream, StartUp startUp, long uptime, long? time)
    {
        bool wasDated = startUp.IsDated;
        bool isNewReference = StartUps.Note(startUp, uptime, time);
        _addToUnit.Run(unit, 0, _startUps.Save(stream, startUp, wasDated, isNewReference));
    }

    public void Dispose()
    {
        _addSample.Dispose();
        _addAlert.Dispose();
        _addToUnit.Dispose();
    }

    private static long? TimeOf(Sample sample) => sample.IsDated ? sample.TimeUtcMilliseconds : null;

    private static long UnsignedOf(SignalDefinition[] definitions)
    {
        long bits = 0;
        for (int index = 0; index < definitions.Length; index++)
        {
            bits |= definitions[index].IsUnsigned ? 1L << index : 0;
        }

        return bits;
    }

    /// <summary>Binds the columns of a sample, parameters 1 to 25.</summary>
    /// <returns>Its time.</returns>
    private long? Bind(SqlStatement statement, StartUp startUp, Sample sample, int signalCount, long isUnsigned)
    {
        long? time = sample.IsDated ? sample.TimeUtcMilliseconds : startUp.IsDated ? startUp.UtcAtZero + sample.UptimeMilliseconds : null;
        TimeSource source = sample.IsDated ? TimeSource.Clock : startUp.IsDated ? TimeSource.StartUp : TimeSource.None;
        FixFields fields = sample.Fields;
        bool hasPosition = fields.HasFlag(FixFields.Position);
        SampleExtremes extremes = sample.Extremes;
        statement.Number(1, sample.UptimeMilliseconds);
        statement.Number(2, time);
        statement.Number(3, (long)source);
        statement.Number(4, (long)sample.Mode);
        statement.Number(5, hasPosition ? sample.LatitudeDegreesE7 : null);
        statement.Number(6, hasPosition ? sample.LongitudeDegreesE7 : null);
        statement.Number(7, fields.HasFlag(FixFields.Height) ? sample.HeightMillimetres : null);
        statement.Number(8, fields.HasFlag(FixFields.Speed) ? sample.SpeedMillimetresPerSecond : null);
        statement.Number(9, fields.HasFlag(FixFields.Course) ? sample.CourseHundredthsDegree : null);
        statement.Number(10, fields.HasFlag(FixFields.SatellitesUsed) ? sample.SatellitesUsed : null);
        statement.Number(11, sample.TripNumber > 0 ? sample.TripNumber : null);
        statement.Number(12, (long)sample.Activity);
        statement.Number(13, (long)sample.Ignition);
        statement.Number(14, (long)sample.IgnitionSource);
        statement.Number(15, sample.IsPrivate ? 1 : 0);
        statement.Number(16, (long)sample.Triggers);
        statement.Number(17, sample.DistanceMetres);
        statement.Number(18, sample.EngineSeconds);
        statement.Number(19, sample.IdlingSeconds);
        statement.Number(20, extremes.HasFlag(SampleExtremes.MaximumSpeed) ? sample.MaximumSpeedMillimetresPerSecond : null);
        statement.Number(21, extremes.HasFlag(SampleExtremes.MaximumAcceleration) ? sample.MaximumAccelerationMillimetresPerSecondSquared : null);
        statement.Number(22, extremes.HasFlag(SampleExtremes.MaximumBraking) ? sample.MaximumBrakingMillimetresPerSecondSquared : null);
        statement.Utf8(23, _signals.Write(sample.SignalsPresent, sample.Signals, signalCount, isUnsigned));
        statement.Utf8(24, _signals.Write(sample.SignalExtremesPresent, sample.SignalMinima, signalCount, isUnsigned));
        statement.Utf8(25, _signals.Write(sample.SignalExtremesPresent, sample.SignalMaxima, signalCount, isUnsigned));
        return time;
    }
}
