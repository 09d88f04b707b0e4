using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Gnss;
using Telltale.Virtual.Gnss;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>
/// The owner's store: one SQLite database in WAL mode, written by one receiver and read by any number of others at the same time, in this
/// process or another. README.md describes its tables and views for people.
/// </summary>
public sealed class SampleStore : ISampleSource, IDisposable
{
    private const int BusyTimeoutMilliseconds = 10_000;

    private const string SelectSamples = """
        SELECT sample.id AS Id, sample.time_ms AS TimeMilliseconds, sample.time_source AS TimeSource, sample.mode AS Mode,
          sample.latitude_e7 AS Latitude, sample.longitude_e7 AS Longitude, sample.height_mm AS Height, sample.speed_mm_s AS Speed,
          sample.course_cdeg AS Course, sample.satellites AS Satellites, sample.dictionary AS Dictionary, sample.signals AS Signals
        FROM sample WHERE sample.unit = (SELECT id FROM unit WHERE unit_id = $unitId)
        """;

    private readonly string _connectionString;
    private readonly bool _isDurable;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, SignalRow[]> _dictionaries = new();
    private StoreWriter? _writer;

    private SampleStore(string path, bool isDurable)
    {
        Path = System.IO.Path.GetFullPath(path);
        _isDurable = isDurable;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate }.ToString();
    }

    /// <summary>The database's full path; SQLite keeps two more files beside it while it is open.</summary>
    public string Path { get; }

    /// <summary>Opens a store, and makes it where there is none.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="isDurable">
    /// True: a commit is on the disk when it returns, as receipts need it. False, for simulations only: a power cut may take the newest away.
    /// </param>
    /// <exception cref="FleetException">The file is no store, is of a newer schema, or cannot be opened.</exception>
    public static SampleStore Open(string path, bool isDurable = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var store = new SampleStore(path, isDurable);
        try
        {
            SecretFile.CreateFolder(System.IO.Path.GetDirectoryName(store.Path)!);
            if (!File.Exists(store.Path))
            {
                SecretFile.Create(store.Path, []);
            }

            using SqliteConnection connection = store.Connect();
            StoreSchema.Prepare(connection, store.Path);
            return store;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new FleetException($"The store {store.Path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<UnitSummary> Units()
    {
        using SqliteConnection connection = Connect();
        return connection.Query<(string UnitId, string Label, long Samples, long? LastTime)>(
                "SELECT unit_id, label, samples, last_time_ms FROM unit ORDER BY label COLLATE NOCASE, unit_id")
            .Select(row => new UnitSummary(row.UnitId, row.Label, row.Samples, ToTime(row.LastTime)))
            .ToArray();
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> SamplesAfter(string unitId, long afterId, int limit)
    {
        return Query(unitId, SelectSamples + " AND sample.id > $id ORDER BY sample.id LIMIT $limit", afterId, limit);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> SamplesBefore(string unitId, long beforeId, int limit)
    {
        StoredSample[] samples = Query(unitId, SelectSamples + " AND sample.id < $id ORDER BY sample.id DESC LIMIT $limit", beforeId, limit);
        Array.Reverse(samples);
        return samples;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSample> NewestSamples(string unitId, int limit) => SamplesBefore(unitId, long.MaxValue, limit);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> SignalUnits(string unitId)
    {
        using SqliteConnection connection = Connect();
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<(string Name, string Unit)> rows = connection.Query<(string, string)>(
            """
            SELECT signal.name, signal.unit_of_measure FROM signal JOIN dictionary ON dictionary.id = signal.dictionary
            JOIN unit ON unit.id = dictionary.unit WHERE unit.unit_id = $unitId ORDER BY dictionary.id, signal.position
            """,
            new { unitId });

        // The newest dictionary has the last word.
        foreach ((string name, string unit) in rows)
        {
            units[name] = unit;
        }

        return units;
    }

    /// <summary>What has become of everything received, by unit and outcome.</summary>
    public IReadOnlyList<OutcomeCount> Outcomes()
    {
        using SqliteConnection connection = Connect();
        return connection.Query<(string UnitId, string Outcome, long Count, long LastTime, string? Detail)>(
                "SELECT unit_id, outcome, count, last_ms, last_detail FROM counter ORDER BY unit_id, outcome")
            .Select(row => new OutcomeCount(row.UnitId, FrameOutcomes.Parse(row.Outcome), row.Count, ToTime(row.LastTime)!.Value, row.Detail))
            .ToArray();
    }

    /// <summary>How many frames of a unit wait for a dictionary, and how many are authentic but not decodable by this version.</summary>
    public (long Parked, long Undecodable) WaitingFrames(string unitId)
    {
        using SqliteConnection connection = Connect();
        return connection.QuerySingle<(long, long)>(
            """
            SELECT count(*) FILTER (WHERE frame.state = 1), count(*) FILTER (WHERE frame.state = 2) FROM frame
            JOIN stream ON stream.id = frame.stream JOIN unit ON unit.id = stream.unit WHERE frame.state <> 0 AND unit.unit_id = $unitId
            """,
            new { unitId });
    }

    /// <summary>What a dictionary of a unit says, or null when it has not come.</summary>
    public SignalDefinition[]? FindDictionary(string unitId, int dictionaryId)
    {
        using SqliteConnection connection = Connect();
        byte[]? content = connection.QuerySingleOrDefault<byte[]>(
            """
            SELECT dictionary.content FROM dictionary JOIN unit ON unit.id = dictionary.unit
            WHERE unit.unit_id = $unitId AND dictionary.dictionary_id = $dictionaryId
            """,
            new { unitId, dictionaryId });
        return content is not null && DictionaryReader.TryRead(content, out _, out SignalDefinition[]? definitions) ? definitions : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }

        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>
    /// Runs a piece of work in one transaction; when it returns, everything is committed, and when it throws, nothing happened.
    /// </summary>
    internal T Write<T>(Func<StoreWriter, T> work)
    {
        lock (_writing)
        {
            _writer ??= new StoreWriter(Connect());
            _writer.Begin();
            try
            {
                T result = work(_writer);
                _writer.Commit();
                return result;
            }
            catch
            {
                // Closing the connection rolls back, also where the database has rolled back already, as it does when the disk is full.
                _writer.Dispose();
                _writer = null;
                throw;
            }
        }
    }

    private static DateTimeOffset? ToTime(long? milliseconds)
    {
        return milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        connection.Execute(
            $"PRAGMA busy_timeout = {BusyTimeoutMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; "
            + $"PRAGMA synchronous = {(_isDurable ? "FULL" : "OFF")}");
        return connection;
    }

    private StoredSample[] Query(string unitId, string sql, long id, int limit)
    {
        using SqliteConnection connection = Connect();
        return connection.Query<SampleRow>(sql, new { unitId, id, limit })
            .AsList()
            .ConvertAll(row => new StoredSample(
                row.Id,
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
                Signals(connection, row)))
            .ToArray();
    }

    private Dictionary<string, double> Signals(SqliteConnection connection, SampleRow row)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        if (row.Signals is null || row.Dictionary is not { } dictionary)
        {
            return values;
        }

        if (!_dictionaries.TryGetValue(dictionary, out SignalRow[]? signals))
        {
            signals = connection.Query<SignalRow>(
                """
                SELECT name AS Name, numerator AS Numerator, denominator AS Denominator, value_offset AS Offset FROM signal
                WHERE dictionary = $dictionary ORDER BY position
                """,
                new { dictionary }).ToArray();
            _dictionaries[dictionary] = signals;
        }

        long?[] raw = JsonSerializer.Deserialize<long?[]>(row.Signals)!;
        for (int position = 0; position < raw.Length; position++)
        {
            if (raw[position] is { } value)
            {
                SignalRow signal = signals[position];
                values[signal.Name] = StoredSample.SignalValue(value, signal.Numerator, signal.Offset, signal.Denominator);
            }
        }

        return values;
    }

    private sealed class SampleRow
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
    }

    private sealed class SignalRow
    {
        public string Name { get; init; } = "";

        public long Numerator { get; init; }

        public long Denominator { get; init; }

        public long Offset { get; init; }
    }
}
