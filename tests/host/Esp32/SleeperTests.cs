using Telltale.Esp32;
using Telltale.HostTests.Unit;
using Telltale.Unit;

namespace Telltale.HostTests.Esp32;

/// <summary>The board's own part of a start and of sleep, over a chip that refuses to open a pin twice.</summary>
[NonParallelizable]
internal sealed class SleeperTests
{
    private const string Vehicle = "wrover-devkit-vehicle";
    private static readonly int AdcOfTwelveVolts = 12000 * 4095 / 36300;

    [SetUp]
    public void PowerOn()
    {
        StandInChip.Reset();
        StandInChip.AdcValue = AdcOfTwelveVolts;
    }

    [Test]
    public void A_wake_whose_time_is_up_looks_at_the_pins_and_starts_the_unit_on_the_same_ones()
    {
        MemoryVolume volume = Asleep(wakeInSeconds: -1);
        Sleeper sleeper = new(volume);
        Assert.That(sleeper.Look(), Is.EqualTo(WakeCause.Timer));

        // What the start does next, with the board that the configuration names.
        Assert.That(() => sleeper.Open(Boards.Find(Vehicle)), Throws.Nothing);
        Assert.That(sleeper.CanSleep, Is.True);
        sleeper.Power.Refresh(long.MaxValue / 2);
        Assert.That(sleeper.Power.Ignition, Is.EqualTo(0));
        Assert.That(sleeper.Power.SupplyMillivolts, Is.EqualTo(12000).Within(10));
    }

    [Test]
    public void A_configuration_that_names_another_board_than_the_record_finds_its_pins_too()
    {
        Sleeper sleeper = new(Asleep(wakeInSeconds: -1));
        sleeper.Look();
        Telltale.Esp32.Board other = Boards.Find("lilygo-t-a7670");
        sleeper.Open(other);
        StandInChip.HighPins.Add(other.IgnitionPin);
        sleeper.Power.Refresh(1000);
        Assert.That(sleeper.Power.Ignition, Is.EqualTo(1));
        Assert.That(() => sleeper.Watchdog.Feed(), Throws.Nothing);
    }

    [Test]
    public void A_look_before_the_time_sleeps_on()
    {
        Sleeper sleeper = new(Asleep(wakeInSeconds: 600));
        Assert.That(() => sleeper.Look(), Throws.InstanceOf<FellAsleepException>());
        Assert.That(StandInChip.Asleep, Is.EqualTo(TimeSpan.FromSeconds(600)).Within(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_look_that_finds_the_ignition_on_starts_the_unit_for_the_vehicle()
    {
        Sleeper sleeper = new(Asleep(wakeInSeconds: 600));
        StandInChip.HighPins.Add(Boards.Find(Vehicle).IgnitionPin);
        Assert.That(sleeper.Look(), Is.EqualTo(WakeCause.Vehicle));
    }

    [TestCase(false, 600)]
    [TestCase(true, 60)]
    public void The_wire_wakes_the_chip_and_where_the_chip_refuses_that_it_looks_once_a_minute(bool isRefused, int seconds)
    {
        StandInChip.IsWakeByPinRefused = isRefused;
        Sleeper sleeper = new(Asleep(wakeInSeconds: 600));
        Assert.That(() => sleeper.Look(), Throws.InstanceOf<FellAsleepException>());
        Assert.That(StandInChip.WakePins, Is.EqualTo(1UL << 35));
        Assert.That(StandInChip.Asleep, Is.EqualTo(TimeSpan.FromSeconds(seconds)).Within(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_converter_that_fails_leaves_the_supply_unknown_until_it_answers_again()
    {
        PowerInputs power = new(Boards.Find(Vehicle));
        power.Refresh(0);
        Assert.That(power.SupplyMillivolts, Is.EqualTo(12000).Within(10));
        StandInChip.IsAdcSilent = true;
        Assert.That(() => power.Refresh(1000), Throws.Nothing);
        Assert.That((power.SupplyMillivolts, power.Ignition, power.Failures), Is.EqualTo((-1, 0, 1)));
        StandInChip.IsAdcSilent = false;
        power.Refresh(2000);
        Assert.That(power.SupplyMillivolts, Is.EqualTo(12000).Within(10));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Pins_or_a_converter_that_cannot_be_opened_keep_no_unit_from_starting(bool arePinsBroken, bool isAdcBroken)
    {
        Telltale.Esp32.Board board = Boards.Find(Vehicle);
        StandInChip.IsAdcBroken = isAdcBroken;
        if (arePinsBroken)
        {
            StandInChip.BrokenPins.UnionWith([board.IgnitionPin, board.WatchdogPin, board.LampPin]);
        }

        Sleeper sleeper = new(new MemoryVolume());
        sleeper.Open(board);
        sleeper.Power.Refresh(0);
        sleeper.Watchdog.Feed();
        Assert.That(new Lamp(board).Show(Telltale.Checks.LampPattern.Steady, 0, 1000), Is.EqualTo(1000));
        Assert.That(sleeper.Power.Ignition, Is.EqualTo(arePinsBroken ? -1 : 0));
        Assert.That(sleeper.Power.SupplyMillivolts, isAdcBroken ? Is.EqualTo(-1) : Is.EqualTo(12000).Within(10));
    }

    [Test]
    public void An_output_takes_no_pin_of_the_board_and_goes_on_where_another_cannot_be_opened()
    {
        Telltale.Esp32.Board board = Boards.Find(Vehicle);
        StandInChip.BrokenPins.Add(4);
        PinOutputs outputs = new(board);
        Assert.Multiple(() =>
        {
            Assert.That(outputs.Set(board.LampPin, true), Is.False);
            Assert.That(outputs.Set(4, true), Is.False);
            Assert.That(outputs.Set(13, true), Is.True);
            Assert.That(outputs.Set(13, false), Is.True, "opened once");
            Assert.That(outputs.Set(49, true), Is.False);
        });
    }

    private static MemoryVolume Asleep(int wakeInSeconds)
    {
        MemoryVolume volume = new();
        SleepRecord record = new()
        {
            BoardName = Vehicle,
            WakeSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + wakeInSeconds,
            NapMilliseconds = SleepRecord.LongestNapMilliseconds,
            WakeMillivolts = 13200,
        };
        record.Write(volume);
        StandInChip.IsWokenByTimer = true;
        return volume;
    }
}
