using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class EventTests
{
    [TestMethod]
    public void What_happens_between_two_epochs_is_sampled_at_the_next()
    {
        SamplingBench bench = Bench();
        bench.Run(10300);
        int before = bench.Count;
        bench.Sampler.Report(UnitEvent.Towing, 5, 4, bench.Uptime);
        bench.Run(600);
        Assert.AreEqual(before, bench.Count);
        bench.Run(100);
        Assert.AreEqual(before + 1, bench.Count, "one sample for the slot and the event");
        Assert.AreEqual((int)(SampleTriggers.Time | SampleTriggers.Event), (int)bench.Last().Triggers);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
        Assert.AreEqual(1, bench.EventCount);
        Assert.AreEqual(5, bench.EventValues[0]);
    }

    [TestMethod]
    public void Where_no_epoch_comes_it_waits_no_longer_than_that()
    {
        SamplingBench bench = Bench();
        bench.Run(10000);
        bench.EpochMilliseconds = 0;
        bench.Settings.Driving.IntervalMilliseconds = 60000;
        bench.Run(300);
        int before = bench.Count;
        bench.Sampler.Report(UnitEvent.Towing, 5, 4, bench.Uptime);
        bench.Run(1100);
        Assert.AreEqual(before, bench.Count);
        bench.Run(100);
        Assert.AreEqual(before + 1, bench.Count, "1.5 s after the last epoch");
        Assert.IsTrue(bench.Last().Fields == FixFields.None);
        Assert.AreEqual(SamplingBench.Utc + 11500, bench.Last().TimeUtcMilliseconds);

        bench.Run(10000);
        before = bench.Count;
        bench.Sampler.Report(UnitEvent.Towing, 6, 4, bench.Uptime);
        bench.Sampler.Step(bench.Uptime);
        Assert.AreEqual(before + 1, bench.Count, "there is nothing to wait for");
    }

    [TestMethod]
    public void An_epoch_that_is_being_sent_is_waited_for_but_not_for_ever()
    {
        SamplingBench bench = Bench();
        bench.Run(10000);
        bench.EpochMilliseconds = 0;
        bench.Run(1000);
        bench.Sampler.Report(UnitEvent.Towing, 5, 4, bench.Uptime);
        bench.Sampler.BeginEpoch(11000);
        int before = bench.Count;
        bench.Run(900);
        Assert.AreEqual(before, bench.Count);
        bench.Run(200);
        Assert.AreEqual(before + 1, bench.Count);
        Assert.AreEqual(1, bench.EventCount);
    }

    [TestMethod]
    public void A_low_supply_waits_for_nothing()
    {
        SamplingBench bench = Bench();
        bench.Run(10300);
        int before = bench.Count;
        bench.Sampler.Report(UnitEvent.SupplyLow, 9400, 9500, bench.Uptime);
        Assert.AreEqual(before + 1, bench.Count);
        Assert.AreEqual(SamplingBench.Utc + 10300, bench.Last().TimeUtcMilliseconds);
        Assert.IsTrue(bench.Last().Fields == FixFields.None, "no position is of this moment");
        Assert.AreEqual((int)UnitEvent.SupplyLow, bench.Events[0]);
        bench.Run(5000);
        Assert.AreEqual(before + 6, bench.Count, "the slots go on");
        Assert.AreEqual(0L, bench.Last().TimeUtcMilliseconds % 1000);
    }

    [TestMethod]
    public void The_epoch_that_was_being_sent_when_the_supply_fell_is_left_out_and_the_next_is_not()
    {
        SamplingBench bench = Bench();
        bench.Run(10900);
        bench.EpochMilliseconds = 0;
        bench.Run(100);
        bench.Sampler.BeginEpoch(11000);
        bench.Run(300);
        int before = bench.Count;
        bench.Sampler.Report(UnitEvent.SupplyLow, 9400, 9500, bench.Uptime);
        bench.Fix.ReceivedUptimeMilliseconds = 11000;
        bench.Fix.TimeUtcMilliseconds = SamplingBench.Utc + 11000;
        bench.Sampler.OnFix(bench.Fix);
        Assert.AreEqual(before + 1, bench.Count, "the order of time is kept");
        bench.EpochMilliseconds = 1000;
        bench.Run(700);
        Assert.AreEqual(before + 2, bench.Count);
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
    }

    [TestMethod]
    public void Events_can_be_switched_off_and_the_change_is_sampled_all_the_same()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Events.Trips = false;
        bench.Settings.Events.SupplyLow = false;
        bench.Settings.Events.Towing = false;
        bench.Settings.Events.ExcessiveIdlingSeconds = 0;
        bench.Wire = 1;
        bench.Start(true);
        bench.Run(600000);
        bench.Sampler.Report(UnitEvent.SupplyLow, 9400, 9500, bench.Uptime);
        bench.Wire = 0;
        bench.Run(120000);
        Assert.IsTrue((bench.Last().Triggers & SampleTriggers.Context) != 0);
        bench.EastSpeed = 10000;
        bench.Run(60000);
        Assert.AreEqual((int)UnitActivity.Towed, (int)bench.Last().Activity);
        Assert.AreEqual(0, bench.EventCount);
        Assert.AreEqual(0, bench.CountOf(SampleTriggers.Event, 0));
    }

    [TestMethod]
    public void More_events_than_can_wait_are_counted()
    {
        SamplingBench bench = Bench();
        bench.Run(10000);
        for (int count = 0; count < 20; count++)
        {
            bench.Sampler.Report(UnitEvent.Towing, count, 0, bench.Uptime);
        }

        bench.Run(1000);
        Assert.AreEqual(16, bench.EventCount);
        Assert.AreEqual(4, bench.Sampler.EventsLost);
        Assert.AreEqual(15, bench.EventValues[15], "the first ones are kept");
    }

    [TestMethod]
    public void At_start_up_the_first_epoch_is_waited_for_no_longer_than_another()
    {
        SamplingBench bench = new SamplingBench();
        bench.Wire = 1;
        bench.Start(false);
        bench.Run(1000);
        Assert.AreEqual(1, bench.Count, "the beginning of the trip and the first epoch are one sample");
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
        Assert.AreEqual(1, bench.EventCount);

        bench = new SamplingBench();
        bench.Wire = 1;
        bench.EpochMilliseconds = 0;
        bench.Start(false);
        bench.Run(1500);
        Assert.AreEqual(0, bench.Count);
        bench.Run(100);
        Assert.AreEqual(1, bench.EventCount, "1.5 s after the first step");
        Assert.IsFalse(bench.Last().IsDated);
    }

    [TestMethod]
    public void After_a_change_that_was_sampled_by_the_clock_the_next_epoch_is_sampled_however_soon_it_comes()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.Run(20000);
        bench.EpochMilliseconds = 0;
        bench.Run(30000);
        bench.Wire = 0;
        bench.Run(1000);
        Assert.AreEqual((int)UnitActivity.Parked, (int)bench.Last().Activity);
        Assert.IsTrue(bench.Last().Fields == FixFields.None);
        int before = bench.Count;
        bench.EpochMilliseconds = 1000;
        bench.Run(1000);
        Assert.AreEqual(before + 1, bench.Count, "with the position");
        Assert.IsTrue((bench.Last().Fields & FixFields.Position) != 0);
        bench.Run(200000);
        Assert.AreEqual(before + 1, bench.Count);
    }

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        bench.Start(true);
        return bench;
    }
}
