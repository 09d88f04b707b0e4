using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary><c>status</c>: what the unit is and how it does.</summary>
internal sealed class StatusCommand : ConsoleCommand
{
    private readonly TelematicsUnit _unit;
    private readonly UnitSettings _settings;
    private readonly UnitReporting _reporting;
    private readonly UnitPorts _ports;

    internal StatusCommand(TelematicsUnit unit, UnitSettings settings, UnitReporting reporting, UnitPorts ports)
        : base("status", "what the unit is and how it does")
    {
        _unit = unit;
        _settings = settings;
        _reporting = reporting;
        _ports = ports;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            Line(text, "unit", _unit.UnitId == null ? "not enrolled" : _unit.UnitId);
            Line(text, "firmware", FirmwareBuild.Version);
            Line(text, "board", _settings.BoardName);
            Line(text, "state", StartupReport.NameOf(_reporting.Startup.State));
            Line(text, "online", _reporting.Startup.IsOnline ? "yes" : "no");
            Line(text, "checks failing", _reporting.Checks.CountOf(StatusCheckState.Fail));
            Line(text, "uptime s", uptimeMilliseconds / 1000);
            Line(text, "supply mV", _ports.Power.SupplyMillivolts);
            WriteLifeBefore(text);
            return _unit.State == UnitState.Running;
        }

        Line(text, "start-up", _unit.Keys.BootNumber);
        Line(text, "utc ms", _unit.Clock.IsSet ? _unit.Clock.UtcAt(uptimeMilliseconds) : 0);
        Line(text, "ignition", (int)_unit.Ignition);
        Line(text, "trip", _unit.Sampler.Context.TripNumber);
        Line(text, "distance m", _unit.Sampler.Context.DistanceMetres);
        Line(text, "private mode", _unit.IsPrivate ? "yes" : "no");
        Line(text, "samples taken", _unit.Sampler.SamplesTaken);
        Line(text, "samples in open batch", _unit.SamplesInOpenBatch);
        Line(text, "samples lost", _unit.Counters.SamplesLost);
        Line(text, "longest step ms", _unit.Counters.LongestStepMilliseconds);
        return false;
    }

    private void WriteLifeBefore(TextBuffer text)
    {
        BootLog life = _unit.BootLog;
        if (life != null && life.HasPrevious)
        {
            Line(text, "starts of the board", life.Boots);
            Line(text, "safe mode", life.IsSafeMode ? "yes" : "no");
            Line(text, "life before ended", (int)life.PreviousReason);
            Line(text, "life before s", life.PreviousSeconds);
            Line(text, "last words", life.PreviousWords);
        }
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        text.Open();
        text.Member("unit", _unit.UnitId);
        text.Member("version", FirmwareBuild.Version);
        text.Member("board", _settings.BoardName);
        text.Member("state", StartupReport.NameOf(_reporting.Startup.State));
        text.Member("online", _reporting.Startup.IsOnline);
        text.Member("checks_failing", _reporting.Checks.CountOf(StatusCheckState.Fail));
        text.Member("uptime_ms", uptimeMilliseconds);
        text.Member("supply_mv", _ports.Power.SupplyMillivolts);
        BootLog life = _unit.BootLog;
        if (life != null && life.HasPrevious)
        {
            text.Member("boots", life.Boots);
            text.Member("safe_mode", life.IsSafeMode);
            text.Member("previous_end", (int)life.PreviousReason);
            text.Member("previous_seconds", life.PreviousSeconds);
            text.Member("previous_words", life.PreviousWords);
        }

        if (_unit.State == UnitState.Running)
        {
            text.Member("boot", _unit.Keys.BootNumber);
            if (_unit.Clock.IsSet)
            {
                text.Member("utc_ms", _unit.Clock.UtcAt(uptimeMilliseconds));
            }

            text.Member("ignition", (int)_unit.Ignition);
            text.Member("trip", _unit.Sampler.Context.TripNumber);
            text.Member("distance_m", _unit.Sampler.Context.DistanceMetres);
            text.Member("private_mode", _unit.IsPrivate);
            text.Member("samples_taken", _unit.Sampler.SamplesTaken);
            text.Member("samples_in_open_batch", _unit.SamplesInOpenBatch);
            text.Member("samples_lost", _unit.Counters.SamplesLost);
            text.Member("longest_step_ms", _unit.Counters.LongestStepMilliseconds);
        }

        text.Close();
        return false;
    }
}
