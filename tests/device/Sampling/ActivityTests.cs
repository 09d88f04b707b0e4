using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class ActivityTests
{
    [TestMethod]
    public void Standing_for_two_minutes_with_the_ignition_on_is_idling_until_it_moves()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(60000);
        bench.EastSpeed = 0;
        bench.Run(118000);
        Is(bench, UnitActivity.Driving);
        bench.Run(5000);
        Is(bench, UnitActivity.Idling);
        bench.EastSpeed = 10000;
        bench.Run(4000);
        Is(bench, UnitActivity.Driving);
    }

    [TestMethod]
    public void Excessive_idling_is_reported_once_each_time()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.Run(60000);
        for (int round = 1; round <= 2; round++)
        {
            bench.EastSpeed = 0;
            bench.Run(295000);
            Assert.AreEqual(round - 1, bench.CountOf(UnitEvent.ExcessiveIdling));
            for (int minute = 0; minute < 10; minute++)
            {
                bench.Supply = minute % 2 == 0 ? 14000 : 12000;
                bench.Run(60000);
            }

            Assert.AreEqual(round, bench.CountOf(UnitEvent.ExcessiveIdling));
            bench.EastSpeed = 10000;
            bench.Run(30000);
        }

        int index = bench.IndexOf(UnitEvent.ExcessiveIdling);
        Assert.AreEqual(300, bench.EventValues[index]);
        Assert.AreEqual(300, bench.EventLimits[index]);
    }

    [TestMethod]
    public void An_engine_that_stands_still_does_not_idle()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EngineRpm = 0;
        bench.Run(900000);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.ExcessiveIdling));
        Assert.AreEqual(0, bench.Last().IdlingSeconds);
    }

    [TestMethod]
    public void Towing_is_told_by_distance_with_fixes_that_agree()
    {
        SamplingBench bench = Parked();
        bench.EastSpeed = 2000;
        bench.Run(50000);
        Is(bench, UnitActivity.Parked);
        Assert.AreEqual(0, bench.CountOf(UnitEvent.Towing));
        bench.Run(25000);
        Is(bench, UnitActivity.Towed);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Towing));
        int index = bench.IndexOf(UnitEvent.Towing);
        Assert.IsTrue(bench.EventValues[index] >= 110 && bench.EventValues[index] <= 130, "metres from where it was parked");
        Assert.AreEqual(100, bench.EventLimits[index]);
        int before = bench.Count;
        bench.Run(60000);
        Assert.AreEqual(before + 12, bench.Count, "every five seconds");
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Towing));
    }

    [TestMethod]
    public void Towing_is_told_by_a_speed_that_is_held_too()
    {
        SamplingBench bench = Parked();
        bench.EastSpeed = 4000;
        bench.Run(14000);
        Is(bench, UnitActivity.Parked);
        bench.Run(5000);
        Is(bench, UnitActivity.Towed);
    }

    [TestMethod]
    public void A_speed_without_a_way_is_no_towing()
    {
        SamplingBench bench = Parked();
        bench.StatedSpeed = 5000;
        bench.Run(120000);
        Is(bench, UnitActivity.Parked);
        Assert.AreEqual(0, bench.EventCount);
    }

    [TestMethod]
    public void A_fix_that_wanders_off_for_a_minute_and_comes_back_is_no_towing()
    {
        SamplingBench bench = Parked();
        for (int round = 0; round < 5; round++)
        {
            bench.Jump(150000, 0);
            bench.Run(100000);
            bench.Jump(-150000, 0);
            bench.Run(20000);
        }

        Assert.AreEqual(0, bench.CountOf(UnitEvent.Towing));
        Is(bench, UnitActivity.Parked);
    }

    [TestMethod]
    public void A_vehicle_that_was_taken_away_unseen_is_towed_once_that_is_certain()
    {
        SamplingBench bench = Parked();
        bench.EpochMilliseconds = 0;
        bench.Run(600000);
        bench.Jump(3000000, 0);
        bench.EpochMilliseconds = 1000;
        bench.Run(115000);
        Is(bench, UnitActivity.Parked);
        bench.Run(10000);
        Is(bench, UnitActivity.Towed);
    }

    [TestMethod]
    public void A_vehicle_that_stands_where_it_was_towed_is_parked_there()
    {
        SamplingBench bench = Parked();
        bench.EastSpeed = 10000;
        bench.Run(120000);
        Is(bench, UnitActivity.Towed);
        bench.EastSpeed = 0;
        bench.Run(175000);
        Is(bench, UnitActivity.Towed);
        bench.Run(10000);
        Is(bench, UnitActivity.Parked);
        bench.Run(600000);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Towing));
        bench.EastSpeed = 10000;
        bench.Run(60000);
        Assert.AreEqual(2, bench.CountOf(UnitEvent.Towing));
    }

    [TestMethod]
    public void The_place_is_known_again_after_a_restart()
    {
        SamplingBench bench = Parked();
        byte[] saved = new byte[VehicleContext.SavedLength];
        bench.Sampler.Context.Save(saved, 0);
        bench = Bench();
        bench.Sampler.Context.Restore(saved, 0);
        bench.Wire = 0;
        bench.Jump(3000000, 0);
        bench.Run(130000);
        Is(bench, UnitActivity.Towed);
        Assert.AreEqual(1, bench.CountOf(UnitEvent.Towing));
    }

    [TestMethod]
    public void Towing_can_be_switched_off()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Context.TowDistanceMetres = 0;
        bench.Start(true);
        bench.Wire = 0;
        bench.Run(120000);
        bench.EastSpeed = 10000;
        bench.Run(120000);
        Is(bench, UnitActivity.Parked);
    }

    [TestMethod]
    public void A_traction_battery_that_takes_current_while_the_vehicle_stands_is_being_charged()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12700;
        bench.BatteryAmperes = 0;
        bench.Run(60000);
        Is(bench, UnitActivity.Parked);
        bench.Supply = 14300;
        bench.BatteryAmperes = 8;
        bench.Run(40000);
        Is(bench, UnitActivity.Charging);
        bench.Run(600000);
        Assert.AreEqual((int)IgnitionState.Off, (int)bench.Last().Ignition, "the converter's voltage tells nothing then");
        Assert.AreEqual(0, bench.CountOf(UnitEvent.ExcessiveIdling));
        bench.BatteryAmperes = -2;
        bench.Run(50000);
        Is(bench, UnitActivity.Charging);
        bench.Run(20000);
        Assert.IsTrue(bench.Sampler.Context.Activity != UnitActivity.Charging);
    }

    [TestMethod]
    public void Braking_charges_the_battery_and_is_driving()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 15000;
        bench.BatteryAmperes = 60;
        bench.Run(120000);
        Is(bench, UnitActivity.Driving);
    }

    private static SamplingBench Parked()
    {
        SamplingBench bench = Bench();
        bench.Wire = 0;
        bench.Run(120000);
        return bench;
    }

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 10000;
        bench.Start(true);
        return bench;
    }

    private static void Is(SamplingBench bench, UnitActivity activity)
    {
        Assert.AreEqual((int)activity, (int)bench.Sampler.Context.Activity);
    }
}
