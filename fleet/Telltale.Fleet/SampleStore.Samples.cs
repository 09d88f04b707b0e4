using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Virtual.Gnss;

namespace Telltale.Fleet;

/// <content>Reading samples and alerts.</content>
public sealed partial class SampleStore
{
    private const string SampleColumns = """
        time_ms AS TimeMilliseconds, time_source AS TimeSource, mode AS Mode, latitude_e7 AS Latitude, longitude_e7 AS Longitude, height_mm AS Height,
          speed_mm_s AS Speed, course_cdeg AS Course, satellites AS Satellites, signals AS Signals, trip AS Trip, activity AS Activity, ignition AS Ignition,
          ignition_source AS IgnitionSource, is_private AS IsPrivate, triggers AS Triggers, distance_m AS Distance, engine_s AS EngineSeconds,
          idling_s AS IdlingSeconds, max_speed_mm_s AS MaximumSpeed, max_acceleration_mm_s2 AS MaximumAcceleration, max_braking_mm_s2 AS MaximumBraking,
          signal_minima AS SignalMinima, signal_maxima AS SignalMaxima
        """;

    // Start-ups are counted through all streams of a unit. What was taken after the unit went into another vehicle has that vehicle's record.
    private const string OffsetOf = """
        (SELECT installation.odometer_offset_m FROM installation JOIN frame ON frame.id = installation.frame JOIN start_up AS made ON made.id = frame.start_up, start_up AS taken
          WHERE installation.unit = entry.unit AND taken.id = entry.start_up AND (made.boot, frame.first_uptime_ms) <= (taken.boot, entry.uptime_ms)
          ORDER BY made.boot DESC, frame.first_uptime_ms DESC LIMIT 1)
        """;

    private const string SelectSamples =
        $"SELECT id AS Id, dictionary AS Dictionary, {SampleColumns}, distance_m + {OffsetOf} AS Odometer FROM sample AS entry WHERE unit = (SELECT id FROM unit WHERE unit_id = $unitId)";

