using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class DrivingEventTests
{
    [TestMethod]
    public void Overspeed_is_reported_after_its_time_and_again_only_after_the_hysteresis()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.OverspeedMillimetresPerSecond = 36000;
        Begin(bench);
        Drive(bench, 36001, 4);
        Drive(bench, 30000, 2);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.Overspeed), "not for long enough");
        Drive(bench, 38000, 3);
        Drive(bench, 37000, 3);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Overspeed));
        int index = bench.IndexOf(UnitEvent.Overspeed);
        Assert.AreEqual(38000, bench.EventValues[index], "the highest");
        Assert.AreEqual(36000, bench.EventLimits[index]);
        Assert.IsTrue((bench.EventSamples[index].Triggers & SampleTriggers.Event) != 0);
        Drive(bench, 35000, 10);
        Drive(bench, 37000, 10);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Overspeed));
        Drive(bench, 34000, 2);
        Drive(bench, 37000, 10);
        Assert.AreEqual(2, bench.CountOf(UnitEvent.Overspeed));
    }

    [TestMethod]
    public void Where_there_is_no_fix_the_speed_of_the_vehicle_tells_overspeed()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.OverspeedMillimetresPerSecond = 36000;
        Begin(bench);
        bench.HasFix = false;
        bench.VehicleSpeedKilometresPerHour = 140;
        bench.Run(10000);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Overspeed));
    }

    [TestMethod]
    public void Hard_braking_and_accelerating_are_reported_one_epoch_later()
    {
        SamplingBench bench = Harsh();
        Drive(bench, 20000, 5);
        Drive(bench, 15500, 1);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshBraking), "it could be one bad fix");
        Drive(bench, 12000, 1);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshBraking));
        int index = bench.IndexOf(UnitEvent.HarshBraking);
        Assert.AreEqual(4500, bench.EventValues[index]);
        Assert.AreEqual(3500, bench.EventLimits[index]);
        Drive(bench, 12000, 5);
        Drive(bench, 15500, 5);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshAcceleration));
        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshBraking));
        Assert.AreEqual(3500, bench.EventValues[bench.IndexOf(UnitEvent.HarshAcceleration)]);
    }

    [TestMethod]
    public void One_braking_is_one_event_however_long_it_lasts()
    {
        SamplingBench bench = Harsh();
        Drive(bench, 30000, 5);
        for (int speed = 26000; speed >= 0; speed -= 4000)
        {
            Drive(bench, speed, 1);
        }

        Drive(bench, 0, 5);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshBraking));
    }

    [TestMethod]
    public void One_bad_fix_is_nothing()
    {
        SamplingBench bench = Harsh();
        Drive(bench, 20000, 5);
        int[] bad = new int[] { 26000, 14000, 0, 60000 };
        for (int index = 0; index < bad.Length; index++)
        {
            Drive(bench, bad[index], 1);
            Drive(bench, 20000, 5);
        }

        bench.Course = 4500;
        Drive(bench, 20000, 1);
        bench.Course = 0;
        Drive(bench, 20000, 5);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshBraking));
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshAcceleration));
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshCornering));
    }

    [TestMethod]
    public void Fixes_that_cannot_be_trusted_tell_nothing()
    {
        for (int round = 0; round < 2; round++)
        {
            SamplingBench bench = Harsh();
            bench.DilutionHundredths = round == 0 ? 300 : 301;
            Drive(bench, 20000, 5);
            Drive(bench, 12000, 5);
            Assert.AreEqual(1 - round, bench.CountOf(UnitEvent.HarshBraking));
        }
    }

    [TestMethod]
    public void Cornering_is_speed_times_the_rate_of_the_course()
    {
        SamplingBench bench = Harsh();
        int course = 34000;
        for (int second = 0; second < 4; second++)
        {
            bench.Course = course;
            Drive(bench, 15000, 1);
            course = (course + 1000) % 36000;
        }

        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshCornering), "15 m/s at 10 degrees a second are 2.6 m/s²");
        for (int second = 0; second < 4; second++)
        {
            bench.Course = course;
            Drive(bench, 15000, 1);
            course = (course + 1700) % 36000;
        }

        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshCornering));
        int value = bench.EventValues[bench.IndexOf(UnitEvent.HarshCornering)];
        Assert.IsTrue(value >= 4440 && value <= 4460, "at 17 degrees a second 4.45 m/s²");
    }

    [TestMethod]
    public void At_walking_pace_nothing_is_harsh()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.HarshBrakingMillimetresPerSecondSquared = 1500;
        Begin(bench);
        Drive(bench, 2700, 5);
        Drive(bench, 0, 5);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshBraking));
        Drive(bench, 2800, 5);
        Drive(bench, 0, 5);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.HarshBraking));
    }

    private static SamplingBench Harsh()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.HarshAccelerationMillimetresPerSecondSquared = 3000;
        bench.Settings.Events.HarshBrakingMillimetresPerSecondSquared = 3500;
        bench.Settings.Events.HarshCorneringMillimetresPerSecondSquared = 4000;
        Begin(bench);
        return bench;
    }

    private static void Begin(SamplingBench bench)
    {
        bench.Wire = 1;
        bench.Start(true);
        bench.Course = 0;
        bench.EastSpeed = 20000;
        bench.Run(5000);
    }

    private static void Drive(SamplingBench bench, int speed, int seconds)
    {
        bench.EastSpeed = speed;
        bench.Run(seconds * 1000);
    }
}
