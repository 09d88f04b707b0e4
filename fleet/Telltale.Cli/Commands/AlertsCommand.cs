using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale alerts</c>: what units reported by themselves.</summary>
public static class AlertsCommand
{
    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<int> s_last = new("--last", "-n")
    {
        Description = "How many are printed of each unit, the newest.",
        DefaultValueFactory = _ => 100,
        CustomParser = NumberParser.Within(1, 1_000_000),
        HelpName = "count",
    };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("alerts", "Print what the units reported by themselves, the newest of each; 'telltale tail' prints each as it arrives.")
        {
            s_unit, s_last, s_store,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = UnitOption.Units(parsed.GetValue(s_unit), home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        var printer = new SamplePrinter(parsed.Output(), parsed.IsJson());
        foreach (EnrolledUnit unit in units)
        {
            foreach (StoredAlert alert in store?.NewestAlerts(unit.UnitId, parsed.GetValue(s_last)) ?? [])
            {
                printer.Print(alert);
            }
        }

        return (int)ExitCode.Ok;
    }
}
