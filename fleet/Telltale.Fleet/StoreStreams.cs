using Microsoft.Data.Sqlite;

namespace Telltale.Fleet;

/// <summary>The streams of the store, kept in memory by its one writer, and the ranges of stored sequences of each.</summary>
internal sealed class StoreStreams : IDisposable
{
    private const string Columns = """
        SELECT id, unit, holder, stream_id, highest_epoch, highest, oldest_kept, status_sequence, is_earlier,
          EXISTS (SELECT 1 FROM missing_range WHERE missing_range.stream = stream.id) FROM stream
        """;

    private readonly Dictionary<long, StreamState> _byRow = [];
    private readonly Dictionary<(long Unit, string StreamId), StreamState> _byName = [];
    private readonly SqlStatement _find;
    private readonly SqlStatement _findElsewhere;
    private readonly SqlStatement _findOfUnit;
    private readonly SqlStatement _get;
    private readonly SqlStatement _add;
    private readonly SqlStatement _update;
    private readonly SqlStatement _rangeBefore;
    private readonly SqlStatement _rangesFrom;
    private readonly SqlStatement _newestRanges;
    private readonly SqlStatement _addRange;
    private readonly SqlStatement _setRangeLast;
    private readonly SqlStatement _removeRange;
    private readonly SqlStatement _nextDownlink;

    public StoreStreams(SqliteConnection connection)
    {
        _find = new SqlStatement(connection, $"{Columns} WHERE unit = ?1 AND stream_id = ?2");
        _findElsewhere = new SqlStatement(connection, $"{Columns} WHERE stream_id = ?2 AND unit <> ?1 ORDER BY id LIMIT 1");
        _findOfUnit = new SqlStatement(connection, $"{Columns} WHERE unit = ?1 OR holder = ?1 ORDER BY id");
        _get = new SqlStatement(connection, $"{Columns} WHERE id = ?1");
        _add = new SqlStatement(connection, "INSERT INTO stream (unit, holder, stream_id, highest_epoch) VALUES (?1, ?2, ?3, ?4)");
        _update = new SqlStatement(
            connection,
            """
            UPDATE stream SET holder = ?2, highest_epoch = ?3, highest = ?4, oldest_kept = ?5, status_sequence = ?6, is_earlier = ?7 WHERE id = ?1
            """);
        _rangeBefore = new SqlStatement(connection, "SELECT first, last FROM stored_range WHERE stream = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1");
        _rangesFrom = new SqlStatement(connection, "SELECT first, last FROM stored_range WHERE stream = ?1 AND first >= ?2 AND first <= ?3 ORDER BY first");
        _newestRanges = new SqlStatement(connection, "SELECT first, last FROM stored_range WHERE stream = ?1 ORDER BY first DESC LIMIT ?2");
        _addRange = new SqlStatement(connection, "INSERT INTO stored_range (stream, first, last) VALUES (?1, ?2, ?3)");
        _setRangeLast = new SqlStatement(connection, "UPDATE stored_range SET last = ?3 WHERE stream = ?1 AND first = ?2");
        _removeRange = new SqlStatement(connection, "DELETE FROM stored_range WHERE stream = ?1 AND first = ?2");
        _nextDownlink = new SqlStatement(
            connection, "UPDATE stream SET downlink_sequence = max(downlink_sequence + 1, ?2) WHERE id = ?1 RETURNING downlink_sequence");
    }

    /// <summary>The stream of a unit, or null.</summary>
    public StreamState? Find(long unit, string streamId)
    {
        return _byName.TryGetValue((unit, streamId), out StreamState? known) ? known : One(_find.Number(1, unit).Text(2, streamId));
    }

    /// <summary>A stream of that id that belongs to another unit, or null.</summary>
    public StreamState? FindElsewhere(long unit, string streamId) => One(_findElsewhere.Number(1, unit).Text(2, streamId));

    /// <summary>The streams that a unit's key opens, and those that it sends though another unit's key opens them.</summary>
    public List<StreamState> OfUnit(long unit)
    {
        var streams = new List<StreamState>();
        _findOfUnit.Bind(unit);
        while (_findOfUnit.Step())
        {
            streams.Add(Read(_findOfUnit));
        }

        return streams;
    }

    /// <summary>The stream of a row.</summary>
    public StreamState Get(long row) => _byRow.TryGetValue(row, out StreamState? known) ? known : One(_get.Bind(row))!;

    public StreamState Add(long unit, long holder, string streamId, long epoch)
    {
        _add.Number(1, unit).Number(2, holder).Text(3, streamId).Number(4, epoch).Run();
        return Find(unit, streamId)!;
    }

