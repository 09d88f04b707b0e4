using System.Xml.Linq;
using Telltale.Checks;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Unit;

/// <summary>What the unit says beside its batches, and what it takes over from one start-up to the next.</summary>
public sealed class StatusAndAlertTests
{
    [Test]
    public void A_connection_brings_a_status_and_an_hour_brings_another()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(10);
        Assert.That(desk.Owner.Statuses, Has.Count.EqualTo(1));
        StatusReport first = desk.Owner.Statuses[0];
        Assert.That(first.FirmwareVersion, Is.EqualTo(FirmwareBuild.Version));
        Assert.That(Counter(first, StatusCounter.PowerOns), Is.EqualTo(1));
        desk.Run(3580);
        Assert.That(desk.Owner.Statuses, Has.Count.EqualTo(1));
        desk.Run(30);
        Assert.That(desk.Owner.Statuses, Has.Count.EqualTo(2));
        Assert.That(Counter(desk.Owner.Statuses[1], StatusCounter.SamplesTaken), Is.InRange(3590, 3625));
    }

    [Test]
    public void Connections_that_come_and_go_bring_a_status_every_five_minutes_at_most()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        for (int minute = 0; minute < 12; minute++)
        {
            desk.Run(60);
            desk.Scripted.Drop();
        }

        Assert.That(desk.Owner.Statuses, Has.Count.InRange(2, 3));
    }

    [Test]
    public void The_first_status_of_a_start_up_tells_how_the_life_before_ended_and_no_other_does()
    {
        UnitOnTheDesk desk = new();
        StartWithLog(desk);
        desk.Run(10);
        desk.BootLog!.End(BootReason.LoopFaults, "index 7 of 7", 10_400);
        Assert.That(desk.Owner.Statuses.Single().HasPreviousLife, Is.False, "there was none");
        Assert.That(LoggedReasons(desk), Is.Empty);

        desk.Owner.Statuses.Clear();
        StartWithLog(desk);
        Assert.That(LoggedReasons(desk), Is.EqualTo(new[] { (int)BootReason.LoopFaults }));
        desk.Run(10);
        desk.Unit.RequestStatus();
        desk.Run(10);
        Assert.That(desk.Owner.Statuses.Select(status => status.HasPreviousLife), Is.EqualTo(new[] { true, false }));
        StatusReport first = desk.Owner.Statuses[0];
        Assert.That(
            (first.PreviousLifeReason, first.PreviousLifeSeconds, first.PreviousLifeWords, first.EarlyEnds, first.IsSafeMode), Is.EqualTo((4, 10, "index 7 of 7", 1, false)));
    }

    [Test]
    public void How_the_life_before_ended_is_told_again_until_a_status_is_in_the_journal()
    {
        UnitOnTheDesk desk = new();
        StartWithLog(desk);
        StartWithLog(desk);
        desk.Unit.RequestStatus();
        desk.Volume.IsFull = true;
        desk.Run(10);
        Assert.That(desk.Unit.Counters.JournalFailures, Is.Positive);
        desk.Volume.IsFull = false;
        desk.Run(30);
        Assert.That(desk.Owner.Statuses.Count(status => status.HasPreviousLife), Is.EqualTo(1));
    }

    [Test]
    public void A_status_that_is_asked_for_comes_at_once()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(20);
        desk.Unit.RequestStatus();
        desk.Run(0.5);
        Assert.That(desk.Owner.Statuses, Has.Count.EqualTo(2));
    }

    [Test]
    public void An_alert_is_at_the_owners_before_the_backlog()
    {
        UnitOnTheDesk desk = new();
        desk.Scripted.HasNetwork = false;
        desk.Start();
        desk.Run(1800);
        desk.Supply.SupplyMillivolts = 9000;
        desk.Run(5);
        desk.Owner.Frames.Clear();
        desk.Scripted.HasNetwork = true;
        // On a low battery the next attempt may be a quarter of an hour away.
        desk.Run(1300);
        List<FrameKind> kinds = [.. desk.Owner.Frames.Select(frame => frame.Kind)];
        Assert.That(kinds, Does.Contain(FrameKind.Alert));
        Assert.That(kinds.IndexOf(FrameKind.Alert), Is.LessThan(kinds.IndexOf(FrameKind.Batch)));
        Assert.That(desk.Owner.Alerts.Select(alert => alert.Event), Does.Contain(UnitEvent.SupplyLow));
        Assert.That(desk.IsEverythingReleased || desk.Unit.SamplesInOpenBatch > 0);
    }

    [Test]
    public void While_somebody_watches_samples_arrive_within_seconds()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(20);
        int before = desk.Owner.Samples.Count;
        desk.Run(10);
        Assert.That(desk.Owner.Samples, Has.Count.EqualTo(before));
        desk.Unit.WatchLive(desk.Uptime + 60_000);
        desk.Run(4);
        Assert.That(desk.Owner.Samples, Has.Count.GreaterThan(before + 15));
        before = desk.Owner.Samples.Count;
        desk.Run(30);
        Assert.That(desk.Owner.Samples, Has.Count.GreaterThanOrEqualTo(before + 27));
        desk.Run(60);
        before = desk.Owner.Frames.Count;
        desk.Run(50);
        Assert.That(desk.Owner.Frames, Has.Count.LessThanOrEqualTo(before + 1), "nobody watches any more");
    }

    [Test]
    public void In_private_mode_there_is_no_position_and_a_restart_does_not_end_it()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(70);
        desk.Unit.IsPrivate = true;
        desk.Run(200);
        int before = desk.Owner.Samples.Count;
        desk.Start();
        Assert.That(desk.Unit.IsPrivate);
        desk.Run(400);
        OwnedSample[] later = [.. desk.Owner.Samples.Skip(before)];
        Assert.That(later, Is.Not.Empty);
        Assert.That(later.All(sample => !sample.Fields.HasFlag(FixFields.Position)));
        desk.Unit.IsPrivate = false;
        desk.Start();
        Assert.That(desk.Unit.IsPrivate, Is.False);
    }

    [Test]
    public void Trip_and_distance_go_on_after_a_power_cut_from_the_newest_frame()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(200);
        int trip = desk.Unit.Sampler.Context.TripNumber;
        int metres = desk.Unit.Sampler.Context.DistanceMetres;
        Assert.That(metres, Is.InRange(3500, 4100));
        desk.Start();
        Assert.That(desk.Unit.Sampler.Context.DistanceMetres, Is.InRange(metres - 1250, metres), "what was in the open batch is lost");
        Assert.That(desk.Unit.Sampler.Context.DistanceMetres, Is.GreaterThan(2000));
        Assert.That(desk.Unit.Sampler.Context.TripNumber, Is.GreaterThanOrEqualTo(trip));
    }

    [Test]
    public void A_bus_that_is_listened_to_is_looked_at_fifty_times_a_second_and_the_loop_turns_no_oftener()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(60);
        int before = desk.Unit.Counters.Steps;
        int samples = desk.Unit.Sampler.SamplesTaken;
        desk.Run(60);
        Assert.That(desk.Unit.Sampler.SamplesTaken - samples, Is.InRange(59, 61));
        TestContext.Out.WriteLine($"{(desk.Unit.Counters.Steps - before) / 60.0:0.0} turns a second");
        Assert.That(desk.Unit.Counters.Steps - before, Is.LessThan(60 * 52));
        Assert.That(desk.Unit.Counters.StepsLate, Is.Zero);
    }

    [Test]
    public void The_version_is_that_of_the_build()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Telltale.slnx")))
        {
            folder = folder.Parent;
        }

        XDocument properties = XDocument.Load(Path.Combine(folder!.FullName, "Directory.Build.props"));
        Assert.That(properties.Descendants("Version").Single().Value, Is.EqualTo(FirmwareBuild.Version));
    }

    private static void StartWithLog(UnitOnTheDesk desk)
    {
        desk.BootLog = new BootLog(desk.Volume);
        desk.BootLog.Begin();
        desk.Start();
    }

    private static int[] LoggedReasons(UnitOnTheDesk desk)
    {
        EventLog log = desk.Unit.Reporting.Log;
        return [.. Enumerable.Range(0, log.Total).Where(entry => log.CodeOf(entry) == LogCode.StartReason).Select(log.ValueOf)];
    }

    private static long Counter(StatusReport status, StatusCounter counter)
    {
        int index = Array.IndexOf(status.CounterNumbers, (int)counter, 0, status.CounterCount);
        return index < 0 ? -1 : status.CounterValues[index];
    }
}
