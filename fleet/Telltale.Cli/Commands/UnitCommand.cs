using System.CommandLine;
using Telltale.Unit;
using Telltale.Virtual.Board;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale unit console</c>: the serial console of a virtual unit.</summary>
public static class UnitCommand
{
    private static readonly Option<double?> s_seconds = new("--seconds")
    {
        Description = "How long the unit runs; without it until standard input ends and everything is answered.",
        HelpName = "seconds",
    };

    private static readonly Option<double> s_ahead = new("--ahead") { Description = "How long the unit has run before, simulated at once.", HelpName = "seconds", DefaultValueFactory = _ => 60 };

    private static readonly Option<bool> s_report = new("--startup-report") { Description = "Print the unit's start-up reports on standard error." };

    private static readonly Option<int> s_seed = new("--seed") { Description = "Seed of the drive.", DefaultValueFactory = _ => 1 };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var console = new Command("console", "The serial console of a virtual unit that drives, on standard input and output, with a broker and no owner. As a pty: socat PTY,link=unit,rawer EXEC:\"telltale unit console\".")
        {
            s_seconds, s_ahead, s_report, s_seed,
        };
        console.SetAction(Run);
        return new Command("unit", "A virtual unit on this machine.") { console };
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(s_ahead) is not (>= 0 and <= 86_400) || parsed.GetValue(s_seconds) is not (null or (> 0 and <= 1e9)))
        {
            throw new CommandException(ExitCode.Usage, "--ahead takes 0 to 86400 seconds, --seconds up to 1000000000.");
        }

        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        UnitOnConsole.Run(
            new StreamUart(input, output), parsed.GetValue(s_report) ? new ErrorOutput(parsed.Error()) : null, TimeSpan.FromSeconds(parsed.GetValue(s_ahead)),
            parsed.GetValue(s_seconds), parsed.GetValue(s_seed), CancellationToken.None);
        return (int)ExitCode.Ok;
    }

    private sealed class ErrorOutput(TextWriter error) : IReportOutput
    {
        public void WriteLine(string line) => error.WriteLine(line);
    }
}