    private const string SelectAlerts = $"""
        SELECT id AS Id, event AS Event, value AS Value, limit_value AS LimitValue, signal AS Signal, (SELECT dictionary.id FROM dictionary
          WHERE dictionary.unit = entry.unit AND dictionary.dictionary_id = entry.dictionary_id) AS Dictionary, {SampleColumns}, distance_m + {OffsetOf} AS Odometer
        FROM alert AS entry WHERE unit = (SELECT id FROM unit WHERE unit_id = $unitId)
        """;

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> SamplesAfter(string unitId, long afterId, int limit)
    {
        return Samples(unitId, SelectSamples + " AND id > $id ORDER BY id LIMIT $limit", afterId, limit);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> SamplesBefore(string unitId, long beforeId, int limit)
    {
        StoredSample[] samples = Samples(unitId, SelectSamples + " AND id < $id ORDER BY id DESC LIMIT $limit", beforeId, limit);
        Array.Reverse(samples);
        return samples;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> NewestSamples(string unitId, int limit) => SamplesBefore(unitId, long.MaxValue, limit);

    /// <summary>Alerts of a unit with an id above <paramref name="afterId"/>, rising, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<StoredAlert> AlertsAfter(string unitId, long afterId, int limit)
    {
        return Alerts(unitId, SelectAlerts + " AND id > $id ORDER BY id LIMIT $limit", afterId, limit);
    }

    /// <summary>The newest alerts of a unit, rising by id, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<StoredAlert> NewestAlerts(string unitId, int limit)
    {
        StoredAlert[] alerts = Alerts(unitId, SelectAlerts + " AND id < $id ORDER BY id DESC LIMIT $limit", long.MaxValue, limit);
        Array.Reverse(alerts);
        return alerts;
    }

    private StoredSample[] Samples(string unitId, string sql, long id, int limit)
    {
        using SqliteConnection connection = Connect();
        return connection.Query<SampleRow>(sql, new { unitId, id, limit }).AsList().ConvertAll(row => Sample(connection, unitId, row, row.Id)).ToArray();
    }

    private StoredAlert[] Alerts(string unitId, string sql, long id, int limit)
    {
        using SqliteConnection connection = Connect();
        return connection.Query<AlertRow>(sql, new { unitId, id, limit }).AsList().ConvertAll(row =>
        {
            SignalRow? signal = row.Signal is { } position && Dictionary(connection, row.Dictionary) is { } signals && position < signals.Length ? signals[position] : null;
            AlertScale scale = AlertScale.Of((UnitEvent)row.Event, signal);
            return new StoredAlert(
                row.Id, SampleNames.Of((UnitEvent)row.Event), scale.Value(row.Value), scale.Value(row.LimitValue), scale.UnitOfMeasure, signal?.Name,
                Sample(connection, unitId, row, 0));
        }).ToArray();
    }

    private StoredSample Sample(SqliteConnection connection, string unitId, SampleRow row, long id)
    {
        SignalRow[]? signals = Dictionary(connection, row.Dictionary);
        return new StoredSample(
            id,
            unitId,
            ToTime(row.TimeMilliseconds),
            (TimeSource)row.TimeSource == TimeSource.Estimate,
            row.Latitude / 1e7,
            row.Longitude / 1e7,
            row.Height / 1e3,
            row.Speed / 1e3,
            row.Course / 1e2,
            FixModeName.Of((FixMode)row.Mode),
            (int?)row.Satellites,
            Values(row.Signals, signals) ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            Activity = row.Activity is { } activity ? SampleNames.Of((UnitActivity)activity) : null,
            Trip = (int?)row.Trip,
            Ignition = SampleNames.Of((IgnitionState)(row.Ignition ?? 0)),
            IgnitionSource = SampleNames.Of((IgnitionSource)(row.IgnitionSource ?? 0)),
            IsPrivate = row.IsPrivate is 1 ? true : null,
            Triggers = SampleNames.Of((SampleTriggers)(row.Triggers ?? 0)),
            DistanceMetres = (int?)row.Distance,
            OdometerMetres = row.Odometer,
            EngineSeconds = (int?)row.EngineSeconds,
            IdlingSeconds = (int?)row.IdlingSeconds,
            MaximumSpeedMetresPerSecond = row.MaximumSpeed / 1e3,
            MaximumAccelerationMetresPerSecondSquared = row.MaximumAcceleration / 1e3,
            MaximumBrakingMetresPerSecondSquared = row.MaximumBraking / 1e3,
            SignalMinima = Values(row.SignalMinima, signals),
            SignalMaxima = Values(row.SignalMaxima, signals),
        };
    }

    private SignalRow[]? Dictionary(SqliteConnection connection, long? dictionary)
    {
        if (dictionary is not { } row)
        {
            return null;
        }

        if (!_dictionaries.TryGetValue(row, out SignalRow[]? signals))
        {
            signals = connection.Query<SignalRow>(
                """
                SELECT name AS Name, unit_of_measure AS UnitOfMeasure, numerator AS Numerator, denominator AS Denominator, value_offset AS Offset,
                  is_unsigned AS IsUnsigned FROM signal WHERE dictionary = $row ORDER BY position
                """,
                new { row }).ToArray();
            _dictionaries[row] = signals;
        }

        return signals;
    }

    private static Dictionary<string, double>? Values(string? json, SignalRow[]? signals)
    {
        if (json is null || signals is null)
        {
            return null;
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        long?[] raw = JsonSerializer.Deserialize<long?[]>(json)!;
        for (int position = 0; position < raw.Length && position < signals.Length; position++)
        {
            if (raw[position] is { } value)
            {
                SignalRow signal = signals[position];
                values[signal.Name] = signal.Value(value);
            }
        }

        return values;
    }

    private class SampleRow
    {
        public long Id { get; init; }

        public long? TimeMilliseconds { get; init; }

        public long TimeSource { get; init; }

        public long Mode { get; init; }

        public long? Latitude { get; init; }

        public long? Longitude { get; init; }

        public long? Height { get; init; }

        public long? Speed { get; init; }

        public long? Course { get; init; }

        public long? Satellites { get; init; }

        public long? Dictionary { get; init; }

        public string? Signals { get; init; }

        public long? Trip { get; init; }

        public long? Activity { get; init; }

        public long? Ignition { get; init; }

        public long? IgnitionSource { get; init; }

        public long? IsPrivate { get; init; }

        public long? Triggers { get; init; }

        public long? Distance { get; init; }

        public long? Odometer { get; init; }

        public long? EngineSeconds { get; init; }

        public long? IdlingSeconds { get; init; }

        public long? MaximumSpeed { get; init; }

        public long? MaximumAcceleration { get; init; }

        public long? MaximumBraking { get; init; }

        public string? SignalMinima { get; init; }

        public string? SignalMaxima { get; init; }
    }

    private sealed class AlertRow : SampleRow
    {
        public long Event { get; init; }

        public long Value { get; init; }

        public long LimitValue { get; init; }

        public long? Signal { get; init; }
    }
}
