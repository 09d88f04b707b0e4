using System.CommandLine;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale replay</c>: what the unit's own drivers make of a recording.</summary>
public static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        return new Command("replay", "Run a recording through the unit's own drivers and print what they make of it.")
        {
            ReplayGnssCommand.Build(),
            ReplayCanCommand.Build(),
        };
    }
}
