using nanoFramework.TestFramework;
using Telltale.Esp32;
using Telltale.Gnss;

namespace Telltale.DeviceTests.GnssDevice;

[TestClass]
public class GnssDeviceEpochsTests
{
    private const long Earliest = 1735689600000L;
    private const long Day = 86400000L;

    // 2025-11-22T15:00:00Z
    private const long Utc = 1763823600000L;

    [TestMethod]
    public void A_reading_becomes_a_fix_in_rounded_integers()
    {
        Bench bench = new Bench(true);
        bench.Told(Utc, 1000);
        Assert.AreEqual(0, bench.Count, "the burst may not be over");
        bench.Wait(1000 + GnssDeviceEpochs.SettleMilliseconds);

        Assert.AreEqual(1, bench.Count);
        Fix fix = bench.Last;
        Assert.AreEqual(
            (int)(FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.VerticalDilution | FixFields.PositionDilution),
            (int)fix.Fields,
            "no accuracy, no satellites: the device does not know them");
        Assert.AreEqual((int)FixMode.ThreeDimensional, (int)fix.Mode);
        Assert.AreEqual(Utc, fix.TimeUtcMilliseconds);
        Assert.AreEqual(1000L, fix.ReceivedUptimeMilliseconds);
        Assert.AreEqual(440688978, fix.LatitudeDegreesE7);
        Assert.AreEqual(-1213142713, fix.LongitudeDegreesE7);
        Assert.AreEqual(1144800, fix.HeightMillimetres);
        Assert.AreEqual(15, fix.SpeedMillimetresPerSecond, "0.029 knots are 14.9 mm/s");
        Assert.AreEqual(23457, fix.CourseHundredthsDegree);
        Assert.AreEqual(138, fix.VerticalDilutionHundredths);
        Assert.AreEqual(171, fix.PositionDilutionHundredths);
        Assert.AreEqual(0, bench.Epochs.UntrustedTimes + bench.Epochs.UntrustedPositions);
    }

    [TestMethod]
    public void Without_a_fix_there_is_no_position_whatever_the_location_holds()
    {
        Bench bench = new Bench(true);
        bench.Reading.Dimensions = 1;
        bench.Epoch(Utc, 1000);

        Assert.AreEqual(1, bench.Count, "the epoch is told of all the same");
        Assert.AreEqual(0, (int)bench.Last.Fields);
        Assert.AreEqual((int)FixMode.None, (int)bench.Last.Mode);
    }

    [TestMethod]
    public void Exactly_0_0_is_what_becomes_of_empty_fields_and_no_position()
    {
        Bench bench = new Bench(true);
        bench.Reading.LatitudeDegrees = 0;
        bench.Reading.LongitudeDegrees = 0;
        bench.Epoch(Utc, 1000);

        Assert.AreEqual(0, (int)bench.Last.Fields);
        Assert.AreEqual(1, bench.Epochs.UntrustedPositions);

        bench.Reading.LongitudeDegrees = 9.5;
        bench.Epoch(Utc + 1000, 2000);
        Assert.IsTrue(bench.Has(FixFields.Position), "the equator is a place");
    }

    [TestMethod]
    public void A_location_that_nobody_has_set_is_no_epoch()
    {
        Bench bench = new Bench(true);
        bench.Reading.HasTimestamp = false;
        bench.Reading.TimestampMilliseconds = -11644473600000L;
        bench.Reading.LatitudeDegrees = 0;
        bench.Reading.LongitudeDegrees = 0;
        bench.Reading.Dimensions = 1;
        Assert.IsFalse(bench.Epochs.Wants(false, -11644473600000L, 1));
        for (int uptime = 0; uptime < 5000; uptime += 100)
        {
            bench.Seen(uptime);
        }

        Assert.AreEqual(0, bench.Count);
        Assert.AreEqual(-1L, bench.Epochs.BegunUptimeMilliseconds);
    }

    [TestMethod]
    public void The_same_location_with_the_same_timestamp_is_no_new_epoch()
    {
        Bench bench = new Bench(true);
        bench.Epoch(Utc, 1000);
        Assert.IsFalse(bench.Epochs.Wants(true, Utc, 3));
        bench.Told(Utc, 2000);
        bench.Told(Utc, 3000);
        bench.Wait(9000);

        Assert.AreEqual(1, bench.Count);
    }

    [TestMethod]
    public void A_standing_vehicle_of_which_the_device_tells_nothing_gives_one_fix_an_epoch()
    {
        Bench bench = new Bench(true);
        for (int uptime = 0; uptime < 10000; uptime += 100)
        {
            bench.Reading.TimestampMilliseconds = Utc + (uptime / 1000 * 1000);
            bench.Seen(uptime);
        }

        Assert.AreEqual(10, bench.Count);
        Assert.AreEqual(Utc + 9000, bench.Last.TimeUtcMilliseconds);
        Assert.AreEqual(9000L, bench.Last.ReceivedUptimeMilliseconds);
        Assert.IsTrue(bench.Has(FixFields.Position));
    }