    /// <summary>Writes what has changed in a stream's row.</summary>
    public void Save(StreamState stream)
    {
        _update.Run(
            stream.Id, stream.Holder, stream.HighestEpoch, stream.Highest, stream.OldestKept, stream.StatusSequence, stream.IsEarlier ? 1 : 0);
    }

    /// <summary>
    /// The number of the next frame to the unit in this stream: above every one that this store has given, and not below <paramref name="floor"/>.
    /// </summary>
    public long NextDownlinkSequence(StreamState stream, long floor) => _nextDownlink.Bind(stream.Id, floor).Scalar()!.Value;

    /// <summary>The range of stored sequences that holds this one, or null.</summary>
    public SequenceRange? RangeAround(StreamState stream, long sequence)
    {
        return RangeBefore(stream, sequence) is { } range && range.Last >= sequence ? range : null;
    }

    /// <summary>The newest ranges of stored sequences, highest first.</summary>
    public List<SequenceRange> NewestRanges(StreamState stream, int limit) => Ranges(_newestRanges.Bind(stream.Id, limit));

    /// <summary>The ranges of stored sequences that have a sequence between first and last, rising.</summary>
    public List<SequenceRange> RangesWithin(StreamState stream, long first, long last)
    {
        List<SequenceRange> ranges = Ranges(_rangesFrom.Bind(stream.Id, first + 1, last));
        if (RangeAround(stream, first) is { } around)
        {
            ranges.Insert(0, around);
        }

        return ranges;
    }

    /// <summary>Adds a sequence that is not stored yet.</summary>
    public void AddSequence(StreamState stream, long sequence)
    {
        SequenceRange newest = stream.NewestRange;
        if (sequence > newest.Last)
        {
            // Nearly always: the frame after the one before, or after a gap.
            if (sequence == newest.Last + 1 && newest.Last > 0)
            {
                _setRangeLast.Run(stream.Id, newest.First, sequence);
                stream.NewestRange = newest with { Last = sequence };
            }
            else
            {
                _addRange.Run(stream.Id, sequence, sequence);
                stream.NewestRange = new SequenceRange(sequence, sequence);
            }

            return;
        }

        SequenceRange? before = RangeBefore(stream, sequence);
        long last = sequence;
        if (RangeAround(stream, sequence + 1) is { } after && after.First == sequence + 1)
        {
            last = after.Last;
            _removeRange.Run(stream.Id, after.First);
        }

        long first = before?.Last == sequence - 1 ? before.Value.First : sequence;
        if (first < sequence)
        {
            _setRangeLast.Run(stream.Id, first, last);
        }
        else
        {
            _addRange.Run(stream.Id, sequence, last);
        }

        if (last == newest.Last)
        {
            stream.NewestRange = new SequenceRange(first, last);
        }
    }

    public void Dispose()
    {
        foreach (SqlStatement statement in (SqlStatement[])[_find, _findElsewhere, _findOfUnit, _get, _add, _update, _rangeBefore, _rangesFrom, _newestRanges, _addRange, _setRangeLast, _removeRange, _nextDownlink])
        {
            statement.Dispose();
        }
    }

    private static List<SequenceRange> Ranges(SqlStatement statement)
    {
        var ranges = new List<SequenceRange>();
        while (statement.Step())
        {
            ranges.Add(new SequenceRange(statement.Int64(0), statement.Int64(1)));
        }

        return ranges;
    }

    private SequenceRange? RangeBefore(StreamState stream, long sequence)
    {
        _rangeBefore.Bind(stream.Id, sequence);
        SequenceRange? range = _rangeBefore.Step() ? new SequenceRange(_rangeBefore.Int64(0), _rangeBefore.Int64(1)) : null;
        _rangeBefore.Reset();
        return range;
    }

    private StreamState? One(SqlStatement statement)
    {
        StreamState? stream = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return stream;
    }

    // What is in memory already is never older than its row.
    private StreamState Read(SqlStatement statement)
    {
        if (_byRow.TryGetValue(statement.Int64(0), out StreamState? known))
        {
            return known;
        }

        var stream = new StreamState
        {
            Id = statement.Int64(0),
            Unit = statement.Int64(1),
            Holder = statement.NullableInt64(2) ?? statement.Int64(1),
            StreamId = statement.String(3),
            HighestEpoch = statement.Int64(4),
            Highest = statement.Int64(5),
            OldestKept = statement.NullableInt64(6),
            StatusSequence = statement.Int64(7),
            IsEarlier = statement.Int64(8) != 0,
            HasMissing = statement.Int64(9) != 0,
            NewestRange = default,
        };
        stream.NewestRange = NewestRanges(stream, 1) is [var newest] ? newest : default;
        _byRow[stream.Id] = stream;
        _byName[(stream.Unit, stream.StreamId)] = stream;
        return stream;
    }
}
