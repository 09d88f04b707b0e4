using System.Globalization;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Drives;

/// <summary>
/// The recorded motorway drive of the corpora (comma2k19, a Toyota) at 1 Hz: position of every whole second and the ten signals in the newest frames before it.
/// </summary>
public static class RecordedDrive
{
    private const int Signals = 10;

    // A receiver's epochs come at whole tenths of a second and are stamped when they arrive.
    private const double AgreementSeconds = 0.06;

    /// <summary>The signals of the drive's DBC that are read here.</summary>
    public static SignalDefinition[] Definitions() =>
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

    /// <summary>Reads the drive as it was.</summary>
    /// <param name="folder">The corpora's folder <c>drive</c>.</param>
    /// <exception cref="InvalidDataException">A second has no position close to it, or a signal is not in the recording.</exception>
    public static DriveRows Read(string folder)
    {
        List<Sample> samples = ReadSamples(folder);
        Record(samples);
        return new DriveRows("recorded drive", Definitions(), samples);
    }

    /// <summary>
    /// The drive lengthened to <paramref name="count"/> samples: speeds, heights and signals run forwards and backwards with all of their noise, while the vehicle
    /// goes on along its road, as if the recording had been driven with time reversed. So every increment of position is one that was recorded, with the course and the speeds
    /// that belong to it.
    /// </summary>
    public static DriveRows Lengthen(DriveRows drive, int count)
    {
        ArgumentNullException.ThrowIfNull(drive);
        IReadOnlyList<Sample> recorded = drive.Samples;
        List<Sample> longer = [];
        int latitude = recorded[0].LatitudeDegreesE7;
        int longitude = recorded[0].LongitudeDegreesE7;
        int before = 0;
        for (int index = 0; index < count; index++)
        {
            int lap = index % (2 * (recorded.Count - 1));
            int at = lap < recorded.Count ? lap : (2 * (recorded.Count - 1)) - lap;
            int sign = at >= before ? 1 : -1;
            latitude += sign * (recorded[at].LatitudeDegreesE7 - recorded[before].LatitudeDegreesE7);
            longitude += sign * (recorded[at].LongitudeDegreesE7 - recorded[before].LongitudeDegreesE7);
            before = at;
            Sample sample = Copy(recorded[at]);
            sample.LatitudeDegreesE7 = latitude;
            sample.LongitudeDegreesE7 = longitude;
            sample.UptimeMilliseconds = recorded[0].UptimeMilliseconds + (index * 1000L);
            sample.TimeUtcMilliseconds = recorded[0].TimeUtcMilliseconds + (index * 1000L);
            longer.Add(sample);
        }

        Record(longer);
        return drive with { Name = "recorded drive, lengthened", Samples = longer };
    }

    private static void Record(List<Sample> samples)
    {
        TripRecorder trips = new();
        foreach (Sample sample in samples)
        {
            trips.Record(sample, isIgnitionOn: true);
        }
    }

    private static List<Sample> ReadSamples(string folder)
    {
        double[][] fixes = [.. File.ReadLines(Path.Combine(folder, "gnss.csv")).Skip(1)
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        using IEnumerator<string> frames = File.ReadLines(Path.Combine(folder, "can.log")).GetEnumerator();
        int[] raw = new int[Signals];
        long present = 0;
        bool hasFrame = frames.MoveNext();
        List<Sample> samples = [];
        for (double second = Math.Ceiling(fixes[0][0]); second <= fixes[^1][0]; second++)
        {
            while (hasFrame && double.Parse(frames.Current.AsSpan(1, frames.Current.IndexOf(')', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture) <= second)
            {
                Take(frames.Current, raw, ref present);
                hasFrame = frames.MoveNext();
            }

            double[] fix = fixes.MinBy(candidate => Math.Abs(candidate[0] - second))!;
            if (Math.Abs(fix[0] - second) > AgreementSeconds)
            {
                throw new InvalidDataException($"No position within {AgreementSeconds} s of {second}.");
            }

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

        if (samples[^1].SignalsPresent != (1L << Signals) - 1)
        {
            throw new InvalidDataException("Not every signal is in the recording.");
        }

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

    private static Sample Copy(Sample source)
    {
        Sample copy = new()
        {
            IsDated = source.IsDated,
            Fields = source.Fields,
            Mode = source.Mode,
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
