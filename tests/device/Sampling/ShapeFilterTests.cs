using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class ShapeFilterTests
{
    [TestMethod]
    public void A_straight_road_at_one_speed_is_a_sample_a_minute()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(2000);
        int before = bench.Count;
        bench.Run(300000);
        Assert.AreEqual(5, bench.Count - before);
        for (int index = before; index < bench.Count; index++)
        {
            Assert.AreEqual(60000L, bench.Samples[index].TimeUtcMilliseconds - bench.Samples[index - 1].TimeUtcMilliseconds);
            Assert.AreEqual((int)SampleTriggers.Time, (int)bench.Samples[index].Triggers);
        }
    }

    [TestMethod]
    public void A_corner_is_the_epoch_before_the_one_that_shows_it_with_its_own_signals_and_state()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(20000);
        int before = bench.Count;
        bench.EngineRpm = 1500;
        bench.Run(2000);
        long corner = SamplingBench.Utc + bench.Uptime;
        int distance = bench.Sampler.Context.DistanceMetres;
        bench.EngineRpm = 3000;
        bench.EastSpeed = 0;
        bench.NorthSpeed = 20000;
        bench.Run(1000);
        Assert.AreEqual(before + 1, bench.Count, "at 20 m from the line");
        Sample sample = bench.Last();
        Assert.AreEqual((int)SampleTriggers.Shape, (int)sample.Triggers);
        Assert.AreEqual(corner, sample.TimeUtcMilliseconds);
        Assert.AreEqual(1500 * 4, sample.Signals[SamplingBench.EngineIndex]);
        Assert.AreEqual(distance, sample.DistanceMetres);
        Assert.AreEqual(9000, sample.CourseHundredthsDegree);
    }

    [TestMethod]
    public void A_speed_that_changes_needs_samples_though_the_road_is_straight()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(30000);
        int before = bench.Count;
        bench.StatedSpeed = 16000;
        bench.Run(10000);
        Assert.AreEqual(2, bench.CountOf(SampleTriggers.Shape, before), "the last one before, and where a line to it errs by 10 km/h");
        before = bench.Count;
        bench.StatedSpeed = 14500;
        bench.Run(10000);
        Assert.AreEqual(before, bench.Count, "that is less than 10 km/h");
    }

    [TestMethod]
    public void A_bend_within_the_error_is_left_out()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(30000);
        int before = bench.Count;
        bench.NorthSpeed = 500;
        bench.StatedSpeed = 20000;
        bench.Run(25000);
        Assert.AreEqual(before, bench.Count, "6 m off a line of 500 m");
    }

    [TestMethod]
    public void What_has_to_be_a_sample_comes_after_what_waits()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Rules = new[] { new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, IsEvent = true } };
        Begin(bench);
        bench.EastSpeed = 20000;
        bench.Run(20000);
        int before = bench.Count;
        bench.Table.Set(SamplingBench.CoolantIndex, 151, bench.Uptime);
        bench.Run(1000);
        Assert.AreEqual(before + 1, bench.Count, "the line is straight: nothing of what waited is needed");
        bench.Run(10000);

        bench.Table.Set(SamplingBench.CoolantIndex, 100, bench.Uptime);
        bench.Run(2000);
        bench.Table.Set(SamplingBench.CoolantIndex, 151, bench.Uptime);
        bench.EastSpeed = 0;
        bench.NorthSpeed = 20000;
        before = bench.Count;
        bench.Run(1000);
        Assert.AreEqual(before + 2, bench.Count, "the corner, and the event");
        Assert.AreEqual((int)SampleTriggers.Shape, (int)bench.Samples[before].Triggers);
        Assert.IsTrue((bench.Last().Triggers & SampleTriggers.Event) != 0);
        Assert.IsTrue(bench.Samples[before].TimeUtcMilliseconds < bench.Last().TimeUtcMilliseconds);
    }

    [TestMethod]
    public void What_waits_is_a_sample_when_the_receiver_falls_silent_or_loses_its_fix()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(20000);
        int before = bench.Count;
        bench.HasFix = false;
        bench.Run(3000);
        Assert.AreEqual(before + 4, bench.Count, "what waited, and one a second: nothing tells what could be left out");
        Assert.AreEqual(SamplingBench.Utc + 20000, bench.Samples[before].TimeUtcMilliseconds);
        Assert.IsTrue((bench.Samples[before].Fields & FixFields.Position) != 0);

        bench.HasFix = true;
        bench.Run(20000);
        before = bench.Count;
        bench.EpochMilliseconds = 0;
        bench.Run(3000);
        Assert.AreEqual(before + 3, bench.Count);
        Assert.AreEqual((int)SampleTriggers.Shape, (int)bench.Samples[before].Triggers);
        Assert.IsTrue(bench.Samples[before + 1].Fields == FixFields.None);
    }

    [TestMethod]
    public void A_clock_that_is_set_or_stepped_begins_another_line()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.ShapeErrorMillimetres = 10000;
        bench.Start(false);
        bench.EastSpeed = 20000;
        bench.Run(30000);
        for (int index = 1; index < bench.Count; index++)
        {
            Assert.IsTrue(bench.Samples[index].UptimeMilliseconds > bench.Samples[index - 1].UptimeMilliseconds);
        }

        int before = bench.Count;
        bench.Clock.OffsetMilliseconds -= 3600000;
        bench.Run(10000);
        Assert.IsTrue(bench.Count > before);
        Assert.IsTrue(bench.Count <= before + 6);
    }

    [DataRow(1)]
    [DataRow(-1)]
    [TestMethod]
    public void Across_the_line_of_date_a_road_is_as_straight_as_elsewhere(int direction)
    {
        SamplingBench bench = Bench();
        bench.EpochMilliseconds = 0;
        long longitude = direction * 1799997000L;
        for (int second = 0; second < 50; second++)
        {
            bench.Run(1000);
            bench.Fix.Fields = FixFields.Time | FixFields.Position | FixFields.Speed;
            bench.Fix.Mode = FixMode.ThreeDimensional;
            bench.Fix.LatitudeDegreesE7 = -166000000;
            bench.Fix.LongitudeDegreesE7 = (int)longitude;
            bench.Fix.SpeedMillimetresPerSecond = 20000;
            bench.Fix.ReceivedUptimeMilliseconds = bench.Uptime;
            bench.Fix.TimeUtcMilliseconds = SamplingBench.Utc + bench.Uptime;
            bench.Sampler.OnFix(bench.Fix);
            longitude += direction * 1875;
            longitude = longitude >= 1800000000L ? longitude - 3600000000L : longitude < -1800000000L ? longitude + 3600000000L : longitude;
        }

        Assert.AreEqual(1, bench.CountOf(SampleTriggers.Shape, 0), "the first, and nothing on the way");
    }

    [TestMethod]
    public void The_extremes_are_of_what_was_left_out()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 20000;
        bench.Run(20000);
        bench.EngineRpm = 2000;
        bench.Run(3000);
        bench.EngineRpm = 4000;
        bench.Run(2000);
        bench.EngineRpm = 2000;
        bench.Run(45000);
        Assert.AreEqual(4000 * 4, bench.Last().SignalMaxima[SamplingBench.EngineIndex]);
        Assert.AreEqual(1L << SamplingBench.EngineIndex, bench.Last().SignalExtremesPresent);
    }

    [TestMethod]
    public void Each_sample_has_the_state_of_its_moment_though_it_waited()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.ShapeErrorMillimetres = 10000;
        bench.Settings.Events.Trips = false;
        bench.Settings.Rules = new[] { new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.Changes, Threshold = 5 } };
        bench.Supply = 14000;
        bench.Start(true);
        bench.Table.Set(SamplingBench.CoolantIndex, 50, 0);
        bench.EastSpeed = 20000;
        bench.Run(20000);
        for (int round = 0; round < 6; round++)
        {
            // What tells the ignition changes, the ignition does not; then comes a corner.
            IgnitionSource before = bench.Sampler.Context.IgnitionSource;
            int first = bench.Count;
            bench.EngineRpm = round % 2 == 0 ? 900 : -1;
            bench.Run(round % 3 == 0 ? 0 : 5000);
            bench.NorthSpeed = bench.EastSpeed;
            bench.EastSpeed = 20000 - bench.NorthSpeed;
            bench.Table.Set(SamplingBench.CoolantIndex, 100 + (round * 10), bench.Uptime);
            bench.Run(2000);
            bench.NorthSpeed = bench.EastSpeed;
            bench.EastSpeed = 20000 - bench.NorthSpeed;
            bench.Run(20000);
            Assert.IsTrue(bench.Count > first);
            IgnitionSource after = bench.Sampler.Context.IgnitionSource;
            for (int index = first; index < bench.Count; index++)
            {
                Assert.IsTrue(bench.Samples[index].IgnitionSource == before || bench.Samples[index].IgnitionSource == after);
                bool hasEngine = (bench.Samples[index].SignalsPresent & (1L << SamplingBench.EngineIndex)) != 0;
                Assert.AreEqual(hasEngine, bench.Samples[index].IgnitionSource == IgnitionSource.EngineSpeed);
            }
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
        bench.Settings.Driving.ShapeErrorMillimetres = 10000;
        bench.Settings.Events.Trips = false;
        bench.Wire = 1;
        bench.Start(true);
    }
}
