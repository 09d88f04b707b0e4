namespace Telltale.Unit;

/// <content>Sleep, on a board that can.</content>
public sealed partial class TelematicsUnit
{
    /// <summary>How long the board is to sleep before it starts the unit again, in milliseconds, where <see cref="RestartRequested"/> is <see cref="RestartReason.Asleep"/>.</summary>
    public long SleepMilliseconds;

    private SleepPlan _sleep;
    private long _idleUptime;

    /// <summary>Nothing that was sampled or has happened waits for the journal.</summary>
    internal bool IsJournalled => _open.IsEmpty;

    /// <summary>Somebody watches live.</summary>
    internal bool IsWatchedLive(long uptime) => _open.IsLive(uptime);

    /// <summary>A command is being carried out.</summary>
    internal bool IsBusyWithCommand => _commands != null && _commands.IsBusy;

    private void StartSleep()
    {
        if (_settings.Sleep.IsEnabled && _ports.CanSleep && !IsSafeMode)
        {
            _sleep = new SleepPlan(_settings.Sleep, _ports);
        }
    }

    private void StepSleep(long uptime)
    {
        if (uptime < _sleep.DueUptimeMilliseconds || RestartRequested != RestartReason.None)
        {
            return;
        }

        SleepMilliseconds = _sleep.Step(this, uptime);
        if (SleepMilliseconds > 0)
        {
            if (_ports.Budget != null)
            {
                _ports.Budget.Settle();
            }

            RestartRequested = RestartReason.Asleep;
        }
    }

    // A unit without keys, or one that was wiped, has nothing to say and nobody to say it to; a battery it has all the same.
    private void StepSleepIdle(long uptime)
    {
        SleepSettings settings = _settings.Sleep;
        if (!settings.IsEnabled || !_ports.CanSleep || RestartRequested != RestartReason.None)
        {
            return;
        }

        int ignition = _ports.Power.Ignition;
        bool isOn = ignition >= 0 ? ignition == 1 : _ports.Power.SupplyMillivolts >= _settings.Sampling.Context.SupplyOnMillivolts;
        if (isOn || Reporting.IsTypedAt(uptime))
        {
            _idleUptime = uptime;
        }
        else if (uptime - _idleUptime >= (_ports.WokenBy == WakeCause.Timer ? settings.AwakeMilliseconds : settings.AfterMilliseconds))
        {
            SleepMilliseconds = settings.WakeMilliseconds;
            RestartRequested = RestartReason.Asleep;
        }
    }
}
