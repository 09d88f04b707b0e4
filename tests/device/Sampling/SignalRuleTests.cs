using nanoFramework.TestFramework;
using Telltale.Sampling;

namespace Telltale.DeviceTests.Sampling;

[TestClass]
public class SignalRuleTests
{
    [TestMethod]
    public void A_threshold_is_passed_once_until_the_hysteresis_is_undercut()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, Hysteresis = 10, IsEvent = true });
        Set(bench, 150);
        Assert.AreEqual(0, bench.EventCount, "not above");
        Set(bench, 151);
        Assert.AreEqual(1, bench.EventCount);
        Assert.AreEqual((int)UnitEvent.Signal, bench.Events[0]);
        Assert.AreEqual(151, bench.EventValues[0]);
        Assert.AreEqual(150, bench.EventLimits[0]);
        Assert.AreEqual(SamplingBench.CoolantIndex, bench.EventSignals[0]);
        Assert.AreEqual(151, bench.EventSamples[0].Signals[SamplingBench.CoolantIndex], "the sample is of the same moment");
        Assert.IsTrue((bench.EventSamples[0].Triggers & SampleTriggers.Signal) != 0);
        Set(bench, 141);
        Set(bench, 160);
        Assert.AreEqual(1, bench.EventCount, "within the hysteresis");
        Set(bench, 140);
        Set(bench, 155);
        Assert.AreEqual(2, bench.EventCount);
    }

    [TestMethod]
    public void A_rule_in_the_signals_unit_is_met_by_the_raw_values_beyond_it()
    {
        // Raw values of the coolant's temperature are degrees Celsius and 40.
        SamplingBench bench = Bench(new SignalRule { Name = "Vehicle.OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, IsInUnit = true, ThresholdMillionths = 110500000L, HysteresisMillionths = 9600000L, IsEvent = true });
        Set(bench, 150);
        Assert.AreEqual(0, bench.EventCount, "110 is not above 110.5");
        Set(bench, 151);
        Assert.AreEqual(1, bench.EventCount);
        Assert.AreEqual(150, bench.EventLimits[0], "raw");
        Set(bench, 141);
        Set(bench, 160);
        Assert.AreEqual(1, bench.EventCount, "101 is above 100.9");
        Set(bench, 140);
        Set(bench, 155);
        Assert.AreEqual(2, bench.EventCount);
    }

    [TestMethod]
    public void A_rule_without_event_takes_a_sample_only()
    {
        SamplingBench bench = Bench(new SignalRule { SignalIndex = SamplingBench.CoolantIndex, Kind = SignalRuleKind.FallsBelow, Threshold = 30, Hysteresis = 2 });
        Set(bench, 60);
        int before = bench.Count;
        Set(bench, 29);
        Assert.AreEqual(before + 1, bench.Count);
        Assert.AreEqual(0, bench.EventCount);
        Set(bench, 31);
        Set(bench, 29);
        Assert.AreEqual(before + 1, bench.Count);
        Set(bench, 32);
        Set(bench, 29);
        Assert.AreEqual(before + 2, bench.Count);
    }

    [TestMethod]
    public void What_is_beyond_the_threshold_at_first_sight_is_reported()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, IsEvent = true });
        Set(bench, 170);
        Assert.AreEqual(1, bench.EventCount);
    }

    [TestMethod]
    public void A_change_is_held_against_the_last_sample()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.Changes, Threshold = 5 });
        Set(bench, 60);
        bench.Run(60000);
        int before = bench.Count;
        Set(bench, 64);
        Assert.AreEqual(before, bench.Count);
        Set(bench, 56);
        Assert.AreEqual(before, bench.Count);
        Set(bench, 65);
        Assert.AreEqual(before + 1, bench.Count);
        Set(bench, 69);
        Set(bench, 61);
        Assert.AreEqual(before + 1, bench.Count, "against 65 by now");
        Set(bench, 60);
        Assert.AreEqual(before + 2, bench.Count);
    }

    [TestMethod]
    public void A_rate_is_that_between_two_values_as_they_came()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.ChangesFast, Threshold = 10 });
        Set(bench, 60);
        int before = bench.Count;
        Set(bench, 69);
        Assert.AreEqual(before, bench.Count, "nine a second");
        Set(bench, 79);
        Assert.AreEqual(before + 1, bench.Count);
        bench.Run(10000);
        Set(bench, 99);
        Assert.AreEqual(before + 1, bench.Count, "20 in 11 seconds");
        Set(bench, 89);
        Assert.AreEqual(before + 2, bench.Count, "down");
    }

    [TestMethod]
    public void The_pause_is_kept_and_what_lasts_longer_is_reported_after_it()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, ShortestPauseMilliseconds = 30000, IsEvent = true });
        Set(bench, 160);
        Set(bench, 100);
        Set(bench, 160);
        Assert.AreEqual(1, bench.EventCount);
        bench.Run(30000);
        Assert.AreEqual(2, bench.EventCount);
        bench.Run(60000);
        Assert.AreEqual(2, bench.EventCount);
    }

    [TestMethod]
    public void A_signal_that_is_absent_meets_no_rule_and_one_that_the_unit_does_not_have_is_counted()
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 60000;
        bench.Settings.Rules = new[]
        {
            new SignalRule { Name = "OBD.EngineSpeed", Kind = SignalRuleKind.FallsBelow, Threshold = 100 },
            new SignalRule { Name = "No.Such.Signal", Kind = SignalRuleKind.FallsBelow, Threshold = 100 },
            new SignalRule { SignalIndex = 4, Kind = SignalRuleKind.FallsBelow, Threshold = 100 },
        };
        bench.Start(true);
        bench.Run(30000);
        Assert.AreEqual(0, bench.CountOf(SampleTriggers.Signal, 0));
        Assert.AreEqual(2, bench.Sampler.RulesWithoutSignal);
    }

    [TestMethod]
    public void Without_epochs_the_rules_are_looked_at_once_a_second()
    {
        SamplingBench bench = Bench(new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, IsEvent = true });
        bench.Run(10000);
        bench.EpochMilliseconds = 0;
        bench.Run(10000);
        Set(bench, 151);
        bench.Run(1000);
        Assert.AreEqual(1, bench.EventCount);
        Assert.AreEqual(151, bench.EventSamples[0].Signals[SamplingBench.CoolantIndex]);
    }

    private static SamplingBench Bench(SignalRule rule)
    {
        SamplingBench bench = new SamplingBench();
        bench.Settings.Driving.IntervalMilliseconds = 60000;
        bench.Settings.Rules = new[] { rule };
        bench.Start(true);
        return bench;
    }

    private static void Set(SamplingBench bench, int raw)
    {
        bench.Run(900);
        bench.Table.Set(SamplingBench.CoolantIndex, raw, bench.Uptime);
        bench.Run(100);
    }
}
