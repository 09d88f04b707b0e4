using System.Text;
using Telltale.Checks;
using Telltale.Configuration;
using Telltale.HostTests.Unit;
using Telltale.Sampling;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Configuration;

/// <summary>Rules for signals on their way from the file to samples, alerts and statuses. The signal of the desk counts seconds, in tenths.</summary>
internal sealed class SignalRulesOfTheConfigurationTests
{
    [Test]
    public void A_rule_is_written_in_the_signals_unit_and_reports_the_moment_at_which_it_is_met()
    {
        UnitOnTheDesk desk = Desk("""{"version":2,"signals":[{"signal":"Vehicle.Test.Tenths","risesAbove":20.95,"event":true},{"signal":"Test.Tenths","risesAbove":21.05,"event":true}]}""");
        desk.Run(30);

        // Rules are looked at with every epoch: once a second.
        Assert.That(desk.Owner.Alerts.Where(alert => alert.Event == UnitEvent.Signal).Select(alert => alert.Value), Is.EqualTo(new[] { 210, 220 }), "raw values are tenths");
        Assert.That(desk.Unit.Sampler.SignalSettingsWithoutEffect, Is.Zero);
        Assert.That(Counter(desk.Owner.Statuses[^1]), Is.Zero);
    }

    [Test]
    public void What_the_profile_does_not_have_or_cannot_reach_is_counted_in_statuses_and_logged()
    {
        UnitOnTheDesk desk = Desk("""{"version":2,"signals":[{"signal":"Vehicle.Speed","fallsBelow":1},{"signal":"Test.Tenths","risesAbove":300000000},{"signal":"Test.Tenths","changesBy":5}],"extremes":["Test.Tenths","Speed"]}""");
        desk.Run(30);
        Assert.That((desk.Unit.Sampler.RulesWithoutSignal, desk.Unit.Sampler.RulesOutOfRange, desk.Unit.Sampler.ExtremesWithoutSignal), Is.EqualTo((1, 1, 1)));
        Assert.That(Counter(desk.Owner.Statuses[^1]), Is.EqualTo(3));
        EventLog log = desk.Unit.Reporting.Log;
        Assert.That(Enumerable.Range(0, log.Total).Select(entry => (log.CodeOf(entry), log.ValueOf(entry))), Does.Contain((LogCode.SignalSettingsWithoutEffect, 3)));
    }

    [Test]
    public void Every_member_of_a_rule_reaches_the_sampler()
    {
        UnitSettings settings = Settings("""{"version":2,"signals":[{"signal":"a","risesAbove":1,"hysteresis":0.5,"pauseMilliseconds":7,"event":true},{"signal":"b","fallsBelow":-2},{"signal":"c","changesBy":3},{"signal":"d","changesPerSecond":4}],"extremes":["e","f"]}""");
        SignalRule[] rules = settings.Sampling.Rules;
        Assert.That(rules.Select(rule => (rule.Name, rule.Kind, rule.ThresholdMillionths)), Is.EqualTo(new[]
        {
            ("a", SignalRuleKind.RisesAbove, 1_000_000L), ("b", SignalRuleKind.FallsBelow, -2_000_000L), ("c", SignalRuleKind.Changes, 3_000_000L), ("d", SignalRuleKind.ChangesFast, 4_000_000L),
        }));
        Assert.That(rules.Select(rule => (rule.HysteresisMillionths, rule.ShortestPauseMilliseconds, rule.IsEvent, rule.IsInUnit)), Is.EqualTo(new[]
        {
            (500_000L, 7, true, true), (0L, 1000, false, true), (0L, 1000, false, true), (0L, 1000, false, true),
        }));
        Assert.That(settings.Sampling.ExtremeSignals, Is.EqualTo(new[] { "e", "f" }));
        Assert.That(Settings("""{"version":2,"extremes":[]}""").Sampling.ExtremeSignals, Is.Empty);
    }

    // What is 0 is not in a status.
    private static long Counter(StatusReport status)
    {
        int index = Array.IndexOf(status.CounterNumbers, (int)StatusCounter.SignalSettingsWithoutEffect, 0, status.CounterCount);
        return index < 0 ? 0 : status.CounterValues[index];
    }

    private static UnitOnTheDesk Desk(string json)
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Sampling = Settings(json).Sampling;
        desk.Start();
        return desk;
    }

    private static UnitSettings Settings(string json)
    {
        ConfigurationTable table = new();
        UnitConfiguration configuration = new(table);
        ConfigurationFault fault = new();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.That(new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, configuration, fault), Is.True, fault.ToString());
        UnitSettings settings = new();
        ConfiguredSettings.Apply(configuration, settings);
        return settings;
    }
}
