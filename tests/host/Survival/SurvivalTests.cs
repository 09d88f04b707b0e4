using System.Diagnostics;
using Telltale.HostTests.Unit;
using Telltale.Mosquitto;
using Telltale.Ports;
using Telltale.Uplink;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Survival;

/// <summary>What the road does to a connection, over a real broker: nothing is lost in any of it, and the owner hears of it.</summary>
[NonParallelizable]
public class SurvivalTests
{
    [Test]
    public async Task A_broker_that_restarts_twenty_times()
    {
        using TestBroker broker = new();
        await using Road road = new(broker, settle: ShippedUplink);
        for (int restart = 1; restart <= 20; restart++)
        {
            Restart(road, broker, isInOrder: false);
        }

        road.AssertNothingIsLost();
        Assert.That(road.Counters.LostConnections, Is.GreaterThanOrEqualTo(20));
        AssertNobodyElse(road);
    }

    [TestCase(false, RetainedState.OwnOnline)]
    [TestCase(true, RetainedState.OwnOffline)]
    public async Task A_broker_that_keeps_its_memory_over_six_restarts_is_not_taken_for_another_client(bool isInOrder, RetainedState found)
    {
        using TestBroker broker = new(isPersistent: true);
        await using Road road = new(broker, settle: ShippedUplink);
        List<RetainedState> states = [];
        for (int restart = 1; restart <= 6; restart++)
        {
            Restart(road, broker, isInOrder);
            states.Add(road.Link.StateFound);
        }

        // Killed, it may have written down less than it had.
        TestContext.Out.WriteLine(string.Join(' ', states));
        Assert.That(states.Skip(1), Is.All.EqualTo(found).Or.EqualTo(isInOrder ? found : RetainedState.None));
        road.AssertNothingIsLost();
        AssertNobodyElse(road);
    }

    [TestCase("expired", LinkFailure.CertificateExpired, StatusCounter.FailuresCertificateExpired)]
    [TestCase("self-signed", LinkFailure.CertificateUntrusted, StatusCounter.FailuresCertificateUntrusted)]
    [TestCase("wrong host", LinkFailure.CertificateWrongHost, StatusCounter.FailuresCertificateWrongHost)]
    [TestCase("not yet valid", LinkFailure.CertificateNotYetValid, StatusCounter.FailuresCertificateNotYetValid)]
    public async Task A_certificate_that_must_be_refused_is_refused_and_reported_by_its_reason(string fault, LinkFailure expected, StatusCounter counter)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using TestBroker broker = new(certificate: authority => fault switch
        {
            "expired" => authority.Issue("localhost", now.AddDays(-2), now.AddDays(-1)),
            "self-signed" => authority.SelfSigned("localhost"),
            "wrong host" => authority.Issue("broker.example"),
            _ => authority.Issue("localhost", now.AddDays(1), now.AddDays(2)),
        });
        await using Road road = new(broker);
        road.Until(() => road.Counters.Failures[(int)expected] >= 2, "two refusals");
        Assert.That((road.Counters.Connections, road.Counters.FramesPublished), Is.EqualTo((0, 0)), "not a byte goes to it");

