using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Fleet;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

/// <summary>A store that version 1 of the schema wrote (store-version-1.sql) opens, keeps everything and goes on.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoreMigrationTests : IDisposable
{
    private const string Parked = "g94vn100";
    private const string Sampled = "6gzpjja7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telltale-migration-");
    private readonly string _path;

    public StoreMigrationTests()
    {
        _path = Path.Combine(_folder.FullName, "store.db");
        using SqliteConnection connection = Connect();
        connection.Execute(File.ReadAllText(Path.Combine(Repository.Root, "tests", "host", "Fleet", "store-version-1.sql")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void Samples_keep_their_ids_times_and_values_and_say_nothing_of_what_was_not_recorded()
    {
        using SampleStore store = SampleStore.Open(_path);
        IReadOnlyList<StoredSample> samples = store.SamplesAfter(Sampled, 0, 100);

        Assert.That(samples.Select(sample => sample.Id), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(
            samples.Select(sample => sample.Time!.Value.ToUnixTimeMilliseconds()),
            Is.EqualTo(new[] { 1_777_896_000_000, 1_777_896_001_000, 1_777_896_050_500, 1_777_896_070_500, 1_777_896_125_000 }));
        Assert.That(samples.Select(sample => sample.TimeIsEstimated), Is.EqualTo(new[] { false, false, true, true, false }));
        Assert.That(samples[1].Signals["OBD.Speed"], Is.EqualTo(51));
        Assert.That(samples.Select(sample => (sample.Activity, sample.Trip, sample.DistanceMetres, sample.IsPrivate)), Is.All.EqualTo((default(string), default(int?), default(int?), default(bool?))));
        Assert.That(store.Units().Single(unit => unit.UnitId is Sampled).SamplesStored, Is.EqualTo(5));
    }

    [Test]
    public void What_was_stored_is_known_as_stored_and_gaps_lie_where_the_batches_around_them_say()
    {
        using SampleStore store = SampleStore.Open(_path);
        FrameRange[] ranges = [.. store.FrameRanges(Sampled)];
        Assert.That(ranges.Select(range => (range.Class, range.First, range.Last)), Is.EqualTo(new[]
        {
            (FrameClass.Stored, 1L, 3L), (FrameClass.Queued, 4L, 5L), (FrameClass.Stored, 6L, 6L),
        }));
        Assert.That(ranges[1].After!.Value.ToUnixTimeMilliseconds(), Is.EqualTo(1_777_896_070_500));
        Assert.That(ranges[1].Before!.Value.ToUnixTimeMilliseconds(), Is.EqualTo(1_777_896_125_000));
        Assert.That(store.CountFrames(Parked).Conflicts, Is.EqualTo(1));
    }

    [Test]
    public void A_status_that_was_only_kept_is_decoded_at_the_first_start_of_the_receiver()
    {
        using SampleStore store = SampleStore.Open(_path);
        Assert.That(store.Report(Parked), Is.Null);
        Receiver(store).RetryWaiting();

        UnitReport report = store.Report(Parked)!;
        Assert.That((report.Sequence, report.Firmware, report.Board), Is.EqualTo((3, "0.1.0", "desk")));
        Assert.That(report.Counters, Is.EqualTo(new Dictionary<string, long>(StringComparer.Ordinal) { ["samples_lost"] = 3 }));
        Assert.That(report.Received.ToUnixTimeMilliseconds(), Is.EqualTo(1_777_896_000_000));
        Assert.That(Query<long>("SELECT count(*) FROM frame WHERE state = 3"), Is.Zero);
    }

    [Test]
    public void A_parked_batch_goes_on_waiting_is_asked_for_and_is_decoded_when_its_dictionary_comes()
    {
        // What is sealed depends on the seal's own version, so these frames are made here and put into the old tables.
        using var fleet = new FleetFixture();
        TestUnit unit = fleet.Unit;
        byte[] dictionary = unit.Dictionary();
        byte[] batch = unit.Batch(TestUnit.SampleAt(1000, null), TestUnit.SampleAt(2000, null));
        using (SqliteConnection connection = Connect())
        {
            connection.Execute(
                """
                INSERT INTO unit (id, unit_id, label) VALUES (9, $unitId, 'Van 9');
                INSERT INTO stream (id, unit, stream_id, highest_epoch) VALUES (9, 9, $streamId, 1);
                INSERT INTO stored_range VALUES (9, 2, 2);
                INSERT INTO frame (id, stream, sequence, epoch, tag, kind, priority, dictionary_id, received_ms, state, sealed)
                VALUES (9, 9, 2, 1, $tag, 1, 0, $dictionaryId, 0, 1, $batch);
                """,
                new { unitId = unit.UnitId, streamId = unit.StreamId, tag = batch[^16..], dictionaryId = TestUnit.DictionaryId, batch });
        }

        using SampleStore store = SampleStore.Open(_path);
        Assert.That(store.WaitingFrames(unit.UnitId).Parked, Is.EqualTo(1));
        Assert.That(store.WantedDictionaries(unit.UnitId).Keys, Is.EqualTo(new[] { TestUnit.DictionaryId }));

        var receiver = new FrameReceiver(store, fleet.Home, new DotNetCryptography());
        Assert.That(receiver.Receive(unit.Topic, batch, FleetFixture.Now).Outcome, Is.EqualTo(FrameOutcome.Duplicate));
        FrameResult result = receiver.Receive(unit.Topic, dictionary, FleetFixture.Now);

        Assert.That(result.SamplesStored, Is.EqualTo(2), result.Detail);
        Assert.That(store.WaitingFrames(unit.UnitId).Parked, Is.Zero);
        Assert.That(store.WantedDictionaries(unit.UnitId), Is.Empty);
        Assert.That(store.SamplesAfter(unit.UnitId, 0, 10).Select(sample => sample.Signals["OBD.Speed"]), Is.EqualTo(new[] { 50, 50 }));
    }

    [Test]
    public void Stores_of_both_ways_have_the_same_tables()
    {
        SampleStore.Open(_path).Dispose();
        string fresh = Path.Combine(_folder.FullName, "fresh.db");
        SampleStore.Open(fresh).Dispose();
        const string sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
        Assert.That(Queries<string>(sql, _path), Is.EqualTo(Queries<string>(sql, fresh)));
        Assert.That(Query<long>("PRAGMA user_version"), Is.EqualTo(4));
        Assert.That(Queries<string>("PRAGMA integrity_check", _path), Is.EqualTo(new[] { "ok" }));
        Assert.That(Queries<object>("PRAGMA foreign_key_check", _path), Is.Empty);
    }

    [Test]
    public void The_views_for_people_can_be_read()
    {
        SampleStore.Open(_path).Dispose();
        Assert.That(Query<long>("SELECT count(*) FROM samples"), Is.EqualTo(5));
        Assert.That(Query<long>("SELECT count(*) FROM signal_values"), Is.EqualTo(10));
        Assert.That(Query<long>("SELECT (SELECT count(*) FROM alerts) + (SELECT count(*) FROM signal_extremes) + (SELECT count(*) FROM missing) + (SELECT count(*) FROM lives)"), Is.Zero);
    }

    private static FrameReceiver Receiver(SampleStore store) => new(store, new Keys(), new DotNetCryptography());

    private SqliteConnection Connect(string? path = null) => new($"Data Source={path ?? _path};Pooling=false");

    private T Query<T>(string sql)
    {
        using SqliteConnection connection = Connect();
        return connection.QuerySingle<T>(sql);
    }

    private T[] Queries<T>(string sql, string path)
    {
        using SqliteConnection connection = Connect(path);
        return [.. connection.Query<T>(sql)];
    }

    private sealed class Keys : IRootKeys
    {
        public byte[]? FindRoot(string unitId) => new byte[FleetHome.RootKeyBytes];

        public string LabelOf(string unitId) => unitId;
    }
}
