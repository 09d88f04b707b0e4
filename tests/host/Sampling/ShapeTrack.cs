using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Sampling;

/// <summary>Epochs of a drive, and what the shape filter leaves of them.</summary>
internal sealed class ShapeTrack
{
    private const double EquatorMetres = 6_378_137;
    private const double EccentricitySquared = 0.00669437999014;

    public List<(long Utc, int LatitudeE7, int LongitudeE7, int Speed)> Epochs { get; } = [];

    /// <summary>Sends the epochs through a sampler, with silence at the end so that nothing waits any more.</summary>
    public List<TakenSample> Filter(int errorMillimetres, int speedError, int longestGap = 60_000)
    {
        SamplerSettings settings = new() { EarliestUtcMilliseconds = 0 };
        settings.Driving.ShapeErrorMillimetres = errorMillimetres;
        settings.Driving.ShapeSpeedErrorMillimetresPerSecond = speedError;
        settings.Driving.LongestGapMilliseconds = longestGap;
        settings.Idling = settings.Driving;
        settings.Parked = settings.Driving;
        SampleBook book = new();
        long start = Epochs[0].Utc - 10_000;
        UnitClock clock = new() { IsSet = true, OffsetMilliseconds = start };
        Sampler sampler = new(settings, new SignalTable([]), clock, book, book);
        Fix fix = new()
        {
            Fields = FixFields.Time | FixFields.Position | FixFields.Speed,
            Mode = FixMode.ThreeDimensional,
        };
        foreach ((long utc, int latitude, int longitude, int speed) in Epochs)
        {
            fix.ReceivedUptimeMilliseconds = utc - start;
            fix.TimeUtcMilliseconds = utc;
            fix.LatitudeDegreesE7 = latitude;
            fix.LongitudeDegreesE7 = longitude;
            fix.SpeedMillimetresPerSecond = speed;
            sampler.OnFix(fix);
        }

        sampler.Step(Epochs[^1].Utc - start + 1600);
        return [.. book.Samples.Where(sample => sample.HasPosition)];
    }

    /// <summary>The greatest error of any epoch that was left out, position in metres and speed in mm/s, and the longest gap; every epoch is accounted for.</summary>
    public (double Metres, double Speed, long Gap) Worst(List<TakenSample> taken)
    {
        Assert.That(taken[0].UtcMilliseconds, Is.EqualTo(Epochs[0].Utc));
        Assert.That(taken[^1].UtcMilliseconds, Is.EqualTo(Epochs[^1].Utc));
        double metres = 0;
        double worstSpeed = 0;
        long gap = 0;
        int next = 0;
        for (int index = 0; index < Epochs.Count; index++)
        {
            (long utc, int latitude, int longitude, int speed) = Epochs[index];
            if (utc == taken[next].UtcMilliseconds)
            {
                Assert.That((taken[next].LatitudeDegreesE7, taken[next].LongitudeDegreesE7, taken[next].SpeedMillimetresPerSecond), Is.EqualTo((latitude, longitude, (int?)speed)));
                gap = next > 0 ? Math.Max(gap, utc - taken[next - 1].UtcMilliseconds!.Value) : 0;
                next++;
                continue;
            }

            TakenSample before = taken[next - 1];
            TakenSample after = taken[next];
            double share = (utc - before.UtcMilliseconds!.Value) / (double)(after.UtcMilliseconds!.Value - before.UtcMilliseconds.Value);
            Assert.That(share, Is.InRange(0, 1));
            double north = Between(before.LatitudeDegreesE7, after.LatitudeDegreesE7) - latitude;
            double east = Math.IEEERemainder(before.LongitudeDegreesE7 + (share * Math.IEEERemainder((double)after.LongitudeDegreesE7 - before.LongitudeDegreesE7, 3.6e9)) - longitude, 3.6e9);
            metres = Math.Max(metres, Length(north, east, latitude));
            worstSpeed = Math.Max(worstSpeed, Math.Abs(Between(before.SpeedMillimetresPerSecond!.Value, after.SpeedMillimetresPerSecond!.Value) - speed));

            double Between(double from, double to) => from + ((to - from) * share);
        }

        Assert.That(next, Is.EqualTo(taken.Count), "no sample that is none of the epochs");
        return (metres, worstSpeed, gap);
    }

    /// <summary>On the ellipsoid of WGS 84, near a latitude; 1e-7 degree.</summary>
    private static double Length(double north, double east, int latitudeE7)
    {
        double latitude = double.DegreesToRadians(latitudeE7 / 1e7);
        double curvature = 1 - (EccentricitySquared * Math.Pow(Math.Sin(latitude), 2));
        double meridian = EquatorMetres * (1 - EccentricitySquared) / Math.Pow(curvature, 1.5);
        double parallel = EquatorMetres / Math.Sqrt(curvature) * Math.Cos(latitude);
        return double.Hypot(double.DegreesToRadians(north / 1e7) * meridian, double.DegreesToRadians(east / 1e7) * parallel);
    }
}
