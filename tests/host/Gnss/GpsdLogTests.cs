using System.Globalization;
using Telltale.Gnss;

namespace Telltale.HostTests.Gnss;

public sealed class GpsdLogTests
{
    internal static readonly GpsdComparison[] Logs =
    [
        new("beidou-bd.log", 10, 5)
        {
            OnlyOurs = ["2015-02-25T07:41:55.799Z"],
            Reason = "gpsd dates an epoch when the RMC comes, which this receiver sends last, so the first fix has no time there.",
        },
        new("beidou-gb.log", 5, 2)
        {
            OnlyOurs = ["2015-03-02T05:32:32.438Z"],
            Reason = "As beidou-bd: gpsd has no date yet.",
        },
        new("bu353-glonass.log", 19, 9),
        new("gp-320fw-2019-04-06-overflow.log", 21, 21)
        {
            OnlyOurs = ["2019-04-06T23:57:26.020Z"],
            Reason = "GLL is missing after 23:57:26, and gpsd, which waits for it as the end of the cycle, reports nothing for that second.",
        },
        new("gp-320fw-2019-04-07-coldboot.log", 19, 2)
        {
            OnlyGpsd =
            [
                "2019-04-07T00:04:27.000Z", "1999-08-22T00:04:29.000Z", "1999-08-22T00:04:30.000Z", "1999-08-22T00:04:31.000Z",
                "1999-08-22T00:04:32.000Z", "1999-08-22T00:04:33.000Z", "1999-08-22T00:04:34.000Z", "1999-08-22T00:04:35.000Z",
            ],
            OtherMode = ["2019-04-07T00:03:45.030Z"],
            Reason = "After its reset the receiver has no fix and a clock that was never set (1999, 2006, 2010): no time is taken from it. "
                + "gpsd takes it, dates 00:04:27 with the day before the reset, and repeats the last time of before with mode 1.",
        },
        new("mt3339.log", 30, 30),
        new("mtk-3301.log", 11, 4)
        {
            OnlyOurs = ["2008-08-23T08:14:36.000Z"],
            OtherMode = ["2008-08-23T08:14:39.000Z"],
            Reason = "08:14:36 is the first dated fix, which gpsd reports before the RMC with the date. At 08:14:39 the receiver's GSA says two dimensions; "
                + "gpsd takes three, because GGA has a height.",
        },
        new("neo-m8n.log", 24, 24)
        {
            OnlyOurs = ["2015-03-18T17:19:48.000Z"],
            GpsdIsDaysAhead = 7168,
            Reason = "gpsd takes the date 180315 for one lost to a roll-over of 1024 weeks and adds them. The log ends within 17:19:48 before gpsd's cycle does.",
        },
        new("nmea-fuzzy-cases.log", 14, 14),
        new("nmea-rtk.log", 122, 122),
        new("quectel-L70.log", 16, 16),
        new("quectel-eg25-g.log", 60, 23)
        {
            OnlyGpsd = ["2022-09-11T19:15:18.000Z", "2022-09-11T19:15:26.980Z"],
            Reason = "Without a fix this receiver states a time (GNS) and no date; gpsd adds the date of the fix before, in the first second only.",
        },
        new("st-teseo-liv3f.log", 30, 30)
        {
            OnlyOurs = ["2026-03-16T20:35:20.000Z"],
            Reason = "The log ends within this second before gpsd's cycle does.",
        },
        new("telit-he910.log", 224, 187),
        new("ublox-8.log", 72, 72),
        new("ublox-lea-5h.log", 20, 20)
        {
            OnlyOurs = ["2010-08-21T08:37:36.000Z"],
            Reason = "Two logs were joined by hand after the RMC of this second; gpsd goes on to the next time before it reports.",
        },
        new("ublox-lea-m8f.log", 28, 28)
        {
            OnlyOurs =
            [
                "2025-04-11T05:06:24.000Z", "2025-04-11T05:06:29.000Z", "2025-04-11T05:06:30.000Z", "2025-04-11T05:06:34.000Z", "2025-04-11T05:06:35.000Z",
                "2025-04-11T05:06:39.000Z", "2025-04-11T05:06:40.000Z", "2025-04-11T05:06:44.000Z", "2025-04-11T05:06:45.000Z", "2025-04-11T05:06:51.000Z",
            ],
            Reason = "The log holds 28 NAV-PVT, but only 23 of the messages by which gpsd ends its cycle: it leaves out seconds without them and their neighbours, the first and the last.",
        },
        new("ublox-neo-m8n.log", 24, 24)
        {
            OnlyOurs = ["2017-07-19T08:50:00.800Z", "2017-07-19T08:50:05.400Z"],
            Reason = "gpsd has not recognised the receiver at the first message, and the log ends before its last cycle does.",
        },
        new("ublox-neo-m8u.log", 3, 3)
        {
            OnlyOurs = ["2021-05-26T16:52:44.000Z"],
            Reason = "gpsd has not recognised the receiver at the first message.",
        },
    ];

