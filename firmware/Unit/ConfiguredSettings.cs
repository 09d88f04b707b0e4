using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sampling;

namespace Telltale.Unit;

/// <summary>Brings a configuration into the unit's settings. What the board or its link applies is left out: README.md in firmware/Configuration says which.</summary>
public static class ConfiguredSettings
{
    private const int LongestLiveSeconds = 3600;

    /// <summary>Applies every entry that has to do with the unit; board name, baud rate and journal are left as the board set them where the configuration leaves that to it.</summary>
    public static void Apply(UnitConfiguration from, UnitSettings to)
    {
        to.BoardName = from.Text(ConfigurationKey.BoardName);
        ApplyUplink(from, to);
        ApplyBus(from, to);
        if (from.Number(ConfigurationKey.JournalBudget) > 0)
        {
            to.Journal.BudgetBytes = from.Number(ConfigurationKey.JournalBudget) * 1024;
        }

        to.Journal.DrainOrder = (DrainOrder)from.Number(ConfigurationKey.DrainOrder);
        to.BatchMilliseconds = from.Number(ConfigurationKey.BatchInterval);
        to.MaximumSamplesInBatch = from.Number(ConfigurationKey.BatchSamples);
        to.LiveBatchMilliseconds = from.Number(ConfigurationKey.BatchLive);
        to.LowSupplyBatchMilliseconds = from.Number(ConfigurationKey.BatchLowSupply);
        to.StatusMilliseconds = from.Number(ConfigurationKey.StatusInterval);
        to.StatusOnOpenMilliseconds = from.Number(ConfigurationKey.StatusOnOpen);
        to.StatusOnDropMilliseconds = from.Number(ConfigurationKey.StatusOnDrop);
        to.LowSupplyMillivolts = from.Number(ConfigurationKey.LowSupply);
        if (from.Number(ConfigurationKey.GnssBaudRate) > 0)
        {
            to.Gnss.BaudRate = from.Number(ConfigurationKey.GnssBaudRate);
        }

        to.Gnss.IntervalMilliseconds = from.Number(ConfigurationKey.GnssInterval);
        to.Gnss.MaySend = from.IsOn(ConfigurationKey.GnssMaySend);
        ApplySampling(from, to.Sampling);
        ApplySignals(from, to.Sampling);
        ApplyContext(from, to.Sampling.Context);
        ApplyEvents(from, to.Sampling.Events);
        ApplySleep(from, to.Sleep);
        ApplyCommands(from, to.Commands);
    }

    private static void ApplySleep(UnitConfiguration from, SleepSettings to)
    {
        to.IsEnabled = from.IsOn(ConfigurationKey.SleepEnabled);
        to.AfterMilliseconds = from.Number(ConfigurationKey.SleepAfter);
        to.WakeMilliseconds = from.Number(ConfigurationKey.SleepWake);
        to.AwakeMilliseconds = from.Number(ConfigurationKey.SleepAwake);
        to.PeekMilliseconds = from.Number(ConfigurationKey.SleepPeek);
        to.GuardMillivolts = from.Number(ConfigurationKey.SleepGuard);
    }

    private static void ApplyCommands(UnitConfiguration from, CommandSettings to)
    {
        to.MayWipe = from.IsOn(ConfigurationKey.AllowsWipe);
        to.LongestLiveSeconds = from.IsOn(ConfigurationKey.AllowsLive) ? LongestLiveSeconds : 0;
        to.Outputs = new OutputSettings[from.Number(ConfigurationKey.Outputs)];
        for (int index = 0; index < to.Outputs.Length; index++)
        {
            ConfigurationItem item = from.Item(ConfigurationKey.Outputs, index);
            OutputSettings output = new OutputSettings();
            output.Pin = (int)item.Number(OutputMember.Pin);
            output.Name = item.Text(OutputMember.Name);
            output.IsActiveLow = item.IsOn(OutputMember.IsActiveLow);
            output.PulseMilliseconds = (int)item.Number(OutputMember.Pulse);
            output.MayDriveWhileMoving = item.IsOn(OutputMember.WhileMoving);
            to.Outputs[index] = output;
        }
    }

