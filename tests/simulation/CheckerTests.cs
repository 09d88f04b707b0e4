using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Fleet;
using Telltale.Simulation;

namespace Telltale.SimulationTests;

/// <summary>The checker is given a store that somebody has changed behind its back, and has to find it.</summary>
public sealed class CheckerTests
{
    // A sample from the middle of a drive, with a position.
    private const string Middle = "(SELECT id FROM sample WHERE latitude_e7 IS NOT NULL AND speed_mm_s > 5000 AND time_source = 1 ORDER BY id LIMIT 1 OFFSET 1000)";

    [Test]
    public void A_store_that_nobody_touched_is_good() => Assert.That(Findings("SELECT 1"), Is.Empty);

    [Test]
    public void A_sample_that_is_gone_is_lost() => Assert.That(Findings($"DELETE FROM sample WHERE id = {Middle}"), Is.EqualTo((string[])["lost 1"]));

    [Test]
    public void A_sample_that_is_there_twice_is_a_duplicate()
    {
        const string Columns = "unit, frame, start_up, dictionary, uptime_ms, time_ms, time_source, mode, latitude_e7, longitude_e7, height_mm, speed_mm_s, course_cdeg, satellites, signals";
        Assert.That(Findings($"INSERT INTO sample ({Columns}) SELECT {Columns} FROM sample WHERE id = {Middle}"), Is.EqualTo((string[])["duplicate 1"]));
    }

    [TestCase("latitude_e7 = latitude_e7 + 20", "content 1")]
    [TestCase("longitude_e7 = longitude_e7 - 30", "content 1")]
    [TestCase("height_mm = height_mm + 1000", "content 1")]
    [TestCase("speed_mm_s = speed_mm_s + 60", "content 1")]
    [TestCase("course_cdeg = NULL", "content 1")]
    [TestCase("signals = replace(signals, '[', '[1')", "content 1")]
    [TestCase("time_ms = time_ms + 1000", "time 1")]
    [TestCase("latitude_e7 = NULL, longitude_e7 = NULL", "lost 1")]
    public void A_sample_with_another_content_is_found(string change, string finding) =>
        Assert.That(Findings($"UPDATE sample SET {change} WHERE id = {Middle}"), Is.EqualTo((string[])[finding]));

    [Test]
    public void A_sample_of_an_epoch_that_never_was_is_found()
    {
        string last = "substr(signals, 1, length(signals) - 1) || '9]'";
        Assert.That(Findings($"UPDATE sample SET signals = {last} WHERE id = {Middle}"), Is.EquivalentTo((string[])["lost 1", "unexpected 1"]));
    }

    [Test]
    public void A_number_that_is_missing_is_found() =>
        Assert.That(Findings("INSERT INTO missing_range (stream, first, last, since_ms) SELECT id, 1000000, 1000001, 0 FROM stream"), Is.EqualTo((string[])["missing 1"]));

    [Test]
    public void A_frame_that_was_dropped_though_there_was_room_is_lost()
    {
        // The owner is told that it was dropped, and the book says that it fitted.
        Shard shard = Prepare((store, units) =>
        {
            using SqliteConnection connection = Open(store);
            (long frame, long sequence, string stream) = connection.QuerySingle<(long, long, string)>(
                $"SELECT frame.id, frame.sequence, stream.stream_id FROM frame JOIN stream ON stream.id = frame.stream WHERE frame.id = (SELECT frame FROM sample WHERE id = {Middle})");
            int samples = connection.Execute("DELETE FROM sample WHERE frame = $frame", new { frame });
            Assert.That(samples, Is.GreaterThan(30), "a whole batch");
            connection.Execute("UPDATE stored_range SET first = $sequence + 1 WHERE first <= $sequence AND last > $sequence", new { sequence });
            connection.Execute("INSERT INTO dropped_range (stream, first, last, reason) SELECT id, $sequence, $sequence, 1 FROM stream WHERE stream_id = $stream", new { sequence, stream });
        });
        ShardResult result = shard.Run();
        Assert.That(result.Dropped, Is.Zero);
        Assert.That(result.Findings.Counts.Keys, Is.EqualTo((string[])["lost"]));
        Assert.That(result.Lost, Is.GreaterThan(30));
    }

    [Test]
    public void A_drop_is_allowed_where_more_came_than_fits_and_nowhere_else()
    {
        // Six hours at 1 Hz, and an outage of two days after the first two.
        const long Hour = 3_600_000;
        List<Epoch> ledger = [.. Enumerable.Range(0, 6 * 3600).Select(second => new Epoch { Time = second * 1000L, IsExact = true })];
        FaultSchedule schedule = new(new SimulationOptions { Faults = [] }, 0);
        SimulatedVehicle vehicle = new(1, 0, 1, []);
        UnitLog happened = new();
        DropRule without = new(ledger, vehicle, schedule, happened, [], 180_000, 96 * Hour);
        Assert.That(without.MayDrop(1 * Hour, out _), Is.True, "three hours at 1 Hz do not surely fit into so little");
        DropRule large = new(ledger, vehicle, schedule, happened, [], 3_000_000, 96 * Hour);
        Assert.That(large.MayDrop(1 * Hour, out long since), Is.False, $"{since} of {large.Capacity}");
        Assert.That(large.WorksAtEnd, Is.True);
        DropRule down = new(ledger, vehicle, schedule, happened, [new Telltale.Simulation.Span(0, 96 * Hour)], 400_000, 96 * Hour);
        Assert.That(down.MayDrop(0, out since), Is.True, $"{since} of {down.Capacity}");
        Assert.That(down.MayDrop(3 * Hour, out since), Is.False, $"{since} of {down.Capacity}: the newest fit");
        Assert.That(down.WorksAtEnd, Is.False);
    }

    private static string[] Findings(string sql)
    {
        Shard shard = Prepare((store, _) =>
        {
            using SqliteConnection connection = Open(store);
            connection.Execute(sql);
        });
        return [.. shard.Run().Findings.Counts.Select(finding => $"{finding.Key} {finding.Value}")];
    }

    private static Shard Prepare(Action<SampleStore, IReadOnlyList<SimulatedUnit>> change) =>
        new(new SimulationOptions { Units = 1, Days = 1, Faults = [] }, 0) { BeforeCheck = change };

    private static SqliteConnection Open(SampleStore store)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = store.Path }.ToString());
        connection.Open();
        return connection;
    }
}
