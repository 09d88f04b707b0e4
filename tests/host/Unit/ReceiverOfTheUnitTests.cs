using Telltale.Gnss;
using Telltale.HostTests.Board;
using Telltale.HostTests.Gnss;
using Telltale.Ports;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Unit;

/// <summary>The whole unit at receivers that it has to bring up.</summary>
public sealed class ReceiverOfTheUnitTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 7, 30, 0, 400, TimeSpan.Zero);

    [Test]
    public void A_ublox_gives_the_samples_that_a_receiver_of_sentences_gives()
    {
        SimulatedReceiverOptions options = new() { MinuteDecimals = 7, CourseFromMetresPerSecond = 0, TimeToFirstFix = TimeSpan.FromSeconds(4) };
        List<LedgerSample> plain = Drive((clock, vehicle) => new SimulatedReceiver(clock, vehicle, options), 301, 9600);
        List<LedgerSample> ublox = Drive((clock, vehicle) => new SimulatedUblox(clock, vehicle, options), 300, 9600);
        Dictionary<long, LedgerSample> expected = plain.Where(sample => sample.LatitudeDegrees is not null).ToDictionary(sample => Second(sample));
        List<LedgerSample> positions = [.. ublox.Where(sample => sample.LatitudeDegrees is not null)];

        // Sentences take most of a second to arrive: what a u-blox has sent at the end needs one more second there.
        long last = Second(positions[^1]);
        Assert.That(positions, Has.Count.EqualTo(expected.Keys.Count(second => second <= last)).And.Count.GreaterThan(280));
        foreach (LedgerSample sample in positions)
        {
            LedgerSample other = expected[Second(sample)];
            Assert.That(Math.Abs((sample.Time!.Value - other.Time!.Value).TotalMilliseconds), Is.LessThanOrEqualTo(100));
            Assert.That(sample.LatitudeDegrees, Is.EqualTo(other.LatitudeDegrees!.Value).Within(4e-6));
            Assert.That(sample.LongitudeDegrees, Is.EqualTo(other.LongitudeDegrees!.Value).Within(6e-6));
        }
    }

    [Test]
    public void A_receiver_at_another_baud_rate_than_the_board_says_costs_seconds()
    {
        List<LedgerSample> samples = Drive((clock, vehicle) => new SimulatedUblox(clock, vehicle, new SimulatedReceiverOptions { BaudRate = 115200 }), 100, 9600);
        Assert.That(samples.Count(sample => sample.LatitudeDegrees is not null), Is.GreaterThan(88));
    }

    [Test]
    public void Where_the_last_trip_ended_helps_the_next_start()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        Assert.That(desk.Unit.Place.IsKnown, Is.False);
        desk.Run(30);
        desk.Supply.Ignition = 0;
        desk.Run(2);
        Assert.That(desk.Unit.Counters.TripsEnded, Is.EqualTo(1));
        Assert.That(desk.Volume.Length(ParkingPlace.FileName), Is.EqualTo(ParkingPlace.FileLength));

        desk.Start();
        Assert.That(desk.Unit.Place.IsKnown);
        Assert.That(desk.Unit.Place.LatitudeDegreesE7, Is.EqualTo(481000000).Within(1000));

        SimulatedUblox receiver = new(desk.Clock, new StraightRoad(), new SimulatedReceiverOptions { TimeToFirstFix = TimeSpan.FromSeconds(30) });
        TelematicsUnit unit = new(Ports(desk, receiver), desk.Settings);
        unit.Start(0);
        Run(desk, unit, 20);
        Assert.That(receiver.Aids, Has.Count.EqualTo(2), "time and place");
        Assert.That(BitConverter.ToInt32(receiver.Aids[1], 4), Is.EqualTo(unit.Place.LatitudeDegreesE7));
        Assert.That(BitConverter.ToInt32(receiver.Aids[1], 16), Is.EqualTo(ParkingPlace.AccuracyMillimetres / 10));
    }

    [Test]
    public void Dates_that_have_lost_1024_weeks_are_put_right_except_where_an_old_recording_is_replayed()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        Assert.That(desk.Unit.Gnss.EarliestDay, Is.EqualTo(FirmwareBuild.Day));
        desk.Settings.Sampling.EarliestUtcMilliseconds = 1_500_000_000_000;
        desk.Start();
        Assert.That(desk.Unit.Gnss.EarliestDay, Is.Zero);
    }

    [Test]
    public void Fixes_from_elsewhere_are_sampled_as_those_of_a_receiver()
    {
        UnitOnTheDesk desk = new();
        UnitPorts ports = Ports(desk, desk.Receiver);
        ports.FixSource = new GnssReceiver(desk.Receiver, desk.Settings.Gnss);
        ports.GnssUart = null;
        TelematicsUnit unit = new(ports, desk.Settings);
        unit.Start(0);
        Run(desk, unit, 30);
        Assert.That(unit.Sampler.SamplesTaken, Is.InRange(29, 31));
        Assert.That(unit.Gnss, Is.Null);
        Assert.That(unit.Receiver, Is.Null);
        Assert.That(unit.Clock.IsSet);
    }

    private static UnitPorts Ports(UnitOnTheDesk desk, IUartPort receiver) => new()
    {
        GnssUart = receiver,
        Cryptography = new DotNetCryptography(),
        Volume = desk.Volume,
        Link = desk.Scripted,
        Power = desk.Supply,
        UtcMilliseconds = desk.Clock.UtcMilliseconds,
        UtcAccuracyMilliseconds = 1000,
    };

    private static void Run(UnitOnTheDesk desk, TelematicsUnit unit, int seconds)
    {
        long begin = desk.Clock.NowMilliseconds;
        while (desk.Clock.NowMilliseconds - begin < seconds * 1000)
        {
            desk.Clock.AdvanceTo((begin + unit.Step(desk.Clock.NowMilliseconds - begin)) * 1000);
        }
    }

    private static long Second(LedgerSample sample) => (sample.Time!.Value.ToUnixTimeMilliseconds() + 500) / 1000;

    private static List<LedgerSample> Drive(Func<SimulationClock, IVehicle, ReceiverPort> receiver, int seconds, int hint)
    {
        DriveOwner owner = new();
        SimulationClock clock = new(Start);
        StraightDrive vehicle = new(20);
        VirtualBoard board = new(new VirtualBoardParts
        {
            Clock = clock,
            Vehicle = vehicle,
            PowerOnReceiver = () => receiver(clock, vehicle),
            GnssBaudRate = hint,
            Volume = owner.Volume,
            Link = new ScriptedLink(clock) { FrameArrived = owner.Take },
            Ledger = new VehicleLedger(1000),
        });
        board.PowerOn();
        while (clock.NowMilliseconds < seconds * 1000)
        {
            board.Turn(seconds * 1_000_000L);
        }

        board.Unit!.RequestClose();
        while (clock.NowMilliseconds < (seconds + 5) * 1000)
        {
            board.Turn((seconds + 5) * 1_000_000L);
        }

        return [.. owner.Samples()];
    }
}