    [TestMethod]
    public void At_ten_hertz_each_epoch_is_handed_over_when_the_next_begins()
    {
        Bench bench = new Bench(true);
        for (int i = 0; i < 20; i++)
        {
            bench.Reading.LatitudeDegrees = 48 + (i * 0.0000001);
            bench.Told(Utc + (i * 100), 1000 + (i * 100));
            bench.Wait(1050 + (i * 100));
        }

        Assert.AreEqual(19, bench.Count);
        Assert.AreEqual(480000018, bench.Last.LatitudeDegreesE7);
        Assert.AreEqual(2800L, bench.Last.ReceivedUptimeMilliseconds);
    }

    [TestMethod]
    public void The_last_sentences_of_the_burst_belong_to_its_epoch()
    {
        Bench bench = new Bench(true);
        bench.Told(Utc, 1000);
        bench.Reading.SpeedMetresPerSecond = 12.3456;
        bench.Told(Utc, 1300);
        bench.Wait(1500);

        Assert.AreEqual(1, bench.Count);
        Assert.AreEqual(12346, bench.Last.SpeedMillimetresPerSecond);
    }

    [TestMethod]
    public void What_was_seen_half_changed_is_not_taken()
    {
        Bench bench = new Bench(true);
        bench.Reading.LongitudeDegrees = -121;
        bench.Reading.TimestampMilliseconds = Utc;
        bench.Seen(0);
        bench.Seen(100);

        // The latitude is the next epoch's already, longitude and time are not yet.
        bench.Reading.LatitudeDegrees = 45;
        bench.Seen(200);
        bench.Reading.LongitudeDegrees = -122;
        bench.Reading.TimestampMilliseconds = Utc + 1000;
        bench.Seen(300);
        Assert.AreEqual(1, bench.Count, "the epoch before");
        Assert.AreEqual(440688978, bench.Last.LatitudeDegreesE7);
        Assert.AreEqual(-1210000000, bench.Last.LongitudeDegreesE7);

        bench.Seen(400);
        bench.Seen(800);
        Assert.AreEqual(2, bench.Count);
        Assert.AreEqual(450000000, bench.Last.LatitudeDegreesE7);
        Assert.AreEqual(-1220000000, bench.Last.LongitudeDegreesE7);
    }

    [TestMethod]
    public void A_fix_that_is_lost_is_told_of_though_the_receivers_clock_stands()
    {
        Bench bench = new Bench(true);
        bench.Epoch(Utc, 1000);
        Assert.IsTrue(bench.Has(FixFields.Position));

        bench.Reading.Dimensions = 1;
        Assert.IsTrue(bench.Epochs.Wants(true, Utc, 1));
        for (int uptime = 2000; uptime < 9000; uptime += 100)
        {
            bench.Seen(uptime);
        }

        Assert.AreEqual(2, bench.Count, "once");
        Assert.AreEqual(0, (int)bench.Last.Fields);
        Assert.AreEqual(2000L, bench.Last.ReceivedUptimeMilliseconds);
    }

    [TestMethod]
    public void Of_a_device_that_never_says_whether_it_has_a_fix_a_new_location_is_one()
    {
        Bench bench = new Bench(false);
        bench.Reading.Dimensions = 1;
        bench.Epoch(Utc, 1000);
        Assert.IsTrue(bench.Has(FixFields.Position | FixFields.Height));
        Assert.AreEqual((int)FixMode.ThreeDimensional, (int)bench.Last.Mode);

        bench.Reading.AltitudeMetres = 0;
        bench.Epoch(Utc + 1000, 2000);
        Assert.AreEqual((int)FixMode.TwoDimensional, (int)bench.Last.Mode);
        Assert.IsFalse(bench.Has(FixFields.Height));
    }

    [TestMethod]
    public void In_two_dimensions_there_is_no_height()
    {
        Bench bench = new Bench(true);
        bench.Reading.Dimensions = 2;
        bench.Epoch(Utc, 1000);

        Assert.AreEqual((int)FixMode.TwoDimensional, (int)bench.Last.Mode);
        Assert.IsFalse(bench.Has(FixFields.Height));
    }

