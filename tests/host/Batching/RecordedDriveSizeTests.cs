using System.Globalization;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.HostTests.Batching;

public class RecordedDriveSizeTests
{
    /// <summary>Fixed header of two bytes and a third for the length, topic "tt/xxxxxxxx/up" with its length, packet identifier (MQTT 3.1.1 section 3.3).</summary>
    private const int PublishHeaderLength = 3 + 2 + 14 + 2;

    [Test]
    public void The_recorded_drive_with_ten_signals_takes_at_most_twelve_bytes_a_sample_on_the_wire()
    {
        SignalDefinition[] definitions = Definitions();
        List<Sample> drive = Drive(definitions.Length);
        Assert.That(drive, Has.Count.GreaterThanOrEqualTo(38));

        int header = HeaderLength();
        Report("the recorded drive, one batch", definitions, drive, drive.Count, header);

        // The recording is shorter than a batch of 60 s. Played forwards and backwards it lasts as long as wanted, with all of its noise.
        List<Sample> longer = [];
        for (int index = 0; longer.Count < 600; index++)
        {
            int lap = index % (2 * (drive.Count - 1));
            Sample source = drive[lap < drive.Count ? lap : (2 * (drive.Count - 1)) - lap];
            Sample sample = Copy(source);
            sample.UptimeMilliseconds = drive[0].UptimeMilliseconds + (index * 1000);
            sample.TimeUtcMilliseconds = drive[0].TimeUtcMilliseconds + (index * 1000);
            longer.Add(sample);
        }

        double bytes = Report("the same forwards and backwards, batches of 60", definitions, longer, 60, header);
        Assert.That(bytes, Is.LessThanOrEqualTo(12));
    }

    private static double Report(string what, SignalDefinition[] definitions, List<Sample> samples, int perBatch, int header)
    {
        BatchEncoder encoder = new(definitions, perBatch);
        byte[] output = new byte[8192];
        int batches = 0;
        int payload = 0;
        int wire = 0;
        foreach (Sample[] batch in samples.Chunk(perBatch))
        {
            foreach (Sample sample in batch)
            {
                encoder.Add(sample);
            }

            int length = encoder.Encode(output);
            encoder.Clear();
            payload += length;
            wire += PublishHeaderLength + header + A128CbcHs256.CiphertextLength(length) + A128CbcHs256.TagLength;
            batches++;
        }

        double bytes = (double)wire / samples.Count;
        TestContext.Out.WriteLine($"{what}: {samples.Count} samples in {batches} batches, {(double)payload / samples.Count:0.00} bytes a sample encoded, {bytes:0.00} sealed and with the PUBLISH header");
        return bytes;
    }

    private static int HeaderLength()
    {
        FrameHeader header = new() { Kind = FrameKind.Batch, Epoch = 5000, Sequence = 300_000 };
        return header.Write(new byte[FrameHeader.MaximumLength], 0);
    }

    // Of every whole second the position that the receiver gave closest to it, and the newest frames before it.
    private static List<Sample> Drive(int signals)
    {
        List<(double Time, double[] Values)> fixes = [.. File.ReadLines(Corpora.File("drive", "gnss.csv")).Skip(1)
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .Select(values => (values[0], values))];
        using IEnumerator<string> frames = File.ReadLines(Corpora.File("drive", "can.log")).GetEnumerator();
        int[] raw = new int[signals];
        long present = 0;
        bool hasFrame = frames.MoveNext();
        List<Sample> samples = [];
        for (double second = Math.Ceiling(fixes[0].Time); second <= fixes[^1].Time; second++)
        {
            while (hasFrame && double.Parse(frames.Current[1..frames.Current.IndexOf(')', StringComparison.Ordinal)], CultureInfo.InvariantCulture) <= second)
            {
                Take(frames.Current, raw, ref present);
                hasFrame = frames.MoveNext();
            }

            double[] fix = fixes.MinBy(candidate => Math.Abs(candidate.Time - second)).Values;
            Sample sample = new()
            {
                UptimeMilliseconds = 100_000 + (samples.Count * 1000),
                TimeUtcMilliseconds = (long)(second * 1000),
                IsDated = true,
                Fields = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed,
                Mode = FixMode.ThreeDimensional,
                LatitudeDegreesE7 = (int)Math.Round(fix[1] * 1e7),
                LongitudeDegreesE7 = (int)Math.Round(fix[2] * 1e7),
                HeightMillimetres = (int)Math.Round(fix[3] * 1000),
                SpeedMillimetresPerSecond = (int)Math.Round(fix[4] * 1000),
                CourseHundredthsDegree = (int)Math.Round(fix[5] * 100),
                SatellitesUsed = 12,
                SignalsPresent = present,
            };
            raw.CopyTo(sample.Signals, 0);
            samples.Add(sample);
        }

        Assert.That(samples[^1].SignalsPresent, Is.EqualTo((1L << signals) - 1), "every signal is in the recording");
        return samples;
    }

