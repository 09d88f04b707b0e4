using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class TripTests
{
    [TestMethod]
    public void A_trip_is_from_ignition_on_to_ignition_off_and_has_the_next_number()
    {
        SamplingBench bench = Bench();
        bench.Wire = 0;
        bench.Run(10000);
        Assert.AreEqual(0, bench.Last().TripNumber, "before the first");
        for (int trip = 1; trip <= 3; trip++)
        {
            bench.Wire = 1;
            bench.Run(60000);
            Assert.AreEqual(trip, bench.Last().TripNumber);
            Assert.IsTrue(bench.Sampler.Context.IsInTrip);
            bench.Wire = 0;
            bench.Run(2000);
            Assert.IsFalse(bench.Sampler.Context.IsInTrip);
            Assert.AreEqual(trip, bench.Last().TripNumber, "the newest one while parked");
            bench.Run(60000);
        }

        Assert.AreEqual(6, bench.EventCount);
        for (int index = 0; index < 6; index++)
        {
            Assert.AreEqual((int)(index % 2 == 0 ? UnitEvent.TripBegan : UnitEvent.TripEnded), bench.Events[index]);
            Assert.AreEqual((index / 2) + 1, bench.EventValues[index]);
            Assert.AreEqual(-1, bench.EventSignals[index]);
            Assert.IsTrue((bench.EventSamples[index].Triggers & SampleTriggers.Event) != 0);
            Assert.IsTrue((bench.EventSamples[index].Fields & Gnss.FixFields.Position) != 0, "with where it was");
        }
    }

    [TestMethod]
    public void An_engine_that_stops_for_30_seconds_splits_no_trip_where_its_speed_tells_and_one_for_four_minutes_does()
    {
        SamplingBench bench = Bench();
        bench.EngineRpm = 900;
        bench.Run(60000);
        Assert.AreEqual(1, bench.Last().TripNumber);
        bench.EngineRpm = 0;
        bench.Run(30000);
        Assert.AreEqual((int)IgnitionState.Off, (int)bench.Last().Ignition);
        Assert.AreEqual((int)UnitActivity.Driving, (int)bench.Last().Activity, "as it was");
        bench.EngineRpm = 900;
        bench.Run(60000);
        Assert.AreEqual(1, bench.Last().TripNumber);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.TripEnded));

        bench.EngineRpm = 0;
        bench.Run(170000);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.TripEnded));
        Assert.AreEqual((int)UnitActivity.Parked, (int)bench.Sampler.Context.Activity, "as good as over");
        bench.Run(30000);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.TripEnded));
        bench.EngineRpm = 900;
        bench.Run(10000);
        Assert.AreEqual(2, bench.Last().TripNumber);
    }

    [TestMethod]
    public void Trips_that_motion_tells_end_after_five_minutes_of_standing()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 10000;
        bench.Run(60000);
        Assert.AreEqual(1, bench.Last().TripNumber);
        bench.EastSpeed = 0;
        bench.Run(295000);
        Assert.IsTrue(bench.Sampler.Context.IsInTrip);
        bench.Run(20000);
        Assert.IsFalse(bench.Sampler.Context.IsInTrip);
    }

    [TestMethod]
    public void Engine_and_idling_seconds_are_counted_by_uptime()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(100000);
        Assert.AreEqual(99, bench.Last().EngineSeconds, "from the first look to the last epoch");
        Assert.AreEqual(0, bench.Last().IdlingSeconds);
        bench.EastSpeed = 0;
        bench.Run(300000);
        Assert.AreEqual(399, bench.Last().EngineSeconds);
        Assert.IsTrue(bench.Last().IdlingSeconds >= 178 && bench.Last().IdlingSeconds <= 182, "without the first two minutes");
        bench.Wire = 0;
        bench.Run(600000);
        Assert.IsTrue(bench.Last().EngineSeconds >= 399 && bench.Last().EngineSeconds <= 401);

        int before = bench.Last().EngineSeconds;
        bench.Wire = 1;
        bench.EngineRpm = 0;
        bench.Run(60000);
        Assert.IsTrue(bench.Last().EngineSeconds <= before + 2, "the key is on and the engine stopped");
    }

    [TestMethod]
    public void What_was_saved_is_taken_up_and_anything_else_is_not()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(123000);
        bench.Wire = 0;
        bench.EastSpeed = 0;
        bench.Run(5000);
        byte[] saved = new byte[VehicleContext.SavedLength + 5];
        bench.Sampler.Context.Save(saved, 3);

        SamplingBench next = Bench();
        Assert.IsTrue(next.Sampler.Context.Restore(saved, 3));
        next.Wire = 0;
        next.Run(5000);
        Assert.AreEqual(bench.Last().DistanceMetres, next.Last().DistanceMetres);
        Assert.AreEqual(bench.Last().EngineSeconds, next.Last().EngineSeconds);
        Assert.AreEqual(1, next.Last().TripNumber);
        Assert.AreEqual(0, next.EventCount, "no trip ends again");
        next.Wire = 1;
        next.EastSpeed = 10000;
        next.Run(100000);
        Assert.AreEqual(2, next.Last().TripNumber);
        Assert.IsTrue(next.Last().DistanceMetres > bench.Last().DistanceMetres + 950);

        for (int index = 0; index < VehicleContext.SavedLength; index++)
        {
            saved[3 + index] ^= 4;
            VehicleContext other = Bench().Sampler.Context;
            Assert.IsFalse(other.Restore(saved, 3), "a bit is wrong");
            Assert.AreEqual(0, other.TripNumber);
            saved[3 + index] ^= 4;
        }

        Assert.IsFalse(next.Sampler.Context.Restore(saved, 10), "too short");
        Assert.IsFalse(next.Sampler.Context.Restore(new byte[VehicleContext.SavedLength], 0), "nothing");
    }

    [TestMethod]
    public void The_newest_sample_of_the_journal_raises_what_was_saved_and_lowers_nothing()
    {
        SamplingBench bench = Bench();
        Sample newest = new Sample { TripNumber = 7, DistanceMetres = 123456, EngineSeconds = 5000, IdlingSeconds = 400, Activity = UnitActivity.Parked };
        bench.Sampler.Context.TakeOver(newest);
        newest.TripNumber = 6;
        newest.DistanceMetres = 99;
        newest.EngineSeconds = 6000;
        newest.IdlingSeconds = 3;
        bench.Sampler.Context.TakeOver(newest);
        bench.Wire = 1;
        bench.Run(5000);
        Assert.AreEqual(8, bench.Last().TripNumber);
        Assert.AreEqual(123456, bench.Last().DistanceMetres);
        Assert.IsTrue(bench.Last().EngineSeconds >= 6000);
        Assert.AreEqual(400, bench.Last().IdlingSeconds);
    }

    [TestMethod]
    public void A_restart_on_the_road_goes_on_with_the_trip()
    {
        SamplingBench bench = Bench();
        bench.Clock.IsSet = false;
        bench.Sampler.Context.TakeOver(Driving(SamplingBench.Utc - 60000));
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(30000);
        Assert.AreEqual(7, bench.Last().TripNumber);
        Assert.AreEqual(0, bench.EventCount);
        bench.Wire = 0;
        bench.Run(2000);
        Assert.AreEqual(7, bench.EventValues[0]);
    }

    [TestMethod]
    public void A_unit_without_power_for_hours_begins_another_trip_once_the_clock_says_so()
    {
        SamplingBench bench = Bench();
        bench.Clock.IsSet = false;
        bench.Sampler.Context.TakeOver(Driving(SamplingBench.Utc - 7200000));
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(30000);
        Assert.AreEqual(8, bench.Last().TripNumber);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.TripBegan));
    }

    [TestMethod]
    public void A_trip_that_ended_during_a_restart_is_ended_then()
    {
        SamplingBench bench = Bench();
        bench.Sampler.Context.TakeOver(Driving(SamplingBench.Utc - 60000));
        bench.Wire = 0;
        bench.Run(5000);
        Assert.AreEqual(1, bench.EventCount);
        Assert.AreEqual((int)UnitEvent.TripEnded, bench.Events[0]);
        Assert.AreEqual(7, bench.EventValues[0]);
    }

    private static Sample Driving(long utc) => new Sample
    {
        TripNumber = 7,
        DistanceMetres = 1000,
        EngineSeconds = 100,
        Activity = UnitActivity.Driving,
        Ignition = IgnitionState.On,
        IsDated = true,
        TimeUtcMilliseconds = utc,
    };

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        bench.Start(true);
        return bench;
    }
}
