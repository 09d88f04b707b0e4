using Telltale.Map;

namespace Telltale.HostTests.Map;

/// <summary>The page as a person meets it, in headless Chromium.</summary>
[NonParallelizable]
public sealed class MapPageTests
{
    [Test]
    public async Task Serve_for_looking()
    {
        var seconds = Environment.GetEnvironmentVariable("TELLTALE_MAP_SERVE");
        if (seconds is null)
        {
            Assert.Ignore();
        }

        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "Van 3", 1500);
        source.AddDrive("p4w8t1zn", "Van 7", 100_000, 51.9490);
        // Everything that can be wrong with a drive: a gap, no fix, an estimated stretch, a last sample that gets old.
        var drive = new MadeUpDrive("troubled", DateTimeOffset.UtcNow.AddSeconds(-1300));
        var troubled = drive.First(1200).Where(sample => sample.Id is < 300 or > 500).Select(sample => sample.Id switch
        {
            > 700 and < 800 or > 1150 => sample with { LatitudeDegrees = null, LongitudeDegrees = null, SpeedMetresPerSecond = null, CourseDegrees = null, HeightMetres = null, Mode = "none", SatellitesUsed = 0 },
            > 850 and < 1000 => sample with { TimeIsEstimated = true },
            _ => sample,
        }).ToList();
        source.Add("troubled", "<b>Troubled</b>", troubled);
        source.Add("undated", "Undated", [.. new MadeUpDrive("undated", DateTimeOffset.UtcNow).First(300).Select(sample => sample with { Time = null })]);
        source.Add("silent", "Silent", []);
        await using var server = new MapServer(source, "http://localhost:8093");
        await server.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(seconds!)));
    }
}
