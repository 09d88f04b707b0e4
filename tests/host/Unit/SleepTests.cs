using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Unit;

/// <summary>A whole unit on a board that can sleep.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SleepTests
{
    private const double Hour = 3600;
    private const double FirstStop = 600;

    private Owner _owner = null!;
    private MemoryVolume _volume = null!;
    private SimulationClock _clock = null!;
    private ScriptedLink _link = null!;
    private VirtualBoard _board = null!;
    private double _awakeSeconds;

    [Test]
    public void A_parked_unit_sleeps_after_half_an_hour_and_wakes_when_the_ignition_is_switched_on()
    {
        const double secondDrive = 2 * Hour;
        Begin(new StopAndGo((0, FirstStop), (secondDrive, secondDrive + 300)));
        RunUntil(FirstStop + 1800);
        Assert.That(_board.IsAsleep, Is.False, "not before its time");

        // The trip has to end first; then the last frames are sent.
        RunUntil(FirstStop + 1800 + 300);
        Assert.That(_board.IsAsleep, Is.True);
        Assert.That(_owner.Samples, Has.Count.GreaterThan(590), "everything was sent before");

        RunUntil(secondDrive + 1);
        Assert.That(_board.IsAsleep, Is.False);
        RunUntil(secondDrive + 300 + 240);
        Assert.That(Driven(secondDrive, secondDrive + 300), Is.GreaterThan(285), "samples of the second drive");
        Assert.That(_owner.Samples.Select(sample => sample.BootNumber).Distinct().Order(), Is.EqualTo(new[] { 1, 2, 3 }), "a wake between the drives");
    }

    [Test]
    public void Asleep_it_wakes_once_an_hour_says_where_it_is_and_sleeps_again()
    {
        Begin(new StopAndGo((0, FirstStop)));
        RunUntil(Hour);
        Assert.That(_board.IsAsleep, Is.True);
        int before = _owner.Samples.Count;
        double awake = _awakeSeconds;
        RunUntil(25 * Hour);
        TestContext.Out.WriteLine($"awake {_awakeSeconds - awake:0} s of a day parked, in {_board.PowerOns - 1} wakes");
        Assert.Multiple(() =>
        {
            Assert.That(_board.PowerOns - 1, Is.InRange(22, 24), "wakes in a day");
            Assert.That(_owner.Samples.Count - before, Is.GreaterThanOrEqualTo(_board.PowerOns - 1), "each with a sample");
            Assert.That(_awakeSeconds - awake, Is.LessThan(24 * 120), "two minutes at most, each");
            Assert.That(_owner.Samples[^1].HasPosition, Is.True);
            Assert.That(_owner.Statuses.Select(status => status.BootNumber).Distinct().Count(), Is.EqualTo(_board.PowerOns), "and a status");
        });
    }

    [Test]
    public void Without_a_wire_it_looks_at_its_supply_once_a_minute_without_waking_the_unit()
    {
        const double secondDrive = (2.5 * Hour) + 17;
        Begin(new StopAndGo((0, FirstStop), (secondDrive, secondDrive + 300)), hasWire: false);
        RunUntil(1.2 * Hour);
        Assert.That(_board.IsAsleep, Is.True);
        int starts = _board.PowerOns;
        int looks = _board.LooksAsleep;
        RunUntil(1.45 * Hour);
        Assert.That(_board.LooksAsleep - looks, Is.InRange(14, 16));
        Assert.That(_board.PowerOns, Is.EqualTo(starts));
        RunUntil(secondDrive + 61);
        Assert.That(_board.IsAsleep, Is.False, "the alternator is seen within a minute");
        RunUntil(secondDrive + 600);
        Assert.That(Driven(secondDrive, secondDrive + 300), Is.GreaterThan(220));
    }

    [Test]
    public void A_battery_that_runs_low_is_spared_at_once_and_the_unit_wakes_once_a_day()
    {
        Begin(new StopAndGo((0, FirstStop)) { RestingVolts = now => now < FirstStop + 600 ? 12.6 : 12.1 });
        RunUntil(FirstStop + 600 + 230);
        Assert.That(_board.IsAsleep, Is.False, "four minutes, so that a starter motor does not count");
        RunUntil(FirstStop + 600 + 240 + 120);
        Assert.That(_board.IsAsleep, Is.True);
        RunUntil(FirstStop + (23 * Hour));
        Assert.That(_board.PowerOns, Is.EqualTo(1));
        RunUntil(FirstStop + (25 * Hour));
        Assert.That(_board.PowerOns, Is.EqualTo(2));
        Assert.That(_board.IsAsleep, Is.True, "and it sleeps again");
        RunUntil(FirstStop + (47 * Hour));
        Assert.That(_board.PowerOns, Is.EqualTo(2), "for another day, though no wake lasts four minutes");
    }

    [Test]
    public void A_supply_that_is_not_wired_to_its_input_is_no_low_battery()
    {
        // The divider's lower resistor pulls the input to ground.
        Begin(new StopAndGo((0, FirstStop)) { RestingVolts = _ => 0.1 });
        RunUntil(FirstStop + 1000);
        Assert.That(_board.IsAsleep, Is.False);
        RunUntil(FirstStop + (4 * Hour));
        Assert.That(_board.PowerOns, Is.InRange(3, 5));
    }

    [Test]
    public void A_battery_that_has_recovered_is_looked_after_once_an_hour_again()
    {
        // Low from before the first wake, and charged from outside in the second day.
        Begin(new StopAndGo((0, FirstStop)) { RestingVolts = now => now < FirstStop + 600 || now > 26 * Hour ? 12.6 : 12.1 });
        RunUntil(FirstStop + (48 * Hour));
        Assert.That(_board.PowerOns, Is.EqualTo(2));
        RunUntil(FirstStop + (54.5 * Hour));
        Assert.That(_board.PowerOns, Is.InRange(7, 9));
    }

    [Test]
    public void Without_a_network_it_sleeps_all_the_same_and_sends_everything_later()
    {
        Begin(new StopAndGo((0, FirstStop)));
        RunUntil(300);
        _link.HasNetwork = false;
        RunUntil(Hour);
        Assert.That(_board.IsAsleep, Is.True);
        Assert.That(_owner.Samples, Has.Count.LessThan(310));
        _link.HasNetwork = true;
        RunUntil(3 * Hour);
        Assert.That(Driven(0, FirstStop), Is.GreaterThan(590));
        Assert.That(_board.IsAsleep, Is.True);
    }

    [Test]
    public void It_stays_awake_while_somebody_watches_live()
    {
        Begin(new StopAndGo((0, FirstStop)));
        RunUntil(FirstStop + 1000);
        _board.Unit!.WatchLive(2_000_000_000);
        RunUntil(3 * Hour);
        Assert.That(_board.IsAsleep, Is.False);
        _board.Unit!.WatchLive(0);
        RunUntil(3.5 * Hour + 300);
        Assert.That(_board.IsAsleep, Is.True);
    }

    [Test]
    public void A_drive_that_begins_in_the_minute_of_a_wake_is_recorded()
    {
        // It sleeps from a little after 2,600 s on, and wakes an hour later.
        Begin(new StopAndGo((0, FirstStop)));
        while (_board.PowerOns < 2)
        {
            _board.Turn(long.MaxValue);
        }

        double woken = _clock.NowMicroseconds / 1e6;
        Begin(new StopAndGo((0, FirstStop), (woken + 5, woken + 400)));
        RunUntil(woken + 900);
        Assert.That(_board.IsAsleep, Is.False);
        Assert.That(Driven(woken + 5, woken + 400), Is.GreaterThan(380));
    }

    [TestCase("\u00FF", true)]
    [TestCase("\0x\r\n", true)]
    [TestCase("status\r\n", false)]
    public void Noise_on_the_line_of_the_console_keeps_nobody_awake_and_a_command_does(string typed, bool isAsleep)
    {
        Begin(new StopAndGo((0, FirstStop)), typedEachMinute: typed);
        RunUntil(1.2 * Hour);
        Assert.That(_board.IsAsleep, Is.EqualTo(isAsleep));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public void A_unit_that_may_not_or_a_board_that_cannot_stays_awake(bool isEnabled, bool canSleep)
    {
        Begin(new StopAndGo((0, FirstStop)), isEnabled: isEnabled, canSleep: canSleep);
        RunUntil(2 * Hour);
        Assert.That(_board.IsAsleep, Is.False);
        Assert.That(_board.PowerOns, Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_unit_without_keys_sleeps_too_and_wakes_for_two_minutes_an_hour(bool hasWire)
    {
        Begin(new StopAndGo((0, FirstStop)), hasWire, isEnrolled: false);
        RunUntil(FirstStop + 1790);
        Assert.That(_board.IsAsleep, Is.False);
        RunUntil(FirstStop + 1810);
        Assert.That(_board.IsAsleep, Is.True);
        double awake = _awakeSeconds;
        RunUntil(11 * Hour);
        Assert.That(_board.PowerOns, Is.EqualTo(11));
        Assert.That(_awakeSeconds - awake, Is.InRange(10 * 119, 10 * 122));
    }

    [Test]
    public void An_alert_that_waits_for_the_journal_keeps_it_awake()
    {
        const double low = FirstStop + 600;
        Begin(new StopAndGo((0, FirstStop)) { RestingVolts = now => now < low ? 12.6 : 9 });
        RunUntil(low - 10);
        _volume.Refused = "single-";
        RunUntil(low + 240 + 200);
        Assert.That(_board.IsAsleep, Is.False, "it has two minutes for sending, and as many again for what is not journalled");
        _volume.Refused = null;
        RunUntil(low + 240 + 300);
        Assert.That(_board.IsAsleep, Is.True);
        Assert.That(_owner.Alerts.Select(alert => alert.Event), Does.Contain(UnitEvent.SupplyLow));
    }

    [Test]
    public void A_record_that_is_lost_starts_the_unit_at_the_next_look()
    {
        Begin(new StopAndGo((0, FirstStop)));
        RunUntil(Hour);
        Assert.That(_board.IsAsleep, Is.True);
        _volume.Delete(SleepRecord.FileName);
        RunUntil(Hour + 3000);
        Assert.That(_board.PowerOns, Is.EqualTo(2));
    }

    private int Driven(double from, double to) =>
        _owner.Samples.Count(sample => sample.UtcMilliseconds >= _clock.Start.ToUnixTimeMilliseconds() + (from * 1000)
            && sample.UtcMilliseconds < _clock.Start.ToUnixTimeMilliseconds() + (to * 1000));

    private void Begin(StopAndGo vehicle, bool hasWire = true, bool isEnabled = true, bool canSleep = true, string typedEachMinute = "", bool isEnrolled = true)
    {
        _owner = new Owner();
        _volume = new MemoryVolume();
        _clock = new SimulationClock(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        _link = new ScriptedLink(_clock) { FrameArrived = _owner.Take };
        _owner.SendReceipt = _link.Deliver;
        if (isEnrolled)
        {
            _volume.Create(UnitEnrolment.FileName, _owner.Identity, 0, _owner.Identity.Length);
        }

        UnitSettings settings = new();
        settings.Sleep.IsEnabled = isEnabled;
        _board = new VirtualBoard(new VirtualBoardParts
        {
            Clock = _clock,
            Vehicle = vehicle,
            PowerOnReceiver = () => new SimulatedReceiver(_clock, vehicle, new SimulatedReceiverOptions { Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga] }),
            Volume = _volume,
            Link = _link,
            Settings = settings,
            HasIgnitionWire = hasWire,
            CanSleep = canSleep,
            Console = typedEachMinute.Length == 0 ? null : new RepeatedInput(_clock, typedEachMinute),
            Ledger = new VehicleLedger(1000),
        });
        _board.PowerOn();
    }

    private void RunUntil(double seconds)
    {
        long end = (long)(seconds * 1e6);
        while (_clock.NowMicroseconds < end)
        {
            bool isAwake = !_board.IsAsleep;
            long before = _clock.NowMicroseconds;
            _board.Turn(end);
            _awakeSeconds += isAwake ? (_clock.NowMicroseconds - before) / 1e6 : 0;
        }
    }

    /// <summary>A serial line on which the same comes in every minute.</summary>
    private sealed class RepeatedInput(SimulationClock clock, string text) : IUartPort
    {
        private readonly Queue<byte> _waiting = new();
        private long _nextMicroseconds;

        public int BytesToRead
        {
            get
            {
                if (clock.NowMicroseconds >= _nextMicroseconds)
                {
                    _nextMicroseconds = clock.NowMicroseconds + 60_000_000;
                    foreach (char character in text)
                    {
                        _waiting.Enqueue((byte)character);
                    }
                }

                return _waiting.Count;
            }
        }

        public bool Open(int baudRate) => true;

        public int Read(byte[] buffer, int offset, int count)
        {
            int taken = 0;
            while (taken < count && _waiting.TryDequeue(out byte value))
            {
                buffer[offset + taken++] = value;
            }

            return taken;
        }

        public void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
