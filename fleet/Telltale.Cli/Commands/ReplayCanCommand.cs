using System.CommandLine;
using System.Globalization;
using Telltale.Profiles;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale replay can</c>: signals from a candump log.</summary>
public static class ReplayCanCommand
{
    private static readonly Argument<string> s_file = new("file") { Description = "A log as candump -l of can-utils writes it." };

    private static readonly Option<string> s_profile = new("--profile", "-p")
    {
        Description = "What says where the signals stand: a DBC file, a profile as JSON, or a compiled profile.",
        HelpName = "file",
        Required = true,
    };

    private static readonly Option<string[]> s_signal = new("--signal", "-s")
    {
        Description = "Only this signal, as MESSAGE.SIGNAL or MESSAGE of the DBC, or the name in the profile; may be given again. Default: every signal.",
        HelpName = "name",
    };

    private static readonly Option<string?> s_bus = new("--bus", "-b")
    {
        Description = "Only frames of this interface, such as can0. Default: all, whose identifiers then have to mean the same.",
        HelpName = "name",
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("can", "Print the signals of a CAN recording, a line for each value; counters end on standard error.")
        {
            s_file, s_profile, s_signal, s_bus,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(s_file)!;
        string profile = parsed.GetValue(s_profile)!;
        string? bus = parsed.GetValue(s_bus);
        string[] wanted = parsed.GetValue(s_signal) ?? [];
        SignalReplay replay = ProfileFile.IsDbc(profile) ? new SignalReplay(DbcFile.Load(profile), wanted) : new SignalReplay(ProfileFile.Load(profile), wanted);
        foreach (string name in wanted.Where(name => !replay.Has(name)))
        {
            throw new CommandException(ExitCode.Usage, $"{profile} has no signal or message '{name}'.");
        }

        TextWriter output = parsed.Output();
        bool isJson = parsed.IsJson();
        long length = File.Exists(file) ? Math.Max(new FileInfo(file).Length, 1) : throw new CommandException(ExitCode.BadInput, $"{file}: there is no such file");
        long read = 0;
        ProgressBar.Run(Path.GetFileName(file), progress =>
        {
            foreach (RecordedCanFrame record in CandumpReader.Read(file, CountedLines()))
            {
                if (bus is not null && !string.Equals(record.Bus, bus, StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (ReplayedValue value in replay.Decode(record))
                {
                    Print(value, output, isJson);
                }

                progress((double)read / length);
            }

            IEnumerable<string> CountedLines()
            {
                foreach (string line in File.ReadLines(file))
                {
                    read += line.Length + 1;
                    yield return line;
                }
            }
        });

        PrintCounters(replay, parsed.Error(), isJson);
        return (int)ExitCode.Ok;
    }

    private static void Print(ReplayedValue value, TextWriter output, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                T = value.TimeMicroseconds / 1_000_000m,
                value.Signal,
                value.Value,
                value.Unit,
                value.Bus,
            });
        }
        else
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{value.TimeMicroseconds / 1_000_000m:F6}  {value.Bus}  {value.Signal} = {value.Value} {value.Unit}").TrimEnd());
        }
    }

    private static void PrintCounters(SignalReplay replay, TextWriter error, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(error, new { replay.Frames, replay.FramesDecoded, replay.FramesTooShort, replay.SignalsNotSupported });
        }
        else
        {
            error.WriteLine(
                $"{replay.Frames} frames, {replay.FramesDecoded} with signals of the profile, {replay.FramesTooShort} too short for one; "
                + $"{replay.SignalsNotSupported.Count} signals of the profile are not supported{(replay.SignalsNotSupported.Count > 0 ? ": " + string.Join(", ", replay.SignalsNotSupported) : "")}.");
        }
    }
}
