using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>
/// The one writer of a store: prepared statements over one connection, and what of the store it keeps in memory. Whoever calls begins and commits;
/// what was not committed when the writer is disposed never happened.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    // Whoever may publish can invent unit ids; beyond so many they are counted together, under the empty id.
    private const int MaximumUnknownUnits = 256;

    private readonly SqliteConnection _connection;
    private readonly List<SqlStatement> _statements = [];
    private readonly SqlStatement _begin;
    private readonly SqlStatement _commit;
    private readonly SqlStatement _upsertUnit;
    private readonly SqlStatement _findUnit;
    private readonly SqlStatement _findUnitId;
    private readonly SqlStatement _findTag;
    private readonly SqlStatement _addFrame;
    private readonly SqlStatement _addInstallation;
    private readonly SqlStatement _setFrameDecoded;
    private readonly SqlStatement _setFrameUndecodable;
    private readonly SqlStatement _findWaiting;
    private readonly SqlStatement _findDictionary;
    private readonly SqlStatement _addDictionary;
    private readonly SqlStatement _addSignal;
    private readonly SqlStatement _addConflict;
    private readonly SqlStatement _count;
    private readonly SqlStatement _isCounted;
    private readonly SqlStatement _countUnknown;
    private readonly SqlStatement _wantDictionary;
    private readonly SqlStatement _forgetWanted;
    private readonly SqlStatement _wanted;
    private readonly SqlStatement _setAsked;
    private readonly Dictionary<(string UnitId, FrameOutcome Outcome), PendingCount> _counts = [];

    public StoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        Streams = new StoreStreams(connection);
        StartUps = new StartUps(connection);
        Samples = new SampleWriter(connection, StartUps);
        Ledger = new SequenceLedger(connection, Streams);
        Statuses = new StatusWriter(connection, Streams, Ledger);
        Commands = new StoreCommands(connection);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _upsertUnit = Prepare("INSERT INTO unit (unit_id, label) VALUES (?1, ?2) ON CONFLICT (unit_id) DO UPDATE SET label = ?2 RETURNING id");
        _findUnit = Prepare("SELECT id FROM unit WHERE unit_id = ?1");
        _findUnitId = Prepare("SELECT unit_id FROM unit WHERE id = ?1");
        _findTag = Prepare("SELECT tag FROM frame WHERE stream = ?1 AND sequence = ?2");
        _addInstallation = Prepare(
            "INSERT OR REPLACE INTO installation (unit, frame, received_ms, time_ms, odometer_offset_m, vin, mark, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _addFrame = Prepare(
            """
            INSERT INTO frame (stream, sequence, epoch, kind, priority, dictionary_id, received_ms, state, start_up, first_uptime_ms, last_uptime_ms, tag, sealed, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """);
        _setFrameDecoded = Prepare(
            "UPDATE frame SET state = 0, sealed = NULL, start_up = ?2, first_uptime_ms = ?3, last_uptime_ms = ?4 WHERE id = ?1");
        _setFrameUndecodable = Prepare("UPDATE frame SET state = 2 WHERE id = ?1");
        _findWaiting = Prepare(
            """
            SELECT frame.id, frame.stream, frame.sequence, frame.kind, frame.received_ms, frame.sealed, frame.content FROM frame JOIN stream ON stream.id = frame.stream
            WHERE frame.state <> 0 AND stream.unit = ?1 ORDER BY frame.id
            """);
        _findDictionary = Prepare("SELECT id, content FROM dictionary WHERE unit = ?1 AND dictionary_id = ?2");
        _addDictionary = Prepare("INSERT INTO dictionary (unit, dictionary_id, content) VALUES (?1, ?2, ?3)");
        _addSignal = Prepare(
            """
            INSERT INTO signal (dictionary, position, numerator, denominator, value_offset, is_unsigned, name, unit_of_measure)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """);
        _addConflict = Prepare(
            """
            INSERT INTO conflict (stream, sequence, epoch, received_ms, tag, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING
            """);
        _count = Prepare(
            """
            INSERT INTO counter (unit_id, outcome, count, last_ms, last_detail) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (unit_id, outcome) DO UPDATE SET count = count + ?3, last_ms = ?4, last_detail = coalesce(?5, last_detail)
            """);
        _isCounted = Prepare("SELECT count(*) FROM counter WHERE unit_id = ?1 AND outcome = ?2");
        _countUnknown = Prepare("SELECT count(*) FROM counter WHERE outcome = ?1");
        _wantDictionary = Prepare("INSERT INTO wanted_dictionary (unit, dictionary_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _forgetWanted = Prepare("DELETE FROM wanted_dictionary WHERE unit = ?1 AND dictionary_id = ?2");
        _wanted = Prepare("SELECT dictionary_id, asked, last_ms FROM wanted_dictionary WHERE unit = ?1 ORDER BY coalesce(last_ms, 0), dictionary_id");
        _setAsked = Prepare("UPDATE wanted_dictionary SET asked = asked + 1, last_ms = ?3 WHERE unit = ?1 AND dictionary_id = ?2");
    }

    public StoreStreams Streams { get; }

    public StartUps StartUps { get; }

    public SampleWriter Samples { get; }

    public SequenceLedger Ledger { get; }

    public StatusWriter Statuses { get; }

    public StoreCommands Commands { get; }

    /// <summary>Adds an installation.</summary>
    public void AddInstallation(long unit, long frame, long received, Installation installation, byte[] record) =>
        _addInstallation.Bind(unit, frame, received, installation.Time?.ToUnixTimeMilliseconds(), installation.OdometerOffsetMetres)
            .Text(6, installation.Vin).Text(7, installation.Mark).Blob(8, record).Run();

    public void Begin() => _begin.Run();

    public void Commit()
    {
        foreach (((string unitId, FrameOutcome outcome), PendingCount pending) in _counts)
        {
            WriteCount(unitId, outcome, pending);
        }

        _counts.Clear();
        _commit.Run();
    }

    public long UpsertUnit(string unitId, string label) => _upsertUnit.Text(1, unitId).Text(2, label).Scalar()!.Value;

    /// <summary>The row of a unit, or null when nothing was ever stored of it.</summary>
    public long? FindUnit(string unitId) => _findUnit.Text(1, unitId).Scalar();

    /// <summary>The id of a unit by its row.</summary>
    public string UnitIdOf(long unit)
    {
        _findUnitId.Bind(unit).Step();
        string unitId = _findUnitId.String(0);
        _findUnitId.Reset();
        return unitId;
    }

    /// <summary>The tag of the stored frame of that sequence, or null.</summary>
    public byte[]? FindTag(StreamState stream, long sequence)
    {
        if (sequence > stream.NewestRange.Last)
        {
            return null;
        }

        byte[]? tag = _findTag.Bind(stream.Id, sequence).Step() ? _findTag.Bytes(0) : null;
        _findTag.Reset();
        return tag;
    }

    /// <summary>Adds a frame whose sequence is not stored yet.</summary>
    /// <returns>Its row.</returns>
    public long AddFrame(StreamState stream, FrameRow frame)
    {
        _addFrame.Bind(
            stream.Id, frame.Sequence, frame.Epoch, frame.Kind, frame.Priority, frame.DictionaryId, frame.ReceivedMilliseconds, (long)frame.State,
            frame.Moments?.StartUp.Id, frame.Moments?.FirstUptime, frame.Moments?.LastUptime);
        _addFrame.Blob(12, frame.Tag).Blob(13, frame.Sealed).Blob(14, frame.Content).Run();
        long id = raw.sqlite3_last_insert_rowid(_connection.Handle!);
        Streams.AddSequence(stream, frame.Sequence);
        return id;
    }

    /// <summary>A frame that waited is decoded; the moments that it is of, where it has any.</summary>
    public void SetFrameDecoded(long frame, FrameMoments? moments)
    {
        _setFrameDecoded.Run(frame, moments?.StartUp.Id, moments?.FirstUptime, moments?.LastUptime);
    }

    /// <summary>A frame that waited cannot be decoded by this version.</summary>
    public void SetFrameUndecodable(long frame) => _setFrameUndecodable.Run(frame);

    /// <summary>Frames of a unit that could not be decoded when they came, in the order in which they came.</summary>
    public List<WaitingFrame> WaitingFrames(long unit)
    {
        var frames = new List<WaitingFrame>();
        _findWaiting.Bind(unit);
        while (_findWaiting.Step())
        {
            frames.Add(new WaitingFrame(
                _findWaiting.Int64(0), _findWaiting.Int64(1), _findWaiting.Int64(2), (Sealing.FrameKind)_findWaiting.Int64(3), _findWaiting.Int64(4),
                _findWaiting.NullableBytes(5), _findWaiting.NullableBytes(6)));
        }

        return frames;
    }

    public (long Id, byte[] Content)? FindDictionary(long unit, long dictionaryId)
    {
        (long, byte[])? found = _findDictionary.Bind(unit, dictionaryId).Step() ? (_findDictionary.Int64(0), _findDictionary.Bytes(1)) : null;
        _findDictionary.Reset();
        return found;
    }

    public long AddDictionary(long unit, long dictionaryId, byte[] content, SignalDefinition[] definitions)
    {
        _addDictionary.Bind(unit, dictionaryId).Blob(3, content).Run();
        long id = raw.sqlite3_last_insert_rowid(_connection.Handle!);
        for (int position = 0; position < definitions.Length; position++)
        {
            SignalDefinition signal = definitions[position];
            _addSignal.Bind(id, position, signal.Numerator, signal.Denominator, signal.Offset, signal.IsUnsigned ? 1 : 0);
            _addSignal.Text(7, signal.Name).Text(8, signal.Unit).Run();
        }

        _forgetWanted.Run(unit, dictionaryId);
        return id;
    }

    /// <summary>Takes note that a parked batch needs a dictionary.</summary>
    public void WantDictionary(long unit, long dictionaryId) => _wantDictionary.Run(unit, dictionaryId);

    /// <summary>The dictionaries that parked batches of a unit need, those never asked for first: id, how often it was asked for, when last.</summary>
    public List<(long DictionaryId, long Asked, long? LastMilliseconds)> WantedDictionaries(long unit)
    {
        var wanted = new List<(long, long, long?)>();
        _wanted.Bind(unit);
        while (_wanted.Step())
        {
            wanted.Add((_wanted.Int64(0), _wanted.Int64(1), _wanted.NullableInt64(2)));
        }

        return wanted;
    }

    public void CountAsked(long unit, long dictionaryId, long nowMilliseconds) => _setAsked.Run(unit, dictionaryId, nowMilliseconds);

    /// <summary>Keeps a conflicting frame aside; the same one again changes nothing.</summary>
    public void AddConflict(StreamState stream, long sequence, long epoch, byte[] tag, long receivedMilliseconds, byte[] sealedFrame)
    {
        _addConflict.Bind(stream.Id, sequence, epoch, receivedMilliseconds).Blob(5, tag).Blob(6, sealedFrame).Run();
    }

    /// <summary>Counts what became of a message; written at the commit.</summary>
    public void Count(string unitId, FrameOutcome outcome, long timeMilliseconds, string? detail)
    {
        _counts.TryGetValue((unitId, outcome), out PendingCount pending);
        _counts[(unitId, outcome)] = new PendingCount(pending.Count + 1, timeMilliseconds, detail ?? pending.Detail);
    }

    public void Dispose()
    {
        foreach (SqlStatement statement in _statements)
        {
            statement.Dispose();
        }

        Commands.Dispose();
        Statuses.Dispose();
        Ledger.Dispose();
        Samples.Dispose();
        StartUps.Dispose();
        Streams.Dispose();
        if (_connection.Handle is { } database && raw.sqlite3_get_autocommit(database) == 0)
        {
            // The connection goes back into its pool: what is left open here would be the next one's.
            raw.sqlite3_exec(database, "ROLLBACK");
        }

        _connection.Dispose();
    }

    private void WriteCount(string unitId, FrameOutcome outcome, PendingCount pending)
    {
        string name = outcome.Name();
        if (outcome == FrameOutcome.UnknownUnit && _isCounted.Text(1, unitId).Text(2, name).Scalar() == 0
            && _countUnknown.Text(1, name).Scalar() >= MaximumUnknownUnits)
        {
            unitId = "";
        }

        _count.Text(1, unitId).Text(2, name).Number(3, pending.Count).Number(4, pending.LastMilliseconds).Text(5, pending.Detail).Run();
    }

    private SqlStatement Prepare(string sql)
    {
        var statement = new SqlStatement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct PendingCount(long Count, long LastMilliseconds, string? Detail);
}
