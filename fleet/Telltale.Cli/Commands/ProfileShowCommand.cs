using System.CommandLine;
using Telltale.Obd;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale profile show</c>: what is in a profile.</summary>
public static class ProfileShowCommand
{
    private static readonly Argument<string?> s_file = new("file")
    {
        Description = "A compiled profile, or one as JSON. Default: the generic OBD-II profile that is built into the unit.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("show", "Print the signals of a profile, a line for each.") { s_file };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        SignalProfile profile = parsed.GetValue(s_file) is { } file ? ProfileFile.Load(file) : ObdProfile.CreateGeneric();
        ProfilePrinter.PrintSignals(parsed, profile);
        if (!parsed.IsJson())
        {
            ProfilePrinter.PrintSummary(parsed, new CompiledProfile(profile), null);
        }

        return (int)ExitCode.Ok;
    }
}
