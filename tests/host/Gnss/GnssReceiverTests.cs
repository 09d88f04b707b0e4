using Telltale.Gnss;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Gnss;

/// <summary>The bringing up of receivers against models of them that share no code with it.</summary>
public sealed class GnssReceiverTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, 300, TimeSpan.Zero);

    private static readonly SimulatedUbloxOptions M10 = new() { HasConfigurationItems = true, Protocol = "PROTVER=34.10", Model = "MOD=MAX-M10S" };

    private readonly StraightDrive _drive = new(20);

    [Test]
    public void A_receiver_of_any_baud_rate_is_found_whatever_the_hint(
        [Values(4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800)] int baudRate, [Values(9600, 115200)] int hint)
    {
        SimulationClock clock = new(Start);
        SimulatedReceiver receiver = new(clock, _drive, new SimulatedReceiverOptions { BaudRate = baudRate, Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga, NmeaSentence.Gsa] });
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { BaudRate = hint });
        double until = bench.UntilNextPosition(60);
        bench.Run(20);
        Assert.That(bench.Receiver.BaudRate, Is.EqualTo(baudRate));
        Assert.That(until, Is.LessThan(22));
        Assert.That(bench.Receiver.Kind, Is.EqualTo(GnssReceiverKind.Generic));
        Assert.That(bench.Receiver.State, Is.EqualTo(GnssReceiverState.Running));
        TestContext.Out.WriteLine($"found after {until:0.0} s");
    }

    [Test]
    public void A_wrong_baud_rate_at_which_much_comes_is_left_before_its_time()
    {
        SimulationClock clock = new(Start);
        SimulatedReceiver receiver = new(clock, _drive, new SimulatedReceiverOptions { BaudRate = 115200, NavigationRateHertz = 10 });
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { BaudRate = 4800 });
        Assert.That(bench.UntilNextPosition(30), Is.LessThan(3), "2 s of them are the receiver's own");
    }

    [TestCase(9600)]
    [TestCase(115200)]
    public void A_loop_that_sleeps_until_the_receiver_asks_turns_some_ten_times_a_second_and_misses_nothing(int baudRate)
    {
        (ReceiverBench Bench, SimulatedReceiver Receiver) Make()
        {
            SimulationClock clock = new(Start);
            SimulatedReceiver receiver = new(clock, _drive, new SimulatedReceiverOptions { BaudRate = baudRate, Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga, NmeaSentence.Gsa] });
            return (new ReceiverBench(clock, receiver, new GnssReceiverSettings { BaudRate = baudRate }), receiver);
        }

        ReceiverBench often = Make().Bench;
        often.Run(30);
        int known = often.Fixes;
        often.Run(300);
        ReceiverBench seldom = Make().Bench;
        seldom.Run(30);
        int before = seldom.Positions.Count;
        seldom.RunWhenDue(300);
        Assert.That(seldom.Fixes, Is.EqualTo(often.Fixes).Within(1));
        Assert.That(seldom.Turns, Is.LessThan(300 * 4), "once when an epoch begins and once when it has come, and now and then once more");
        int late = 0;
        for (int index = before; index < Math.Min(seldom.Positions.Count, often.Positions.Count); index++)
        {
            Assert.That(seldom.Positions[index] - often.Positions[index], Is.LessThanOrEqualTo(120), "a fix is hardly later");
            late += seldom.Received[index] - often.Received[index] > 20 ? 1 : 0;
        }

        TestContext.Out.WriteLine($"{seldom.Turns / 300.0:0.0} turns a second; {late} of {seldom.Positions.Count - before} epochs began more than 20 ms before they were noticed");
        Assert.That(late, Is.LessThan(15));
        Assert.That(known, Is.GreaterThan(20));
    }

    [Test]
    public void A_silent_receiver_is_looked_for_ten_times_a_second_and_found_again()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive);
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { BaudRate = 9600 });
        bench.Run(30);
        receiver.IsSilent = true;
        bench.RunWhenDue(4);
        Assert.That(bench.Turns, Is.LessThan(4 * 60));
        receiver.IsSilent = false;
        int positions = bench.Positions.Count;
        bench.RunWhenDue(30);
        Assert.That(bench.Positions.Count, Is.GreaterThan(positions + 10));
    }

    [Test]
    public void An_unknown_receiver_is_left_alone_once_it_was_asked()
    {
        SimulationClock clock = new(Start);
        SimulatedReceiver receiver = new(clock, _drive);
        ReceiverBench bench = new(clock, receiver);
        bench.Run(20);
        long written = receiver.WrittenBytes;
        bench.Run(1800);
        Assert.That(receiver.WrittenBytes, Is.EqualTo(written));
        Assert.That(written, Is.LessThan(64));
        Assert.That(bench.Fixes, Is.InRange(1815, 1820));
    }

    [Test]
    public void A_ublox_ends_in_UBX_alone_with_one_fix_a_second([Values] bool isM10)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, isM10 ? new SimulatedReceiverOptions { BaudRate = 38400 } : null, isM10 ? M10 : null);
        ReceiverBench bench = new(clock, receiver);
        bench.Run(2);
        SimulatedReceiver untouched = new(clock, _drive);
        untouched.Open(untouched.BaudRate);
        bench.Run(30);
        long before = untouched.SentBytes;
        long sent = receiver.SentBytes;
        int fixes = bench.Fixes;
        int accuracies = bench.Accuracies;
        for (int second = 0; second < 100; second++)
        {
            bench.Run(1);
            untouched.Advance();
        }

        double bytes = (receiver.SentBytes - sent) / 100.0;
        double bytesBefore = (untouched.SentBytes - before) / 100.0;
        TestContext.Out.WriteLine($"{bytesBefore:0} bytes a second before, {bytes:0} after");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(receiver.IsUbxOnly);
            Assert.That(receiver.DynamicModel, Is.EqualTo(4));
            Assert.That(bench.Fixes - fixes, Is.InRange(99, 101));
            Assert.That(bench.Accuracies - accuracies, Is.InRange(99, 101));
            Assert.That(bytes, Is.InRange(100, 120));
            Assert.That(bytesBefore, Is.GreaterThan(400));
            Assert.That(bench.Receiver.IsConfigured);
            Assert.That(bench.Receiver.Counters.Configurations, Is.EqualTo(1));
            Assert.That(bench.Receiver.Counters.Refused + bench.Receiver.Counters.Unanswered + bench.Receiver.Counters.Silences, Is.Zero);
            Assert.That(bench.Receiver.ProtocolVersion, Is.EqualTo(isM10 ? 3410 : 1800));
            Assert.That(bench.Model, Is.EqualTo(isM10 ? "MAX-M10S" : "NEO-M8N-0"));
            Assert.That(receiver.Heard.Where(message => message.Class == 0x06).Select(message => message.Id), isM10 ? Is.All.EqualTo(0x8A) : Is.EqualTo((int[])[0x24, 0x01, 0x00, 0x08, 0x01]));
        }
    }

    [Test]
    public void No_epoch_is_lost_while_a_ublox_is_configured([Values] bool isM10)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, isM10 ? new SimulatedReceiverOptions { BaudRate = 38400 } : null, isM10 ? M10 : null);
        List<EmittedEpoch> epochs = [];
        receiver.EpochSent = epochs.Add;
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { BaudRate = receiver.BaudRate });
        bench.Run(20.5);
        Assert.That(bench.Receiver.IsConfigured);
        Assert.That(bench.Positions, Has.Count.EqualTo(epochs.Count(epoch => epoch.HasFix)));
        Assert.That(epochs.Count(epoch => epoch.HasFix), Is.GreaterThan(15));
    }

    [Test]
    public void Ten_fixes_a_second_raise_the_baud_rate_first([Values] bool isM10)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, null, isM10 ? M10 : null);
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { IntervalMilliseconds = 100 });
        bench.Run(20);
        int fixes = bench.Fixes;
        bench.Run(30);
        Assert.That(bench.Receiver.BaudRate, Is.EqualTo(115200));
        Assert.That(receiver.BaudRate, Is.EqualTo(115200));
        Assert.That(bench.Fixes - fixes, Is.InRange(298, 302));
        Assert.That(receiver.SkippedEpochs, Is.Zero);
        Assert.That(bench.Receiver.Counters.BaudRateFailures, Is.Zero);
    }

    [Test]
    public void A_receiver_that_hangs_at_the_change_of_the_baud_rate_is_left_at_its_own_after_two_tries()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { HangsAtBaudRateChange = true };
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { IntervalMilliseconds = 200 });
        for (int round = 0; round < 3; round++)
        {
            bench.Run(60);
            receiver.PowerOff();
            bench.Run(2);
            receiver.PowerOn();
        }

        bench.Run(60);
        Assert.That(bench.Receiver.Counters.BaudRateFailures, Is.EqualTo(2));
        Assert.That(bench.Receiver.BaudRate, Is.EqualTo(9600));
        Assert.That(bench.UntilNextPosition(5), Is.LessThan(1.1));
    }

    [Test]
    public void A_receiver_that_refuses_the_change_of_the_baud_rate_goes_on_at_its_own()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive);
        receiver.Refuses = (_, id) => id == 0 && receiver.IsUbxOnly;
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { IntervalMilliseconds = 250 });
        bench.Run(60);
        Assert.That(bench.Receiver.State, Is.EqualTo(GnssReceiverState.Running));
        Assert.That(bench.Receiver.BaudRate, Is.EqualTo(9600));
        Assert.That(bench.Receiver.Counters.Refused, Is.GreaterThan(0));
        Assert.That(bench.UntilNextPosition(5), Is.LessThan(1.1));
    }

    [TestCase(0x24, true)]
    [TestCase(0x01, false)]
    [TestCase(0x00, false)]
    [TestCase(0x08, true)]
    public void A_refused_command_leaves_a_receiver_that_works(int id, bool isUbxOnly)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { Refuses = (_, refused) => refused == id };
        ReceiverBench bench = new(clock, receiver);
        bench.Run(60);
        int count = bench.Positions.Count;
        bench.Run(100);
        Assert.That(bench.Positions.Count - count, Is.InRange(99, 101));
        Assert.That(receiver.IsUbxOnly, Is.EqualTo(isUbxOnly));
        Assert.That(bench.Receiver.IsConfigured, Is.False);
        Assert.That(bench.Receiver.Counters.Refused, Is.GreaterThan(0));
        Assert.That(bench.Receiver.State, Is.Not.EqualTo(GnssReceiverState.Searching));
    }

    [Test]
    public void Sentences_are_left_on_where_NAV_PVT_does_not_really_come()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { SendsSatellitesForPosition = true };
        ReceiverBench bench = new(clock, receiver);
        bench.Run(300);
        Assert.That(receiver.IsUbxOnly, Is.False);
        Assert.That(bench.Receiver.IsConfigured, Is.False);
        Assert.That(bench.Receiver.Counters.Unanswered, Is.GreaterThan(0));
        Assert.That(bench.Positions, Has.Count.InRange(295, 300));
    }

    [Test]
    public void Lost_acknowledgements_are_made_good([Range(1, 7)] int lost)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { AcknowledgementsToDrop = lost };
        ReceiverBench bench = new(clock, receiver);
        bench.Run(120);
        Assert.That(receiver.AcknowledgementsToDrop, Is.Zero);
        Assert.That(bench.Receiver.Counters.Unanswered, Is.EqualTo(lost / 3), "a command is sent three times");
        Assert.That(receiver.IsUbxOnly);
        Assert.That(bench.Receiver.IsConfigured);
        Assert.That(bench.UntilNextPosition(5), Is.LessThan(1.1));
    }

    [Test]
    public void A_ublox_without_a_fix_is_configured_too()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, new SimulatedReceiverOptions { IsSkyHidden = _ => true });
        ReceiverBench bench = new(clock, receiver);
        bench.Run(30);
        Assert.That(receiver.IsUbxOnly);
        Assert.That(bench.Fixes, Is.GreaterThan(25));
        Assert.That(bench.Positions, Is.Empty);
    }

    [Test]
    public void A_ublox_whose_output_is_off_is_found_by_asking([Values(9600, 57600)] int baudRate)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, new SimulatedReceiverOptions { BaudRate = baudRate }, new SimulatedUbloxOptions { SendsSentences = false });
        ReceiverBench bench = new(clock, receiver);
        Assert.That(bench.UntilNextPosition(30), Is.LessThan(18));
        bench.Run(10);
        Assert.That(bench.Receiver.IsConfigured);
        Assert.That(bench.Receiver.BaudRate, Is.EqualTo(baudRate));
    }

    [TestCase(null)]
    [TestCase("PROTVER 14.00")]
    public void A_ublox_that_is_too_old_for_NAV_PVT_is_used_as_it_comes(string? protocol)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, null, new SimulatedUbloxOptions { Protocol = protocol, Model = null });
        ReceiverBench bench = new(clock, receiver);
        bench.Receiver.AidPosition(1, 1, 1, 1000);
        bench.Run(100);
        Assert.That(bench.Receiver.Kind, Is.EqualTo(GnssReceiverKind.Ublox));
        Assert.That(bench.Receiver.ProtocolVersion, Is.EqualTo(protocol is null ? 0 : 1400));
        Assert.That(bench.Model, Is.EqualTo("ROM CORE 3.01 (107888)"));
        Assert.That(receiver.Heard.Select(message => message.Class), Is.All.EqualTo(0x0A));
        Assert.That(bench.Fixes, Is.GreaterThan(95));
    }

    [Test]
    public void A_power_cycle_of_the_receiver_costs_its_own_start_and_it_is_configured_again([Values(0.3, 4.0, 20.0)] double seconds, [Values] bool isM10)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, null, isM10 ? M10 : null);
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { IntervalMilliseconds = 500 });
        bench.Run(60);
        Assert.That(receiver.BaudRate, Is.EqualTo(38400), "so that its baud rate is another one after the power cycle");
        receiver.PowerOff();
        bench.Run(seconds);
        receiver.PowerOn();
        double until = bench.UntilNextPosition(60);
        TestContext.Out.WriteLine($"off for {seconds} s: a position {until:0.0} s after power-on");

        // 2 s are the receiver's own. At another baud rate than before, silence has to be noticed and the rate to be found.
        Assert.That(until, Is.LessThan(14));
        bench.Run(30);
        Assert.That(receiver.IsUbxOnly);
        Assert.That(receiver.BaudRate, Is.EqualTo(38400));
        Assert.That(bench.Receiver.Counters.Configurations, Is.EqualTo(2));
    }

    [Test]
    public void A_receiver_that_restarts_at_the_same_baud_rate_loses_nothing_but_its_start([Values] bool announcesItself)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, null, new SimulatedUbloxOptions { AnnouncesItself = announcesItself });
        ReceiverBench bench = new(clock, receiver);
        bench.Run(60);
        receiver.PowerOff();
        bench.Run(0.5);
        receiver.PowerOn();
        Assert.That(bench.UntilNextPosition(30), Is.LessThan(4));
        bench.Run(20);
        Assert.That(receiver.IsUbxOnly);
        Assert.That(bench.Receiver.Counters.Restarts, Is.EqualTo(1));
        Assert.That(bench.Receiver.Counters.Silences, Is.Zero);
        Assert.That(receiver.Aids, Has.Count.EqualTo(1), "where the vehicle was a moment ago");
    }

    [Test]
    public void A_receiver_that_is_unplugged_for_a_minute_is_found_again()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive);
        ReceiverBench bench = new(clock, receiver);
        bench.Run(60);
        receiver.PowerOff();
        bench.Run(60);
        Assert.That(bench.Receiver.State, Is.EqualTo(GnssReceiverState.Searching).Or.EqualTo(GnssReceiverState.Resting));
        receiver.PowerOn();
        double until = bench.UntilNextPosition(120);
        TestContext.Out.WriteLine($"a position {until:0.0} s after it was plugged in");
        Assert.That(until, Is.LessThan(25));
        bench.Run(30);
        Assert.That(receiver.IsUbxOnly);
        Assert.That(bench.Receiver.Counters.Silences, Is.EqualTo(1));
    }

    [Test]
    public void A_receiver_that_is_silent_from_the_start_is_found_when_it_speaks()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { IsSilent = true };
        ReceiverBench bench = new(clock, receiver);
        bench.Run(3600);
        Assert.That(bench.Receiver.Counters.SearchRounds, Is.InRange(60, 90));
        receiver.IsSilent = false;
        Assert.That(bench.UntilNextPosition(60), Is.LessThan(52));
    }

    [Test]
    public void A_deaf_receiver_works_as_it_comes()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive) { IsDeaf = true };
        ReceiverBench bench = new(clock, receiver);
        bench.Run(100);
        Assert.That(bench.Receiver.Kind, Is.EqualTo(GnssReceiverKind.Generic));
        Assert.That(bench.Fixes, Is.GreaterThan(95));
    }

    [Test]
    public void A_MediaTek_sends_what_is_needed_and_is_told_again_after_a_restart()
    {
        SimulationClock clock = new(Start);
        SimulatedMediaTek receiver = new(clock, _drive);
        ReceiverBench bench = new(clock, receiver);
        bench.Run(30);
        long sent = receiver.SentBytes;
        int fixes = bench.Fixes;
        bench.Run(100);
        TestContext.Out.WriteLine($"{(receiver.SentBytes - sent) / 100.0:0} bytes a second");
        Assert.That(bench.Receiver.Kind, Is.EqualTo(GnssReceiverKind.MediaTek));
        Assert.That(bench.Receiver.IsConfigured);
        Assert.That(bench.Fixes - fixes, Is.InRange(99, 101));
        Assert.That((receiver.SentBytes - sent) / 100.0, Is.LessThan(290));
        receiver.Restart();
        bench.Run(30);
        Assert.That(bench.Receiver.Counters.Restarts, Is.EqualTo(1));
        Assert.That(receiver.Heard.Count(command => command.StartsWith("$PMTK314", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void Place_and_time_to_start_with_are_as_the_interface_description_says([Values] bool isM10)
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, new SimulatedReceiverOptions { TimeToFirstFix = TimeSpan.FromSeconds(30) }, isM10 ? M10 : null);
        ReceiverBench bench = new(clock, receiver);
        bench.Receiver.AidPosition(490000000, -86000000, 112340, 10000000);
        bench.Receiver.AidTime(clock.UtcMilliseconds, 2500, clock.NowMilliseconds);
        bench.Run(20);
        Assert.That(receiver.Aids, Has.Count.EqualTo(2));

        // UBX-MGA-INI-POS_LLH: type 1, version 0, 49°, -8.6°, 11,234 cm, 1,000,000 cm.
        Assert.That(Convert.ToHexString(receiver.Aids[1]), Is.EqualTo("01000000" + "80CE341D" + "80BEDFFA" + "E22B0000" + "40420F00"));

        // UBX-MGA-INI-TIME_UTC: type 0x10, version 0, reference 0, leap seconds unknown, the moment of sending, 2.5 s.
        byte[] time = receiver.Aids[0];
        Assert.That(Convert.ToHexString(time[..10]), Is.EqualTo("10000080" + "EA07" + "0601" + "0C00"));
        Assert.That(Convert.ToHexString(time[16..]), Is.EqualTo("02000000" + "0065CD1D"));
        long heard = clock.Start.ToUnixTimeMilliseconds() + (receiver.Heard.First(message => message.Class == 0x13).Microseconds / 1000);
        long stated = new DateTimeOffset(2026, 6, 1, time[8], time[9], time[10], TimeSpan.Zero).ToUnixTimeMilliseconds() + (BitConverter.ToInt32(time, 12) / 1_000_000);
        Assert.That(heard - stated, Is.InRange(0, 60), "right to what the line takes");
        Assert.That(bench.Receiver.Counters.Aids, Is.EqualTo(2));
    }

    [Test]
    public void A_receiver_that_has_a_fix_already_gets_no_place_to_start_with()
    {
        SimulationClock clock = new(Start);
        SimulatedUblox receiver = new(clock, _drive, new SimulatedReceiverOptions { BaudRate = 19200, TimeToFirstFix = TimeSpan.Zero });
        ReceiverBench bench = new(clock, receiver, new GnssReceiverSettings { BaudRate = 19200 });
        bench.Run(5);
        bench.Receiver.AidPosition(490000000, -86000000, 112340, 10000000);
        bench.Run(20);
        Assert.That(receiver.Aids, Is.Empty);
    }

    [Test]
    public void In_the_steady_state_nothing_is_allocated([Values] bool isUblox)
    {
        SimulationClock clock = new(Start);
        ReceiverPort port = isUblox ? new SimulatedUblox(clock, _drive) : new SimulatedReceiver(clock, _drive);
        ReceiverBench bench = new(clock, port);
        bench.Run(120);
        long allocated = 0;
        for (int step = 0; step < 20_000; step++)
        {
            // What the simulated receiver allocates happens here, outside the measurement.
            clock.AdvanceTo(clock.NowMicroseconds + 20_000);
            port.Advance();
            bench.Positions.EnsureCapacity(bench.Positions.Count + 8);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bench.Receiver.Step(clock.NowMilliseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(allocated, Is.Zero);
        Assert.That(bench.Positions, Has.Count.GreaterThan(450));
    }
}
