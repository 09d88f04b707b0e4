using Microsoft.Data.Sqlite;
using Telltale.Journal;

namespace Telltale.Fleet;

/// <summary>
/// Keeps, for every stream, which sequences were dropped and which are missing. Missing is what lies below the oldest sequence that the unit may still
/// have and was neither stored nor reported as dropped; whatever comes late takes itself out. In the same transaction as what it follows from.
/// </summary>
internal sealed class SequenceLedger : IDisposable
{
    private readonly StoreStreams _streams;
    private readonly SqlStatement _droppedBefore;
    private readonly SqlStatement _droppedFrom;
    private readonly SqlStatement _addDropped;
    private readonly SqlStatement _extendDropped;
    private readonly SqlStatement _missingWithin;
    private readonly SqlStatement _anyMissing;
    private readonly SqlStatement _addMissing;
    private readonly SqlStatement _removeMissing;

    public SequenceLedger(SqliteConnection connection, StoreStreams streams)
    {
        _streams = streams;
        _droppedBefore = new SqlStatement(
            connection, "SELECT first, last FROM dropped_range WHERE stream = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1");
        _droppedFrom = new SqlStatement(
            connection, "SELECT first, last FROM dropped_range WHERE stream = ?1 AND first > ?2 AND first <= ?3 ORDER BY first");
        _addDropped = new SqlStatement(connection, "INSERT INTO dropped_range (stream, first, last, reason) VALUES (?1, ?2, ?3, ?4)");
        _extendDropped = new SqlStatement(
            connection,
            """
            UPDATE dropped_range SET last = ?4 WHERE stream = ?1 AND last = ?2 - 1 AND reason = ?3
              AND first = (SELECT max(first) FROM dropped_range WHERE stream = ?1 AND first < ?2) RETURNING first
            """);
        _missingWithin = new SqlStatement(
            connection,
            """
            SELECT first, last, since_ms, accepted_ms FROM missing_range WHERE stream = ?1 AND first <= ?3 AND last >= ?2
              AND first >= coalesce((SELECT max(first) FROM missing_range WHERE stream = ?1 AND first <= ?2), ?2) ORDER BY first
            """);
        _anyMissing = new SqlStatement(connection, "SELECT EXISTS (SELECT 1 FROM missing_range WHERE stream = ?1)");
        _addMissing = new SqlStatement(
            connection, "INSERT INTO missing_range (stream, first, last, since_ms, accepted_ms) VALUES (?1, ?2, ?3, ?4, ?5)");
        _removeMissing = new SqlStatement(connection, "DELETE FROM missing_range WHERE stream = ?1 AND first = ?2");
    }

    /// <summary>Takes note of a frame that was stored, its sequence being in the stored ranges already.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="sequence">The frame's sequence.</param>
    /// <param name="now">When.</param>
    /// <param name="missing">Takes what became missing by it: the gap in front of a late frame of a stream of which the unit has nothing left.</param>
    public void OnStored(StreamState stream, long sequence, long now, List<MissingFrames> missing)
    {
        if (stream.HasMissing && sequence < stream.OldestKept)
        {
            RemoveMissing(stream, sequence, sequence);
        }

        if (sequence > stream.Highest)
        {
            RaiseHighest(stream, sequence, now, missing);
            _streams.Save(stream);
        }
    }

    /// <summary>Takes it from a status that sequences up to this one were used.</summary>
    public void RaiseHighest(StreamState stream, long highest, long now, List<MissingFrames> missing)
    {
        long before = stream.Highest;
        if (highest > before)
        {
            stream.Highest = highest;
            if (stream.OldestKept > before + 1)
            {
                AddMissing(stream, before + 1, Math.Min(highest, stream.OldestKept.Value - 1), now, missing);
            }
        }
    }

    /// <summary>Takes it from a status which the oldest sequence is that the unit may still have.</summary>
    public void SetOldestKept(StreamState stream, long oldest, long now, List<MissingFrames> missing)
    {
        long before = stream.OldestKept ?? 1;
        stream.OldestKept = oldest;
        if (oldest > before)
        {
            AddMissing(stream, before, Math.Min(oldest - 1, stream.Highest), now, missing);
        }
        else if (oldest < before && stream.HasMissing)
        {
            // It has them after all: released ranges are forgotten when a unit restarts.
            RemoveMissing(stream, oldest, before - 1);
        }
    }