    private static void ApplyUplink(UnitConfiguration from, UnitSettings to)
    {
        to.NetworkClass = (NetworkClass)((int)NetworkClass.Home + from.Number(ConfigurationKey.NetworkClass));
        to.Uplink.ReleaseOnAcknowledgement = from.Number(ConfigurationKey.Release) == 1;
        to.Uplink.InFlightWindow = from.Number(ConfigurationKey.InFlightFrames);
        to.Uplink.ReceiptWindow = from.Number(ConfigurationKey.ReceiptWindowFrames);
        to.Uplink.ReconnectMinimumMilliseconds = from.Number(ConfigurationKey.ReconnectMinimum);
        to.Uplink.ReconnectMaximumMilliseconds = from.Number(ConfigurationKey.ReconnectMaximum);
        to.Uplink.ConnectTimeoutMilliseconds = from.Number(ConfigurationKey.ConnectTimeout);
        to.Uplink.AcknowledgementTimeoutMilliseconds = from.Number(ConfigurationKey.AcknowledgementTimeout);
        to.Uplink.ReceiptMinimumMilliseconds = from.Number(ConfigurationKey.ReceiptMinimum);
        to.Uplink.ReceiptMaximumMilliseconds = from.Number(ConfigurationKey.ReceiptMaximum);
    }

    private static void ApplyBus(UnitConfiguration from, UnitSettings to)
    {
        to.Bus.MayPoll = from.IsOn(ConfigurationKey.MayPoll);
        to.Bus.Obd.MaximumRequestsPerSecond = from.Number(ConfigurationKey.RequestsPerSecond);
        to.Bus.Obd.RequestGapMilliseconds = from.Number(ConfigurationKey.RequestGap);
        to.Bus.Obd.MaximumPidsInRequest = from.Number(ConfigurationKey.PidsInRequest);
        to.Bus.Obd.GiveWayMilliseconds = from.Number(ConfigurationKey.GiveWay);
        to.Bus.Obd.AsksForVin = from.IsOn(ConfigurationKey.AsksForVin);
        to.Bus.Obd.TriesExtendedIdentifiers = from.IsOn(ConfigurationKey.TriesExtendedIdentifiers);
        to.Bus.Obd.TriesUds = from.IsOn(ConfigurationKey.TriesUds);
        to.Bus.Obd.MayClearTroubleCodes = from.IsOn(ConfigurationKey.AllowsClearTroubleCodes);
    }

    private static void ApplySampling(UnitConfiguration from, SamplerSettings to)
    {
        ApplySet(from, ConfigurationKey.DrivingInterval, to.Driving);
        ApplySet(from, ConfigurationKey.IdlingInterval, to.Idling);
        ApplySet(from, ConfigurationKey.ParkedInterval, to.Parked);
        ApplySet(from, ConfigurationKey.TowedInterval, to.Towed);
        ApplySet(from, ConfigurationKey.ChargingInterval, to.Charging);
        to.EventWaitMilliseconds = from.Number(ConfigurationKey.EventWait);
        to.PrivateIntervalMilliseconds = from.Number(ConfigurationKey.PrivateInterval);
    }

    private static void ApplySignals(UnitConfiguration from, SamplerSettings to)
    {
        to.Rules = new SignalRule[from.Number(ConfigurationKey.SignalRules)];
        for (int index = 0; index < to.Rules.Length; index++)
        {
            to.Rules[index] = RuleOf(from.Item(ConfigurationKey.SignalRules, index));
        }

        int extremes = from.Number(ConfigurationKey.Extremes);
        to.ExtremeSignals = extremes < 0 ? null : new string[extremes];
        for (int index = 0; index < extremes; index++)
        {
            to.ExtremeSignals[index] = from.Item(ConfigurationKey.Extremes, index).Text(0);
        }
    }

