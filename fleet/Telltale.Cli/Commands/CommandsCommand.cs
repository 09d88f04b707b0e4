using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale commands</c>: what units were asked to do, and what became of it.</summary>
public static class CommandsCommand
{
    private static readonly Argument<string?> s_unit = new("unit") { Description = "The unit, by id or label. Default: every unit.", Arity = ArgumentArity.ZeroOrOne };

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
        var command = new Command("commands", "Print what units were asked to do with 'telltale command', and what became of it.") { s_unit, s_last, s_store };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = parsed.GetValue(s_unit) is { } unitName ? [home.RequireUnit(unitName)] : home.Units();
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        var printer = new CommandPrinter(parsed.Output(), parsed.IsJson());
        foreach (EnrolledUnit unit in units)
        {
            foreach (StoredCommand command in store?.Commands(unit.UnitId, DateTimeOffset.UtcNow, parsed.GetValue(s_last)) ?? [])
            {
                printer.Print(command);
            }
        }

        return (int)ExitCode.Ok;
    }
}
