using System.Globalization;
using Telltale.Can;
using Telltale.Obd;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

/// <summary>What a loop that wakes late loses, with SPI at 10 MHz taking its time: the figures of drivers/Can/README.md.</summary>
public class LossTests
{
    private const int LongestStepMilliseconds = 20;

    [Test]
    public void Two_thousand_other_frames_a_second_lose_nothing_of_ten_polled_signals_in_three_minutes([Values(1, 2)] int seed, [Values] bool hasInterrupt)
    {
        CanBench bench = new(hasInterrupt: hasInterrupt);
        bench.Bus.Attach(new SimulatedTraffic(500_000, 2000, [.. Enumerable.Range(0x100, 0x500).Select(key => (uint)key)], seed: seed));
        Run(bench, 10, seed);
        int[] before = [bench.VehicleBus.Obd.Counters.RequestsSent, bench.Driver.Counters.FramesReceived];
        Run(bench, 180, seed + 100);

        CanCounters counters = bench.Driver.Counters;
        TestContext.Out.WriteLine(
            $"seed {seed}: {bench.Bus.FramesCompleted} frames on the bus, {100.0 * bench.Bus.BusyMicroseconds / bench.Clock.NowMicroseconds:0} % of its time; "
            + $"{bench.VehicleBus.Obd.Counters.RequestsSent - before[0]} requests, {counters.FramesReceived - before[1]} frames received; "
            + $"{counters.Overflows} overflows, {bench.VehicleBus.Obd.Counters.Timeouts} time-outs, {counters.ArbitrationsLost} times arbitration lost; "
            + $"SPI {100.0 * bench.Model.TransferMicroseconds / bench.Clock.NowMicroseconds:0.00} % of the time");
        Assert.That(bench.Bus.FramesCompleted, Is.GreaterThan(190 * 1900));
        Assert.That(counters.Overflows, Is.Zero);
        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.Zero);
        Assert.That(bench.VehicleBus.Obd.Counters.RequestsSent - before[0], Is.InRange(340, 365), "two requests a second hold ten signals");
        Assert.That(ObdProfile.CreateGeneric().Definitions.Select(definition => bench.ValueOf(definition.Name)), Has.None.Null);
    }

    [Test]
    public void What_is_lost_in_a_stall_of_two_seconds_is_counted_and_the_signals_return()
    {
        CanBench bench = new(profile: SingleMessage(), settings: new VehicleBusSettings());
        bench.Bus.Attach(new SimulatedTraffic(500_000, 2000, [.. Enumerable.Range(0x500, 0x100).Select(key => (uint)key)], seed: 4));
        Run(bench, 10, seed: 4);
        Assert.That(bench.Driver.Counters.Overflows, Is.Zero);
        int decoded = bench.VehicleBus.Broadcast.FramesDecoded;

        Stall(bench);
        bench.VehicleBus.Step(bench.Clock.NowMilliseconds);
        Assert.That(bench.Driver.Counters.Overflows, Is.EqualTo(1), "the loss is counted as soon as the loop is back");
        Assert.That(bench.VehicleBus.Broadcast.FramesDecoded - decoded, Is.LessThanOrEqualTo(2), "two buffers");
        Assert.That(bench.ValueOf("ENGINE"), Is.Null, "what waited is as old as the stall, and stale");

        decoded = bench.VehicleBus.Broadcast.FramesDecoded;
        Run(bench, 10, seed: 5);
        Assert.That(bench.Driver.Counters.Overflows, Is.EqualTo(1), "counted once");
        Assert.That(bench.VehicleBus.Broadcast.FramesDecoded - decoded, Is.InRange(99, 101), "every frame of 10 s at 10 Hz");
        Assert.That(bench.ValueOf("ENGINE"), Is.Not.Null);
    }

    [Test]
    public void A_stall_in_the_middle_of_a_response_costs_that_response_and_polling_goes_on([Values] bool isOtherTraffic)
    {
        CanBench bench = new();
        if (isOtherTraffic)
        {
            bench.Bus.Attach(new SimulatedTraffic(500_000, 2000, [.. Enumerable.Range(0x100, 0x400).Select(key => (uint)key)], seed: 6));
        }

        Run(bench, 10, seed: 6);
        while (!bench.VehicleBus.IsWaiting)
        {
            Run(bench, 0.005, seed: 1);
        }

        Stall(bench);
        bench.VehicleBus.Step(bench.Clock.NowMilliseconds);
        int requests = bench.VehicleBus.Obd.Counters.RequestsSent;
        Run(bench, 5, seed: 7);
        Assert.That(bench.VehicleBus.Obd.Counters.RequestsSent - requests, Is.GreaterThanOrEqualTo(6));
        Assert.That(ObdProfile.CreateGeneric().Definitions.Select(definition => bench.ValueOf(definition.Name)), Has.None.Null);
        Assert.That(bench.Driver.Counters.BusOffs + bench.Driver.Counters.ControllerFaults, Is.Zero);
    }

    /// <summary>The table of the README: frames followed, of those sent, in percent.</summary>
    [TestCase(10)]
    [TestCase(20)]
    public void Broadcast_messages_are_followed_as_the_README_states(int longestStepMilliseconds)
    {
        double[] rates = [1, 5, 10, 20, 50, 100];
        TestContext.Out.WriteLine($"| identifiers, loop at most {longestStepMilliseconds} ms late | {string.Join(" | ", rates.Select(rate => $"{rate} Hz"))} |");
        foreach (int messages in new[] { 1, 2, 4, 6, 10, 20 })
        {
            double[] followed = [.. rates.Select(rate => Follow(messages, rate, longestStepMilliseconds))];
            TestContext.Out.WriteLine($"| {messages} | {string.Join(" | ", followed.Select(share => share >= 100 ? "all" : share.ToString("0.0", CultureInfo.InvariantCulture)))} |");
            foreach ((double rate, double share) in rates.Zip(followed))
            {
                // At most two frames in the longest turn: two buffers hold them.
                if (messages * (1 + Math.Floor(rate * (longestStepMilliseconds + 1) / 1000)) <= 2)
                {
                    Assert.That(share, Is.EqualTo(100), $"{messages} messages at {rate} Hz");
                }
            }
        }
    }

    private static void Run(CanBench bench, double seconds, int seed)
    {
        Random random = new(seed);
        long end = bench.Clock.NowMicroseconds + (long)(seconds * 1_000_000);
        while (bench.Clock.NowMicroseconds < end)
        {
            bench.VehicleBus.Step(bench.Clock.NowMilliseconds);
            bench.Clock.AdvanceTo(bench.Clock.NowMicroseconds + random.Next(1_000, (LongestStepMilliseconds * 1000) + 1));
            bench.Bus.AdvanceToNow();
        }
    }

    private static void Stall(CanBench bench)
    {
        for (int part = 0; part < 4; part++)
        {
            bench.Clock.AdvanceTo(bench.Clock.NowMicroseconds + 500_000);
            bench.Bus.AdvanceToNow();
        }
    }

    // The messages have the same rate, but not the same phase, and they drift a little.
    private static double Follow(int messages, double rate, int longestStepMilliseconds)
    {
        const long From = 1_000_000;
        const long Until = 7_000_000;
        Random random = new(11);
        SimulatedCanBus bus = new(new SimulationClock(DateTimeOffset.UnixEpoch));
        Mcp2515Model model = new(bus);
        Mcp2515 driver = new(model, model.InterruptLine, 16_000_000, 500_000);
        Assert.That(driver.TryStart(), Is.True);
        uint[] keys = [.. Enumerable.Range(0, messages).Select(index => (uint)(0x100 + (index * 0x2B)))];
        VehicleBus vehicleBus = new(driver, Messages(keys), new VehicleBusSettings());
        Recorder sender = new();
        foreach ((uint key, long time) in keys
            .SelectMany(key =>
            {
                double period = (1_000_000 / rate) + random.Next(100);
                double phase = random.NextDouble() * period;
                return Enumerable.Range(0, (int)(Until / period)).Select(number => (key, (long)(phase + (number * period))));
            })
            .OrderBy(frame => frame.Item2))
        {
            sender.Send(BusFrame.Of(key, 1, 2, 3, 4, 5, 6, 7, 8), time);
        }

        bus.Attach(sender);
        bus.Attach(new SimulatedTraffic(500_000, 1000, [.. Enumerable.Range(0x600, 0x100).Select(key => (uint)key)], seed: 3));
        long sent = 0;
        bus.WhenCompleted((frame, _, time) => sent += time > From && frame.Key < 0x600 ? 1 : 0);
        int decoded = 0;
        int overflows = 0;
        while (bus.Clock.NowMicroseconds < Until)
        {
            if (bus.Clock.NowMicroseconds < From)
            {
                decoded = vehicleBus.Broadcast.FramesDecoded;
                overflows = driver.Counters.Overflows;
            }

            vehicleBus.Step(bus.Clock.NowMilliseconds);
            bus.Clock.AdvanceTo(bus.Clock.NowMicroseconds + random.Next(1_000, (longestStepMilliseconds * 1000) + 1));
            bus.AdvanceToNow();
        }

        // Two turns, as what arrived after the last look waits for one.
        vehicleBus.Step(bus.Clock.NowMilliseconds);
        vehicleBus.Step(bus.Clock.NowMilliseconds);

        // A frame or two lie at the ends of the time; what else is missing has been counted.
        long missing = sent - (vehicleBus.Broadcast.FramesDecoded - decoded);
        bool isLoss = driver.Counters.Overflows != overflows;
        Assert.That(missing <= 2 || isLoss, Is.True, $"{missing} of {sent} are missing and nothing was counted");
        return isLoss ? Math.Min(99.9, 100.0 * (sent - missing) / sent) : 100;
    }

    private static SignalProfile SingleMessage()
    {
        return new SignalProfile(
            "engine", 500, [new SignalDefinition("ENGINE", "", 1, 1, 0, isUnsigned: false, 500)],
            [new BroadcastSignal(SimulatedVehicleNetwork.EngineKey, 0, new BitField(7, 16, true, false), null, 0)], []);
    }

    private static SignalProfile Messages(uint[] keys)
    {
        SignalDefinition[] definitions = [.. keys.Select((_, index) => new SignalDefinition($"S{index}", "", 1, 1, 0, isUnsigned: false, 1000))];
        return new SignalProfile("p", 500, definitions, [.. keys.Select((key, index) => new BroadcastSignal(key, index, new BitField(0, 8, false, false), null, 0))], []);
    }
}