    /// <summary>Adds a range that a status reports as dropped. The first reason that was given for a sequence stays.</summary>
    public void AddDropped(StreamState stream, long first, long last, DropReason reason)
    {
        long next = first;
        foreach (SequenceRange known in DroppedWithin(stream, first, last))
        {
            if (known.First > next)
            {
                InsertDropped(stream, next, known.First - 1, reason);
            }

            next = known.Last + 1;
        }

        if (next <= last)
        {
            InsertDropped(stream, next, last, reason);
        }

        if (stream.HasMissing)
        {
            RemoveMissing(stream, first, last);
        }
    }

    public void Dispose()
    {
        foreach (SqlStatement statement in (SqlStatement[])[_droppedBefore, _droppedFrom, _addDropped, _extendDropped, _missingWithin, _anyMissing, _addMissing, _removeMissing])
        {
            statement.Dispose();
        }
    }

    // A journal that stays full drops on and on: one range that grows.
    private void InsertDropped(StreamState stream, long first, long last, DropReason reason)
    {
        if (_extendDropped.Bind(stream.Id, first, (long)reason, last).Scalar() is null)
        {
            _addDropped.Run(stream.Id, first, last, (long)reason);
        }
    }

    // What of a range was neither stored nor dropped becomes missing.
    private void AddMissing(StreamState stream, long first, long last, long now, List<MissingFrames> missing)
    {
        if (first > last)
        {
            return;
        }

        List<SequenceRange> accounted = _streams.RangesWithin(stream, first, last);
        accounted.AddRange(DroppedWithin(stream, first, last));
        accounted.Sort((left, right) => left.First.CompareTo(right.First));
        long next = first;
        foreach (SequenceRange range in accounted)
        {
            if (range.First > next)
            {
                InsertMissing(stream, next, range.First - 1, now, missing);
            }

            next = Math.Max(next, range.Last + 1);
        }

        if (next <= last)
        {
            InsertMissing(stream, next, last, now, missing);
        }
    }

    private void InsertMissing(StreamState stream, long first, long last, long now, List<MissingFrames> missing)
    {
        missing.Add(new MissingFrames(stream.StreamId, first, last));
        stream.HasMissing = true;
        _addMissing.Run(stream.Id, first, last, now, null);
    }

    private void RemoveMissing(StreamState stream, long first, long last)
    {
        var overlapping = new List<(SequenceRange Range, long Since, long? Accepted)>();
        _missingWithin.Bind(stream.Id, first, last);
        while (_missingWithin.Step())
        {
            overlapping.Add((
                new SequenceRange(_missingWithin.Int64(0), _missingWithin.Int64(1)), _missingWithin.Int64(2), _missingWithin.NullableInt64(3)));
        }

        foreach ((SequenceRange range, long since, long? accepted) in overlapping)
        {
            _removeMissing.Run(stream.Id, range.First);
            if (range.First < first)
            {
                _addMissing.Run(stream.Id, range.First, first - 1, since, accepted);
            }

            if (range.Last > last)
            {
                _addMissing.Run(stream.Id, last + 1, range.Last, since, accepted);
            }
        }

        if (overlapping.Count > 0)
        {
            stream.HasMissing = _anyMissing.Bind(stream.Id).Scalar() == 1;
        }
    }

    private List<SequenceRange> DroppedWithin(StreamState stream, long first, long last)
    {
        var ranges = new List<SequenceRange>();
        _droppedBefore.Bind(stream.Id, first);
        if (_droppedBefore.Step() && _droppedBefore.Int64(1) >= first)
        {
            ranges.Add(new SequenceRange(_droppedBefore.Int64(0), _droppedBefore.Int64(1)));
        }

        _droppedBefore.Reset();
        _droppedFrom.Bind(stream.Id, first, last);
        while (_droppedFrom.Step())
        {
            ranges.Add(new SequenceRange(_droppedFrom.Int64(0), _droppedFrom.Int64(1)));
        }

        return ranges;
    }
}
