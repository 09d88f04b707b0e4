using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// Judges when a parked unit sleeps, and for how long. Sleep ends a life: everything has to be on flash before, and what the owner may still be given is given first.
/// </summary>
internal sealed class SleepPlan
{
    private const int StepMilliseconds = 1000;
    private const int GuardHoldMilliseconds = 240000;
    private const int GuardWakeMilliseconds = 86400000;

    // No board runs on less: its supply is not wired to the input that measures it.
    private const int LeastMillivolts = 6000;

    // A command for a unit that sleeps comes when its owner hears of it again.
    private const int ListenMilliseconds = 30000;
    private const int FixMilliseconds = 60000;
    private const int ReportMilliseconds = 5000;

    /// <summary>The uptime at which <see cref="Step"/> is wanted next.</summary>
    internal long DueUptimeMilliseconds = long.MinValue;

    private readonly SleepSettings _settings;
    private readonly UnitPorts _ports;
    private bool _isShort;
    private long _quietUptime = long.MinValue;
    private long _lowUptime = long.MinValue;
    private long _leavingUptime = long.MinValue;
    private long _sentUptime = long.MinValue;
    private long _reportedUptime;
    private bool _hasReported;

    internal SleepPlan(SleepSettings settings, UnitPorts ports)
    {
        _settings = settings;
        _ports = ports;
        _isShort = ports.WokenBy == WakeCause.Timer;
    }

    /// <summary>Judges once a second.</summary>
    /// <returns>Milliseconds to sleep for, everything being done; 0 to stay awake.</returns>
    internal long Step(TelematicsUnit unit, long uptime)
    {
        DueUptimeMilliseconds = uptime + StepMilliseconds;
        if (!IsQuiet(unit, uptime))
        {
            _isShort = _isShort && !IsUsed(unit, uptime);
            _quietUptime = long.MinValue;
            _lowUptime = long.MinValue;
            _leavingUptime = long.MinValue;
            return 0;
        }

        _quietUptime = _quietUptime == long.MinValue ? uptime : _quietUptime;
        bool isGuarding = IsGuarding(uptime);
        if (!isGuarding && !IsTimeToLeave(unit, uptime))
        {
            return 0;
        }

        if (!HasLeft(unit, uptime))
        {
            return 0;
        }

        // A wake is shorter than the four minutes: one that found the supply as low as it was left, all along, is as good.
        bool isStillLow = _isShort && _lowUptime != long.MinValue && _lowUptime <= _quietUptime;
        return isGuarding || isStillLow ? GuardWakeMilliseconds : _settings.WakeMilliseconds;
    }

    // A board sees in its sleep what a wire and the supply tell of the ignition, and nothing else.
    private bool IsQuiet(TelematicsUnit unit, long uptime)
    {
        VehicleContext context = unit.Sampler.Context;
        return context.Activity == UnitActivity.Parked && context.Ignition == IgnitionState.Off && !context.IsInTrip
            && (context.IgnitionSource == IgnitionSource.Wire || context.IgnitionSource == IgnitionSource.SupplyVoltage)
            && (_ports.Configuration == null || !_ports.Configuration.IsOnTrial) && !IsUsed(unit, uptime);
    }

    // Somebody uses the vehicle, or the unit: a wake by the timer is no short one any more.
    private static bool IsUsed(TelematicsUnit unit, long uptime)
    {
        VehicleContext context = unit.Sampler.Context;
        return context.Ignition == IgnitionState.On || context.Activity == UnitActivity.Towed || context.Activity == UnitActivity.Charging
            || unit.OutputsOn != 0 || unit.IsWatchedLive(uptime) || unit.Reporting.IsTypedAt(uptime) || unit.IsBusyWithCommand;
    }

    private bool IsGuarding(long uptime)
    {
        int supply = _ports.Power.SupplyMillivolts;
        if (supply < LeastMillivolts || supply > _settings.GuardMillivolts)
        {
            _lowUptime = long.MinValue;
            return false;
        }

        _lowUptime = _lowUptime == long.MinValue ? uptime : _lowUptime;
        return uptime - _lowUptime >= GuardHoldMilliseconds;
    }

    private bool IsTimeToLeave(TelematicsUnit unit, long uptime)
    {
        long quiet = uptime - _quietUptime;
        if (!_isShort)
        {
            return quiet >= _settings.AfterMilliseconds;
        }

        if (!_hasReported)
        {
            // With a fix, or without one when none comes.
            _hasReported = unit.Reporting.NewestFix.Has(FixFields.Position) || quiet >= FixMilliseconds;
            if (_hasReported)
            {
                unit.ReportNow();
                _reportedUptime = uptime;
            }
        }

        return _hasReported && uptime - _reportedUptime >= ReportMilliseconds;
    }

    private bool HasLeft(TelematicsUnit unit, long uptime)
    {
        if (_leavingUptime == long.MinValue)
        {
            _leavingUptime = uptime;
            _sentUptime = long.MinValue;
        }

        long leaving = uptime - _leavingUptime;
        if (!unit.IsJournalled)
        {
            // What cannot be journalled in twice the time will not be in thrice.
            unit.RequestClose();
            return leaving >= 2L * _settings.AwakeMilliseconds;
        }

        FrameUplink uplink = unit.Uplink;
        if (!uplink.IsOpen || !uplink.IsDrained || unit.Journal.SentCount > 0)
        {
            _sentUptime = long.MinValue;
            return leaving >= _settings.AwakeMilliseconds;
        }

        _sentUptime = _sentUptime == long.MinValue ? uptime : _sentUptime;
        return uptime - _sentUptime >= ListenMilliseconds || leaving >= _settings.AwakeMilliseconds;
    }
}
