using System.CommandLine;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale obd</c>: on-board diagnostics by hand.</summary>
public static class ObdCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        return new Command("obd", "On-board diagnostics by hand.")
        {
            ObdDecodeCommand.Build(),
        };
    }
}
