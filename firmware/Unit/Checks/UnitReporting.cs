using Telltale.Checks;
using Telltale.Ports;
using Telltale.Signals;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>What the unit says of itself: checks, log, serial console and start-up report. Works in every state of the unit, without keys too.</summary>
public sealed class UnitReporting : ICheckListener
{
    /// <summary>The checks.</summary>
    public readonly CheckList Checks;

    /// <summary>The log.</summary>
    public readonly EventLog Log;

    /// <summary>The newest fix.</summary>
    public readonly FixWatch NewestFix = new FixWatch();

    /// <summary>The start-up report.</summary>
    public readonly StartupReport Startup;

    // Whoever wakes for something else takes the checks along; nobody wakes for them before.
    private const int SlackMilliseconds = 50;

    private readonly TelematicsUnit _unit;
    private readonly UnitConsole _console;
    private int _turnsShown = -1;
    private long _dueUptime;
    private int _epochFailures;
    private int _frameFailures;
    private int _samplesLost;
    private bool _wasOpen;
    private LinkFailure _linkFailure;

    internal UnitReporting(TelematicsUnit unit, UnitPorts ports, UnitSettings settings)
    {
        _unit = unit;
        Checks = new CheckList(this);
        Checks.Add(new UnitChecks(unit));
        Checks.Add(new PowerChecks(unit, ports.Power, settings.Limits));
        Checks.Add(new ReceiverChecks(NewestFix, settings.Limits));
        Checks.Add(new VehicleChecks(unit, ports, settings));
        Checks.Add(new NetworkChecks(unit, ports, settings));
        Log = new EventLog(ports.Volume);
        Startup = new StartupReport(unit, Checks, settings.BoardName, ports.StartupReports);
        if (ports.Console != null)
        {
            _console = new UnitConsole(ports.Console, ports.ConsoleBaudRate, unit, ports, settings, this);
        }
    }

    /// <summary>What the lamp says, see <see cref="LampPattern"/>; the board turns it on and off.</summary>
    public int Lamp { get; private set; }

    /// <summary>The uptime at which the next step is wanted.</summary>
    public long NextDueUptimeMilliseconds => _dueUptime;

    /// <inheritdoc/>
    public void OnCheck(Check check, StatusCheckState before, long uptimeMilliseconds)
    {
        if (check.State == StatusCheckState.Fail)
        {
            Log.Note(LogCode.CheckFailed, (int)check.Number, uptimeMilliseconds);
        }
        else if (before == StatusCheckState.Fail && check.State == StatusCheckState.Pass)
        {
            Log.Note(LogCode.CheckPassed, (int)check.Number, uptimeMilliseconds);
        }
    }

    /// <summary>Somebody gave a command at the serial console within the last five minutes.</summary>
    internal bool IsTypedAt(long uptimeMilliseconds) => _console != null && _console.IsTypedAt(uptimeMilliseconds);

    /// <summary>Before anything else of the start: a person can look on.</summary>
    internal void Begin(long uptimeMilliseconds)
    {
        Log.Load();
        Startup.Begin(uptimeMilliseconds);
        if (_console != null)
        {
            _console.Open();
        }
    }

    /// <summary>After the start, whatever became of it.</summary>
    internal void Started(long uptimeMilliseconds)
    {
        int boot = _unit.Keys == null ? 0 : _unit.Keys.BootNumber;
        Log.SetBootNumber(boot);
        Log.Note(LogCode.Started, boot, uptimeMilliseconds);
        BootLog life = _unit.BootLog;
        if (life != null && life.HasPrevious)
        {
            Log.Note(LogCode.StartReason, (int)life.PreviousReason, uptimeMilliseconds);
        }

        switch (_unit.State)
        {
            case UnitState.SealingFailed:
                Log.Note(LogCode.SealingFailed, 0, uptimeMilliseconds);
                break;
            case UnitState.NotEnrolled:
                Log.Note(LogCode.NotEnrolled, 0, uptimeMilliseconds);
                break;
            default:
                if (_unit.KeyState == Sealing.UnitKeyState.NewStream)
                {
                    Log.Note(LogCode.NewStream, 0, uptimeMilliseconds);
                }

                if (_unit.ProfileFault != SignalProfileFault.None)
                {
                    Log.Note(LogCode.ProfileRefused, (int)_unit.ProfileFault, uptimeMilliseconds);
                }

                if (_unit.OutputsRefused > 0)
                {
                    Log.Note(LogCode.OutputRefused, _unit.OutputPinRefused, uptimeMilliseconds);
                }

                if (_unit.Sampler.SignalSettingsWithoutEffect > 0)
                {
                    Log.Note(LogCode.SignalSettingsWithoutEffect, _unit.Sampler.SignalSettingsWithoutEffect, uptimeMilliseconds);
                }

                break;
        }
    }

    /// <summary>Does what is due; costs little where nothing is.</summary>
    /// <returns><see cref="NextDueUptimeMilliseconds"/>.</returns>
    public long Step(long uptimeMilliseconds)
    {
        long due = _dueUptime;
        if (uptimeMilliseconds < due - SlackMilliseconds)
        {
            return due;
        }

        if (Checks.Step(uptimeMilliseconds))
        {
            Watch(uptimeMilliseconds);
            if (Checks.Turns != _turnsShown)
            {
                _turnsShown = Checks.Turns;
                Lamp = LampPattern.Of(Checks);
            }

            Startup.Step(uptimeMilliseconds);
            Log.Step(uptimeMilliseconds);
        }

        due = Checks.NextDueUptimeMilliseconds + SlackMilliseconds;
        if (_console != null)
        {
            _console.Step(uptimeMilliseconds);
            long console = _console.NextDueUptimeMilliseconds;
            due = console < due ? console : due;
        }

        _dueUptime = due;
        return due;
    }

    private void Watch(long uptimeMilliseconds)
    {
        UnitCounters counters = _unit.Counters;
        if (counters.EpochFailures != _epochFailures)
        {
            _epochFailures = counters.EpochFailures;
            Log.Note(LogCode.EpochFailed, _epochFailures, uptimeMilliseconds);
        }

        int failures = counters.SealFailures + counters.JournalFailures;
        if (failures != _frameFailures)
        {
            _frameFailures = failures;
            Log.Note(LogCode.FrameFailed, failures, uptimeMilliseconds);
        }

        if (counters.SamplesLost != _samplesLost)
        {
            _samplesLost = counters.SamplesLost;
            Log.Note(LogCode.SamplesLost, _samplesLost, uptimeMilliseconds);
        }

        FrameUplink uplink = _unit.Uplink;
        if (uplink == null)
        {
            return;
        }

        if (uplink.IsOpen)
        {
            if (!_wasOpen)
            {
                Log.Note(LogCode.LinkOpen, 0, uptimeMilliseconds);
            }

            _linkFailure = LinkFailure.None;
        }
        else if (uplink.LastFailure != LinkFailure.None && (_wasOpen || uplink.LastFailure != _linkFailure))
        {
            // Once for each reason, not for each attempt.
            _linkFailure = uplink.LastFailure;
            Log.Note(LogCode.LinkFailed, (int)_linkFailure, uptimeMilliseconds);
        }

        _wasOpen = uplink.IsOpen;
    }
}
