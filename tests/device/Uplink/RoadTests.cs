using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>How the uplink treats networks and budgets.</summary>
[TestClass]
public class RoadTests
{
    [TestMethod]
    public void Waits_are_four_times_as_long_on_a_low_supply_while_roaming_and_over_budget()
    {
        long plain = WaitAfterFailure(false, NetworkClass.Home, 0);
        Assert.AreEqual(4 * plain, WaitAfterFailure(true, NetworkClass.Home, 0));
        Assert.AreEqual(4 * plain, WaitAfterFailure(false, NetworkClass.Roaming, 0));
        Assert.AreEqual(plain, WaitAfterFailure(false, NetworkClass.Metered, 1000000));
        Assert.AreEqual(4 * plain, WaitAfterFailure(false, NetworkClass.Metered, 1), "the attempt used the day's bytes up");
    }

    [DataRow(59000, false)]
    [DataRow(60100, true)]
    [TestMethod]
    public void A_connection_that_lasts_a_minute_ends_the_back_off_though_nothing_was_sent(int milliseconds, bool isEnded)
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        for (int time = 0; time < 5; time++)
        {
            WaitForAttempt(bench);
            bench.Link.Drop(LinkFailure.Unreachable);
            bench.Step(20);
        }

        WaitForAttempt(bench);
        bench.Link.State = LinkState.Open;
        bench.Run(milliseconds);
        bench.Link.Drop(LinkFailure.Lost);
        bench.Step(20);
        Assert.AreEqual(isEnded, bench.Uplink.NextAttemptUptimeMilliseconds - bench.Now <= 1000);
    }

    [TestMethod]
    public void No_attempt_is_made_while_the_time_server_is_asked()
    {
        UplinkBench bench = new UplinkBench(null);
        ScriptedNetwork host = new ScriptedNetwork();
        bench.Start();
        bench.Uplink.Time = new TimeKeeper(bench.Volume, host, host, 20454);
        bench.Run(5000);
        Assert.AreEqual(0, bench.Link.Attempts);
        host.Answer = 20700L * 86400000;
        bench.Run(300);
        Assert.AreEqual(1, bench.Link.Attempts);
        Assert.AreEqual(20700L * 86400000, host.UtcMilliseconds);
    }

    [TestMethod]
    public void Without_a_network_no_attempt_is_made_and_one_is_soon_after_it_is_there()
    {
        UplinkBench bench = new UplinkBench(null);
        ScriptedNetwork network = new ScriptedNetwork();
        network.IsUp = false;
        bench.Start();
        bench.Uplink.Network = network;
        bench.Run(60000);
        Assert.AreEqual(0, bench.Link.Attempts);
        network.IsUp = true;
        bench.Run(1100);
        Assert.AreEqual(1, bench.Link.Attempts);
    }

    [TestMethod]
    public void Late_acknowledgements_make_the_window_smaller_and_prompt_ones_make_it_whole_again()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.InFlightWindow = 4;
        bench.Append(200);
        bench.StartOpen();
        AcknowledgeAfter(bench, 40, 1000);
        Assert.AreEqual(1, bench.Uplink.Window);
        Assert.IsTrue(bench.Uplink.Counters.AcknowledgementsLate > 9);
        AcknowledgeAfter(bench, 40, 300);
        Assert.AreEqual(4, bench.Uplink.Window);
    }

    [TestMethod]
    public void When_the_days_bytes_are_used_up_only_what_is_above_ordinary_goes_out_and_the_rest_goes_on_the_next_day()
    {
        UplinkBench bench = new UplinkBench(null);
        ScriptedNetwork network = new ScriptedNetwork();
        network.Class = NetworkClass.Roaming;
        ByteBudgetSettings settings = new ByteBudgetSettings();
        settings.RoamingBytes = 7000;
        bench.Start();
        bench.Uplink.Network = network;
        bench.Uplink.Budget = new ByteBudget(bench.Volume, settings);
        bench.Step(0);
        bench.Link.State = LinkState.Open;
        bench.Append(40);
        Pump(bench, 2000);
        int sent = bench.Link.Published;
        Assert.IsTrue(sent >= 2 && sent < 10, "the handshake and a few");
        Assert.IsTrue(bench.Uplink.IsOverBudget);

        bench.AppendAlert();
        Pump(bench, 200);
        Assert.AreEqual(sent + 1, bench.Link.Published);
        Assert.AreEqual(41, bench.SequenceOf(sent), "the alert");
        Assert.IsTrue(bench.Uplink.NextDueUptimeMilliseconds - bench.Now > 100, "a held frame does not keep the loop busy");

        network.Class = NetworkClass.Home;
        Pump(bench, 6000);
        Assert.IsTrue(bench.Uplink.IsDrained, "over the owner's own network");

        network.Class = NetworkClass.Roaming;
        bench.Append(1);
        Pump(bench, 6000);
        Assert.AreEqual(41, bench.Link.Published);
        bench.Uplink.Budget.Step(86400000L + bench.Now, false, 0);
        Pump(bench, 6000);
        Assert.AreEqual(42, bench.Link.Published, "another day");
    }

    [TestMethod]
    public void A_receipt_ends_a_long_wait_for_the_next_one()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        RunOpen(bench, 900000);
        int timeouts = bench.Uplink.Counters.ReceiptTimeouts;
        Assert.IsTrue(timeouts >= 3 && timeouts <= 6, "the waits have doubled");

        bench.DeliverReceipt(ReceiptKind.Stored, 1, 1);
        bench.Append(1);
        RunOpen(bench, 70000);
        Assert.AreEqual(timeouts + 1, bench.Uplink.Counters.ReceiptTimeouts, "waited for from the shortest on");
    }

    [TestMethod]
    public void An_idle_connection_is_charged_by_the_minute()
    {
        UplinkBench bench = new UplinkBench(null);
        ByteBudgetSettings settings = new ByteBudgetSettings();
        bench.Start();
        bench.Uplink.Budget = new ByteBudget(bench.Volume, settings);
        bench.Step(0);
        bench.Link.State = LinkState.Open;
        bench.Run((10 * 60000) + 1000);
        Assert.AreEqual((long)settings.HandshakeBytes + (10 * settings.KeepAliveBytes), bench.Uplink.Budget.UsedBytes(NetworkClass.Home));
    }

    [TestMethod]
    public void What_the_network_counts_itself_is_charged_as_it_counts_it()
    {
        UplinkBench bench = new UplinkBench(null);
        ScriptedNetwork network = new ScriptedNetwork();
        network.Class = NetworkClass.Metered;
        network.BytesTransferred = 0;
        bench.Start();
        bench.Uplink.Network = network;
        bench.Uplink.Budget = new ByteBudget(bench.Volume, new ByteBudgetSettings());
        bench.Step(0);
        bench.Link.State = LinkState.Open;
        network.BytesTransferred = 12345;
        bench.Append(1);
        bench.Run(200);
        Assert.AreEqual(12345L, bench.Uplink.Budget.UsedBytes(NetworkClass.Metered));
        network.BytesTransferred = 55;
        bench.Run(200);
        Assert.AreEqual(12400L, bench.Uplink.Budget.UsedBytes(NetworkClass.Metered), "the modem restarted");
        Assert.AreEqual(1, bench.Uplink.Budget.Handshakes);
    }

    private static long WaitAfterFailure(bool isSupplyLow, NetworkClass networkClass, long meteredBytes)
    {
        UplinkBench bench = new UplinkBench(null);
        ScriptedNetwork network = new ScriptedNetwork();
        network.Class = networkClass;
        bench.Start();
        bench.Uplink.Network = network;
        bench.Uplink.IsSupplyLow = isSupplyLow;
        if (meteredBytes > 0)
        {
            ByteBudgetSettings settings = new ByteBudgetSettings();
            settings.MeteredBytes = meteredBytes;
            bench.Uplink.Budget = new ByteBudget(bench.Volume, settings);
        }

        bench.Uplink.Seed(5);
        bench.Step(0);
        bench.Link.Drop(LinkFailure.Unreachable);
        bench.Step(20);
        return bench.Uplink.NextAttemptUptimeMilliseconds - bench.Now;
    }

    private static void RunOpen(UplinkBench bench, int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 200)
        {
            if (bench.Link.State == LinkState.Connecting)
            {
                bench.Link.State = LinkState.Open;
            }

            Pump(bench, 200);
        }
    }

    private static void WaitForAttempt(UplinkBench bench)
    {
        while (bench.Link.State != LinkState.Connecting)
        {
            bench.Step(20);
        }
    }

    private static void Pump(UplinkBench bench, int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 20)
        {
            int published = bench.Link.Published;
            bench.Step(20);
            for (int index = published; index < bench.Link.Published; index++)
            {
                bench.Link.Acknowledge(index);
            }
        }
    }

    private static void AcknowledgeAfter(UplinkBench bench, int frames, int milliseconds)
    {
        for (int count = 0; count < frames;)
        {
            int first = bench.Link.Published - bench.Uplink.InFlight;
            bench.Run(60);
            int last = bench.Link.Published;
            bench.Run(milliseconds - 60);
            for (int index = first; index < last; index++)
            {
                bench.Link.Acknowledge(index);
                count++;
            }

            bench.Step(20);
        }
    }
}
