using Telltale.Can;
using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

public class Mcp2515Tests
{
    private static readonly int[] Crystals = [8_000_000, 16_000_000, 20_000_000];
    private static readonly int[] BitRates = [125_000, 250_000, 500_000, 1_000_000];

    [Test]
    public void The_model_runs_at_the_bit_rate_that_the_driver_sets([ValueSource(nameof(Crystals))] int crystal, [ValueSource(nameof(BitRates))] int bitRate)
    {
        SimulatedCanBus bus = NewBus(bitRate);
        Mcp2515Model model = new(bus, crystal);
        Mcp2515 driver = new(model, model.InterruptLine, crystal, bitRate);
        if (crystal == 8_000_000 && bitRate == 1_000_000)
        {
            Assert.That(driver.TryStart(), Is.False);
            Assert.That(driver.Fault, Is.EqualTo(Mcp2515Fault.BitTimingImpossible));
            return;
        }

        Assert.That(driver.TryStart(), Is.True);
        Assert.That(model.BitsPerSecond, Is.EqualTo(bitRate));
        Assert.That(model.Violations, Is.Empty);
        Assert.That(driver.Mode, Is.EqualTo(CanMode.ListenOnly));
    }

    [TestCase((ushort)0x0000)]
    [TestCase((ushort)0xFFFF)]
    public void Without_a_controller_the_start_says_so(ushort floating)
    {
        Mcp2515 driver = new(new NoDevice(floating), null!, 16_000_000, 500_000);

        Assert.That(driver.TryStart(), Is.False);
        Assert.That(driver.Fault, Is.EqualTo(Mcp2515Fault.NotAnswering));
        Assert.That(driver.Counters.ControllerFaults, Is.Positive);
    }