    [TestMethod]
    public void What_was_never_set_or_empty_is_absent()
    {
        Bench bench = new Bench(true);
        bench.Reading.AltitudeMetres = 0;
        bench.Reading.HasSpeed = false;
        bench.Reading.CourseDegrees = 0;
        bench.Reading.Accuracy = 1.01;
        bench.Reading.VerticalAccuracy = 0;
        bench.Epoch(Utc, 1000);

        Assert.AreEqual((int)(FixFields.Time | FixFields.Position), (int)bench.Last.Fields, "no GSA: the 1.01 is a horizontal dilution");
    }

    [TestMethod]
    public void What_is_less_than_the_vertical_dilution_is_not_the_position_dilution()
    {
        Bench bench = new Bench(true);
        bench.Reading.Accuracy = 1.01;
        bench.Epoch(Utc, 1000);

        Assert.IsFalse(bench.Has(FixFields.PositionDilution));
        Assert.IsTrue(bench.Has(FixFields.VerticalDilution));
    }

    [TestMethod]
    public void A_dilution_of_99_99_is_not_known()
    {
        Bench bench = new Bench(true);
        bench.Reading.Accuracy = 99.99;
        bench.Reading.VerticalAccuracy = 99.99;
        bench.Epoch(Utc, 1000);

        Assert.IsFalse(bench.Has(FixFields.VerticalDilution));
        Assert.IsFalse(bench.Has(FixFields.PositionDilution));
    }

    [TestMethod]
    public void Numbers_that_are_none_and_places_that_are_nowhere_are_not_taken()
    {
        Bench bench = new Bench(true);
        bench.Reading.LatitudeDegrees = double.NaN;
        bench.Epoch(Utc, 1000);
        Assert.AreEqual(0, (int)bench.Last.Fields);
        bench.Reading.LatitudeDegrees = 90.0000001;
        bench.Epoch(Utc + 1000, 2000);
        Assert.AreEqual(0, (int)bench.Last.Fields);
        bench.Reading.LatitudeDegrees = 44;
        bench.Reading.LongitudeDegrees = double.NegativeInfinity;
        bench.Epoch(Utc + 2000, 3000);
        Assert.AreEqual(0, (int)bench.Last.Fields);
        Assert.AreEqual(3, bench.Epochs.UntrustedPositions);

        bench.Reading.LongitudeDegrees = -180;
        bench.Reading.LatitudeDegrees = -90;
        bench.Reading.AltitudeMetres = double.NaN;
        bench.Reading.SpeedMetresPerSecond = double.PositiveInfinity;
        bench.Reading.CourseDegrees = -1;
        bench.Reading.Accuracy = double.NaN;
        bench.Reading.VerticalAccuracy = double.NaN;
        bench.Epoch(Utc + 3000, 4000);
        Assert.AreEqual((int)(FixFields.Time | FixFields.Position), (int)bench.Last.Fields);
        Assert.AreEqual(-1800000000, bench.Last.LongitudeDegreesE7);
        Assert.AreEqual(-900000000, bench.Last.LatitudeDegreesE7);
    }

    [TestMethod]
    public void A_course_that_rounds_to_360_degrees_is_north()
    {
        Bench bench = new Bench(true);
        bench.Reading.CourseDegrees = 359.996;
        bench.Epoch(Utc, 1000);

        Assert.IsTrue(bench.Has(FixFields.Course));
        Assert.AreEqual(0, bench.Last.CourseHundredthsDegree);
    }

    [TestMethod]
    public void A_date_from_before_the_firmware_or_1024_weeks_later_is_not_believed_the_position_is()
    {
        // As dates come after a roll-over, from a clock that was never set (GGA takes the chip's date), and from "060180" read as 2080.
        NotBelieved(Utc - (7168 * Day));
        NotBelieved(15 * 3600000L);
        NotBelieved(3471865200000L);
        NotBelieved(Earliest - 1000);
        NotBelieved(Earliest + (7168 * Day));
    }

    [TestMethod]
    public void A_fraction_of_a_second_is_not_believed()
    {
        // ".50" is read as 50 ms.
        NotBelieved(Utc + 50);
    }

    [TestMethod]
    public void An_epoch_that_shows_two_dates_is_one_and_has_the_one_that_can_be_right()
    {
        Bench bench = new Bench(true);
        bench.Told(Utc, 1000);

        // GGA: the chip's clock still says 1970.
        bench.Told(Utc % Day, 1100);
        bench.Wait(1500);
        Assert.AreEqual(1, bench.Count);
        Assert.AreEqual(Utc, bench.Last.TimeUtcMilliseconds);
        Assert.IsTrue(bench.Has(FixFields.Time));

        bench.Told((Utc + 1000) % Day, 2000);
        bench.Told(Utc + 1000, 2100);
        bench.Wait(2500);
        Assert.AreEqual(2, bench.Count);
        Assert.AreEqual(Utc + 1000, bench.Last.TimeUtcMilliseconds);
    }