        broker.Restart(broker.Authority.Issue("localhost"));
        road.Until(() => road.Reported(counter) >= 2, "the report");
        road.AssertNothingIsLost();
    }

    [TestCase("TCP accept", true, -1)]
    [TestCase("ServerHello", true, 100)]
    [TestCase("CONNECT", false, 0)]
    [TestCase("SUBSCRIBE", false, 4)]
    [TestCase("some PUBLISHes", false, 60)]
    public async Task A_broker_that_falls_silent_at_a_stage(string stage, bool isTls, int bytesUntilSilence)
    {
        using TestBroker broker = new(isTls);
        using SilentProxy proxy = new(() => broker.Port, silences: 2, bytesUntilSilence);
        await using Road road = new(broker, proxy.Port);
        road.Until(() => proxy.Silenced == 2 && road.Counters.Failures[(int)LinkFailure.Timeout] >= 2, "two connections given up after " + stage);
        road.Until(() => road.Reported(StatusCounter.FailuresTimeout) >= 2, "the report");
        road.AssertNothingIsLost();
    }

    [Test]
    public async Task A_full_window_holds_back_what_comes_after_and_loses_none_of_it()
    {
        using TestBroker broker = new(tls: false);

        // CONNACK, two SUBACKs, and of the unit's state its acknowledgement and its coming back pass; no frame is acknowledged.
        int back = 2 + 2 + "tt/01234567/state".Length + "online 01234567".Length;
        using SilentProxy proxy = new(() => broker.Port, silences: 1, bytesUntilSilence: 4 + 5 + 5 + 4 + back);
        await using Road road = new(broker, proxy.Port, settle: desk =>
        {
            desk.Settings.BatchMilliseconds = 500;
            desk.Settings.Uplink.AcknowledgementTimeoutMilliseconds = 60000;
        });
        road.Until(() => road.Uplink.InFlight == road.Desk.Settings.Uplink.InFlightWindow, "a full window");
        int published = road.Counters.FramesPublished;
        road.Desk.Run(20);
        Assert.That(road.Counters.FramesPublished, Is.EqualTo(published), $"no more than the window: {road.Uplink.InFlight} in flight, {road.Counters.FramesAcknowledged} acknowledged, {road.Counters.Connections} connections, {road.Uplink.LastFailure}");

        proxy.Speaks.Set();
        road.AssertNothingIsLost();
        Assert.That(road.Counters.Connections, Is.EqualTo(1), "the connection is the same");
    }

    [Test]
    public async Task Another_board_with_the_units_identity_makes_the_unit_back_off_and_report_it()
    {
        using TestBroker broker = new();
        await using Road road = new(broker, settle: desk => desk.Settings.Uplink = new UplinkSettings { TakeOverBackOffMilliseconds = 60000 });
        using MosquittoLink other = MosquittoLink.ForUnit(Road.UnitOptions(broker), road.UnitId);
        road.Until(() => road.Counters.FramesReleased > 0, "the first receipt");
        Stopwatch closed = Stopwatch.StartNew();
        road.Until(
            () =>
            {
                // It is back a second of the unit's time after it was thrown out.
                if (other.State != LinkState.Closed)
                {
                    closed.Restart();
                }
                else if (closed.ElapsedMilliseconds > 100)
                {
                    other.Connect();
                }

                return road.Uplink.IsIdentityInUseElsewhere;
            },
            "the conflict");

        Assert.That(road.Counters.IdentityConflicts, Is.EqualTo(1));
        Assert.That(road.Uplink.NextAttemptUptimeMilliseconds - road.Desk.Uptime, Is.InRange(29_000, 60_000));
        Assert.That(road.Counters.MessagesRefused, Is.Zero, "the state of the other one is no message");

        other.Dispose();
        road.Until(() => road.Reported(StatusCounter.IdentityConflicts) == 1, "the report");
        road.AssertNothingIsLost();
        road.Until(() => !road.Uplink.IsIdentityInUseElsewhere, "the end of it, after a minute");
    }

    [Test]
    public async Task A_client_that_throws_the_unit_out_and_says_nothing_is_not_called_another_board_and_loses_nothing()
    {
        using TestBroker broker = new();
        await using Road road = new(broker, settle: ShippedUplink);
        for (int time = 0; time < 4; time++)
        {
            road.Until(() => road.Uplink.IsOpen, "an open connection");
            using MosquittoClient other = new(Road.UnitOptions(broker)) { Ready = () => { } };
            other.Start();
            road.Until(() => !road.Uplink.IsOpen, "the loss");
        }

        road.Until(() => road.Reported(StatusCounter.ShortConnections) >= 3, "the report");
        AssertNobodyElse(road);
        road.AssertNothingIsLost();
    }

    [Test]
    public async Task The_units_state_is_retained_and_the_broker_publishes_its_end()
    {
        using TestBroker broker = new(tls: false);
        using SilentProxy proxy = new(() => broker.Port, silences: 0, bytesUntilSilence: 0);
        string state = "";
        await using Road road = new(broker, proxy.Port);
        road.Until(() => road.Uplink.IsOpen, "an open connection");
        using MosquittoClient owner = new(broker.Options("watcher") with { Subscriptions = [$"tt/{road.UnitId}/state"] })
        {
            MessageReceived = message => state = System.Text.Encoding.UTF8.GetString(message.Payload),
        };
        owner.Start();
        road.Until(() => state.StartsWith("online ", StringComparison.Ordinal), "the retained state");
        proxy.Dispose();
        road.Until(() => state.StartsWith("offline ", StringComparison.Ordinal), "the last will");
    }

    [Test]
    public async Task What_the_budget_charges_is_no_less_than_what_goes_over_the_wire()
    {
        using TestBroker broker = new();
        using SilentProxy proxy = new(() => broker.Port, silences: 0, bytesUntilSilence: 0);
        ByteBudget? budget = null;
        await using Road road = new(broker, proxy.Port, settle: desk => desk.Plug = ports =>
        {
            budget = new ByteBudget(ports.Volume, new ByteBudgetSettings());
            ports.Budget = budget;
        });
        road.Until(() => road.Counters.FramesReleased > 100, "a hundred frames");
        long transferred = proxy.BytesTransferred;
        int segments = 3 * (road.Counters.FramesPublished + road.Counters.Receipts);
        TestContext.Out.WriteLine(
            $"charged {budget!.UsedBytes(NetworkClass.Home)}; TCP payload {transferred}, with {segments} packets of 40 bytes of headers about {transferred + (segments * 40L)}; "
            + $"{road.Counters.FramesPublished} frames of {road.Counters.BytesPublished} bytes, {road.Counters.Receipts} receipts");
        Assert.That(budget.UsedBytes(NetworkClass.Home), Is.GreaterThanOrEqualTo(transferred));
    }

    // The machine and its waits as shipped.
    private static void ShippedUplink(UnitOnTheDesk desk) => desk.Settings.Uplink = new UplinkSettings();

    private static void Restart(Road road, TestBroker broker, bool isInOrder)
    {
        int acknowledged = road.Counters.FramesAcknowledged;
        road.Until(() => road.Uplink.IsOpen && road.Counters.FramesAcknowledged > acknowledged, "an acknowledged frame");
        broker.Restart(isInOrder);
        road.Until(() => !road.Uplink.IsOpen, "the loss");
    }

    private static void AssertNobodyElse(Road road)
    {
        TestContext.Out.WriteLine($"{road.Counters.ShortConnections} short connections, {road.Counters.FailedAttempts} failed attempts");
        Assert.That((road.Uplink.IsIdentityInUseElsewhere, road.Counters.IdentityConflicts), Is.EqualTo((false, 0)));
    }
}
