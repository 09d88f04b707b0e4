using Microsoft.Data.Sqlite;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>
/// Brings statuses into the store. They may come late and in any order: of a stream the one with the highest sequence counts, of a unit's streams the one whose
/// status was written last; dropped ranges count from every status, because the unit forgets them once one that named them was receipted.
/// </summary>
internal sealed class StatusWriter : IDisposable
{
    private readonly StoreStreams _streams;
    private readonly SequenceLedger _ledger;
    private readonly SqlStatement _currentStream;
    private readonly SqlStatement _setCurrentStream;
    private readonly SqlStatement _findStatus;
    private readonly SqlStatement _putStatus;
    private readonly SqlStatement _clearCounters;
    private readonly SqlStatement _addCounter;
    private readonly SqlStatement _clearChecks;
    private readonly SqlStatement _addCheck;
    private readonly SqlStatement _findSince;
    private readonly SqlStatement _addLife;
    private readonly SqlStatement _findCheck;
    private readonly SqlStatement _addFailure;
    private readonly SqlStatement _endFailure;

    public StatusWriter(SqliteConnection connection, StoreStreams streams, SequenceLedger ledger)
    {
        _streams = streams;
        _ledger = ledger;
        _currentStream = new SqlStatement(connection, "SELECT current_stream FROM unit WHERE id = ?1");
        _setCurrentStream = new SqlStatement(connection, "UPDATE unit SET current_stream = ?2 WHERE id = ?1");
        _findStatus = new SqlStatement(connection, "SELECT received_ms, time_ms FROM status WHERE stream = ?1");
        _putStatus = new SqlStatement(
            connection,
            """
            INSERT OR REPLACE INTO status (stream, sequence, received_ms, boot, uptime_ms, time_ms, frames_waiting, bytes_waiting, firmware, board, configuration)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """);
        _clearCounters = new SqlStatement(connection, "DELETE FROM status_counter WHERE stream = ?1");
        _addCounter = new SqlStatement(connection, "INSERT OR REPLACE INTO status_counter (stream, number, value) VALUES (?1, ?2, ?3)");
        _clearChecks = new SqlStatement(connection, "DELETE FROM status_check WHERE stream = ?1");
        _addCheck = new SqlStatement(
            connection, "INSERT OR REPLACE INTO status_check (stream, number, state, value, limit_value, since_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _findSince = new SqlStatement(connection, "SELECT since_ms FROM status_check WHERE stream = ?1 AND number = ?2 AND state = ?3");
        _addLife = new SqlStatement(
            connection, "INSERT OR REPLACE INTO previous_life (start_up, received_ms, reason, lasted_s, early_ends, is_safe_mode, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _findCheck = new SqlStatement(connection, "SELECT state FROM status_check WHERE stream = ?1 AND number = ?2");
        _addFailure = new SqlStatement(connection, "INSERT INTO check_failure (stream, number, value, limit_value, since_ms) VALUES (?1, ?2, ?3, ?4, ?5)");
        _endFailure = new SqlStatement(connection, "UPDATE check_failure SET ended_ms = ?3 WHERE stream = ?1 AND number = ?2 AND ended_ms IS NULL");
    }

    /// <summary>The checks that the newest <see cref="Take"/> found turned from pass to fail, in words.</summary>
    public List<string> TurnedToFail { get; } = [];

    /// <summary>The row of the stream that a unit is in now, as its statuses tell; null before the first.</summary>
    public long? CurrentStream(long unit) => _currentStream.Bind(unit).Scalar();

    /// <summary>Takes a status in.</summary>
    /// <param name="unit">The row of the unit that sent it.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="sequence">Its own sequence, stored already.</param>
    /// <param name="report">What it says.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="missing">Takes what became missing by it.</param>
    public void Take(long unit, StreamState stream, long sequence, StatusReport report, long received, List<MissingFrames> missing)
    {
        var touched = new HashSet<StreamState>();
        TurnedToFail.Clear();
        TakeDropped(unit, stream, sequence, report, received, touched, missing);
        if (sequence > stream.StatusSequence)
        {
            stream.StatusSequence = sequence;
            touched.Add(stream);
            if (BecomesCurrent(unit, stream, report, received))
            {
                TakeJournal(unit, stream, report, received, touched, missing);
            }

            Put(stream, sequence, report, received);
        }

        foreach (StreamState changed in touched)
        {
            _streams.Save(changed);
        }
    }

    /// <summary>Takes in how the life before a start-up ended.</summary>
    public void TakeLife(StartUp startUp, PreviousLife life, long received) =>
        _addLife.Bind(startUp.Id, received, life.ReasonNumber, life.Seconds, life.EarlyEnds, life.IsSafeMode ? 1 : 0).Text(7, life.Words).Run();

    public void Dispose()
    {
        foreach (SqlStatement statement in (SqlStatement[])[_currentStream, _setCurrentStream, _findStatus, _putStatus, _clearCounters, _addCounter, _clearChecks, _addCheck, _findSince, _addLife, _findCheck, _addFailure, _endFailure])
        {
            statement.Dispose();
        }
    }

    private static long? TimeOf(StatusReport report) => report is { HasJournal: true, IsDated: true } ? report.TimeUtcMilliseconds : null;

    private void TakeDropped(
        long unit, StreamState own, long sequence, StatusReport report, long received, HashSet<StreamState> touched, List<MissingFrames> missing)
    {
        for (int index = 0; index < report.DroppedCount; index++)
        {
            StreamState stream = StreamOf(unit, own, report.DroppedStreamIds, index);
            long last = report.DroppedLast[index];

            // Of its own stream a unit can only have dropped what came before the status.
            last = stream == own ? Math.Min(last, sequence - 1) : last;
            if (report.DroppedFirst[index] <= last)
            {
                _ledger.AddDropped(stream, report.DroppedFirst[index], last, report.DroppedReasons[index]);
                _ledger.RaiseHighest(stream, last, received, missing);
                touched.Add(stream);
            }
        }
    }

    /// <summary>Whether the unit is in this stream now. Another one of its streams may be where this status comes late.</summary>
    private bool BecomesCurrent(long unit, StreamState stream, StatusReport report, long received)
    {
        long? current = CurrentStream(unit);
        if (current == stream.Id)
        {
            return true;
        }

        if (stream.IsEarlier)
        {
            return false;
        }

        if (current is { } row && !_streams.Get(row).IsEarlier && !IsLater(row, report, received))
        {
            return false;
        }

        _setCurrentStream.Run(unit, stream.Id);
        return true;
    }

    // By the unit's clock where both knew it, else by when they came.
    private bool IsLater(long currentStream, StatusReport report, long received)
    {
        _findStatus.Bind(currentStream);
        bool isFound = _findStatus.Step();
        long currentReceived = isFound ? _findStatus.Int64(0) : 0;
        long? currentTime = isFound ? _findStatus.NullableInt64(1) : null;
        _findStatus.Reset();
        return TimeOf(report) is { } time && currentTime is { } known ? time > known : received >= currentReceived;
    }

    private void TakeJournal(
        long unit, StreamState stream, StatusReport report, long received, HashSet<StreamState> touched, List<MissingFrames> missing)
    {
        if (!report.HasJournal)
        {
            return;
        }

        _ledger.SetOldestKept(stream, report.OldestSequence, received, missing);
        var named = new HashSet<StreamState> { stream };
        for (int index = 0; index < report.OlderStreamCount; index++)
        {
            StreamState older = StreamOf(unit, stream, report.OlderStreamIds, index);
            if (named.Add(older))
            {
                older.IsEarlier = true;
                older.Holder = unit;
                _ledger.RaiseHighest(older, report.OlderStreamNewest[index], received, missing);
                _ledger.SetOldestKept(older, report.OlderStreamOldest[index], received, missing);
                touched.Add(older);
            }
        }

        foreach (StreamState other in _streams.OfUnit(unit))
        {
            // A stream that it would name if it had anything of it.
            if (other.Holder == unit && !named.Contains(other) && other.OldestKept != StreamState.NothingKept)
            {
                _ledger.SetOldestKept(other, StreamState.NothingKept, received, missing);
                touched.Add(other);
            }
        }
    }

    private void Put(StreamState stream, long sequence, StatusReport report, long received)
    {
        bool has = report.HasJournal;
        _putStatus.Bind(
            stream.Id, sequence, received, has ? report.BootNumber : null, has ? report.UptimeMilliseconds : null, TimeOf(report),
            has && report.FramesWaiting >= 0 ? report.FramesWaiting : null, has && report.BytesWaiting >= 0 ? report.BytesWaiting : null);
        _putStatus.Text(9, report.FirmwareVersion).Text(10, report.Board).Text(11, ReportedConfiguration.Of(report)).Run();
        _clearCounters.Run(stream.Id);
        for (int index = 0; index < report.CounterCount; index++)
        {
            _addCounter.Run(stream.Id, report.CounterNumbers[index], report.CounterValues[index]);
        }

        TakeTurns(stream, report, received);
        long[] since = [.. Enumerable.Range(0, report.CheckCount)
            .Select(index => _findSince.Bind(stream.Id, report.CheckNumbers[index], (long)report.CheckStates[index]).Scalar() ?? received)];
        _clearChecks.Run(stream.Id);
        for (int index = 0; index < report.CheckCount; index++)
        {
            _addCheck.Run(
                stream.Id, report.CheckNumbers[index], (long)report.CheckStates[index],
                report.CheckHasValue[index] ? report.CheckValues[index] : null, report.CheckHasLimit[index] ? report.CheckLimits[index] : null,
                since[index]);
        }
    }

    // While the checks of the status before are still there.
    private void TakeTurns(StreamState stream, StatusReport report, long received)
    {
        for (int index = 0; index < report.CheckCount; index++)
        {
            int number = report.CheckNumbers[index];
            if (report.CheckStates[index] != StatusCheckState.Fail)
            {
                _endFailure.Run(stream.Id, number, received);
            }
            else if (_findCheck.Bind(stream.Id, number).Scalar() == (long)StatusCheckState.Pass)
            {
                long? value = report.CheckHasValue[index] ? report.CheckValues[index] : null;
                long? limit = report.CheckHasLimit[index] ? report.CheckLimits[index] : null;
                _addFailure.Run(stream.Id, number, value, limit, received);
                TurnedToFail.Add(CheckFailure.TextOf(number, value, limit));
            }
        }
    }

    private StreamState StreamOf(long unit, StreamState own, byte[] streamIds, int index)
    {
        string streamId = Convert.ToHexStringLower(streamIds, index * StatusReport.StreamIdLength, StatusReport.StreamIdLength);
        return string.Equals(streamId, own.StreamId, StringComparison.Ordinal)
            ? own
            : _streams.Find(unit, streamId) ?? _streams.FindElsewhere(unit, streamId) ?? _streams.Add(unit, unit, streamId, 0);
    }
}