    private static SignalRule RuleOf(ConfigurationItem item)
    {
        SignalRule rule = new SignalRule();
        rule.Name = item.Text(SignalRuleMember.Signal);
        rule.IsInUnit = true;

        // One of them is given. Their order is that of the kinds.
        for (int member = SignalRuleMember.RisesAbove; member <= SignalRuleMember.ChangesPerSecond; member++)
        {
            if (item.IsGiven(member))
            {
                rule.Kind = SignalRuleKind.RisesAbove + (member - SignalRuleMember.RisesAbove);
                rule.ThresholdMillionths = item.Number(member);
            }
        }

        rule.HysteresisMillionths = item.Number(SignalRuleMember.Hysteresis);
        rule.ShortestPauseMilliseconds = (int)item.Number(SignalRuleMember.Pause);
        rule.IsEvent = item.IsOn(SignalRuleMember.IsEvent);
        return rule;
    }

    // The entries of a set follow one another in the same order in each.
    private static void ApplySet(UnitConfiguration from, ConfigurationKey first, SamplingSet to)
    {
        to.IntervalMilliseconds = from.Number(first);
        to.DistanceMetres = from.Number(first + 1);
        to.CourseDegrees = from.Number(first + 2);
        to.CourseMinimumSpeedMillimetresPerSecond = from.Number(first + 3);
        to.ShapeErrorMillimetres = from.Number(first + 4);
        to.ShapeSpeedErrorMillimetresPerSecond = from.Number(first + 5);
        to.LongestGapMilliseconds = from.Number(first + 6);
    }

    private static void ApplyContext(UnitConfiguration from, ContextSettings to)
    {
        to.EngineRunningRpm = from.Number(ConfigurationKey.EngineRunning);
        to.SupplyOnMillivolts = from.Number(ConfigurationKey.SupplyOn);
        to.SupplyHysteresisMillivolts = from.Number(ConfigurationKey.SupplyHysteresis);
        to.SupplyAmbiguousMillivolts = from.Number(ConfigurationKey.SupplyAmbiguous);
        to.IdlingAfterMilliseconds = from.Number(ConfigurationKey.IdlingAfter);
        to.TripEndByWireMilliseconds = from.Number(ConfigurationKey.TripEndByWire);
        to.TripEndByEngineSpeedMilliseconds = from.Number(ConfigurationKey.TripEndByEngineSpeed);
        to.TripEndBySupplyMilliseconds = from.Number(ConfigurationKey.TripEndBySupply);
        to.TripEndByMotionMilliseconds = from.Number(ConfigurationKey.TripEndByMotion);
        to.RestartGapMilliseconds = from.Number(ConfigurationKey.RestartGap);
        to.TowDistanceMetres = from.Number(ConfigurationKey.TowDistance);
        to.TowSpeedMillimetresPerSecond = from.Number(ConfigurationKey.TowSpeed);
    }

    private static void ApplyEvents(UnitConfiguration from, EventSettings to)
    {
        to.Trips = from.IsOn(ConfigurationKey.TripEvents);
        to.Towing = from.IsOn(ConfigurationKey.TowingEvents);
        to.SupplyLow = from.IsOn(ConfigurationKey.SupplyLowEvents);
        to.PrivateMode = from.IsOn(ConfigurationKey.PrivateModeEvents);
        to.ExcessiveIdlingSeconds = from.Number(ConfigurationKey.ExcessiveIdling);
        to.OverspeedMillimetresPerSecond = from.Number(ConfigurationKey.Overspeed);
        to.OverspeedHoldMilliseconds = from.Number(ConfigurationKey.OverspeedHold);
        to.OverspeedHysteresisMillimetresPerSecond = from.Number(ConfigurationKey.OverspeedHysteresis);
        to.HarshAccelerationMillimetresPerSecondSquared = from.Number(ConfigurationKey.HarshAcceleration);
        to.HarshBrakingMillimetresPerSecondSquared = from.Number(ConfigurationKey.HarshBraking);
        to.HarshCorneringMillimetresPerSecondSquared = from.Number(ConfigurationKey.HarshCornering);
        to.HarshMinimumSpeedMillimetresPerSecond = from.Number(ConfigurationKey.HarshMinimumSpeed);
    }
}
