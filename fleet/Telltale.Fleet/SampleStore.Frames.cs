using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Checks;
using Telltale.Journal;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <content>What statuses say, and what became of every sequence.</content>
public sealed partial class SampleStore
{
    /// <inheritdoc/>
    /// <remarks>Of the stream that the unit is in.</remarks>
    public UnitReport? Report(string unitId)
    {
        using SqliteConnection connection = Connect();
        StatusRow? row = connection.QuerySingleOrDefault<StatusRow>(
            """
            SELECT stream.id AS Stream, stream.stream_id AS StreamId, stream.oldest_kept AS OldestKept, status.sequence AS Sequence, status.received_ms AS Received,
              status.boot AS Boot, status.uptime_ms AS Uptime, status.time_ms AS Time, status.frames_waiting AS FramesWaiting, status.bytes_waiting AS BytesWaiting,
              status.firmware AS Firmware, status.board AS Board, status.configuration AS Configuration
            FROM unit JOIN stream ON stream.id = unit.current_stream JOIN status ON status.stream = stream.id WHERE unit.unit_id = $unitId
            """,
            new { unitId });
        if (row is null)
        {
            return null;
        }

        return new UnitReport(unitId, row.StreamId, row.Sequence, ToTime(row.Received)!.Value)
        {
            Time = ToTime(row.Time),
            Boot = row.Boot,
            Uptime = row.Uptime is { } uptime && uptime < TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.FromMilliseconds(uptime) : null,
            OldestKept = row.OldestKept,
            FramesWaiting = row.FramesWaiting,
            BytesWaiting = row.BytesWaiting,
            Firmware = row.Firmware,
            Board = row.Board,
            Configuration = row.Configuration,
            PreviousLife = PreviousLifeOf(connection, row),
            Counters = connection.Query<(long Number, long Value)>(
                    "SELECT number, value FROM status_counter WHERE stream = $Stream ORDER BY number", new { row.Stream })
                .ToDictionary(counter => SampleNames.Of((StatusCounter)counter.Number), counter => counter.Value, StringComparer.Ordinal),
            Checks = connection.Query<(long Number, long State, long? Value, long? Limit, long? Since)>(
                    "SELECT number, state, value, limit_value, since_ms FROM status_check WHERE stream = $Stream ORDER BY number", new { row.Stream })
                .Select(check => new UnitCheck(check.Number, SampleNames.Of((StatusCheckState)check.State), check.Value, check.Limit) { Since = ToTime(check.Since) })
                .ToArray(),
        };
    }

    /// <summary>What became of every sequence of a unit's streams, in their order; neighbours of one class together.</summary>
    public IReadOnlyList<FrameRange> FrameRanges(string unitId)
    {
        using SqliteConnection connection = Connect();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        var ranges = new List<FrameRange>();
        IEnumerable<(long Id, string StreamId, long Highest)> streams = connection.Query<(long, string, long)>(
            "SELECT stream.id, stream.stream_id, stream.highest FROM stream JOIN unit ON unit.id = stream.unit WHERE unit.unit_id = $unitId ORDER BY stream.id",
            new { unitId },
            transaction);
        foreach ((long id, string streamId, long highest) in streams)
        {
            foreach (FrameRange range in Classify(connection, transaction, new StreamName(unitId, streamId, id, highest)))
            {
                ranges.Add(range.Class == FrameClass.Stored ? range : Bounded(connection, transaction, id, range));
            }
        }

        return ranges;
    }