    [Test]
    public void A_driver_starts_over_a_controller_that_went_on_without_it()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, _) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Assert.That(driver.TrySend(Frame(0x123, 1, 2, 3)), Is.True);

        Mcp2515 again = new(model, model.InterruptLine, 16_000_000, 500_000);
        Assert.That(again.TryStart(), Is.True);
        Assert.That(again.Mode, Is.EqualTo(CanMode.ListenOnly));
        Assert.That(model.Peek(0x30) & 8, Is.Zero, "nothing waits to be sent");
        bus.Clock.AdvanceTo(1_000_000);
        bus.AdvanceToNow();
        Assert.That(model.Violations, Is.Empty);
    }

    [TestCase(0u, 8)]
    [TestCase(0x7FFu, 0)]
    [TestCase(0x2A5u, 5)]
    [TestCase(0x80000000u, 1)]
    [TestCase(0x9FFFFFFFu, 8)]
    [TestCase(0x98DB33F1u, 7)]
    [TestCase(0x8AAAAAAAu, 3)]
    public void A_frame_goes_through_both_ways_unchanged(uint key, int length)
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        byte[] data = [.. Enumerable.Range(0, length).Select(index => (byte)(0xA1 + (index * 13)))];
        foreach (bool isRemote in new[] { false, true })
        {
            CanFrame sent = new() { Key = key, Length = length, IsRemote = isRemote };
            data.CopyTo(sent.Data, 0);
            Assert.That(driver.TrySend(sent), Is.True);
            Advance(bus, 1000);
            BusFrame expected = BusFrame.Of(key, isRemote ? [] : data) with { IsRemote = isRemote, Length = length };
            Assert.That(other.Received[^1], Is.EqualTo(expected));
            driver.Step(bus.Clock.NowMilliseconds);

            other.Send(expected, bus.Clock.NowMicroseconds);
            Advance(bus, 1000);
            CanFrame received = new();
            driver.Step(bus.Clock.NowMilliseconds);
            Assert.That(driver.TryReceive(received), Is.True);
            Assert.That((received.Key, received.Length, received.IsRemote), Is.EqualTo((key, length, isRemote)));
            if (!isRemote)
            {
                Assert.That(received.Data[..length], Is.EqualTo(data));
            }

            Assert.That(driver.TryReceive(received), Is.False);
        }

        Assert.That(driver.Counters.FramesSent, Is.EqualTo(2));
        Assert.That(model.Violations, Is.Empty);
    }

    [Test]
    public void Two_frames_are_kept_in_order_and_the_third_is_an_overflow_that_is_counted_and_recovered_from([Values] bool everything)
    {
        (SimulatedCanBus bus, _, Mcp2515 driver, Recorder other) = NewPair();
        driver.Accept([0x7E8], 1, 1);
        Assert.That(driver.TrySetMode(CanMode.Normal, everything), Is.True);
        for (byte number = 1; number <= 3; number++)
        {
            other.Send(BusFrame.Of(0x7E8, number), bus.Clock.NowMicroseconds);
        }

        Advance(bus, 2000);
        Assert.That(ReadAll(driver).Select(frame => frame[0]), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That((driver.Counters.Overflows, driver.Counters.OverflowsWhileOpen), Is.EqualTo(everything ? (0, 1) : (1, 0)));

        other.Send(BusFrame.Of(0x7E8, 4), bus.Clock.NowMicroseconds);
        Advance(bus, 1000);
        Assert.That(ReadAll(driver).Select(frame => frame[0]), Is.EqualTo(new byte[] { 4 }));
        Assert.That(driver.Counters.Overflows + driver.Counters.OverflowsWhileOpen, Is.EqualTo(1), "counted once");
    }

    [Test]
    public void Only_wanted_identifiers_reach_the_unit()
    {
        (SimulatedCanBus bus, _, Mcp2515 driver, Recorder other) = NewPair();
        uint[] wanted = [0x0AA, 0x0B4, 0x1C4, 0x98FEF1FE];
        driver.Accept(wanted, wanted.Length, 0);
        Assert.That(driver.TrySetMode(CanMode.Normal, false), Is.True);
        List<uint> received = [];
        foreach (uint key in Enumerable.Range(0, 0x800).Select(key => (uint)key).Concat([0x98FEF1FE, 0x98FEF1FF, 0x80000000]))
        {
            other.Send(BusFrame.Of(key, 0xFF, 0x00), bus.Clock.NowMicroseconds);
            Advance(bus, 400);
            received.AddRange(ReadAll(driver).Select(frame => frame.Key));
        }

        Assert.That(received, Is.EquivalentTo(wanted));
    }

    [Test]
    public void Listen_only_neither_sends_nor_acknowledges()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        Assert.That(driver.TrySend(Frame(0x123)), Is.False);
        other.Send(BusFrame.Of(0x100, 1), 0);
        Advance(bus, 1000);

        Assert.That(bus.FramesCompleted, Is.Zero, "nobody acknowledges the only node's frame");
        Assert.That(model.TransmissionsBegun, Is.Zero);
        Assert.That(model.ReceiveErrors, Is.Zero, "error counters rest in listen-only mode");
    }

    [Test]
    public void A_frame_that_nobody_acknowledges_is_given_up()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        bus.Detach(other);
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Assert.That(driver.TrySend(Frame(0x7DF, 2, 1, 0)), Is.True);
        for (int turn = 0; turn < 20; turn++)
        {
            Advance(bus, 10_000);
            driver.Step(bus.Clock.NowMilliseconds);
        }

        Assert.That(driver.Counters.TransmissionsAborted, Is.EqualTo(1));
        long begun = model.TransmissionsBegun;
        Advance(bus, 1_000_000);
        Assert.That(model.TransmissionsBegun, Is.EqualTo(begun));
        Assert.That(model.TransmitErrors, Is.EqualTo(128), "error-passive, but never bus-off");
        Assert.That(driver.Counters.ErrorPassives, Is.EqualTo(1));
        Assert.That(driver.Counters.BusOffs, Is.Zero);
    }

    [Test]
    public void Bus_off_is_counted_and_left_again()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, _) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Recorder wrong = new() { BitsPerSecond = 250_000 };
        bus.Attach(wrong);
        Assert.That(driver.TrySend(Frame(0x123)), Is.True);
        Advance(bus, 5_000);
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That(driver.Counters.BusOffs, Is.EqualTo(1));
        Assert.That(driver.IsBusOff, Is.True);

        bus.Detach(wrong);
        for (int turn = 0; turn < 20; turn++)
        {
            Advance(bus, 10_000);
            driver.Step(bus.Clock.NowMilliseconds);
        }

        Assert.That(driver.IsBusOff, Is.False);
        Assert.That(driver.TrySend(Frame(0x124)), Is.True);
        Advance(bus, 1000);
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That(driver.Counters.FramesSent, Is.Positive);
        Assert.That(model.TransmitErrors, Is.Zero);
    }

    [Test]
    public void A_frame_that_loses_arbitration_is_sent_afterwards()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        other.Send(BusFrame.Of(0x100, 1), bus.Clock.NowMicroseconds);
        Assert.That(driver.TrySend(Frame(0x7DF, 2, 1, 0)), Is.True);
        other.Send(BusFrame.Of(0x101, 1), bus.Clock.NowMicroseconds);
        Advance(bus, 5000);
        driver.Step(bus.Clock.NowMilliseconds);

        Assert.That(other.Received.Select(frame => frame.Key), Is.EqualTo(new[] { 0x7DFu }));
        Assert.That(driver.Counters.FramesSent, Is.EqualTo(1));
        Assert.That(model.TransmissionsBegun, Is.EqualTo(1));
    }

    [Test]
    public void A_sleeping_controller_wakes_by_bus_activity_into_listen_only()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        bus.Attach(new Recorder());
        Assert.That(driver.TrySetMode(CanMode.Sleep, true), Is.True);
        Advance(bus, 100_000);
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That(driver.Mode, Is.EqualTo(CanMode.Sleep));

        other.Send(BusFrame.Of(0x100, 1), bus.Clock.NowMicroseconds);
        Advance(bus, 200_000);
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That(driver.Mode, Is.EqualTo(CanMode.ListenOnly));

        Assert.That(driver.TrySetMode(CanMode.Sleep, true), Is.True);
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True, "woken by the unit");
        Assert.That(model.Violations, Is.Empty);
    }

    [Test]
    public void In_loopback_a_frame_comes_back_without_the_bus()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Loopback, true), Is.True);
        Assert.That(driver.TrySend(Frame(0x321, 9, 8)), Is.True);
        CanFrame received = new();

        Assert.That(driver.TryReceive(received), Is.True);
        Assert.That((received.Key, received.Data[0], received.Data[1]), Is.EqualTo((0x321u, (byte)9, (byte)8)));
        Advance(bus, 10_000);
        Assert.That(other.Received, Is.Empty);
        Assert.That(model.TransmissionsBegun, Is.Zero);
    }

    [Test]
    public void With_the_interrupt_line_an_idle_controller_costs_no_transfer()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, _) = NewPair();
        CanFrame frame = new();
        driver.TryReceive(frame);
        long before = model.Transfers;
        for (int turn = 0; turn < 1000; turn++)
        {
            Advance(bus, 1000);
            driver.Step(bus.Clock.NowMilliseconds);
            Assert.That(driver.TryReceive(frame), Is.False);
        }

        Assert.That(model.Transfers - before, Is.InRange(9, 11), "one look in 100 ms");
    }

    [Test]
    public void A_short_frame_has_the_length_that_the_standard_gives_it()
    {
        // 0x000 without data: SOF, 11 zeros, RTR, IDE, r0, DLC 0 are 19 zeros, CRC 15 zeros: 34 bits, a stuff bit after every fifth, and 10 bits at the end.
        Assert.That(BusFrame.Of(0).CountBits(), Is.EqualTo(34 + 6 + 10));

        // No run of five anywhere would be 44 + 8 n bits; never more than a quarter of the stuffed part is added.
        Random random = new(5);
        for (int turn = 0; turn < 1000; turn++)
        {
            byte[] data = new byte[random.Next(9)];
            random.NextBytes(data);
            bool isExtended = random.Next(2) == 0;
            int plain = (isExtended ? 64 : 44) + (8 * data.Length);
            Assert.That(
                BusFrame.Of(isExtended ? 0x80000000u | (uint)random.Next(1 << 29) : (uint)random.Next(1 << 11), data).CountBits(),
                Is.InRange(plain, plain + ((plain - 10) / 4)));
        }
    }

    [Test]
    public void The_first_byte_on_the_wire_is_the_low_byte_of_the_first_word()
    {
        Wire wire = new();
        Mcp2515 driver = new(wire, null!, 16_000_000, 500_000);
        driver.TryStart();

        // READ of CANSTAT, as it lies in memory.
        Assert.That(wire.First, Is.EqualTo(new ushort[] { 0x0E03, 0 }));
    }

    [Test]
    public void Bus_off_that_is_over_before_anybody_looks_is_counted()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, _) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Recorder wrong = new() { BitsPerSecond = 250_000 };
        bus.Attach(wrong);
        Assert.That(driver.TrySend(Frame(0x123)), Is.True);
        while ((model.Peek(0x2D) & 0x20) == 0)
        {
            Advance(bus, 100);
        }

        bus.Detach(wrong);
        Advance(bus, 20_000);
        Assert.That(model.Peek(0x2D) & 0x20, Is.Zero, "the controller has recovered by itself");
        driver.Step(bus.Clock.NowMilliseconds);

        Assert.That(driver.Counters.BusOffs, Is.EqualTo(1));
        Assert.That(driver.Counters.FramesSent, Is.EqualTo(1), "the frame that waited has been sent");
        driver.Step(bus.Clock.NowMilliseconds + 1000);
        Assert.That(driver.Counters.BusOffs, Is.EqualTo(1), "counted once");
    }

    [Test]
    public void Bus_off_lasts_128_times_11_recessive_bits_and_longer_on_a_busy_bus([Values(0, 3000)] int framesPerSecond)
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, _) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Recorder wrong = new() { BitsPerSecond = 250_000 };
        bus.Attach(wrong);
        Assert.That(driver.TrySend(Frame(0x123)), Is.True);
        while ((model.Peek(0x2D) & 0x20) == 0)
        {
            Advance(bus, 10);
        }

        bus.Detach(wrong);
        if (framesPerSecond > 0)
        {
            bus.Attach(new SimulatedTraffic(500_000, framesPerSecond, [0x100], seed: 3));
        }

        long began = bus.Clock.NowMicroseconds;
        while ((model.Peek(0x2D) & 0x20) != 0)
        {
            Advance(bus, 10);
            driver.Step(bus.Clock.NowMilliseconds);
        }

        // 128 * 11 bits of 2 µs; on a bus that is busy for nine tenths of the time a frame holds one run of eleven.
        long took = bus.Clock.NowMicroseconds - began;
        TestContext.Out.WriteLine($"{took} µs");
        Assert.That(took, framesPerSecond == 0 ? Is.InRange(2_816, 2_900) : Is.InRange(4_000, 30_000));
    }

    [Test]
    public void The_waking_frame_is_lost_and_the_next_is_received()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        bus.Attach(new Recorder());
        Assert.That(driver.TrySetMode(CanMode.Sleep, true), Is.True);
        other.Send(BusFrame.Of(0x100, 1), bus.Clock.NowMicroseconds);
        other.Send(BusFrame.Of(0x100, 2), bus.Clock.NowMicroseconds);
        Advance(bus, 100_000);
        driver.Step(bus.Clock.NowMilliseconds);

        Assert.That(driver.Mode, Is.EqualTo(CanMode.ListenOnly));
        Assert.That(ReadAll(driver).Select(frame => frame[0]), Is.EqualTo(new byte[] { 2 }));
        Assert.That(model.Peek(0x2C) & 0x40, Is.Zero, "the wake-up flag is cleared");
    }

    [Test]
    public void A_processor_that_restarted_finds_a_controller_that_sleeps([Values(8_000_000, 16_000_000)] int crystal)
    {
        SimulatedCanBus bus = NewBus();
        Mcp2515Model model = new(bus, crystal);
        Mcp2515 before = new(model, model.InterruptLine, crystal, 500_000);
        Assert.That(before.TryStart() && before.TrySetMode(CanMode.Sleep, true), Is.True);

        Mcp2515 after = new(model, model.InterruptLine, crystal, 500_000);
        Assert.That(after.TryStart(), Is.True);
        Assert.That(after.Mode, Is.EqualTo(CanMode.ListenOnly));
        Assert.That(after.Counters.ControllerFaults, Is.Zero);
    }

    [Test]
    public void A_frame_that_is_given_up_while_it_is_on_the_wire_keeps_its_buffer_until_it_has_ended()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        bus.Detach(other);
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Assert.That(driver.TrySend(Frame(0x7DF, 2, 1, 0)), Is.True);
        driver.Step(0);
        Advance(bus, 60_000);
        driver.Step(60);
        driver.TrySend(Frame(0x7E0, 2, 1, 0));
        Advance(bus, 1000);
        driver.Step(61);

        Assert.That(driver.Counters.TransmissionsAborted, Is.EqualTo(1));
        Assert.That(driver.TrySend(Frame(0x7E0, 2, 1, 0)), Is.True);
        Assert.That(model.Violations, Is.Empty);
    }

    [Test]
    public void Lost_arbitration_is_counted()
    {
        (SimulatedCanBus bus, _, Mcp2515 driver, Recorder other) = NewPair();
        bus.Attach(new Recorder());
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        for (int number = 0; number < 3; number++)
        {
            other.Send(BusFrame.Of(0x100, (byte)number), bus.Clock.NowMicroseconds);
        }

        Assert.That(driver.TrySend(Frame(0x7DF)), Is.True);
        Advance(bus, 5000);
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That((driver.Counters.FramesSent, driver.Counters.ArbitrationsLost), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Error_passive_is_counted_and_left_by_good_frames()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        Assert.That(driver.TrySetMode(CanMode.Normal, true), Is.True);
        Recorder listener = new() { BitsPerSecond = 250_000 };
        bus.Attach(listener);
        while (model.ReceiveErrors < 128)
        {
            other.Send(BusFrame.Of(0x100, 1), bus.Clock.NowMicroseconds);
            Advance(bus, 500);
        }

        driver.Step(bus.Clock.NowMilliseconds + 100);
        Assert.That((driver.Counters.ErrorPassives, driver.IsErrorPassive), Is.EqualTo((1, true)));
        bus.Detach(listener);
        other.Send(BusFrame.Of(0x100, 1), bus.Clock.NowMicroseconds);
        Advance(bus, 500);
        driver.Step(bus.Clock.NowMilliseconds + 200);
        Assert.That((driver.Counters.ErrorPassives, driver.IsErrorPassive), Is.EqualTo((1, false)));
    }

    [Test]
    public void What_was_lost_before_the_filters_closed_is_not_counted_as_wanted()
    {
        (SimulatedCanBus bus, _, Mcp2515 driver, Recorder other) = NewPair();
        bus.Attach(new Recorder());
        driver.Accept([0x7E8], 1, 1);
        for (int number = 0; number < 5; number++)
        {
            other.Send(BusFrame.Of(0x100), bus.Clock.NowMicroseconds);
        }

        Advance(bus, 5000);
        Assert.That(driver.TrySetMode(CanMode.ListenOnly, false), Is.True);
        driver.Step(bus.Clock.NowMilliseconds + 1000);
        Assert.That((driver.Counters.Overflows, driver.Counters.OverflowsWhileOpen), Is.EqualTo((0, 1)));
    }

    [Test]
    public void A_frame_that_passes_filters_that_are_too_few_goes_no_further()
    {
        (SimulatedCanBus bus, Mcp2515Model model, Mcp2515 driver, Recorder other) = NewPair();
        bus.Attach(new Recorder());
        uint[] wanted = [.. Enumerable.Range(0, 20).Select(index => (uint)(index * 97)), 0x98FEF1FE];
        driver.Accept(wanted, wanted.Length, 0);
        Assert.That(driver.TrySetMode(CanMode.ListenOnly, false), Is.True);
        List<uint> received = [];
        foreach (uint key in Enumerable.Range(0, 0x800).Select(key => (uint)key).Append(0x98FEF1FEu).Append(0x98FEF1FFu))
        {
            other.Send(BusFrame.Of(key, 1), bus.Clock.NowMicroseconds);
            Advance(bus, 400);
            driver.Step(bus.Clock.NowMilliseconds);
            received.AddRange(ReadAll(driver).Select(frame => frame.Key));
        }

        Assert.That(received, Is.EquivalentTo(wanted));
        Assert.That(driver.Counters.FramesRejected, Is.Positive);
        Assert.That(model.Violations, Is.Empty);
    }

    /// <summary>What the README states: transfers and bytes of each operation.</summary>
    [Test]
    public void Every_operation_costs_few_transfers([Values] bool hasInterrupt)
    {
        SimulatedCanBus bus = NewBus();
        Mcp2515Model model = new(bus);
        Mcp2515 driver = new(model, hasInterrupt ? model.InterruptLine : null!, 16_000_000, 500_000);
        long transfers = 0;
        long bytes = 0;
        Assert.That(Count("start", () => Assert.That(driver.TryStart(), Is.True)), Is.LessThan(40));
        Recorder other = new();
        bus.Attach(other);
        driver.Accept([0x7E8], 1, 1);
        Assert.That(Count("a mode entered with its filters", () => Assert.That(driver.TrySetMode(CanMode.Normal, false), Is.True)), Is.LessThan(15));
        CanFrame frame = new();
        driver.Step(bus.Clock.NowMilliseconds);
        Assert.That(Count("nothing came", () => Assert.That(driver.TryReceive(frame), Is.False)), Is.EqualTo(hasInterrupt ? 0 : 1));
        other.Send(BusFrame.Of(0x7E8, 1, 2, 3), bus.Clock.NowMicroseconds);
        Advance(bus, 1000);
        Assert.That(Count("a frame received, and no other", () => Assert.That(ReadAll(driver), Has.Count.EqualTo(1))), Is.EqualTo(2));
        other.Send(BusFrame.Of(0x7E8, 1, 2, 3), bus.Clock.NowMicroseconds);
        other.Send(BusFrame.Of(0x7E8, 4, 5, 6), bus.Clock.NowMicroseconds);
        Advance(bus, 1000);
        Assert.That(Count("two frames received, and no third", () => Assert.That(ReadAll(driver), Has.Count.EqualTo(2))), Is.EqualTo(hasInterrupt ? 3 : 4));
        Assert.That(Count("a frame handed over to be sent", () => Assert.That(driver.TrySend(Frame(0x7DF, 2, 1, 0)), Is.True)), Is.EqualTo(2));
        Advance(bus, 1000);
        Assert.That(Count("a turn that sees it was sent", () => driver.Step(bus.Clock.NowMilliseconds)), Is.EqualTo(1));
        Assert.That(driver.Counters.FramesSent, Is.EqualTo(1));
        Assert.That(model.Violations, Is.Empty);

        long Count(string what, Action action)
        {
            (transfers, bytes) = (model.Transfers, model.TransferredBytes);
            action();
            TestContext.Out.WriteLine($"{what}: {model.Transfers - transfers} transfers, {(model.TransferredBytes - bytes) / 2} words");
            return model.Transfers - transfers;
        }
    }

    private static SimulatedCanBus NewBus(int bitRate = 500_000)
    {
        return new SimulatedCanBus(new SimulationClock(DateTimeOffset.UnixEpoch), bitRate);
    }

    private static (SimulatedCanBus Bus, Mcp2515Model Model, Mcp2515 Driver, Recorder Other) NewPair()
    {
        SimulatedCanBus bus = NewBus();
        Mcp2515Model model = new(bus);
        Mcp2515 driver = new(model, model.InterruptLine, 16_000_000, 500_000);
        Assert.That(driver.TryStart(), Is.True);
        Recorder other = new();
        bus.Attach(other);
        return (bus, model, driver, other);
    }

    private static void Advance(SimulatedCanBus bus, long microseconds)
    {
        bus.Clock.AdvanceTo(bus.Clock.NowMicroseconds + microseconds);
        bus.AdvanceToNow();
    }

    private static List<BusFrame> ReadAll(Mcp2515 driver)
    {
        List<BusFrame> frames = [];
        CanFrame frame = new();
        while (driver.TryReceive(frame))
        {
            frames.Add(BusFrame.Of(frame.Key, frame.Data.AsSpan(0, frame.Length)));
        }

        return frames;
    }

    private static CanFrame Frame(uint key, params byte[] data)
    {
        CanFrame frame = new() { Key = key, Length = data.Length };
        data.CopyTo(frame.Data, 0);
        return frame;
    }

    private sealed class Wire : ISpiPort
    {
        public ushort[]? First { get; private set; }

        public void TransferFullDuplex(ushort[] write, ushort[] read) => First ??= [.. write];
    }

    private sealed class NoDevice(ushort floating) : ISpiPort
    {
        public void TransferFullDuplex(ushort[] write, ushort[] read) => Array.Fill(read, floating);
    }
}
