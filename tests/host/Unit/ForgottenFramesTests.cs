using Telltale.Ports;
using Telltale.Uplink;
using Telltale.Virtual;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Unit;

/// <summary>M2Mqtt sends a message again after a second, three times, and then forgets it: what that does to a unit and its window.</summary>
internal sealed class ForgottenFramesTests
{
    [Test]
    public void A_message_without_an_acknowledgement_goes_out_four_times_a_second_apart_and_then_the_connection_ends()
    {
        SimulationClock clock = new(DateTimeOffset.UnixEpoch);
        ScriptedLink link = new(clock) { ConnectMilliseconds = 0, AcknowledgementsToDrop = 4 };
        link.Connect();
        Assert.That(link.TryPublish(7, new byte[10], 10), Is.True);
        for (int second = 0; second < 4; second++)
        {
            clock.AdvanceTo((second * 1_000_000L) + 999_000);
            Assert.That(link.State, Is.EqualTo(LinkState.Open));
            Assert.That(link.Frames, Has.Count.EqualTo(second + 1));
        }

        clock.AdvanceTo(4_000_000);
        Assert.That((link.State, link.Failure, link.TakeAcknowledgement()), Is.EqualTo((LinkState.Closed, LinkFailure.Timeout, -1)));
        Assert.That(link.Frames, Has.Count.EqualTo(4));
    }

    [TestCase(1.5)]
    [TestCase(2.5)]
    public void A_full_window_that_is_acknowledged_before_the_client_gives_up_drains_over_the_same_connection(double silentSeconds)
    {
        UnitOnTheDesk desk = WithAFullWindow();
        int published = desk.Unit.Uplink.Counters.FramesPublished;
        desk.Run(silentSeconds);
        Assert.That(desk.Unit.Uplink.InFlight, Is.EqualTo(desk.Settings.Uplink.InFlightWindow), "nothing leaves it");
        Assert.That(desk.Unit.Uplink.Counters.FramesPublished, Is.EqualTo(published), "and nothing comes into it");

        desk.Scripted.IsHalfOpen = false;
        desk.Run(1.2);
        Assert.That(desk.Unit.Uplink.Counters.FramesAcknowledged, Is.GreaterThanOrEqualTo(desk.Settings.Uplink.InFlightWindow), "the client sent them again");
        Assert.That(desk.Unit.Uplink.Counters.LostConnections, Is.Zero);
        AssertEverythingIsAtTheOwners(desk);
    }

    [Test]
    public void A_full_window_that_the_client_forgets_goes_out_over_the_next_connection()
    {
        UnitOnTheDesk desk = WithAFullWindow();
        int[] lost = [.. Enumerable.Range(desk.Unit.Journal.OldestSequence, desk.Settings.Uplink.InFlightWindow)];
        desk.Run(4.2);
        UplinkCounters counters = desk.Unit.Uplink.Counters;
        Assert.That((counters.LostConnections, counters.Failures[(int)LinkFailure.Timeout], desk.Unit.Uplink.InFlight), Is.EqualTo((1, 1, 0)));
        Assert.That(desk.Unit.Journal.HasUnsent, Is.True);

        desk.Scripted.IsHalfOpen = false;
        while (!desk.Unit.Uplink.IsOpen)
        {
            desk.Step();
        }

        desk.Run(2);
        Assert.That(desk.Owner.Frames.Select(frame => frame.Sequence), Is.SupersetOf(lost));
        AssertEverythingIsAtTheOwners(desk);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_road_that_swallows_acknowledgements_and_whole_seconds_loses_nothing(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        Random random = new(seed);
        UnitOnTheDesk desk = new();
        desk.Settings.BatchMilliseconds = 3000;
        desk.Start();
        for (int round = 0; round < 60; round++)
        {
            desk.Scripted.AcknowledgementsToDrop = random.Next(10);
            desk.Scripted.AcknowledgementsToRepeat = random.Next(3);
            desk.Scripted.RoundTripMilliseconds = random.Next(50, 2500);
            desk.Scripted.UplinkBitsPerSecond = random.Next(2) == 0 ? 0 : random.Next(2000, 20000);
            desk.Scripted.IsHalfOpen = random.Next(3) == 0;
            desk.Run(random.Next(1, 12));
        }

        UplinkCounters counters = desk.Unit.Uplink.Counters;
        TestContext.Out.WriteLine($"{counters.FramesPublished} published, {counters.Failures[(int)LinkFailure.Timeout]} connections given up, window {desk.Unit.Uplink.Window}");
        Assert.That(counters.Failures[(int)LinkFailure.Timeout], Is.GreaterThan(3), "the client has forgotten frames");
        AssertEverythingIsAtTheOwners(desk);
    }

    // A backlog, a connection, and a road that falls silent when the window is full.
    private static UnitOnTheDesk WithAFullWindow()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.BatchMilliseconds = 2000;
        desk.Scripted.HasNetwork = false;
        desk.Start();
        desk.Run(120);
        desk.Scripted.RoundTripMilliseconds = 600;
        desk.Scripted.HasNetwork = true;
        while (desk.Unit.Uplink.InFlight < desk.Settings.Uplink.InFlightWindow)
        {
            desk.Step();
        }

        desk.Scripted.IsHalfOpen = true;
        return desk;
    }

    private static void AssertEverythingIsAtTheOwners(UnitOnTheDesk desk)
    {
        desk.Scripted.AcknowledgementsToDrop = 0;
        desk.Scripted.IsHalfOpen = false;
        desk.Scripted.RoundTripMilliseconds = 100;
        desk.Scripted.UplinkBitsPerSecond = 0;
        desk.Run(900);
        Assert.That(desk.Owner.Frames.Select(frame => frame.Sequence), Is.EquivalentTo(Enumerable.Range(1, desk.Owner.Frames.Count)));
        Assert.That(desk.Owner.Frames, Has.Count.GreaterThanOrEqualTo(desk.Unit.Journal.OldestSequence - 1));
        Assert.That(desk.Unit.Journal.NextSequence - desk.Unit.Journal.OldestSequence, Is.LessThanOrEqualTo(1), "released, but for what has just gone out");
        Assert.That(desk.Unit.Journal.Counters.FramesDropped, Is.Zero);
    }
}