    /// <summary>What became of the sequences of a unit's streams, counted.</summary>
    public FrameCounts CountFrames(string unitId)
    {
        IReadOnlyList<FrameRange> ranges = FrameRanges(unitId);
        using SqliteConnection connection = Connect();
        long conflicts = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM conflict JOIN stream ON stream.id = conflict.stream JOIN unit ON unit.id = stream.unit WHERE unit.unit_id = $unitId", new { unitId });
        return new FrameCounts(
            Count(FrameClass.Stored), Count(FrameClass.Queued), Count(FrameClass.Dropped),
            ranges.Where(range => range is { Class: FrameClass.Missing, Accepted: null }).Sum(range => range.Count),
            ranges.Where(range => range is { Class: FrameClass.Missing, Accepted: not null }).Sum(range => range.Count),
            conflicts);

        long Count(FrameClass wanted) => ranges.Where(range => range.Class == wanted).Sum(range => range.Count);
    }

    /// <summary>Takes note, for a person, of what is missing of a unit now: it is listed on, and no longer alarms.</summary>
    /// <returns>How many ranges that were.</returns>
    public int AcceptMissing(string unitId, DateTimeOffset now)
    {
        using SqliteConnection connection = Connect();
        return connection.Execute(
            """
            UPDATE missing_range SET accepted_ms = $now WHERE accepted_ms IS NULL
              AND stream IN (SELECT stream.id FROM stream JOIN unit ON unit.id = stream.unit WHERE unit.unit_id = $unitId)
            """,
            new { unitId, now = now.ToUnixTimeMilliseconds() });
    }

    // Of the start-up that the status is of, though another status of it has told.
    private static PreviousLife? PreviousLifeOf(SqliteConnection connection, StatusRow status)
    {
        (long Reason, long Seconds, string Words, long EarlyEnds, long IsSafeMode)? row =
            connection.Query<(long, long, string, long, long)?>(
                """
                SELECT reason, lasted_s, words, early_ends, is_safe_mode FROM previous_life JOIN start_up ON start_up.id = previous_life.start_up
                WHERE start_up.stream = $Stream AND start_up.boot = $Boot
                """,
                new { status.Stream, status.Boot }).SingleOrDefault();
        return row is { } life ? new PreviousLife(life.Reason, life.Seconds, life.Words, life.EarlyEnds, life.IsSafeMode != 0) : null;
    }

    private static IEnumerable<FrameRange> Classify(SqliteConnection connection, SqliteTransaction transaction, StreamName stream)
    {
        var told = new List<FrameRange>();
        told.AddRange(connection.Query<(long First, long Last)>(
                "SELECT first, last FROM stored_range WHERE stream = $Id ORDER BY first", new { stream.Id }, transaction)
            .Select(range => stream.Range(FrameClass.Stored, range.First, range.Last)));

        // A stored frame outweighs a report of a drop.
        int stored = told.Count;
        int next = 0;
        foreach ((long droppedFirst, long last, long reason) in connection.Query<(long, long, long)>(
            "SELECT first, last, reason FROM dropped_range WHERE stream = $Id ORDER BY first", new { stream.Id }, transaction))
        {
            long first = droppedFirst;
            while (next < stored && told[next].Last < first)
            {
                next++;
            }

            for (int index = next; first <= last; index++)
            {
                bool isStoredInside = index < stored && told[index].First <= last;
                long end = isStoredInside ? told[index].First - 1 : last;
                if (first <= end)
                {
                    told.Add(stream.Range(FrameClass.Dropped, first, end) with { Reason = (DropReason)reason });
                }

                first = isStoredInside ? told[index].Last + 1 : last + 1;
            }
        }

        told.AddRange(connection.Query<(long First, long Last, long Since, long? Accepted)>(
                "SELECT first, last, since_ms, accepted_ms FROM missing_range WHERE stream = $Id ORDER BY first", new { stream.Id }, transaction)
            .Select(range => stream.Range(FrameClass.Missing, range.First, range.Last) with { Since = ToTime(range.Since), Accepted = ToTime(range.Accepted) }));
        told.Sort((left, right) => left.First.CompareTo(right.First));

        long expected = 1;
        foreach (FrameRange range in told)
        {
            if (range.First > expected)
            {
                yield return stream.Range(FrameClass.Queued, expected, range.First - 1);
            }

            yield return range;
            expected = range.Last + 1;
        }

        if (expected <= stream.Highest)
        {
            yield return stream.Range(FrameClass.Queued, expected, stream.Highest);
        }
    }

