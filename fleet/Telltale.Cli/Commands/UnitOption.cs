using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary>The option <c>--unit</c> of commands that show some or all units.</summary>
internal static class UnitOption
{
    public static Option<string[]> New() => new("--unit", "-u")
    {
        Description = "Only this unit, by id or label; may be given again. Default: every unit.",
        HelpName = "unit",
    };

    /// <summary>The units that were named, or all that are enrolled.</summary>
    /// <exception cref="CommandException">A named one is not enrolled.</exception>
    public static IReadOnlyList<EnrolledUnit> Units(string[]? wanted, FleetHome home)
    {
        return wanted is { Length: > 0 } ? [.. wanted.Select(home.RequireUnit)] : home.Units();
    }
}
