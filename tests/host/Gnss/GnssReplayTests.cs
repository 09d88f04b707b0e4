using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Gnss;

public sealed class GnssReplayTests
{
    [Test]
    public void A_log_replays_as_fixes_with_everything_named()
    {
        using Stream log = GnssReplay.OpenFile(Corpora.File("gnss", "mt3339.log"));
        GnssReplay replay = new(log);
        List<ReplayedFix> fixes = [.. replay.Fixes()];

        Assert.That(fixes, Has.Count.EqualTo(30));
        Assert.That(
            fixes[1],
            Is.EqualTo(new ReplayedFix
            {
                Utc = new DateTimeOffset(2015, 4, 13, 20, 26, 41, TimeSpan.Zero),
                Latitude = 44.0688417m,
                Longitude = -121.3141917m,
                Altitude = 1127.7m,
                Speed = 0.005m,
                Course = 201.71m,
                Mode = "dgnss",
                Satellites = 11,
                HorizontalDilution = 0.83m,
                Talker = "GP",
            }));
        Assert.That(fixes[1].Time, Is.EqualTo("2015-04-13T20:26:41.000Z"));
        Assert.That(replay.BytesRead, Is.EqualTo(log.Length));
        Assert.That(replay.Counters.Bytes, Is.EqualTo(log.Length));
        Assert.That(replay.Counters.Epochs, Is.EqualTo(30));
    }

    [Test]
    public void A_log_without_a_fix_replays_as_epochs_without_a_position()
    {
        using Stream log = GnssReplay.OpenFile(Corpora.File("gnss", "telit-he910.log"));
        ReplayedFix first = new GnssReplay(log).Fixes().First();
        Assert.That(first, Is.EqualTo(new ReplayedFix { Mode = "none", Talker = "GP" }));
    }

    [Test]
    public void A_CSV_recording_replays_too()
    {
        using Stream log = GnssReplay.OpenFile(Corpora.File("drive", "gnss.csv"));
        List<ReplayedFix> fixes = [.. new GnssReplay(log).Fixes()];
        Assert.That(fixes, Has.Count.EqualTo(385));
        Assert.That(fixes[0].Time, Is.EqualTo("2018-08-02T16:14:48.299Z"));
        Assert.That(fixes[0].Latitude, Is.EqualTo(37.7209977m));
    }
}
