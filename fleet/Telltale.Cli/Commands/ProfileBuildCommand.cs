using System.CommandLine;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale profile build</c>: compiles a profile for a unit.</summary>
public static class ProfileBuildCommand
{
    private static readonly Argument<string> s_file = new("file") { Description = "A profile as JSON, or a DBC file." };

    private static readonly Option<string?> s_output = new("--output", "-o")
    {
        Description = "Where to write what the unit loads. Default: nowhere, the profile is only checked.",
        HelpName = "file",
    };

    private static readonly Option<string[]> s_signal = new("--signal", "-s")
    {
        Description = "Of a DBC: this signal, as SIGNAL or MESSAGE.SIGNAL, with =VSS.PATH to name it; may be given again. "
            + "Default: those with an attribute VssName, or else as many as a unit holds.",
        HelpName = "name",
    };

    private static readonly Option<string?> s_name = new("--name") { Description = "Of a DBC: what the profile is called. Default: the file's name.", HelpName = "text" };

    private static readonly Option<bool> s_exact = new("--exact")
    {
        Description = "Refuse a profile whose messages do not fit the controller's six filters: others would pass, and cost the unit time.",
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("build", "Compile a profile to the compact file that a unit loads.") { s_file, s_output, s_signal, s_name, s_exact };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(s_file)!;
        string[] wanted = parsed.GetValue(s_signal) ?? [];
        string? name = parsed.GetValue(s_name);
        bool isDbc = ProfileFile.IsDbc(file);
        if (!isDbc && (wanted.Length > 0 || name is not null))
        {
            throw new CommandException(ExitCode.Usage, "--signal and --name are for DBC files; a profile as JSON says these itself.");
        }

        IReadOnlyList<string> leftOut = [];
        SignalProfile profile = isDbc ? FromDbc(file, name ?? Path.GetFileNameWithoutExtension(file), wanted, out leftOut) : ProfileFile.Load(file);
        var compiled = new CompiledProfile(profile);
        if (parsed.GetValue(s_exact) && compiled.OthersPassing > 0)
        {
            throw new CommandException(
                ExitCode.BadInput,
                $"{file}:1: the {compiled.Messages.Count} messages do not fit the controller's filters: {compiled.OthersPassing} other identifiers would pass");
        }

        string? output = parsed.GetValue(s_output);
        if (output is not null)
        {
            File.WriteAllBytes(output, compiled.Bytes);
        }

        foreach (string problem in leftOut)
        {
            parsed.Error().WriteLine($"left out: {problem}");
        }

        ProfilePrinter.PrintSummary(parsed, compiled, output);
        return (int)ExitCode.Ok;
    }

    private static SignalProfile FromDbc(string file, string name, string[] wanted, out IReadOnlyList<string> leftOut)
    {
        DbcFile dbc = DbcFile.Load(file);
        if (wanted.Length == 0)
        {
            return DbcProfile.BuildByAttributes(dbc, file, name, out leftOut);
        }

        leftOut = [];
        return DbcProfile.BuildChosen(dbc, file, name, wanted.Select(text => text.Split('=', 2) is [string signal, string vssName] ? (signal, vssName) : (text, (string?)null)));
    }
}
