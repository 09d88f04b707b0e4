using Telltale.Can;
using Telltale.HostTests.Board;
using Telltale.HostTests.Can;
using Telltale.HostTests.Unit;
using Telltale.Obd;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Obd;

/// <summary>A vehicle that sleeps is left alone, and a loop that has nothing to do need not run.</summary>
internal sealed class SleepTests
{
    [TestCase(false, TestName = "The_whole_unit_sends_no_frame_in_the_hour_after_the_last_traffic_of_a_parked_vehicle")]
    [TestCase(true, TestName = "The_whole_unit_asks_nothing_once_the_ignition_is_off_though_the_bus_stays_awake")]
    public void The_whole_unit_leaves_a_parked_vehicle_alone(bool isBusAwake)
    {
        SimulationClock clock = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        TestVehicle vehicle = new() { IgnitionOffFrom = 60_000_000 };
        SimulatedCanBus bus = new(clock);
        _ = new SimulatedVehicleNetwork(bus, vehicle, SimulatedVehicles.Engine, [SimulatedVehicles.Transmission, SimulatedVehicles.Hybrid]);
        if (isBusAwake)
        {
            // Two, to acknowledge each other's frames.
            bus.Attach(new SimulatedTraffic(500_000, 50, [0x123u], seed: 3));
            bus.Attach(new SimulatedTraffic(500_000, 50, [0x124u], seed: 4));
        }

        Mcp2515Model? model = null;
        long lastOfOthers = 0;
        long lastOfUnit = 0;
        bus.WhenBegun((_, sender, time) =>
        {
            if (ReferenceEquals(sender, model))
            {
                lastOfUnit = time;
            }
            else
            {
                lastOfOthers = time;
            }
        });
        SeededCryptography cryptography = new(1);
        MemoryVolume volume = new();
        byte[] identity = UnitEnrolment.CreateIdentity(cryptography, new byte[32], "k7m2p9x4");
        volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        UnitSettings settings = new();
        settings.Bus.MayPoll = true;
        VirtualBoard board = new(new VirtualBoardParts
        {
            Clock = clock,
            Vehicle = vehicle,
            PowerOnReceiver = () => new SimulatedReceiver(clock, vehicle, new SimulatedReceiverOptions { Seed = 1 }),
            PowerOnCan = () =>
            {
                model = new Mcp2515Model(bus, 16_000_000);
                Mcp2515 driver = new(model, model.InterruptLine, 16_000_000, bus.BitsPerSecond);
                Assert.That(driver.TryStart(), Is.True);
                return driver;
            },
            AdvanceSurroundings = bus.AdvanceToNow,
            Volume = volume,
            Link = new ScriptedLink(clock),
            Cryptography = cryptography,
            Settings = settings,
            Ledger = new VehicleLedger(settings.Sampling.Driving.IntervalMilliseconds),
        });
        board.PowerOn();
        Drive(70);
        long frames = model!.TransmissionsBegun;
        Assert.That(frames, Is.GreaterThan(100), "it had polled");
        Assert.That(lastOfUnit, Is.LessThanOrEqualTo(isBusAwake ? 65_000_000 : lastOfOthers + 1_100_000));
        long quietSince = lastOfOthers;

        Drive(isBusAwake ? 300 : 3610);
        Assert.That(lastOfOthers, isBusAwake ? Is.GreaterThan(quietSince) : Is.EqualTo(quietSince), "nobody was woken");
        Assert.That(model.TransmissionsBegun - frames, Is.Zero, "frames sent in the hour");

        void Drive(int seconds)
        {
            long until = clock.NowMicroseconds + (seconds * 1_000_000L);
            while (clock.NowMicroseconds < until)
            {
                board.Turn(until);
            }
        }
    }

    [Test]
    public void A_loop_that_sleeps_until_the_next_step_is_due_follows_every_signal_with_few_wakes()
    {
        CanBench bench = new();
        RunWhenDue(bench, 10);
        int steps = RunWhenDue(bench, 20);

        TestContext.Out.WriteLine($"{steps / 20.0} steps a second while polling");
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.VehicleBus.Obd.Counters.RequestsSent, Is.GreaterThan(50));
        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.Zero);
        Assert.That(steps / 20.0, Is.LessThan(25), "of 100 with a loop of 10 ms");
    }

    [Test]
    public void A_sleeping_bus_is_looked_at_once_a_second_and_its_waking_is_noticed_within_two()
    {
        TestVehicle vehicle = new() { IgnitionOnFrom = 130_000_000 };
        CanBench bench = new(vehicle);
        RunWhenDue(bench, 5);
        int steps = RunWhenDue(bench, 120);
        Assert.That(steps, Is.InRange(115, 130));
        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);

        RunWhenDue(bench, 7.5);
        Assert.That(bench.VehicleBus.IsAlive, Is.True);
        Assert.That(bench.SentByUnit[0].Time, Is.InRange(130_000_000, 132_000_000));
    }

    [Test]
    public void A_passive_unit_stays_aware_that_the_bus_is_alive_with_five_looks_a_second()
    {
        CanBench bench = new(settings: new VehicleBusSettings());
        RunWhenDue(bench, 5);
        int steps = RunWhenDue(bench, 20);

        Assert.That(bench.VehicleBus.IsAlive, Is.True);
        Assert.That(steps / 20.0, Is.LessThanOrEqualTo(5));
    }

    [Test]
    public void Where_the_profile_has_broadcast_signals_the_loop_may_sleep_20_ms()
    {
        Telltale.Signals.SignalDefinition definition = new("S", "", 1, 1, 0, isUnsigned: false, 1000);
        Telltale.Signals.SignalProfile profile = new("p", 500, [definition], [new Telltale.Signals.BroadcastSignal(SimulatedVehicleNetwork.BodyKey, 0, new Telltale.Signals.BitField(0, 8, false, false), null, 0)], []);
        CanBench bench = new(profile: profile, settings: new VehicleBusSettings());
        RunWhenDue(bench, 5);

        Assert.That(RunWhenDue(bench, 10) / 10.0, Is.InRange(49, 51));
        Assert.That(bench.Driver.Counters.Overflows, Is.Zero);
    }

    // Steps when the bus says that one is due, and not before. Returns how many.
    private static int RunWhenDue(CanBench bench, double seconds)
    {
        long end = bench.Clock.NowMicroseconds + (long)(seconds * 1_000_000);
        int steps = 0;
        while (bench.Clock.NowMicroseconds < end)
        {
            bench.VehicleBus.Step(bench.Clock.NowMilliseconds);
            steps++;
            long due = bench.VehicleBus.NextDueUptimeMilliseconds * 1000;
            Assert.That(due, Is.GreaterThan(bench.Clock.NowMicroseconds - 1000), "never in the past");
            while (bench.Clock.NowMicroseconds < Math.Min(due, end))
            {
                bench.Clock.AdvanceTo(Math.Min(Math.Min(due, end), bench.Clock.NowMicroseconds + 500_000));
                bench.Bus.AdvanceToNow();
            }
        }

        return steps;
    }
}
