using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli;

/// <summary>Options that every command takes.</summary>
public static class CommonOptions
{
    /// <summary>The owner's folder.</summary>
    public static readonly Option<string?> Home = new("--home")
    {
        Description = $"The owner's folder: keys and store. Default: the environment variable {FleetHome.EnvironmentVariable}, "
            + "else \"telltale\" in the user's application data.",
        HelpName = "folder",
        Recursive = true,
    };

    /// <summary>Print for programs.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object a line.",
        Recursive = true,
    };

    /// <summary>The owner's home that the command line names.</summary>
    public static FleetHome OpenHome(this ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new FleetHome(parsed.GetValue(Home));
    }

    /// <summary>Where results go.</summary>
    public static TextWriter Output(this ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.InvocationConfiguration.Output;
    }

    /// <summary>Where everything else goes: messages, counters, progress.</summary>
    public static TextWriter Error(this ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.InvocationConfiguration.Error;
    }

    /// <summary>True when results are for programs.</summary>
    public static bool IsJson(this ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(Json);
    }

    /// <summary>The enrolled unit of an id or a label that only one unit has.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static EnrolledUnit RequireUnit(this FleetHome home, string idOrLabel)
    {
        ArgumentNullException.ThrowIfNull(home);
        if (home.Find(idOrLabel) is { } unit)
        {
            return unit;
        }

        EnrolledUnit[] labelled = home.Units().Where(candidate => string.Equals(candidate.Label, idOrLabel, StringComparison.Ordinal)).ToArray();
        return labelled.Length switch
        {
            1 => labelled[0],
            0 => throw new CommandException(
                ExitCode.UnknownUnit, $"No unit '{idOrLabel}' is enrolled in {home.Folder}. 'telltale units' lists those that are."),
            _ => throw new CommandException(
                ExitCode.UnknownUnit,
                $"{labelled.Length} units are called '{idOrLabel}': {string.Join(", ", labelled.Select(candidate => candidate.UnitId))}. Give the id."),
        };
    }
}
