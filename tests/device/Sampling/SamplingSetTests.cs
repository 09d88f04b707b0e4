using System;
using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class SamplingSetTests
{
    [TestMethod]
    public void Each_activity_has_its_own_interval_and_a_change_of_activity_is_sampled_at_once()
    {
        SamplingBench bench = new SamplingBench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Start(true);
        bench.Run(20000);
        int driving = bench.Count;
        Assert.IsTrue(driving >= 20 && driving <= 21, "one a second, and the beginning of the trip");

        bench.EastSpeed = 0;
        bench.Run(180000);
        Assert.AreEqual((int)UnitActivity.Idling, (int)bench.Last().Activity);
        int idling = bench.Count;
        bench.Run(100000);
        Assert.AreEqual(idling + 10, bench.Count, "every ten seconds");
        Assert.AreEqual(0L, bench.Last().TimeUtcMilliseconds % 10000, "on the slots of UTC");

        bench.Wire = 0;
        bench.Run(2000);
        Assert.AreEqual(idling + 11, bench.Count, "at once");
        Assert.IsTrue((bench.Last().Triggers & SampleTriggers.Context) != 0);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0, "at the next epoch");
        Assert.AreEqual((int)UnitActivity.Parked, (int)bench.Last().Activity);

        int parked = bench.Count;
        bench.Run(900000);
        Assert.AreEqual(parked + 3, bench.Count, "every five minutes");
        Assert.AreEqual(0L, bench.Last().TimeUtcMilliseconds % 300000);

        bench.Wire = 1;
        bench.Run(1000);
        Assert.AreEqual((int)UnitActivity.Driving, (int)bench.Last().Activity);
        int again = bench.Count;
        bench.Run(10000);
        Assert.AreEqual(again + 10, bench.Count);
    }

    [TestMethod]
    public void A_parked_vehicle_whose_receiver_sleeps_is_sampled_by_the_clock_on_the_slots()
    {
        SamplingBench bench = new SamplingBench();
        bench.Wire = 1;
        bench.Start(true);
        bench.Run(105000);
        bench.Wire = 0;
        bench.Run(5000);
        bench.EpochMilliseconds = 0;
        int before = bench.Count;
        bench.Run(900000);
        Assert.AreEqual(before + 3, bench.Count);
        Assert.IsTrue(bench.Last().Fields == FixFields.None);
        for (int index = before; index < bench.Count; index++)
        {
            Assert.IsTrue(bench.Samples[index].TimeUtcMilliseconds % 300000 <= 2100, "a second after an epoch should have come");
        }

        bench.EpochMilliseconds = 1000;
        bench.Run(300000);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0, "where an epoch comes, at the epoch");
        Assert.AreEqual(before + 4, bench.Count);
    }

    [TestMethod]
    public void Where_nothing_tells_what_the_vehicle_does_it_is_sampled_as_one_that_drives()
    {
        SamplingBench bench = new SamplingBench();
        bench.Start(true);
        bench.Run(30000);
        Assert.AreEqual(30, bench.Count);
        Assert.AreEqual((int)UnitActivity.Driving, (int)bench.Last().Activity);
        Assert.AreEqual((int)IgnitionState.Unknown, (int)bench.Last().Ignition);
        Assert.AreEqual(0, bench.Last().EngineSeconds);
    }

    [TestMethod]
    public void The_distance_from_the_last_sample_takes_one_and_the_slots_stay_where_they_are()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 60000;
        bench.Settings.Driving.DistanceMetres = 100;
        bench.Wire = 1;
        bench.EastSpeed = 25000;
        bench.Start(true);
        bench.Run(60000);
        int first = bench.Count;
        bench.Run(60000);
        Assert.AreEqual(15, bench.CountOf(SampleTriggers.Distance, first), "25 m/s");
        Assert.AreEqual(1, bench.CountOf(SampleTriggers.Time, first));
        Assert.AreEqual(15, bench.Count - first, "the slot begins where one of them is taken");

        bench.EastSpeed = 0;
        first = bench.Count;
        bench.Run(60000);
        Assert.AreEqual(1, bench.Count - first);
    }

    [TestMethod]
    public void A_turn_takes_a_sample_but_not_that_of_a_vehicle_that_stands()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 60000;
        bench.Settings.Driving.CourseDegrees = 10;
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Course = 35900;
        bench.Start(true);
        bench.Run(61000);
        int first = bench.Count;
        bench.Course = 850;
        bench.Run(5000);
        Assert.AreEqual(0, bench.Count - first, "9.5 degrees, across north");
        bench.Course = 900;
        bench.Run(5000);
        Assert.AreEqual(1, bench.CountOf(SampleTriggers.Course, first));

        bench.EastSpeed = 500;
        bench.Course = 18000;
        bench.Run(5000);
        Assert.AreEqual(1, bench.Count - first, "a course at walking pace is noise");
    }

    [TestMethod]
    public void Settings_out_of_range_are_refused()
    {
        SamplerSettings settings = new SamplerSettings();
        settings.Parked.IntervalMilliseconds = 99;
        Refused(settings, "interval");
        settings = new SamplerSettings();
        settings.Idling.DistanceMetres = 9;
        Refused(settings, "distance");
        settings = new SamplerSettings();
        settings.Towed.CourseDegrees = 181;
        Refused(settings, "course");
        settings = new SamplerSettings();
        settings.Charging.ShapeErrorMillimetres = 999;
        Refused(settings, "shape error");
        settings = new SamplerSettings();
        settings.Driving.LongestGapMilliseconds = 60001;
        Refused(settings, "gap");
        settings = new SamplerSettings();
        settings.Context.TowDistanceMetres = 19;
        Refused(settings, "tow distance");
        settings = new SamplerSettings();
        settings.Context.TripEndByWireMilliseconds = -1;
        Refused(settings, "a time");
        settings = new SamplerSettings();
        settings.Events.HarshBrakingMillimetresPerSecondSquared = 499;
        Refused(settings, "harsh");
        settings = new SamplerSettings();
        settings.EventWaitMilliseconds = 10001;
        Refused(settings, "wait");
        settings = new SamplerSettings();
        settings.Rules = new[] { new SignalRule { SignalIndex = 0, Kind = SignalRuleKind.Changes } };
        Refused(settings, "a change of nothing");
        settings = new SamplerSettings();
        settings.Rules = new SignalRule[SamplerSettings.MaximumRules + 1];
        Refused(settings, "too many rules");
    }

    private static void Refused(SamplerSettings settings, string what)
    {
        bool isRefused = false;
        try
        {
            new Sampler(settings, new Signals.SignalTable(SamplingBench.Definitions()), new UnitClock(), null, null);
        }
        catch (ArgumentException)
        {
            isRefused = true;
        }

        Assert.IsTrue(isRefused, what);
    }
}
