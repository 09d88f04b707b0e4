using Microsoft.Data.Sqlite;

namespace Telltale.Fleet;

/// <summary>
/// The start-ups of each stream and their times. One that the unit's clock has dated dates everything of it; one that never had a clock is put between its
/// neighbours, as an estimate.
/// </summary>
internal sealed class StartUps : IDisposable
{
    private const string Columns = "SELECT id, boot, utc_at_zero_ms, reference_uptime_ms, last_uptime_ms, last_time_ms FROM start_up WHERE stream = ?1";

    // The newest start-up of each stream that was asked for: most frames are of the same one as the frame before.
    private readonly Dictionary<long, StartUp> _newest = [];
    private readonly SqlStatement _find;
    private readonly SqlStatement _add;
    private readonly SqlStatement _datedBefore;
    private readonly SqlStatement _datedAfter;
    private readonly SqlStatement _between;
    private readonly SqlStatement _saveLast;
    private readonly SqlStatement _date;
    private readonly SqlStatement _dateSamples;
    private readonly SqlStatement _dateAlerts;
    private readonly SqlStatement _newestTime;
    private readonly SqlStatement _estimate;
    private readonly SqlStatement _estimateSamples;
    private readonly SqlStatement _estimateAlerts;

    public StartUps(SqliteConnection connection)
    {
        _find = new SqlStatement(connection, $"{Columns} AND boot = ?2");
        _add = new SqlStatement(connection, "INSERT INTO start_up (stream, boot) VALUES (?1, ?2)");
        _datedBefore = new SqlStatement(connection, $"{Columns} AND boot < ?2 AND reference_uptime_ms IS NOT NULL ORDER BY boot DESC LIMIT 1");
        _datedAfter = new SqlStatement(connection, $"{Columns} AND boot > ?2 AND reference_uptime_ms IS NOT NULL ORDER BY boot LIMIT 1");
        _between = new SqlStatement(connection, $"{Columns} AND boot > ?2 AND boot < ?3 ORDER BY boot");
        _saveLast = new SqlStatement(connection, "UPDATE start_up SET last_uptime_ms = ?2, last_time_ms = ?3 WHERE id = ?1");
        _date = new SqlStatement(connection, "UPDATE start_up SET utc_at_zero_ms = ?2, reference_uptime_ms = ?3, is_estimated = 0 WHERE id = ?1");
        _dateSamples = new SqlStatement(connection, "UPDATE sample SET time_ms = uptime_ms + ?2, time_source = 2 WHERE start_up = ?1 AND time_source <> 1");
        _dateAlerts = new SqlStatement(connection, "UPDATE alert SET time_ms = uptime_ms + ?2, time_source = 2 WHERE start_up = ?1 AND time_source <> 1");
        _newestTime = new SqlStatement(connection, "SELECT max(time_ms) FROM sample WHERE start_up = ?1 AND time_source <> 1");
        _estimate = new SqlStatement(
            connection, "UPDATE start_up SET utc_at_zero_ms = ?2, is_estimated = 1, earliest_zero_ms = ?3, latest_zero_ms = ?4 WHERE id = ?1");
        _estimateSamples = new SqlStatement(connection, "UPDATE sample SET time_ms = uptime_ms + ?2, time_source = 3 WHERE start_up = ?1 AND time_source <> 1");
        _estimateAlerts = new SqlStatement(connection, "UPDATE alert SET time_ms = uptime_ms + ?2, time_source = 3 WHERE start_up = ?1 AND time_source <> 1");
    }

    /// <summary>A start-up of a stream; its row is made where there is none.</summary>
    public StartUp FindOrAdd(StreamState stream, long boot)
    {
        if (_newest.TryGetValue(stream.Id, out StartUp? known) && known.Boot == boot)
        {
            return known;
        }

        if (One(_find.Bind(stream.Id, boot)) is not { } startUp)
        {
            _add.Run(stream.Id, boot);
            startUp = One(_find.Bind(stream.Id, boot))!;
        }

        return _newest[stream.Id] = startUp;
    }

