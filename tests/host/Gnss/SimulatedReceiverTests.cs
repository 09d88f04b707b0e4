using System.Text;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Gnss;

public sealed class SimulatedReceiverTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 31, 23, 59, 50, 300, TimeSpan.Zero);

    [Test]
    public void What_it_says_decodes_to_the_truth_within_its_noise([Values(9600, 115200)] int baudRate, [Values(1, 5)] int rate, [Values] bool severalConstellations)
    {
        SimulatedReceiverOptions options = new()
        {
            BaudRate = baudRate,
            NavigationRateHertz = rate,
            Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga, NmeaSentence.Gsa],
            SeveralConstellations = severalConstellations,
            OutputLatency = TimeSpan.FromMilliseconds(20),
            MinuteDecimals = 7,
            SecondDecimals = 3,
        };
        if (baudRate == 9600 && rate == 5)
        {
            options = options with { Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga] };
        }

        SimulationClock clock = new(Start);
        StraightDrive drive = new(20);
        SimulatedReceiver receiver = new(clock, drive, options);
        List<EmittedEpoch> ledger = [];
        receiver.EpochSent = ledger.Add;
        List<DecodedFix> fixes = Listen(clock, receiver, TimeSpan.FromSeconds(120), baudRate);

        List<DecodedFix> fixed_ = [.. fixes.Where(fix => fix.LatitudeDegreesE7 is not null)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ledger, Has.Count.InRange((120 * rate) - 2, 120 * rate));
            Assert.That(fixes, Has.Count.EqualTo(ledger.Count), "one fix for every epoch sent");
            Assert.That(receiver.SkippedEpochs, Is.Zero);
            Assert.That(ledger.Sum(epoch => epoch.LostBytes), Is.Zero);
            Assert.That(
                fixes.Select(fix => (fix.LatitudeDegreesE7, fix.LongitudeDegreesE7)),
                Is.EqualTo(ledger.Select(epoch => epoch.HasFix ? ((int?)epoch.LatitudeDegreesE7, (int?)epoch.LongitudeDegreesE7) : (null, null))),
                "the ledger says what the text says");
            Assert.That(
                fixed_.Select(fix => fix.UtcMilliseconds),
                Is.EqualTo(ledger.Where(epoch => epoch.HasFix).Select(epoch => epoch.UtcMilliseconds)));
        }

        double sum = 0;
        foreach (DecodedFix fix in fixed_)
        {
            long microseconds = (fix.UtcMilliseconds!.Value - Start.ToUnixTimeMilliseconds()) * 1000;
            Virtual.Vehicle.VehicleState truth = drive.StateAt(microseconds);
            double north = ((fix.LatitudeDegreesE7!.Value / 1e7) - truth.LatitudeDegrees) * StraightDrive.MetresPerDegree;
            double east = ((fix.LongitudeDegreesE7!.Value / 1e7) - truth.LongitudeDegrees) * StraightDrive.MetresPerDegree * Math.Cos(truth.LatitudeDegrees * Math.PI / 180);
            Assert.That(north, Is.EqualTo(0).Within(5), "five times the standard deviation");
            Assert.That(east, Is.EqualTo(0).Within(5));
            Assert.That(fix.SpeedMillimetresPerSecond!.Value / 1000.0, Is.EqualTo(20).Within(0.3));
            Assert.That(fix.CourseHundredthsDegree!.Value / 100.0, Is.EqualTo(45).Within(1));
            sum += (north * north) + (east * east);
        }

        Assert.That(Math.Sqrt(sum / fixed_.Count), Is.InRange(0.2, 3), "there is noise, and of the size that was asked for");
    }

    [Test]
    public void Until_the_first_fix_it_says_nothing_and_in_a_tunnel_it_knows_the_time()
    {
        SimulatedReceiverOptions options = new() { TimeToFirstFix = TimeSpan.FromSeconds(10), IsSkyHidden = microseconds => microseconds is > 30_000_000 and < 40_000_000 };
        SimulationClock clock = new(Start);
        List<EmittedEpoch> ledger = [];
        SimulatedReceiver receiver = new(clock, new StraightDrive(20), options) { EpochSent = ledger.Add };
        List<DecodedFix> fixes = Listen(clock, receiver, TimeSpan.FromSeconds(60), 9600);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixes, Has.Count.EqualTo(ledger.Count));
            Assert.That(fixes.Count(fix => fix.LatitudeDegreesE7 is null), Is.EqualTo(20));
            Assert.That(ledger.Count(epoch => !epoch.HasFix), Is.EqualTo(20));
            Assert.That(ledger.Count(epoch => epoch.UtcMilliseconds is null), Is.EqualTo(5), "the clock comes before the position");
            Assert.That(fixes.Count(fix => fix.UtcMilliseconds is null), Is.EqualTo(10), "a time before the first fix is not trusted");
            Assert.That(fixes.Count(fix => fix is { UtcMilliseconds: not null, LatitudeDegreesE7: null }), Is.EqualTo(10), "in the tunnel");
        }
    }

    [Test]
    public void Every_byte_comes_when_its_ten_bits_are_over([Values(9600, 38400, 115200)] int baudRate)
    {
        SimulationClock clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        SimulatedReceiver receiver = new(clock, new StraightDrive(20), new SimulatedReceiverOptions { BaudRate = baudRate, OutputLatency = TimeSpan.FromMilliseconds(50) });
        Assert.That(receiver.Open(baudRate));

        const long FirstStartBit = 1_050_000;
        int previous = 0;
        byte[] one = new byte[1];
        for (int index = 0; index < 300; index++)
        {
            // ceil(10 bits × (index + 1) / baud)
            long arrival = FirstStartBit + (((10_000_000L * (index + 1)) + baudRate - 1) / baudRate);
            clock.AdvanceTo(arrival - 1);
            Assert.That(receiver.BytesToRead, Is.Zero, $"byte {index} one microsecond early");
            clock.AdvanceTo(arrival);
            Assert.That(receiver.BytesToRead, Is.EqualTo(1), $"byte {index}");
            Assert.That(receiver.Read(one, 0, 1), Is.EqualTo(1));
            if (index == 0)
            {
                Assert.That(one[0], Is.EqualTo((byte)'$'));
            }

            previous++;
        }

        Assert.That(receiver.SentBytes, Is.EqualTo(previous));
    }

    [Test]
    public void A_full_receive_buffer_loses_what_comes_and_says_nothing_to_the_unit()
    {
        SimulationClock clock = new(Start);
        List<EmittedEpoch> ledger = [];
        SimulatedReceiver receiver = new(clock, new StraightDrive(20), new SimulatedReceiverOptions { BaudRate = 115200, ReceiveBufferBytes = 1000 }) { EpochSent = ledger.Add };
        receiver.Open(115200);
        clock.AdvanceTo(10_000_000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receiver.BytesToRead, Is.EqualTo(1000));
            Assert.That(receiver.OverflowedBytes, Is.EqualTo(receiver.SentBytes - 1000));
            Assert.That(ledger.Sum(epoch => epoch.LostBytes), Is.EqualTo(receiver.OverflowedBytes));
            Assert.That(ledger[0].LostBytes, Is.Zero);
        }

        byte[] buffer = new byte[2000];
        Assert.That(receiver.Read(buffer, 0, buffer.Length), Is.EqualTo(1000), "the oldest are kept");
        Assert.That(Encoding.ASCII.GetString(buffer, 0, 6), Is.EqualTo("$GNRMC"));
    }

    [Test]
    public void At_another_baud_rate_comes_garbage()
    {
        SimulationClock clock = new(Start);
        SimulatedReceiver receiver = new(clock, new StraightDrive(20), new SimulatedReceiverOptions { BaudRate = 38400 });
        List<DecodedFix> fixes = Listen(clock, receiver, TimeSpan.FromSeconds(20), 9600);
        Assert.That(fixes, Is.Empty);
        Assert.That(receiver.SentBytes, Is.GreaterThan(5000));

        List<DecodedFix> after = Listen(clock, receiver, TimeSpan.FromSeconds(20), 38400);
        Assert.That(after, Has.Count.InRange(19, 20));
    }

    [Test]
    public void A_closed_port_loses_everything()
    {
        SimulationClock clock = new(Start);
        List<EmittedEpoch> ledger = [];
        SimulatedReceiver receiver = new(clock, new StraightDrive(20)) { EpochSent = ledger.Add };
        clock.AdvanceTo(5_000_000);
        Assert.That(receiver.BytesToRead, Is.Zero);
        Assert.That(ledger, Is.Not.Empty);
        Assert.That(ledger.All(epoch => epoch.LostBytes > 0));
    }

    [Test]
    public void A_line_too_slow_for_its_sentences_loses_epochs_whole()
    {
        SimulationClock clock = new(Start);
        List<EmittedEpoch> ledger = [];
        SimulatedReceiver receiver = new(clock, new StraightDrive(20), new SimulatedReceiverOptions { NavigationRateHertz = 10 }) { EpochSent = ledger.Add };
        List<DecodedFix> fixes = Listen(clock, receiver, TimeSpan.FromSeconds(30), 9600);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receiver.SkippedEpochs, Is.GreaterThan(200));
            Assert.That(fixes, Has.Count.InRange(ledger.Count, ledger.Count + 1));
            Assert.That(
                fixes.Take(ledger.Count).Where(fix => fix.LatitudeDegreesE7 is not null).Select(fix => fix.UtcMilliseconds),
                Is.EqualTo(ledger.Where(epoch => epoch.HasFix).Select(epoch => epoch.UtcMilliseconds)));
        }
    }

    [Test]
    public void The_same_seed_sends_the_same_bytes_however_often_it_is_asked()
    {
        byte[] often = Bytes(1000, 1);
        Assert.That(Bytes(1_000_000, 1), Is.EqualTo(often));
        Assert.That(Bytes(1000, 2), Is.Not.EqualTo(often));

        static byte[] Bytes(long stepMicroseconds, int seed)
        {
            SimulationClock clock = new(Start);
            SimulatedReceiver receiver = new(clock, new StraightDrive(20), new SimulatedReceiverOptions { Seed = seed });
            receiver.Open(9600);
            List<byte> all = [];
            byte[] buffer = new byte[4096];
            for (long now = 0; now <= 20_000_000; now += stepMicroseconds)
            {
                clock.AdvanceTo(now);
                all.AddRange(buffer[..receiver.Read(buffer, 0, buffer.Length)]);
            }

            return [.. all];
        }
    }

    [Test]
    public void Its_sentences_end_as_NMEA_0183_says()
    {
        SimulationClock clock = new(Start);
        SimulatedReceiver receiver = new(
            clock,
            new StraightDrive(20),
            new SimulatedReceiverOptions { BaudRate = 115200, Sentences = Enum.GetValues<NmeaSentence>(), MinuteDecimals = 4 });
        receiver.Open(115200);
        byte[] buffer = new byte[4096];
        StringBuilder text = new();
        while (clock.NowMicroseconds < 9_900_000)
        {
            clock.AdvanceTo(clock.NowMicroseconds + 100_000);
            text.Append(Encoding.ASCII.GetString(buffer, 0, receiver.Read(buffer, 0, buffer.Length)));
        }

        string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.GreaterThan(80));
        foreach (string line in lines)
        {
            Assert.That(line, Does.Match("^\\$(GP|GN|GL)(RMC|VTG|GGA|GSA|GSV|GLL|GNS|ZDA),.*\\*[0-9A-F]{2}$"));
            Assert.That(line, Has.Length.LessThanOrEqualTo(80), line);
            Assert.That(line[1..^3].Aggregate(0, (sum, c) => sum ^ c), Is.EqualTo(Convert.ToInt32(line[^2..], 16)), line);
        }
    }

    private static List<DecodedFix> Listen(SimulationClock clock, ReceiverPort receiver, TimeSpan duration, int baudRate)
    {
        Unit unit = new(receiver, baudRate);
        long end = clock.NowMicroseconds + (long)duration.TotalMicroseconds;
        while (clock.NowMicroseconds < end)
        {
            clock.AdvanceTo(clock.NowMicroseconds + 10_000);
            unit.Step(clock.NowMilliseconds);
        }

        return unit.Fixes;
    }
}