    // The signals of the drive's DBC by hand, so that this measurement needs no other part of the project.
    private static void Take(string line, int[] raw, ref long present)
    {
        string[] parts = line.Split(' ', '#');
        if (parts[1] is not "can0")
        {
            return;
        }

        byte[] data = Convert.FromHexString(parts[3]);
        switch (parts[2])
        {
            case "0B4":
                Set(0, (data[5] << 8) | data[6], raw, ref present);
                break;
            case "1C4":
                Set(1, (short)((data[0] << 8) | data[1]), raw, ref present);
                break;
            case "2C1":
                Set(2, data[6], raw, ref present);
                break;
            case "224":
                Set(3, data[4], raw, ref present);
                break;
            case "025":
                Set(4, ((((data[0] & 15) << 8) | data[1]) << 20) >> 20, raw, ref present);
                break;
            case "0AA":
                for (int wheel = 0; wheel < 4; wheel++)
                {
                    Set(5 + wheel, ((data[wheel * 2] & 0x7F) << 8) | data[(wheel * 2) + 1], raw, ref present);
                }

                break;
            case "3BC":
                Set(9, data[1] & 0x3F, raw, ref present);
                break;
            default:
                break;
        }
    }

    private static void Set(int signal, int value, int[] raw, ref long present)
    {
        raw[signal] = value;
        present |= 1L << signal;
    }

    private static SignalDefinition[] Definitions() =>
    [
        new("Speed", "km/h", 1, 100, 0, true, 2000),
        new("Powertrain.CombustionEngine.Speed", "rpm", 25, 32, 0, false, 2000),
        new("Chassis.Accelerator.PedalPosition", "%", 1, 2, 0, true, 2000),
        new("Chassis.Brake.PedalPosition", "", 1, 1, 0, true, 2000),
        new("Chassis.SteeringWheel.Angle", "deg", 3, 2, 0, false, 2000),
        new("WHEEL_SPEEDS.WHEEL_SPEED_FR", "km/h", 1, 100, -6767, true, 2000),
        new("WHEEL_SPEEDS.WHEEL_SPEED_FL", "km/h", 1, 100, -6767, true, 2000),
        new("WHEEL_SPEEDS.WHEEL_SPEED_RR", "km/h", 1, 100, -6767, true, 2000),
        new("WHEEL_SPEEDS.WHEEL_SPEED_RL", "km/h", 1, 100, -6767, true, 2000),
        new("Powertrain.Transmission.CurrentGear", "", 1, 1, 0, true, 2000),
    ];

    private static Sample Copy(Sample source)
    {
        Sample copy = new()
        {
            IsDated = source.IsDated,
            Fields = source.Fields,
            Mode = source.Mode,
            LatitudeDegreesE7 = source.LatitudeDegreesE7,
            LongitudeDegreesE7 = source.LongitudeDegreesE7,
            HeightMillimetres = source.HeightMillimetres,
            SpeedMillimetresPerSecond = source.SpeedMillimetresPerSecond,
            CourseHundredthsDegree = source.CourseHundredthsDegree,
            SatellitesUsed = source.SatellitesUsed,
            SignalsPresent = source.SignalsPresent,
        };
        source.Signals.CopyTo(copy.Signals, 0);
        return copy;
    }
}
