using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class IgnitionTests
{
    [TestMethod]
    public void The_wire_tells_once_its_level_has_settled_whatever_else_there_is()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.Supply = 12000;
        bench.EngineRpm = 0;
        bench.Run(2000);
        Is(bench, IgnitionState.On, IgnitionSource.Wire);
        bench.Wire = 0;
        bench.Run(400);
        Is(bench, IgnitionState.On, IgnitionSource.Wire);
        bench.Wire = 1;
        bench.Run(1000);
        bench.Wire = 0;
        bench.Run(400);
        Is(bench, IgnitionState.On, IgnitionSource.Wire);
        bench.Run(200);
        Is(bench, IgnitionState.Off, IgnitionSource.Wire);
    }

    [TestMethod]
    public void Without_a_wire_a_running_engine_tells_and_a_starter_does_not()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12400;
        bench.EngineRpm = 0;
        bench.Run(3000);
        Is(bench, IgnitionState.Off, IgnitionSource.EngineSpeed);
        bench.EngineRpm = 220;
        bench.Run(3000);
        Is(bench, IgnitionState.Off, IgnitionSource.EngineSpeed);
        bench.EngineRpm = 850;
        bench.Run(3000);
        Is(bench, IgnitionState.On, IgnitionSource.EngineSpeed);
        bench.EngineRpm = 0;
        bench.Run(4000);
        Is(bench, IgnitionState.On, IgnitionSource.EngineSpeed);
        bench.Run(4000);
        Is(bench, IgnitionState.Off, IgnitionSource.EngineSpeed);
    }

    [TestMethod]
    public void Without_either_the_supply_voltage_tells_with_hysteresis()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12500;
        bench.Run(1000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
        bench.Supply = 13200;
        bench.Run(4500);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
        bench.Run(1000);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        bench.Supply = 12900;
        bench.Run(20000);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        bench.Supply = 12899;
        bench.Run(4500);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        bench.Run(1000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
    }

    [TestMethod]
    public void An_alternator_that_saves_fuel_does_not_switch_the_ignition_off_while_the_vehicle_moves()
    {
        SamplingBench bench = Bench();
        bench.Supply = 14400;
        bench.Run(10000);
        bench.EastSpeed = 14000;
        bench.Run(10000);
        bench.Supply = 12300;
        bench.Run(600000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
        Assert.AreEqual(1, bench.Last().TripNumber);

        bench.EastSpeed = 0;
        bench.Run(60000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
        bench.EastSpeed = 14000;
        bench.Run(10000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
        bench.Supply = 14400;
        bench.Run(2000);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        Assert.AreEqual(1, bench.Last().TripNumber, "a stop at a light ends no trip");
        Assert.AreEqual(0, bench.CountOf(UnitEvent.Towing));
    }

    [TestMethod]
    public void A_voltage_that_tells_nothing_counts_together_with_motion()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12800;
        bench.Run(20000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
        bench.EastSpeed = 10000;
        bench.Run(5000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
        Assert.AreEqual((int)UnitActivity.Driving, (int)bench.Last().Activity);
    }

    [TestMethod]
    public void The_speed_on_the_vehicle_bus_is_that_of_one_that_drives_itself()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12300;
        bench.VehicleSpeedKilometresPerHour = 0;
        bench.Run(20000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
        bench.VehicleSpeedKilometresPerHour = 30;
        bench.EastSpeed = 8333;
        bench.Supply = 14100;
        bench.Run(2000);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        bench.Supply = 12300;
        bench.Run(2000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
    }

    [TestMethod]
    public void A_converter_that_gives_its_voltage_with_the_engine_stopped_keeps_the_ignition_on()
    {
        SamplingBench bench = Bench();
        bench.Supply = 14300;
        bench.EngineRpm = 900;
        bench.Run(10000);
        bench.EngineRpm = 0;
        bench.Run(60000);
        Is(bench, IgnitionState.On, IgnitionSource.SupplyVoltage);
        bench.Supply = 12700;
        bench.Run(8000);
        Is(bench, IgnitionState.Off, IgnitionSource.EngineSpeed);
    }

    [TestMethod]
    public void Where_nothing_else_is_known_motion_tells()
    {
        SamplingBench bench = Bench();
        bench.Run(30000);
        Is(bench, IgnitionState.Unknown, IgnitionSource.None);
        bench.Run(40000);
        Is(bench, IgnitionState.Off, IgnitionSource.Motion);
        bench.EastSpeed = 5000;
        bench.Run(1000);
        Is(bench, IgnitionState.Off, IgnitionSource.Motion);
        bench.Run(4000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
        bench.EastSpeed = 0;
        bench.Run(55000);
        Is(bench, IgnitionState.On, IgnitionSource.Motion);
        bench.Run(15000);
        Is(bench, IgnitionState.Off, IgnitionSource.Motion);
    }

    [TestMethod]
    public void A_single_fast_fix_is_no_motion_and_a_bad_one_tells_nothing()
    {
        SamplingBench bench = Bench();
        bench.Run(70000);
        for (int round = 0; round < 10; round++)
        {
            bench.StatedSpeed = 9000;
            bench.Run(2000);
            bench.StatedSpeed = 0;
            bench.Run(3000);
        }

        Assert.IsFalse(bench.Sampler.Context.IsMoving);
        Is(bench, IgnitionState.Off, IgnitionSource.Motion);
    }

    [TestMethod]
    public void A_moment_of_walking_pace_is_no_standing()
    {
        SamplingBench bench = Bench();
        bench.EastSpeed = 8000;
        bench.Run(20000);
        for (int round = 0; round < 10; round++)
        {
            bench.StatedSpeed = 300;
            bench.Run(3000);
            Assert.IsTrue(bench.Sampler.Context.IsMoving);
            bench.StatedSpeed = 8000;
            bench.Run(3000);
        }

        bench.StatedSpeed = 300;
        bench.Run(5000);
        Assert.IsFalse(bench.Sampler.Context.IsMoving);
    }

    [TestMethod]
    public void The_source_travels_with_the_next_sample_though_it_makes_none()
    {
        SamplingBench bench = Bench();
        bench.Settings.Driving.IntervalMilliseconds = 1000;
        bench.Start(true);
        bench.Supply = 14000;
        bench.Run(10000);
        Assert.AreEqual((int)IgnitionSource.SupplyVoltage, (int)bench.Last().IgnitionSource);
        int before = bench.Count;
        bench.EngineRpm = 900;
        bench.Run(5000);
        Assert.AreEqual(before + 5, bench.Count);
        for (int index = before; index < bench.Count; index++)
        {
            Assert.AreEqual((int)IgnitionSource.EngineSpeed, (int)bench.Samples[index].IgnitionSource);
            Assert.AreEqual((int)SampleTriggers.Time, (int)bench.Samples[index].Triggers);
        }
    }

    [TestMethod]
    public void A_bus_that_falls_silent_leaves_the_next_source_to_tell()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12300;
        bench.EngineRpm = 900;
        bench.Run(10000);
        Is(bench, IgnitionState.On, IgnitionSource.EngineSpeed);
        bench.EngineRpm = -1;
        bench.Run(15000);
        Is(bench, IgnitionState.Off, IgnitionSource.SupplyVoltage);
    }

    [TestMethod]
    public void The_signals_tell_without_any_epoch_too()
    {
        SamplingBench bench = Bench();
        bench.EpochMilliseconds = 0;
        bench.EngineRpm = 0;
        bench.Run(5000);
        Is(bench, IgnitionState.Off, IgnitionSource.EngineSpeed);
        bench.EngineRpm = 900;
        bench.Run(4000);
        Is(bench, IgnitionState.On, IgnitionSource.EngineSpeed);
    }

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 10000;
        bench.Start(true);
        return bench;
    }

    private static void Is(SamplingBench bench, IgnitionState state, IgnitionSource source)
    {
        Assert.AreEqual((int)state, (int)bench.Sampler.Context.Ignition);
        Assert.AreEqual((int)source, (int)bench.Sampler.Context.IgnitionSource);
    }
}