    /// <summary>Takes note of a moment of a start-up, and of its UTC where the unit's clock knew it.</summary>
    /// <returns>True when the start-up has a new reference: everything of it is to be dated anew then.</returns>
    public static bool Note(StartUp startUp, long uptime, long? time)
    {
        if (uptime >= startUp.LastUptime)
        {
            startUp.LastUptime = uptime;
            startUp.LastTime = time;
        }

        if (time is not { } known || uptime >= startUp.ReferenceUptime)
        {
            return false;
        }

        startUp.ReferenceUptime = uptime;
        startUp.UtcAtZero = known - uptime;
        return true;
    }

    /// <summary>Writes what <see cref="Note"/> changed, and dates what can be dated now, neighbours included.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="startUp">The start-up.</param>
    /// <param name="wasDated">Whether it had a reference before.</param>
    /// <param name="isNewReference">Whether it has a new one.</param>
    /// <returns>The newest time among the samples that were dated anew; null where there is none.</returns>
    public long? Save(StreamState stream, StartUp startUp, bool wasDated, bool isNewReference)
    {
        _saveLast.Run(startUp.Id, startUp.LastUptime, startUp.LastTime);
        long? newest = null;
        if (isNewReference)
        {
            _date.Run(startUp.Id, startUp.UtcAtZero, startUp.ReferenceUptime);
            _dateSamples.Run(startUp.Id, startUp.UtcAtZero);
            _dateAlerts.Run(startUp.Id, startUp.UtcAtZero);
            newest = _newestTime.Bind(startUp.Id).Scalar();
        }

        // A clock that a start-up has had before changes nothing for its neighbours.
        if (!wasDated)
        {
            EstimateAround(stream, startUp);
        }

        return newest;
    }

    public void Dispose()
    {
        foreach (SqlStatement statement in (SqlStatement[])[_find, _add, _datedBefore, _datedAfter, _between, _saveLast, _date, _dateSamples, _dateAlerts, _newestTime, _estimate, _estimateSamples, _estimateAlerts])
        {
            statement.Dispose();
        }
    }

    private static StartUp? One(SqlStatement statement)
    {
        StartUp? startUp = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return startUp;
    }

    private static StartUp Read(SqlStatement statement) => new()
    {
        Id = statement.Int64(0),
        Boot = statement.Int64(1),
        UtcAtZero = statement.NullableInt64(2),
        ReferenceUptime = statement.NullableInt64(3),
        LastUptime = statement.Int64(4),
        LastTime = statement.NullableInt64(5),
    };

    private void EstimateAround(StreamState stream, StartUp startUp)
    {
        StartUp? before = One(_datedBefore.Bind(stream.Id, startUp.Boot));
        StartUp? after = One(_datedAfter.Bind(stream.Id, startUp.Boot));
        if (startUp.IsDated)
        {
            EstimateBetween(stream, before, startUp);
            EstimateBetween(stream, startUp, after);
        }
        else
        {
            EstimateBetween(stream, before, after);
        }
    }

    /// <summary>
    /// Start-ups that never had a clock, between two that had one, are spread evenly over the time between; before the first that had one,
    /// they end where it begins. Marked as estimates, with the bounds; a dated sample that comes later replaces them.
    /// </summary>
    private void EstimateBetween(StreamState stream, StartUp? before, StartUp? after)
    {
        if (after is not { UtcAtZero: { } latest })
        {
            return;
        }

        var undated = new List<StartUp>();
        _between.Bind(stream.Id, before?.Boot ?? -1, after.Boot);
        while (_between.Step())
        {
            undated.Add(Read(_between));
        }

        long? earliest = before?.End;
        long length = undated.Sum(startUp => startUp.LastUptime);
        long gap = earliest is { } from ? Math.Max(0, latest - from - length) / (undated.Count + 1) : 0;
        long end = latest;
        for (int index = undated.Count - 1; index >= 0; index--)
        {
            StartUp startUp = undated[index];
            long zero = end - gap - startUp.LastUptime;
            _estimate.Run(startUp.Id, zero, earliest, latest - startUp.LastUptime);
            _estimateSamples.Run(startUp.Id, zero);
            _estimateAlerts.Run(startUp.Id, zero);
            end = zero;
        }
    }
}
