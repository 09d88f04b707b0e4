using System.Text;
using Telltale.Checks;
using Telltale.Fleet;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.HostTests.Fleet;

/// <summary>Checks and installations at the owner's.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CheckTests : IDisposable
{
    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void A_check_that_passed_and_fails_is_an_alarm_once_until_it_no_longer_fails()
    {
        Assert.That(Receive(StatusCheckState.Pass, 12600).IsAlarm, Is.False);
        FrameResult failed = Receive(StatusCheckState.Fail, 11000);
        Assert.That(failed.IsAlarm, Is.True);
        Assert.That(failed.FailedChecks, Is.EqualTo(new[] { "check 10 supply voltage fails: 11000 mV, limit 11800 mV" }));
        Assert.That(Receive(StatusCheckState.Fail, 10900).IsAlarm, Is.False);
        CheckFailure failure = _fleet.Store.CheckFailures(_fleet.Unit.UnitId, 10).Single();
        Assert.That((failure.Number, failure.Value, failure.Limit, failure.Ended), Is.EqualTo((10L, 11000L, 11800L, default(DateTimeOffset?))));
        Receive(StatusCheckState.Pass, 12600);
        Assert.That(_fleet.Store.CheckFailures(_fleet.Unit.UnitId, 10).Single().Ended, Is.Not.Null);
        Receive(StatusCheckState.Fail, 11100);
        Assert.That(_fleet.Store.CheckFailures(_fleet.Unit.UnitId, 10).Select(each => each.Value), Is.EqualTo(new long?[] { 11100, 11000 }));
    }

    [Test]
    public void A_check_that_waited_before_it_failed_is_no_alarm()
    {
        Receive(StatusCheckState.Waiting, 0);
        Assert.That(Receive(StatusCheckState.Fail, 11000).IsAlarm, Is.False);
        Assert.That(_fleet.Store.CheckFailures(_fleet.Unit.UnitId, 10), Is.Empty);
        UnitCheck check = _fleet.Store.Report(_fleet.Unit.UnitId)!.Checks.Single();
        Assert.That((check.Name, check.State, check.UnitOfMeasure), Is.EqualTo(("supply voltage", "fail", "mV")));
    }

    [Test]
    public void A_check_has_stood_so_since_the_first_status_that_said_so()
    {
        ReceiveAfter(0, StatusCheckState.Pass);
        ReceiveAfter(1, StatusCheckState.Pass);
        Assert.That(Since(), Is.EqualTo(FleetFixture.Now));
        ReceiveAfter(2, StatusCheckState.Fail);
        ReceiveAfter(3, StatusCheckState.Fail);
        Assert.That(Since(), Is.EqualTo(FleetFixture.Now.AddHours(2)));
        ReceiveAfter(4, StatusCheckState.Pass);
        Assert.That(Since(), Is.EqualTo(FleetFixture.Now.AddHours(4)));

        void ReceiveAfter(int hours, StatusCheckState state) => _fleet.Receiver.Receive(_fleet.Unit.Topic, Status(state, 12000), FleetFixture.Now.AddHours(hours));

        DateTimeOffset? Since() => _fleet.Store.Report(_fleet.Unit.UnitId)!.Checks.Single().Since;
    }

    [Test]
    public void An_older_status_that_comes_late_raises_no_alarm()
    {
        byte[] older = Status(StatusCheckState.Fail, 11000);
        Receive(StatusCheckState.Pass, 12600);
        Assert.That(_fleet.Receive(older).IsAlarm, Is.False);
    }

    [Test]
    public void An_installation_is_kept_and_listed_with_vehicle_odometer_mark_and_checks()
    {
        var record = new InstallationRecord
        {
            HasVin = true, HasOdometer = true, OdometerOffsetMetres = 123456700, AreFailuresAccepted = true, IgnitionSource = 1, BootNumber = 1, UptimeMilliseconds = 5000,
            IsDated = true, TimeUtcMilliseconds = 1_777_896_000_000, FirmwareVersion = "0.1.0", Board = "desk",
        };
        Encoding.ASCII.GetBytes("1M8GDM9AXKP042788").CopyTo(record.Vin, 0);
        record.MarkLength = Encoding.UTF8.GetBytes("Müller").Length;
        Encoding.UTF8.GetBytes("Müller").CopyTo(record.Mark, 0);
        var list = new CheckList(null);
        var supply = new Check(CheckNumber.Supply);
        supply.AtLeast(11000, 11800);
        list.Add(supply);
        record.SetChecks(list);
        byte[] content = new byte[InstallationRecord.MaximumLength];
        FrameResult result = _fleet.Receive(_fleet.Unit.Seal(FrameKind.Installation, content[..record.Encode(content)]));
        Assert.That((result.Outcome, result.Detail), Is.EqualTo((FrameOutcome.Stored, "installed in 1M8GDM9AXKP042788 by Müller")));
        Installation installation = _fleet.Store.Installations(_fleet.Unit.UnitId).Single();
        Assert.Multiple(() =>
        {
            Assert.That((installation.Vin, installation.OdometerOffsetMetres, installation.Mark), Is.EqualTo(("1M8GDM9AXKP042788", 123456700L, "Müller")));
            Assert.That(installation.Time, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1_777_896_000_000)));
            Assert.That(installation.IgnitionSource, Is.EqualTo("wire"));
            Assert.That(installation.Checks.Single(), Is.EqualTo(new UnitCheck(10, "fail", 11000, 11800)));
        });
    }

    [Test]
    public void A_record_that_cannot_be_read_is_kept_and_told()
    {
        FrameResult result = _fleet.Receive(_fleet.Unit.Seal(FrameKind.Installation, [9, 9, 9]));
        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Malformed));
        Assert.That(_fleet.Store.Installations(_fleet.Unit.UnitId), Is.Empty);
    }

    private FrameResult Receive(StatusCheckState state, long millivolts) => _fleet.Receive(Status(state, millivolts));

    private byte[] Status(StatusCheckState state, long millivolts) => _fleet.Unit.Status(say: report => report.AddCheck((int)CheckNumber.Supply, state, millivolts, 11800));
}
