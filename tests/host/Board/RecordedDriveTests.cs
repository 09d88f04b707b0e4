using System.Globalization;
using Telltale.HostTests.Vehicle;
using Telltale.Profiles;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Board;

/// <summary>Forty recorded seconds of a real vehicle through the whole unit.</summary>
public sealed class RecordedDriveTests
{
    [Test]
    public void The_stored_track_and_wheel_speeds_are_the_recorded_ones()
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Recorded(owner));
        LedgerComparison comparison = DriveTests.Compare(result, owner);
        DriveTests.AssertComplete(comparison);
        Assert.That(result.IsDrained, Is.True);
        IReadOnlyList<LedgerSample> samples = owner.Samples();
        double[][] track = Rows("gnss.csv");
        double[][] speed = Rows("speed.csv");
        double worst = 0;
        List<double> differences = [];
        HashSet<long> seconds = [];
        foreach (LedgerSample sample in samples)
        {
            double time = sample.Time!.Value.ToUnixTimeMilliseconds() / 1000.0;
            double[] recorded = track.MinBy(row => Math.Abs(row[0] - time))!;
            worst = Math.Max(worst, Geodesy.Distance(recorded[1], recorded[2], sample.LatitudeDegrees!.Value, sample.LongitudeDegrees!.Value));
            Assert.That(Math.Abs(recorded[0] - time), Is.LessThan(0.011), "time exact to 10 ms");
            seconds.Add((long)Math.Floor(time));
            Assert.That(sample.Signals, Has.Count.EqualTo(10).Or.Count.EqualTo(9), string.Join(' ', sample.Signals.Keys));
            double mean = sample.Signals.Where(signal => signal.Key.StartsWith("WHEEL_SPEEDS.", StringComparison.Ordinal)).Average(signal => signal.Value) / 3.6;
            double difference = mean - At(speed, time);
            differences.Add(difference);
            TestContext.Out.WriteLine($"{time:F3} {mean:F3} {difference:F3}");
        }

        TestContext.Out.WriteLine($"{samples.Count} samples, worst {worst:F3} m, speed within {differences.Max(Math.Abs):F3} m/s");
        Assert.That(worst, Is.LessThan(0.2));
        Assert.That(seconds, Has.Count.GreaterThanOrEqualTo(38));

        // A receiver that has been silent is looked at ten times a second, so the first epoch may be found a little late.
        Assert.That(differences.Count(difference => Math.Abs(difference) <= 0.1), Is.GreaterThanOrEqualTo(differences.Count - 1));
    }

    [Test]
    public void A_recording_without_can_gives_positions_alone()
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Recorded(owner) with { CanFile = null, Profile = null });
        LedgerComparison comparison = DriveTests.Compare(result, owner);
        DriveTests.AssertComplete(comparison);
        Assert.That(comparison.SamplesWithSignals, Is.Zero);
    }

    [Test]
    public void A_broken_recording_names_file_and_line()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "broken.csv");
        File.WriteAllText(file, "utc_s,latitude_deg,longitude_deg,altitude_m,speed_mps,course_deg\n1780000000.0,49,8,100,10,0\n1780000000.1,49,eight,100,10,0\n");
        DriveOwner owner = new();
        RecordingException? exception = Assert.Throws<RecordingException>(() => Drive.Run(DriveTests.Options(owner, 1, 10) with { GnssFile = file }));
        Assert.That(exception!.Message, Does.Contain("broken.csv:3:"));
    }

    [Test]
    public void A_made_up_recording_of_one_epoch_a_second_is_stored_whole()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "short.csv");
        File.WriteAllLines(file,
        [
            "utc_s,latitude_deg,longitude_deg,altitude_m,speed_mps,course_deg",
            .. Enumerable.Range(0, 75).Select(second => FormattableString.Invariant($"{1_780_000_000 + second}.0,{49 + (second * 1e-4):F7},8.5,100,11.1,0")),
        ]);
        DriveOwner owner = new();
        DriveResult result = Drive.Run(DriveTests.Options(owner, 1, 10) with { GnssFile = file });
        LedgerComparison comparison = DriveTests.Compare(result, owner);
        DriveTests.AssertComplete(comparison);
        Assert.That(comparison.SamplesTaken, Is.EqualTo(75));
        Assert.That(comparison.WorstTruthErrorMetres, Is.LessThan(0.15));
    }

    private static DriveOptions Recorded(DriveOwner owner)
    {
        string log = Corpora.File("drive", "can.log");
        HashSet<uint> present = [.. CandumpReader.Read(log).Where(frame => string.Equals(frame.Bus, "can0", StringComparison.Ordinal)).Select(frame => frame.Key)];
        return DriveTests.Options(owner, 1, 1) with
        {
            GnssFile = Corpora.File("drive", "gnss.csv"),
            CanFile = log,
            Profile = ProfileWriter.Write(DbcProfile.BuildWellKnown(DbcFile.Load(Corpora.File("drive", "toyota_2017.dbc")), "toyota_2017", present.Contains)),
        };
    }

    private static double[][] Rows(string file) =>
        [.. File.ReadLines(Corpora.File("drive", file)).Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    private static double At(double[][] rows, double time)
    {
        int after = Array.FindIndex(rows, row => row[0] >= time);
        if (after <= 0)
        {
            return after < 0 ? rows[^1][1] : rows[0][1];
        }

        double share = (time - rows[after - 1][0]) / (rows[after][0] - rows[after - 1][0]);
        return rows[after - 1][1] + (share * (rows[after][1] - rows[after - 1][1]));
    }
}
