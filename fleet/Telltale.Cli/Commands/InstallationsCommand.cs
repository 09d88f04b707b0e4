using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale installations</c>: which unit was built into which vehicle.</summary>
public static class InstallationsCommand
{
    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("installations", "List the installation records: vehicle, odometer, technician's mark, and the checks that did not pass.") { s_unit, s_store };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = UnitOption.Units(parsed.GetValue(s_unit), home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        foreach (EnrolledUnit unit in units)
        {
            foreach (Installation installation in store?.Installations(unit.UnitId) ?? [])
            {
                Print(parsed, unit, installation);
            }
        }

        return (int)ExitCode.Ok;
    }

    private static void Print(ParseResult parsed, EnrolledUnit unit, Installation installation)
    {
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                Type = "installation",
                installation.UnitId,
                unit.Label,
                Time = JsonLine.Time(installation.Time),
                Received = JsonLine.Time(installation.Received),
                installation.Vin,
                OdometerOffsetM = installation.OdometerOffsetMetres,
                installation.Mark,
                installation.IgnitionSource,
                AcceptedFailures = installation.AreFailuresAccepted,
                installation.Firmware,
                installation.Board,
                installation.Checks,
            });
            return;
        }

        string offset = installation.OdometerOffsetMetres is { } metres ? FormattableString.Invariant($", odometer = distance + {metres / 1000.0:0.000} km") : "";
        parsed.Output().WriteLine(
            $"{installation.UnitId}  {unit.Label}: {JsonLine.Time(installation.Time ?? installation.Received)}, vehicle {installation.Vin ?? "unknown"}{offset}, by {installation.Mark}"
            + (installation.AreFailuresAccepted ? ", with checks that did not pass:" : ""));
        foreach (UnitCheck check in installation.AreFailuresAccepted ? installation.Checks : [])
        {
            if (check.State is "fail" or "waiting")
            {
                parsed.Output().WriteLine("    " + StatusPrinter.TextOf(check));
            }
        }
    }
}
