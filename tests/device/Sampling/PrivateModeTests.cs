using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class PrivateModeTests
{
    [TestMethod]
    public void There_is_no_position_and_nothing_that_gives_it_away_and_distance_goes_on()
    {
        SamplingBench bench = Bench();
        bench.Run(30000);
        int distance = bench.Last().DistanceMetres;
        int before = bench.Count;
        bench.Sampler.IsPrivate = true;
        bench.Run(1000);
        Assert.AreEqual(before + 1, bench.Count, "the change is sampled");
        Assert.IsTrue((bench.Last().Triggers & SampleTriggers.Context) != 0);
        bench.Run(600000);
        Assert.AreEqual(before + 11, bench.Count, "one a minute");
        for (int index = before; index < bench.Count; index++)
        {
            Sample sample = bench.Samples[index];
            Assert.IsTrue(sample.IsPrivate);
            Assert.AreEqual((int)FixFields.None, (int)(sample.Fields & ~FixFields.Time));
            Assert.AreEqual((int)FixMode.None, (int)sample.Mode);
            Assert.AreEqual(0, sample.LatitudeDegreesE7);
            Assert.AreEqual(0, sample.LongitudeDegreesE7);
            Assert.AreEqual(0, sample.HeightMillimetres);
            Assert.AreEqual(0, sample.SpeedMillimetresPerSecond);
            Assert.AreEqual(0, sample.CourseHundredthsDegree);
            Assert.AreEqual(0, sample.SatellitesUsed);
            Assert.AreEqual((int)SampleExtremes.None, (int)sample.Extremes);
            Assert.AreEqual(0L, sample.SignalExtremesPresent);
        }

        Assert.IsTrue(bench.Last().DistanceMetres >= distance + 10700, "at 20 m/s, a minute ago");
        Assert.AreEqual(1, bench.Last().TripNumber);
        Assert.IsTrue(bench.Last().EngineSeconds > 540);
        Assert.IsTrue(bench.Last().SignalsPresent != 0);

        before = bench.Count;
        bench.Sampler.IsPrivate = false;
        bench.Run(3000);
        Assert.AreEqual(before + 3, bench.Count);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
        Assert.IsFalse(bench.Last().IsPrivate);
    }

    [TestMethod]
    public void What_the_shape_filter_holds_back_from_before_is_sampled_first()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.ShapeErrorMillimetres = 10000;
        Begin(bench);
        bench.Run(30000);
        int before = bench.Count;
        bench.Sampler.IsPrivate = true;
        Assert.AreEqual(before + 1, bench.Count);
        Assert.IsFalse(bench.Last().IsPrivate);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
        Assert.AreEqual(SamplingBench.Utc + 30000, bench.Last().TimeUtcMilliseconds);
        bench.Run(120000);
        for (int index = before + 1; index < bench.Count; index++)
        {
            Assert.IsTrue(bench.Samples[index].IsPrivate);
            Assert.IsTrue((bench.Samples[index].Fields & FixFields.Position) == 0);
        }
    }

    [TestMethod]
    public void Distance_course_and_the_driver_are_not_looked_at()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.DistanceMetres = 50;
        bench.Settings.Driving.CourseDegrees = 10;
        bench.Settings.Events.OverspeedMillimetresPerSecond = 15000;
        bench.Settings.Events.HarshBrakingMillimetresPerSecondSquared = 2000;
        Begin(bench);
        bench.Sampler.IsPrivate = true;
        bench.Run(5000);
        int before = bench.Count;
        for (int round = 0; round < 10; round++)
        {
            bench.EastSpeed = round % 2 == 0 ? 25000 : 10000;
            bench.Course = round * 3000;
            bench.Run(5000);
        }

        Assert.IsTrue(bench.Count - before <= 1);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.Overspeed));
        Assert.AreEqual(0, bench.CountOf(UnitEvent.HarshBraking));
        bench.EastSpeed = 0;
        bench.Run(600000);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.ExcessiveIdling));
    }

    [TestMethod]
    public void Events_of_trip_and_signals_come_without_position_and_the_change_is_one_where_that_is_wanted()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.PrivateMode = true;
        bench.Settings.Rules = new[] { new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, IsEvent = true } };
        Begin(bench);
        bench.Run(5000);
        bench.Sampler.IsPrivate = true;
        bench.Run(2000);
        bench.Table.Set(SamplingBench.CoolantIndex, 160, bench.Uptime);
        bench.Run(2000);
        bench.Wire = 0;
        bench.Run(2000);
        bench.Sampler.IsPrivate = false;
        bench.Run(2000);
        Assert.AreEqual(2, bench.CountOf(UnitEvent.PrivateMode));
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Signal));
        Assert.AreEqual(1, bench.CountOf(UnitEvent.TripEnded));
        for (int index = 0; index < bench.EventCount; index++)
        {
            Assert.IsTrue(!bench.EventSamples[index].IsPrivate || (bench.EventSamples[index].Fields & FixFields.Position) == 0);
        }

        Assert.IsTrue(bench.EventSamples[bench.IndexOf(UnitEvent.TripEnded)].IsPrivate);
        int switched = bench.IndexOf(UnitEvent.PrivateMode);
        Assert.AreEqual(1, bench.EventValues[switched]);
        Assert.AreEqual(0, bench.EventValues[bench.EventCount - 1]);
    }

    [TestMethod]
    public void Only_the_signals_that_may_be_are_sampled()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.PrivateSignals = 1L << SamplingBench.CoolantIndex;
        Begin(bench);
        bench.Table.Set(SamplingBench.CoolantIndex, 100, 0);
        bench.Run(5000);
        Assert.AreEqual((1L << SamplingBench.CoolantIndex) | (1L << SamplingBench.SpeedIndex), bench.Last().SignalsPresent);
        bench.Sampler.IsPrivate = true;
        bench.Run(2000);
        Assert.AreEqual(1L << SamplingBench.CoolantIndex, bench.Last().SignalsPresent);
    }

    [TestMethod]
    public void The_place_where_the_vehicle_is_parked_is_not_saved()
    {
        SamplingBench bench = Bench();
        bench.Run(10000);
        bench.Wire = 0;
        bench.EastSpeed = 0;
        bench.Run(10000);
        byte[] saved = new byte[VehicleContext.SavedLength];
        bench.Sampler.Context.Save(saved, 0);
        Assert.AreEqual(2, saved[1] & 2);
        bench.Sampler.IsPrivate = true;
        bench.Sampler.Context.Save(saved, 0);
        Assert.AreEqual(0, saved[1] & 2);
        for (int index = 20; index < 28; index++)
        {
            Assert.AreEqual(0, (int)saved[index]);
        }
    }

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        Begin(bench);
        return bench;
    }

    private static void Begin(SamplingBench bench)
    {
        bench.Wire = 1;
        bench.EastSpeed = 20000;
        bench.VehicleSpeedKilometresPerHour = 72;
        bench.Start(true);
    }
}