    [TestCaseSource(nameof(Logs))]
    public void Every_fix_says_what_its_sentences_say_and_what_gpsd_says(object log)
    {
        GpsdComparison expected = (GpsdComparison)log;
        byte[] bytes = File.ReadAllBytes(Corpora.File("gnss", expected.Log));
        List<DecodedFix> fixes = DecodedLog.Of(bytes, () => 4096).Fixes;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixes, Has.Count.EqualTo(expected.Epochs), "epochs");
            Assert.That(fixes.Count(fix => fix.LatitudeDegreesE7 is not null), Is.EqualTo(expected.Positions), "positions");
            Assert.That(fixes.All(fix => (fix.Mode != FixMode.None) == fix.LatitudeDegreesE7 is not null), "a mode with a position, and only then");
        }

        CompareWithSentences(bytes, fixes);
        if (expected.Epochs > 0)
        {
            CompareWithGpsd(expected, fixes);
        }
    }

    [TestCase("ublox-neo-m8n.log")]
    [TestCase("ublox-neo-m8u.log")]
    [TestCase("neo-m8n.log")]
    [TestCase("st-teseo-liv3f.log")]
    [TestCase("mt3339.log")]
    public void As_many_satellites_are_in_view_and_used_as_gpsd_counts(string log)
    {
        DecodedLog decoded = new(satelliteInterval: 1);
        decoded.Feed(File.ReadAllBytes(Corpora.File("gnss", log)), () => 4096);
        decoded.End();
        (int InView, int Used)[] reports = [.. GpsdReport.Satellites(Corpora.File("gnss", log + ".chk"))];
        DecodedFix[] counted = [.. decoded.Fixes.Where(fix => fix.SatellitesInView is not null)];

        Assert.That(counted, Is.Not.Empty);
        foreach (DecodedFix fix in counted)
        {
            Assert.That(reports, Has.Some.Matches<(int InView, int Used)>(report => report.InView == fix.SatellitesInView && report.Used == fix.SatellitesUsedByConstellation), fix.ToString());
        }
    }

    [Test]
    public void Every_log_of_the_corpora_is_compared()
    {
        string folder = Path.GetDirectoryName(Corpora.File("gnss", Logs[0].Log))!;
        Assert.That(Directory.GetFiles(folder, "*.log").Select(Path.GetFileName), Is.EquivalentTo(Logs.Select(log => log.Log)));
    }

    private static void CompareWithSentences(byte[] bytes, List<DecodedFix> fixes)
    {
        const decimal HalfUnit = 0.5e-7m;
        ILookup<int, (decimal Latitude, decimal Longitude)> stated = StatedPositions.Read(bytes);
        foreach (DecodedFix fix in fixes.Where(fix => fix is { LatitudeDegreesE7: not null, UtcMilliseconds: not null }))
        {
            decimal latitude = fix.LatitudeDegreesE7!.Value / 1e7m;
            decimal longitude = fix.LongitudeDegreesE7!.Value / 1e7m;
            int ofDay = (int)(fix.UtcMilliseconds!.Value % 86_400_000);
            Assert.That(
                stated[ofDay].Any(position => Math.Abs(position.Latitude - latitude) <= HalfUnit && Math.Abs(position.Longitude - longitude) <= HalfUnit),
                $"{fix.Time}: {latitude} {longitude} is no position of that time's sentences");
        }
    }

    private static void CompareWithGpsd(GpsdComparison expected, List<DecodedFix> fixes)
    {
        // gpsd prints nine decimals.
        const double HalfUnit = 0.5e-7 + 0.6e-9;
        ILookup<string, GpsdReport> reports = GpsdReport.Read(Corpora.File("gnss", expected.Log + ".chk"))
            .Where(report => report.Time is not null)
            .ToLookup(
                report => report.Time!.Value.AddDays(-expected.GpsdIsDaysAhead).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
        Dictionary<string, DecodedFix> timed = fixes.Where(fix => fix.Time is not null).ToDictionary(fix => fix.Time!, StringComparer.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reports.Select(report => report.Key).Except(timed.Keys, StringComparer.Ordinal), Is.EquivalentTo(expected.OnlyGpsd), $"only gpsd; {expected.Reason}");
            Assert.That(timed.Keys.Except(reports.Select(report => report.Key), StringComparer.Ordinal), Is.EquivalentTo(expected.OnlyOurs), $"only here; {expected.Reason}");
        }

        List<string> otherMode = [];
        int compared = 0;
        foreach ((string time, DecodedFix fix) in timed)
        {
            if (!reports.Contains(time))
            {
                continue;
            }

            int mode = fix.Mode switch
            {
                FixMode.None => 1,
                FixMode.TwoDimensional => 2,
                _ => 3,
            };
            if (reports[time].Last().Mode != mode)
            {
                otherMode.Add(time);
            }

            foreach (GpsdReport report in reports[time].Where(report => report.Latitude is not null))
            {
                Assert.That(fix.LatitudeDegreesE7, Is.Not.Null, time);
                Assert.That(fix.LatitudeDegreesE7!.Value / 1e7, Is.EqualTo(report.Latitude!.Value).Within(HalfUnit), time);
                Assert.That(fix.LongitudeDegreesE7!.Value / 1e7, Is.EqualTo(report.Longitude!.Value).Within(HalfUnit), time);
                compared++;
                if (fix.HeightMillimetres is { } height && report.HeightAboveSea is { } above)
                {
                    Assert.That(height / 1000.0, Is.EqualTo(above).Within(0.00051), time);
                }
            }

            if (fix.SpeedMillimetresPerSecond is { } speed && reports[time].Any(report => report.Speed is not null))
            {
                Assert.That(reports[time].Where(report => report.Speed is not null).Min(report => Math.Abs(report.Speed!.Value - (speed / 1000.0))), Is.LessThan(0.0011), time);
            }
        }

        Assert.That(otherMode, Is.EquivalentTo(expected.OtherMode), $"mode; {expected.Reason}");
        Assert.That(compared, Is.GreaterThan(0), "something was compared");
    }
}
