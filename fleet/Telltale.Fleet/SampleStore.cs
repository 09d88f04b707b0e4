using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>
/// The owner's store: one SQLite database in WAL mode, written by one receiver and read by any number of others at the same time, in this
/// process or another. README.md describes its tables and views for people.
/// </summary>
public sealed partial class SampleStore : ISampleSource, IDisposable
{
    private const int BusyTimeoutMilliseconds = 10_000;
    private const int CachePages = 4_000;

    private static int s_memoryStores;

    private readonly string _connectionString;
    private readonly bool _isDurable;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, SignalRow[]> _dictionaries = new();
    private StoreWriter? _writer;

    // Without a connection a store in memory would be gone.
    private SqliteConnection? _memory;

    private SampleStore(string path, bool isDurable)
    {
        Path = path;
        _isDurable = isDurable;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate }.ToString();
    }

    /// <summary>The database's full path; SQLite keeps two more files beside it while it is open.</summary>
    public string Path { get; }

    /// <summary>Opens a store, and makes it where there is none. One of an older schema is brought up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="isDurable">
    /// True: a commit is on the disk when it returns, as receipts need it. False, for simulations only: a power cut may take the newest away.
    /// </param>
    /// <exception cref="FleetException">The file is no store, is of a newer schema, or cannot be opened.</exception>
    public static SampleStore Open(string path, bool isDurable = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var store = new SampleStore(System.IO.Path.GetFullPath(path), isDurable);
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

    /// <summary>Makes an empty store in memory, for simulations: it is gone when it is disposed.</summary>
    public static SampleStore OpenInMemory()
    {
        var store = new SampleStore($"file:/telltale-{Interlocked.Increment(ref s_memoryStores)}?vfs=memdb", isDurable: false);
        store._memory = store.Connect();
        StoreSchema.Prepare(store._memory, "in memory");
        return store;
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

    /// <summary>How often a unit has been asked for dictionaries that parked batches need, by the dictionary's id.</summary>
    public IReadOnlyDictionary<int, long> WantedDictionaries(string unitId)
    {
        using SqliteConnection connection = Connect();
        return connection.Query<(long DictionaryId, long Asked)>(
                """
                SELECT dictionary_id, asked FROM wanted_dictionary JOIN unit ON unit.id = wanted_dictionary.unit WHERE unit.unit_id = $unitId
                """,
                new { unitId })
            .ToDictionary(row => unchecked((int)row.DictionaryId), row => row.Asked);
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

        _memory?.Dispose();
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
                // It rolls back, also where the database has rolled back already, as it does when the disk is full; what it kept in memory goes with it.
                _writer.Dispose();
                _writer = null;
                throw;
            }
        }
    }

    // A clock that was set wrong can name a moment that no calendar has.
    private static DateTimeOffset? ToTime(long? milliseconds)
    {
        return milliseconds is { } value && value >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        connection.Execute(
            $"PRAGMA busy_timeout = {BusyTimeoutMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = {CachePages}; "
            + $"PRAGMA synchronous = {(_isDurable ? "FULL" : "OFF")}");
        return connection;
    }
}