    [TestMethod]
    public void At_midnight_the_wrong_day_of_a_chips_clock_that_is_late_is_not_believed()
    {
        long midnight = (Utc / Day * Day) + Day;
        Bench bench = new Bench(true);
        bench.Epoch(midnight - 1000, 1000);
        Assert.IsTrue(bench.Has(FixFields.Time));
        bench.Epoch(midnight - Day, 2000);
        Assert.IsFalse(bench.Has(FixFields.Time), "00:00:00 of the day before");
        Assert.AreEqual(1, bench.Epochs.UntrustedTimes);

        // RMC and GGA of one epoch do not agree: the one that goes on is right, whichever comes first.
        bench.Told(midnight - Day + 1000, 3000);
        bench.Told(midnight + 1000, 3100);
        bench.Wait(3500);
        Assert.IsTrue(bench.Has(FixFields.Time));
        Assert.AreEqual(midnight + 1000, bench.Last.TimeUtcMilliseconds);
    }

    [TestMethod]
    public void A_clock_that_is_put_right_is_believed_after_ten_minutes()
    {
        Bench bench = new Bench(true);
        bench.Epoch(Utc, 1000);
        long right = Utc + (40 * Day);
        int seconds = GnssDeviceEpochs.JumpHeldMilliseconds / 1000;
        for (int i = 1; i <= seconds; i++)
        {
            bench.Epoch(right + (i * 1000), 1000 + (i * 1000));
            Assert.IsFalse(bench.Has(FixFields.Time));
        }

        bench.Epoch(right + ((seconds + 1) * 1000), 1000 + ((seconds + 1) * 1000));
        Assert.IsTrue(bench.Has(FixFields.Time));
        Assert.AreEqual(seconds, bench.Epochs.UntrustedTimes);
    }

    [TestMethod]
    public void After_an_hour_without_satellites_the_time_goes_on()
    {
        Bench bench = new Bench(true);
        bench.Epoch(Utc, 1000);
        bench.Epoch(Utc + 3600000, 3601200);

        Assert.IsTrue(bench.Has(FixFields.Time));
    }

    private static void NotBelieved(long timestamp)
    {
        Bench bench = new Bench(true);
        bench.Epoch(timestamp, 1000);
        Assert.AreEqual(1, bench.Count);
        Assert.IsTrue(bench.Has(FixFields.Position));
        Assert.IsFalse(bench.Has(FixFields.Time));
        Assert.AreEqual(1, bench.Epochs.UntrustedTimes);
    }

    /// <summary>A device on the desk that stands in Oregon with a good fix, and the loop.</summary>
    private sealed class Bench : IFixListener
    {
        public readonly GnssDeviceReading Reading = new GnssDeviceReading();
        public readonly GnssDeviceEpochs Epochs;
        public int Count;
        public Fix Last;

        private readonly FixMailbox _mailbox = new FixMailbox();

        public Bench(bool reportsFix)
        {
            Epochs = new GnssDeviceEpochs(_mailbox, Earliest, reportsFix);
            _mailbox.Start(this, null);
            Reading.HasTimestamp = true;
            Reading.Dimensions = 3;
            Reading.LatitudeDegrees = 44.06889783;
            Reading.LongitudeDegrees = -121.31427133;
            Reading.AltitudeMetres = 1144.8;
            Reading.HasSpeed = true;
            Reading.SpeedMetresPerSecond = 0.029 * 1852 / 3600;
            Reading.HasCourse = true;
            Reading.CourseDegrees = 234.567;
            Reading.Accuracy = 1.71;
            Reading.VerticalAccuracy = 1.38;
        }

        public void OnFix(Fix fix)
        {
            Count++;
            Last = fix;
        }

        public bool Has(FixFields fields) => (Last.Fields & fields) == fields;

        /// <summary>The device raises its event.</summary>
        public void Told(long timestamp, long uptime)
        {
            Reading.TimestampMilliseconds = timestamp;
            Epochs.Take(Reading, uptime);
            _mailbox.Step(uptime);
        }

        /// <summary>The loop looks at the device.</summary>
        public void Seen(long uptime)
        {
            if (Epochs.Wants(Reading.HasTimestamp, Reading.TimestampMilliseconds, Reading.Dimensions))
            {
                Epochs.Look(Reading, uptime);
            }

            Wait(uptime);
        }

        public void Wait(long uptime)
        {
            Epochs.Step(uptime);
            _mailbox.Step(uptime);
        }

        /// <summary>A whole epoch of which the device tells once.</summary>
        public void Epoch(long timestamp, long uptime)
        {
            Told(timestamp, uptime);
            Wait(uptime + GnssDeviceEpochs.SettleMilliseconds);
        }
    }
}
