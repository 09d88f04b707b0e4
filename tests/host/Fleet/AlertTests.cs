using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Fleet;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.HostTests.Fleet;

/// <summary>Alerts in the store, and what samples say beside position and signals.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AlertTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void An_alert_is_stored_in_units_that_a_person_reads_with_the_sample_of_its_moment_and_is_no_sample()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        FrameResult result = _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Overspeed, 38_900, 36_111, Driving(5000)));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored), result.Detail);
        Assert.That(result.Detail, Is.EqualTo("overspeed 38.9 m/s, limit 36.111 m/s"));
        Assert.That(result.SamplesStored, Is.Zero);
        StoredAlert alert = _fleet.Store.AlertsAfter(_fleet.Unit.UnitId, 0, 10).Single();
        Assert.That((alert.Event, alert.Value, alert.Limit, alert.UnitOfMeasure, alert.Signal), Is.EqualTo(("overspeed", 38.9, 36.111, "m/s", default(string))));
        Assert.That(alert.Sample.Time, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 5000)));
        Assert.That(alert.Sample.LatitudeDegrees, Is.EqualTo(48.123456).Within(2e-6));
        Assert.That(alert.Sample.Signals["OBD.Speed"], Is.EqualTo(50));
        AssertDriving(alert.Sample);
        Assert.That(_fleet.Samples(), Is.Empty);
        Assert.That(_fleet.Store.Units().Single().SamplesStored, Is.Zero);
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 2)));
    }

    [TestCase(UnitEvent.TripBegan, 12, "trip_began", 12, "")]
    [TestCase(UnitEvent.HarshBraking, 4_250, "harsh_braking", 4.25, "m/s^2")]
    [TestCase(UnitEvent.ExcessiveIdling, 301, "excessive_idling", 301, "s")]
    [TestCase(UnitEvent.Towing, 140, "towing", 140, "m")]
    [TestCase(UnitEvent.SupplyLow, 9_480, "supply_low", 9.48, "V")]
    [TestCase(UnitEvent.PrivateMode, 1, "private_mode", 1, "")]
    [TestCase(UnitEvent.IdentityInUseElsewhere, 2, "identity_in_use_elsewhere", 2, "")]
    [TestCase(UnitEvent.TrustAnchorExpiring, 29, "trust_anchor_expiring", 29, "d")]
    [TestCase((UnitEvent)200, -7, "200", -7, "")]
    public void Every_event_has_its_name_and_its_unit_of_measure(UnitEvent what, int value, string name, double shown, string unit)
    {
        _fleet.Receive(_fleet.Unit.Alert(what, value, 0, Driving(5000)));
        StoredAlert alert = _fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 1).Single();
        Assert.That((alert.Event, alert.Value, alert.UnitOfMeasure), Is.EqualTo((name, shown, unit)));
        Assert.That(Query<string>("SELECT event FROM alerts"), Is.EqualTo(name));
    }

    [Test]
    public void An_alert_of_a_signal_does_not_wait_for_its_dictionary_and_gets_name_and_value_when_it_comes()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        FrameResult result = _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Signal, 150, 140, Driving(5000), signalIndex: 2));
        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored));
        StoredAlert bare = _fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 1).Single();
        Assert.That((bare.Event, bare.Value, bare.Signal, bare.Sample.Signals.Count), Is.EqualTo(("signal", 150.0, default(string), 0)));
        Assert.That(bare.Sample.LatitudeDegrees, Is.Not.Null);
        Assert.That(_fleet.Store.WantedDictionaries(_fleet.Unit.UnitId).Keys, Is.EqualTo(new[] { TestUnit.DictionaryId }));

        _fleet.Receive(dictionary);

        StoredAlert named = _fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 1).Single();
        Assert.That((named.Value, named.Limit, named.UnitOfMeasure, named.Signal), Is.EqualTo((110.0, 100.0, "degC", "OBD.CoolantTemperature")));
        Assert.That(named.Sample.Signals["OBD.CoolantTemperature"], Is.EqualTo(90));
        Assert.That(Query<string>("SELECT signal FROM alerts"), Is.EqualTo("OBD.CoolantTemperature"));
        Assert.That(_fleet.Store.WantedDictionaries(_fleet.Unit.UnitId), Is.Empty);
    }

    [Test]
    public void An_alert_from_before_the_clock_was_set_is_dated_later_and_a_dated_one_dates_its_start_up()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        Sample undated = Driving(1000);
        undated.IsDated = false;
        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.TripBegan, 1, 0, undated));
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(2000, null)));
        Assert.That(_fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 1).Single().Sample.Time, Is.Null);

        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Towing, 100, 0, Driving(9000)));

        Assert.That(
            _fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 2).Select(alert => alert.Sample.Time!.Value.ToUnixTimeMilliseconds()), Is.EqualTo(new[] { Utc + 1000, Utc + 9000 }));
        Assert.That(_fleet.Samples().Single().Time!.Value.ToUnixTimeMilliseconds(), Is.EqualTo(Utc + 2000));
    }

    [Test]
    public void An_alert_that_comes_twice_is_stored_once()
    {
        byte[] frame = _fleet.Unit.Alert(UnitEvent.Towing, 100, 0, Driving(5000));
        _fleet.Receive(frame);
        _fleet.Restart();
        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Duplicate));
        Assert.That(_fleet.Store.AlertsAfter(_fleet.Unit.UnitId, 0, 10), Has.Count.EqualTo(1));
    }

    [Test]
    public void An_alert_that_cannot_be_decoded_is_kept_as_opened_and_tried_again()
    {
        Assert.That(_fleet.Receive(_fleet.Unit.Seal(FrameKind.Alert, [99, 1])).Outcome, Is.EqualTo(FrameOutcome.Malformed));
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Undecodable, Is.EqualTo(1));
        byte[] readable = AlertContent();
        Execute("UPDATE frame SET content = $readable", new { readable });
        _fleet.Receiver.RetryWaiting();

        Assert.That(_fleet.Store.NewestAlerts(_fleet.Unit.UnitId, 1).Single().Event, Is.EqualTo("towing"));
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Undecodable, Is.Zero);
    }

    [Test]
    public void A_sample_is_stored_with_trip_activity_ignition_distance_running_times_and_extremes()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(Driving(5000)));
        StoredSample sample = _fleet.Samples().Single();
        AssertDriving(sample);
        Assert.That(
            Query<(string, long, string, string, long, double, double)>(
                "SELECT activity, trip, ignition, ignition_source, distance_m, max_speed_m_s, max_braking_m_s2 FROM samples"),
            Is.EqualTo(("driving", 12L, "on", "engine_speed", 48_210L, 15.5, 2.75)));
        Assert.That(
            Query<(string, double, double, string)>("SELECT name, minimum, maximum, unit_of_measure FROM signal_extremes WHERE name = 'OBD.CoolantTemperature'"),
            Is.EqualTo(("OBD.CoolantTemperature", 88.0, 91.0, "degC")));
    }

    [Test]
    public void A_private_sample_says_so_and_what_is_not_known_is_left_out()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        Sample hidden = TestUnit.SampleAt(5000, null);
        hidden.IsPrivate = true;
        hidden.DistanceMetres = 9;
        _fleet.Receive(_fleet.Unit.Batch(hidden));
        StoredSample sample = _fleet.Samples().Single();
        Assert.That((sample.IsPrivate, sample.DistanceMetres, sample.LatitudeDegrees), Is.EqualTo((true, 9, default(double?))));
        Assert.That((sample.Trip, sample.Ignition, sample.IgnitionSource, sample.Triggers), Is.EqualTo((default(int?), default(string), default(string), default(IReadOnlyList<string>))));
        Assert.That((sample.MaximumSpeedMetresPerSecond, sample.SignalMinima), Is.EqualTo((default(double?), default(IReadOnlyDictionary<string, double>))));
    }

    internal static Sample Driving(long uptimeMilliseconds)
    {
        Sample sample = TestUnit.SampleAt(uptimeMilliseconds, Utc + uptimeMilliseconds);
        sample.Triggers = SampleTriggers.Time | SampleTriggers.Course | SampleTriggers.Context;
        sample.Activity = UnitActivity.Driving;
        sample.Ignition = IgnitionState.On;
        sample.IgnitionSource = IgnitionSource.EngineSpeed;
        sample.TripNumber = 12;
        sample.DistanceMetres = 48_210;
        sample.EngineSeconds = 5_120;
        sample.IdlingSeconds = 310;
        sample.Extremes = SampleExtremes.MaximumSpeed | SampleExtremes.MaximumBraking;
        sample.MaximumSpeedMillimetresPerSecond = 15_500;
        sample.MaximumBrakingMillimetresPerSecondSquared = 2_750;
        sample.SignalExtremesPresent = 0b100;
        sample.SignalMinima[2] = 128;
        sample.SignalMaxima[2] = 131;
        return sample;
    }

    private static void AssertDriving(StoredSample sample)
    {
        Assert.That((sample.Activity, sample.Trip, sample.Ignition, sample.IgnitionSource, sample.IsPrivate), Is.EqualTo(("driving", 12, "on", "engine_speed", default(bool?))));
        Assert.That((sample.DistanceMetres, sample.EngineSeconds, sample.IdlingSeconds), Is.EqualTo((48_210, 5_120, 310)));
        Assert.That(sample.Triggers, Is.EqualTo(new[] { "time", "course", "context" }));
        Assert.That(
            (sample.MaximumSpeedMetresPerSecond, sample.MaximumAccelerationMetresPerSecondSquared, sample.MaximumBrakingMetresPerSecondSquared), Is.EqualTo((15.5, default(double?), 2.75)));
        Assert.That(sample.SignalMinima, Is.EqualTo(new Dictionary<string, double>(StringComparer.Ordinal) { ["OBD.CoolantTemperature"] = 88 }));
        Assert.That(sample.SignalMaxima, Is.EqualTo(new Dictionary<string, double>(StringComparer.Ordinal) { ["OBD.CoolantTemperature"] = 91 }));
    }

    private byte[] AlertContent()
    {
        var unit = new TestUnit(_fleet.Enrolled, _fleet.InFolder("other"));
        var opener = new UnitOpener(new Telltale.Virtual.Board.DotNetCryptography(), FleetHome.ReadRootFile(_fleet.Enrolled.RootKeyFile), unit.UnitId);
        return opener.Open(unit.Alert(UnitEvent.Towing, 100, 0, Driving(5000))).Content;
    }

    private T Query<T>(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_fleet.Store.Path};Pooling=false");
        return connection.QuerySingle<T>(sql);
    }

    private void Execute(string sql, object parameters)
    {
        using var connection = new SqliteConnection($"Data Source={_fleet.Store.Path};Pooling=false");
        connection.Execute(sql, parameters);
    }
}
