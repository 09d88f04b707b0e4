using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale status</c>: what each unit's newest status says.</summary>
public static class StatusCommand
{
    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("status", "Print what each unit's newest status says: firmware, journal, counters, checks.") { s_unit, s_store };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = UnitOption.Units(parsed.GetValue(s_unit), home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        var printer = new StatusPrinter(parsed.Output(), parsed.IsJson());
        foreach (EnrolledUnit unit in units)
        {
            if (store?.Report(unit.UnitId) is { } report)
            {
                printer.Print(unit, report);
            }
            else if (!parsed.IsJson())
            {
                parsed.Output().WriteLine($"{unit.UnitId}  {unit.Label}: no status has come.");
            }
        }

        return (int)ExitCode.Ok;
    }
}