    /// <summary>Checks of a unit that passed and then failed, the newest first.</summary>
    public IReadOnlyList<CheckFailure> CheckFailures(string unitId, int limit)
    {
        using SqliteConnection connection = Connect();
        return
        [
            .. connection.Query<FailureRow>(
                """
                SELECT check_failure.number AS Number, check_failure.value AS Value, check_failure.limit_value AS Bound, check_failure.since_ms AS Since, check_failure.ended_ms AS Ended
                FROM check_failure JOIN stream ON stream.id = check_failure.stream JOIN unit ON unit.id = stream.unit
                WHERE unit.unit_id = $unitId ORDER BY check_failure.id DESC LIMIT $limit
                """,
                new { unitId, limit }).Select(row => new CheckFailure(row.Number, row.Value, row.Bound, ToTime(row.Since)!.Value, ToTime(row.Ended))),
        ];
    }

    /// <summary>Installations of a unit, in the order in which they were made.</summary>
    public IReadOnlyList<Installation> Installations(string unitId)
    {
        using SqliteConnection connection = Connect();
        var installations = new List<Installation>();
        var record = new InstallationRecord();
        foreach ((long received, byte[] content) in connection.Query<(long, byte[])>(
            "SELECT installation.received_ms, installation.record FROM installation JOIN unit ON unit.id = installation.unit WHERE unit.unit_id = $unitId ORDER BY installation.id",
            new { unitId }))
        {
            if (record.TryDecode(content, 0, content.Length))
            {
                installations.Add(Installation.Of(unitId, ToTime(received)!.Value, record));
            }
        }

        return installations;
    }

    // Batches are in the order of time; alerts and statuses between two of them lie at most a batch later.
    private static FrameRange Bounded(SqliteConnection connection, SqliteTransaction transaction, long stream, FrameRange range)
    {
        long? after = connection.ExecuteScalar<long?>(
            """
            SELECT start_up.utc_at_zero_ms + frame.last_uptime_ms FROM frame JOIN start_up ON start_up.id = frame.start_up
            WHERE frame.stream = $stream AND frame.sequence < $First AND frame.kind = 1 AND start_up.utc_at_zero_ms IS NOT NULL
            ORDER BY frame.sequence DESC LIMIT 1
            """,
            new { stream, range.First },
            transaction);
        long? before = connection.ExecuteScalar<long?>(
            """
            SELECT start_up.utc_at_zero_ms + frame.first_uptime_ms FROM frame JOIN start_up ON start_up.id = frame.start_up
            WHERE frame.stream = $stream AND frame.sequence > $Last AND frame.kind = 1 AND start_up.utc_at_zero_ms IS NOT NULL
            ORDER BY frame.sequence LIMIT 1
            """,
            new { stream, range.Last },
            transaction);
        return range with { After = ToTime(after), Before = ToTime(before) };
    }

    private sealed class FailureRow
    {
        public long Number { get; init; }

        public long? Value { get; init; }

        public long? Bound { get; init; }

        public long Since { get; init; }

        public long? Ended { get; init; }
    }

    private sealed record StreamName(string UnitId, string StreamId, long Id, long Highest)
    {
        public FrameRange Range(FrameClass what, long first, long last) => new(UnitId, StreamId, what, first, last);
    }

    private sealed class StatusRow
    {
        public long Stream { get; init; }

        public string StreamId { get; init; } = "";

        public long? OldestKept { get; init; }

        public long Sequence { get; init; }

        public long Received { get; init; }

        public long? Boot { get; init; }

        public long? Uptime { get; init; }

        public long? Time { get; init; }

        public long? FramesWaiting { get; init; }

        public long? BytesWaiting { get; init; }

        public string? Firmware { get; init; }

        public string? Board { get; init; }

        public string? Configuration { get; init; }
    }
}
