namespace Telltale.Unit;

/// <content>Sleep, on a board that can.</content>
public sealed partial class TelematicsUnit
{
    /// <summary>How long the board is to sleep before it starts the unit again, in milliseconds, where <see cref="RestartRequested"/> is <see cref="RestartReason.Asleep"/>.</summary>
    public long SleepMilliseconds;

    private SleepPlan _sleep;

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
}
