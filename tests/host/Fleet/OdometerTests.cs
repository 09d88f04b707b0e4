using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Checks;
using Telltale.Fleet;
using Telltale.HostTests.Cli;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.HostTests.Fleet;

/// <summary>The vehicle's odometer: the unit's distance and the offset of the installation record.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OdometerTests : IDisposable
{
    private const long UtcMilliseconds = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void Before_the_first_record_there_is_no_odometer_and_after_it_distance_and_offset()
    {
        Install(5000, 48_210_400);
        Drive((4000, 10), (5000, 20), (6000, 4300));
        Assert.That(Odometers(), Is.EqualTo(new long?[] { null, 48_210_420, 48_214_700 }));
        Assert.That(_fleet.Store.NewestSamples(_fleet.Unit.UnitId, 9).Select(sample => sample.DistanceMetres), Is.EqualTo(new int?[] { 10, 20, 4300 }), "the unit's own stays");
    }

    [Test]
    public void Each_sample_has_the_record_made_last_before_it_whatever_order_they_arrive_in()
    {
        Drive((1000, 1), (9000, 2));
        Install(8000, -500);
        Install(500, 100_000);
        Assert.That(Odometers(), Is.EqualTo(new long?[] { 100_001, -498 }));
    }

    [Test]
    public void A_record_holds_for_the_start_ups_after_it_and_a_new_one_for_another_vehicle_replaces_it()
    {
        Drive((1000, 1));
        Install(90_000, 1_000_000);
        _fleet.Unit.StartUpAgain();
        Drive((1000, 5));
        Install(2000, 70_000);
        Drive((3000, 6));
        Assert.That(Odometers(), Is.EqualTo(new long?[] { null, 1_000_005, 70_006 }));
    }

    [Test]
    public void A_record_without_an_odometer_ends_the_one_before()
    {
        Install(1000, 1_000_000);
        Install(2000, null);
        Drive((1500, 5), (3000, 6));
        Assert.That(Odometers(), Is.EqualTo(new long?[] { 1_000_005, null }));
    }

    [Test]
    public void Another_units_record_changes_nothing()
    {
        EnrolledUnit other = _fleet.Home.Enrol("Van 8");
        TestUnit unit = new(other, _fleet.InFolder("other"));
        _fleet.Receiver.Receive(unit.Topic, unit.Seal(FrameKind.Installation, Record(unit, 1000, 5)), FleetFixture.Now);
        Drive((2000, 5));
        Assert.That(Odometers(), Is.EqualTo(new long?[] { null }));
    }

    [Test]
    public async Task The_command_line_shows_it_and_says_what_it_is_made_of()
    {
        Install(1000, 48_210_400);
        Drive((6000, 4300));
        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Overspeed, 14_000, 13_889, TakenAt(7000, 4350)));

        JsonElement[] tail = (await Run("tail", "--no-follow", "--json")).Objects;
        Assert.That(tail.Single(line => line.GetProperty("type").ValueEquals("sample")).GetProperty("odometer").GetInt64(), Is.EqualTo(48_214_700));
        Assert.That(tail.Single(line => line.GetProperty("type").ValueEquals("alert")).GetProperty("odometer").GetInt64(), Is.EqualTo(48_214_750));
        Assert.That((await Run("tail", "--no-follow")).Output, Does.Contain("  odometer 48214.7 km").And.Contain("  odometer 48214.8 km"));

        JsonElement unit = (await Run("units", "--json")).Objects.Single();
        Assert.That((unit.GetProperty("odometer_m").GetInt64(), unit.GetProperty("odometer_offset_m").GetInt64()), Is.EqualTo((48_214_700, 48_210_400)));
        Assert.That(unit.GetProperty("vin").GetString(), Is.EqualTo("1M8GDM9AXKP042788"));
        Assert.That((await Run("units")).Output, Does.Contain(
            "    vehicle 1M8GDM9AXKP042788, odometer 48214.7 km: 4.3 km of the unit and the offset of the installation record of 2026-05-04T12:00:00.000Z"));
    }

    [Test]
    public async Task Without_a_record_nothing_is_said_of_an_odometer()
    {
        Drive((6000, 4300));
        Assert.That((await Run("units")).Output + (await Run("tail", "--no-follow")).Output + (await Run("units", "--json")).Output + (await Run("tail", "--no-follow", "--json")).Output, Does.Not.Contain("odometer"));
    }

    [Test]
    public void The_views_for_people_have_it()
    {
        Install(1000, 48_210_400);
        Drive((500, 1), (6000, 4300));
        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Overspeed, 14_000, 13_889, TakenAt(7000, 4350)));
        using SqliteConnection connection = new(string.Create(CultureInfo.InvariantCulture, $"Data Source={_fleet.Home.StoreFile};Pooling=false"));
        Assert.That(connection.Query<long?>("SELECT odometer_m FROM samples ORDER BY id"), Is.EqualTo(new long?[] { null, 48_214_700 }));
        Assert.That(connection.Query<long?>("SELECT odometer_m FROM alerts"), Is.EqualTo(new long?[] { 48_214_750 }));
    }

    private static Sample TakenAt(long uptime, int distance)
    {
        Sample sample = TestUnit.SampleAt(uptime, UtcMilliseconds + uptime);
        sample.DistanceMetres = distance;
        return sample;
    }

    private static byte[] Record(TestUnit unit, long uptime, long? offset)
    {
        var record = new InstallationRecord
        {
            HasVin = true, HasOdometer = offset is not null, OdometerOffsetMetres = offset ?? 0, BootNumber = unit.BootNumber, UptimeMilliseconds = uptime,
            IsDated = true, TimeUtcMilliseconds = UtcMilliseconds, FirmwareVersion = "0.1.0", Board = "desk",
        };
        Encoding.ASCII.GetBytes("1M8GDM9AXKP042788").CopyTo(record.Vin, 0);
        byte[] content = new byte[InstallationRecord.MaximumLength];
        return content[..record.Encode(content)];
    }

    private void Install(long uptime, long? offset)
    {
        FrameResult result = _fleet.Receive(_fleet.Unit.Seal(FrameKind.Installation, Record(_fleet.Unit, uptime, offset)));
        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored), result.Detail);
    }

    private void Drive(params (long Uptime, int Distance)[] moments)
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        FrameResult result = _fleet.Receive(_fleet.Unit.Batch([.. moments.Select(moment => TakenAt(moment.Uptime, moment.Distance))]));
        Assert.That(result.SamplesStored, Is.EqualTo(moments.Length), result.Detail);
    }

    private long?[] Odometers() => [.. _fleet.Store.NewestSamples(_fleet.Unit.UnitId, 9).Select(sample => sample.OdometerMetres)];

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.RunAsync([.. arguments, "--home", _fleet.Home.Folder]);
}
