using System.Globalization;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Sampling;

/// <summary>No epoch that the shape filter leaves out errs by more than the limit, held against linear interpolation between what it hands out, on the ellipsoid.</summary>
public sealed class ShapeFilterTests
{
    private const int SpeedError = 2778;

    private static readonly int[] Errors = [5_000, 10_000, 25_000];

    [Test]
    public void On_the_recorded_drive_nothing_that_is_left_out_errs_by_more_than_the_limit()
    {
        ShapeTrack all = new();
        foreach (string line in File.ReadLines(Corpora.File("drive", "gnss.csv")).Skip(1))
        {
            double[] fields = [.. line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            all.Epochs.Add(((long)Math.Round(fields[0] * 1000), (int)Math.Round(fields[1] * 1e7), (int)Math.Round(fields[2] * 1e7), (int)Math.Round(fields[4] * 1000)));
        }

        Report("the recorded drive at 10 Hz", all);
        ShapeTrack each = new();
        each.Epochs.AddRange(all.Epochs.GroupBy(epoch => epoch.Utc / 1000).Select(second => second.First()));
        Report("the same at 1 Hz", each);
    }

    [Test]
    public void On_a_modelled_drive_through_town_nothing_that_is_left_out_errs_by_more_than_the_limit()
    {
        ModelledVehicle vehicle = new(7, Road.Heidelberg(), [new DrivePeriod(0, 3_600_000_000)]);
        ShapeTrack track = new();
        for (int second = 0; second < 1800; second++)
        {
            VehicleState state = vehicle.StateAt(second * 1_000_000L);
            track.Epochs.Add((1_763_823_600_000 + (second * 1000), (int)Math.Round(state.LatitudeDegrees * 1e7), (int)Math.Round(state.LongitudeDegrees * 1e7), (int)Math.Round(state.SpeedMetresPerSecond * 1000)));
        }

        Report("half an hour in and out of town at 1 Hz", track);
    }

    [Test]
    public void On_random_tracks_nothing_that_is_left_out_errs_by_more_than_the_limit()
    {
        const int Seed = 20261122;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        int epochs = 0;
        int left = 0;
        for (int round = 0; round < 200; round++)
        {
            ShapeTrack track = Wander(random);
            int error = random.Next(1_000, 60_000);
            int speedError = random.Next(4) == 0 ? 0 : random.Next(200, 6_000);
            int gap = random.Next(3) == 0 ? random.Next(1_500, 60_000) : 60_000;
            List<TakenSample> taken = track.Filter(error, speedError, gap);
            (double metres, double speed, long longest) = track.Worst(taken);
            Assert.That(metres, Is.LessThan(error / 1000.0), $"round {round}");
            Assert.That(speed, speedError > 0 ? Is.LessThan(speedError) : Is.GreaterThanOrEqualTo(0), $"round {round}");
            Assert.That(longest, Is.LessThanOrEqualTo(gap), $"round {round}");
            epochs += track.Epochs.Count;
            left += taken.Count;
        }

        TestContext.Out.WriteLine($"{left} of {epochs} epochs remain");
        Assert.That(left, Is.LessThan(epochs / 2), "and it does leave out");
    }

    private static void Report(string what, ShapeTrack track)
    {
        foreach (int error in Errors)
        {
            List<TakenSample> taken = track.Filter(error, SpeedError);
            List<TakenSample> shape = track.Filter(error, 0);
            (double metres, double speed, long gap) = track.Worst(taken);
            TestContext.Out.WriteLine(
                $"{what}, {error / 1000} m: {taken.Count} of {track.Epochs.Count} remain, {shape.Count} where the speed may err; worst error {metres:0.00} m, {speed / 1000:0.00} m/s; longest gap {gap / 1000.0:0.0} s");
            Assert.That(metres, Is.LessThan(error / 1000.0));
            Assert.That(speed, Is.LessThan(SpeedError));
            Assert.That(gap, Is.LessThanOrEqualTo(60_000));
            Assert.That(track.Worst(shape).Metres, Is.LessThan(error / 1000.0));
        }
    }

    // Straights, bends, hairpins, stops and jumps, in any latitude that is driven in, at 1 to 10 Hz with some jitter.
    private static ShapeTrack Wander(Random random)
    {
        ShapeTrack track = new();
        double latitude = (random.NextDouble() * 140) - 70;
        double longitude = random.Next(6) == 0 ? 179.999 : (random.NextDouble() * 360) - 180;
        double course = random.NextDouble() * 2 * Math.PI;
        double speed = random.NextDouble() * 40;
        double turn = 0;
        double pull = 0;
        long utc = 1_763_823_600_000;
        int interval = new[] { 100, 200, 500, 1000, 1000, 1000 }[random.Next(6)];
        for (int index = 0; index < 400; index++)
        {
            double seconds = interval / 1000.0;
            if (random.NextDouble() < seconds / 8)
            {
                turn = random.Next(3) == 0 ? 0 : (random.NextDouble() - 0.5) * 0.8;
                pull = random.Next(3) == 0 ? 0 : (random.NextDouble() - 0.5) * 6;
            }

            course += turn * seconds;
            speed = Math.Clamp(speed + (pull * seconds), 0, 60);
            double metres = random.Next(200) == 0 ? 500 : speed * seconds;
            latitude += metres * Math.Cos(course) / 111_200;
            longitude += metres * Math.Sin(course) / (111_200 * Math.Cos(double.DegreesToRadians(latitude)));
            longitude = longitude >= 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
            utc += interval + (interval > 100 ? random.Next(-3, 4) : 0);
            track.Epochs.Add((utc, (int)Math.Round(latitude * 1e7), (int)Math.Round(longitude * 1e7), (int)(speed * 1000) + random.Next(50)));
        }

        return track;
    }
}
