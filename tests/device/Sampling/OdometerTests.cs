using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class OdometerTests
{
    [TestMethod]
    public void Distance_is_what_was_driven_from_the_first_metre_on()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.Run(10000);
        bench.EastSpeed = 15000;
        bench.Run(100000);
        bench.EastSpeed = 0;
        bench.Run(10000);
        Assert.IsTrue(bench.Last().DistanceMetres >= 1492 && bench.Last().DistanceMetres <= 1508, "the metres until motion was certain are counted too");
    }

    [TestMethod]
    public void Ten_epochs_a_second_add_up_to_the_same()
    {
        SamplingBench bench = Bench();
        bench.EpochMilliseconds = 100;
        bench.Wire = 1;
        bench.Run(10000);
        bench.EastSpeed = 15000;
        bench.Run(100000);
        Assert.IsTrue(bench.Last().DistanceMetres >= 1480 && bench.Last().DistanceMetres <= 1500);
    }

    [TestMethod]
    public void A_receiver_that_stands_and_drifts_drives_nowhere()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.Run(10000);
        int seed = 1;
        for (int second = 0; second < 2000; second++)
        {
            seed = (seed * 1103515245) + 12345;
            bench.StatedSpeed = ((seed >> 16) & 0x7FFF) % 900;
            bench.Run(1000);
        }

        Assert.AreEqual(0, bench.Last().DistanceMetres);
        bench.StatedSpeed = -1;
        bench.EastSpeed = 10000;
        bench.Run(20000);
        Assert.IsTrue(bench.Sampler.Context.DistanceMetres <= 202, "nor when it leaves");
    }

    [TestMethod]
    public void Where_there_is_no_fix_the_speed_of_the_vehicle_counts()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 10000;
        bench.VehicleSpeedKilometresPerHour = 36;
        bench.Run(30000);
        int before = bench.Last().DistanceMetres;
        bench.HasFix = false;
        bench.Run(60000);
        Assert.IsTrue(bench.Last().DistanceMetres - before >= 598 && bench.Last().DistanceMetres - before <= 602);
        before = bench.Sampler.Context.DistanceMetres;
        bench.EpochMilliseconds = 0;
        bench.Run(60000);
        int driven = bench.Sampler.Context.DistanceMetres - before;
        Assert.IsTrue(driven >= 589 && driven <= 601, "nor any epoch");
    }

    [TestMethod]
    public void A_tunnel_without_any_speed_is_bridged_by_a_straight_line()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 20000;
        bench.Run(30000);
        int before = bench.Last().DistanceMetres;
        bench.HasFix = false;
        bench.Run(90000);
        bench.HasFix = true;
        bench.Run(10000);
        int driven = bench.Last().DistanceMetres - before;
        Assert.IsTrue(driven >= 1980 && driven <= 2025);
    }

    [TestMethod]
    public void A_position_that_comes_back_elsewhere_after_standing_is_no_distance()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.Run(30000);
        bench.HasFix = false;
        bench.Run(300000);
        bench.HasFix = true;
        bench.Jump(150000, 0);
        bench.Run(30000);
        Assert.AreEqual(0, bench.Last().DistanceMetres);
    }

    [TestMethod]
    public void A_way_that_nobody_takes_so_long_for_is_not_bridged()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 20000;
        bench.Run(30000);
        int before = bench.Sampler.Context.DistanceMetres;
        bench.HasFix = false;
        bench.EastSpeed = 0;
        bench.Run(200000);
        bench.HasFix = true;
        bench.Jump(150000, 0);
        bench.Run(5000);
        Assert.AreEqual(before, bench.Sampler.Context.DistanceMetres);
    }

    [TestMethod]
    public void Towing_is_no_driving()
    {
        SamplingBench bench = Bench();
        bench.Wire = 0;
        bench.Run(120000);
        bench.EastSpeed = 10000;
        bench.Run(300000);
        Assert.AreEqual((int)UnitActivity.Towed, (int)bench.Last().Activity);
        Assert.AreEqual(0, bench.Last().DistanceMetres);
    }

    [TestMethod]
    public void What_was_driven_before_a_late_ignition_is_counted()
    {
        SamplingBench bench = Bench();
        bench.Supply = 12400;
        bench.Run(120000);
        bench.EastSpeed = 10000;
        bench.Run(8000);
        Assert.AreEqual(0, bench.Last().DistanceMetres);
        bench.Supply = 14400;
        bench.Run(12000);
        Assert.IsTrue(bench.Last().DistanceMetres >= 190 && bench.Last().DistanceMetres <= 205);
    }

    [TestMethod]
    public void Epochs_that_are_read_late_and_at_once_count_by_their_own_time()
    {
        SamplingBench bench = Bench();
        bench.Wire = 1;
        bench.EastSpeed = 20000;
        bench.Run(10000);
        int before = bench.Sampler.Context.DistanceMetres;
        for (int second = 1; second <= 8; second++)
        {
            bench.Sampler.BeginEpoch(18000);
            bench.Fix.ReceivedUptimeMilliseconds = 18000;
            bench.Fix.TimeUtcMilliseconds = SamplingBench.Utc + 10000 + (second * 1000);
            bench.Sampler.OnFix(bench.Fix);
        }

        Assert.AreEqual(before + 160, bench.Sampler.Context.DistanceMetres);
    }

    private static SamplingBench Bench()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 5000;
        bench.Start(true);
        return bench;
    }
}
