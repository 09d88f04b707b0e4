using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class ExtremesTests
{
    [TestMethod]
    public void Where_every_epoch_is_taken_there_are_none()
    {
        SamplingBench bench = Bench(1000);
        for (int second = 0; second < 60; second++)
        {
            bench.EastSpeed = 10000 + (second % 7 * 1500);
            bench.VehicleSpeedKilometresPerHour = 30 + (second % 5);
            bench.Run(1000);
        }

        for (int index = 0; index < bench.Count; index++)
        {
            Assert.AreEqual((int)SampleExtremes.None, (int)bench.Samples[index].Extremes);
            Assert.AreEqual(0L, bench.Samples[index].SignalExtremesPresent);
        }
    }

    [TestMethod]
    public void What_goes_beyond_both_samples_in_between_is_kept()
    {
        SamplingBench bench = Bench(10000);
        int[] speeds = new int[] { 10000, 11000, 15000, 16000, 14000, 9000, 10000, 10000, 10000, 12000 };
        int[] engine = new int[] { 2000, 2100, 2900, 3000, 2500, 1500, 1900, 2000, 2000, 2300 };
        Drive(bench, speeds, engine);
        Sample sample = bench.Last();
        Assert.AreEqual((int)(SampleExtremes.MaximumSpeed | SampleExtremes.MaximumAcceleration | SampleExtremes.MaximumBraking), (int)sample.Extremes);
        Assert.AreEqual(16000, sample.MaximumSpeedMillimetresPerSecond);
        Assert.AreEqual(4000, sample.MaximumAccelerationMillimetresPerSecondSquared, "15 less 11 m/s in a second");
        Assert.AreEqual(5000, sample.MaximumBrakingMillimetresPerSecondSquared);
        long bit = 1L << SamplingBench.EngineIndex;
        Assert.AreEqual(bit, sample.SignalExtremesPresent & bit);
        Assert.AreEqual(3000 * 4, sample.SignalMaxima[SamplingBench.EngineIndex]);
        Assert.AreEqual(1500 * 4, sample.SignalMinima[SamplingBench.EngineIndex]);

        Drive(bench, new int[] { 12000, 12100, 12200, 12300, 12400, 12500, 12600, 12700, 12800, 12900 }, engine);
        sample = bench.Last();
        Assert.IsTrue((sample.Extremes & SampleExtremes.MaximumSpeed) == 0, "nothing goes beyond the two samples");
        Assert.IsTrue((sample.Extremes & SampleExtremes.MaximumBraking) == 0);
        Drive(bench, speeds, new int[] { 2400, 2500, 2600, 2700, 2800, 2900, 3000, 3100, 3200, 3300 });
        Drive(bench, speeds, new int[] { 3400, 3500, 3600, 3700, 3800, 3900, 4000, 4100, 4200, 4300 });
        Assert.AreEqual(0L, bench.Last().SignalExtremesPresent & bit, "all between the two");
    }

    [TestMethod]
    public void Epochs_a_tenth_of_a_second_apart_are_compared_over_a_fifth()
    {
        SamplingBench bench = Bench(1000);
        bench.EpochMilliseconds = 100;
        bench.EastSpeed = 10000;
        bench.Run(5000);
        for (int tenth = 1; tenth <= 10; tenth++)
        {
            // 3 m/s² with a jitter of 0.1 m/s, which would be 4 over a tenth of a second.
            bench.EastSpeed = 10000 + (tenth * 300) + (tenth % 2 == 0 ? 0 : 100);
            bench.Run(100);
        }

        Sample sample = bench.Last();
        Assert.IsTrue(sample.MaximumAccelerationMillimetresPerSecondSquared <= 3000 || (sample.Extremes & SampleExtremes.MaximumAcceleration) == 0);
    }

    [TestMethod]
    public void Extremes_are_of_the_signals_that_were_chosen()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 10000;
        bench.Settings.ExtremeSignals = new[] { "OBD.CoolantTemperature", "No.Such.Signal" };
        bench.Start(true);
        bench.EngineRpm = 1000;
        bench.Table.Set(SamplingBench.CoolantIndex, 90, 0);
        bench.Run(10000);
        bench.EngineRpm = 3000;
        bench.Table.Set(SamplingBench.CoolantIndex, 95, bench.Uptime);
        bench.Run(5000);
        bench.EngineRpm = 1000;
        bench.Table.Set(SamplingBench.CoolantIndex, 91, bench.Uptime);
        bench.Run(5000);
        Assert.AreEqual(1L << SamplingBench.CoolantIndex, bench.Last().SignalExtremesPresent);
        Assert.AreEqual(95, bench.Last().SignalMaxima[SamplingBench.CoolantIndex]);
        Assert.AreEqual(91, bench.Last().SignalMinima[SamplingBench.CoolantIndex], "the range of what was left out");
    }

    [TestMethod]
    public void A_speed_that_no_vehicle_reaches_in_a_second_is_no_acceleration()
    {
        SamplingBench bench = Bench(10000);
        int[] speeds = new int[] { 10000, 10000, 40000, 10000, 10000, 10000, 10000, 10000, 10000, 10000 };
        Drive(bench, speeds, null);
        Assert.IsTrue((bench.Last().Extremes & (SampleExtremes.MaximumAcceleration | SampleExtremes.MaximumBraking)) == 0);
    }

    private static SamplingBench Bench(int interval)
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = interval;
        bench.Start(true);
        bench.EastSpeed = 10000;
        bench.EngineRpm = 2000;
        bench.Run(10000);
        return bench;
    }

    private static void Drive(SamplingBench bench, int[] speeds, int[] engine)
    {
        for (int second = 0; second < speeds.Length; second++)
        {
            bench.EastSpeed = speeds[second];
            bench.EngineRpm = engine == null ? -1 : engine[second];
            bench.Run(1000);
        }
    }
}
