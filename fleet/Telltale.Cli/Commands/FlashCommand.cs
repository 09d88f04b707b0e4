using System.CommandLine;
using System.CommandLine.Parsing;
using Telltale.Esp32;
using Telltale.Flashing;
using Telltale.Unit;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale flash</c>: makes a board a unit, or a tray of boards. <c>flash.ps1</c> installs nanoff and calls it.</summary>
public static class FlashCommand
{
    private static readonly Option<string?> s_board = new("--board", "-b")
    {
        Description = $"The board: {string.Join(", ", Boards.Names())}.",
        HelpName = "name",
    };

    private static readonly Option<string?> s_port = new("--port", "-p")
    {
        Description = "Its serial port: COM7, /dev/ttyUSB0, /dev/cu.usbserial-1. Default: the only one there is.",
        HelpName = "port",
    };

    private static readonly Option<string?> s_label = new("--label", "-l")
    {
        Description = "The name of the unit that is enrolled, such as a fleet number.",
        HelpName = "name",
    };

    private static readonly Option<string?> s_unit = new("--unit", "-u")
    {
        Description = "A unit that is enrolled already, by id or label.",
        HelpName = "unit",
    };

    private static readonly Option<string?> s_settings = new("--settings")
    {
        Description = $"What the boards of a fleet have in common: broker, Wi-Fi networks, profile. Default: {FlashSettings.FileName} in the home.",
        HelpName = "file",
    };

    private static readonly Option<string?> s_wifi = new("--wifi")
    {
        Description = "The Wi-Fi network, by its name in the settings.",
        HelpName = "name",
    };

    private static readonly Option<string> s_image = new("--image")
    {
        Description = "The application, as nfproj.sln builds it.",
        HelpName = "file",
        DefaultValueFactory = _ => "Telltale.Esp32.bin",
    };

    private static readonly Option<string> s_interpreter = new("--interpreter-version")
    {
        Description = "Another interpreter than the one that the application's packages fit.",
        HelpName = "version",
        DefaultValueFactory = _ => PinnedAssemblies.Current.InterpreterVersion,
    };

    private static readonly Option<bool> s_keepVolume = new("--keep-volume")
    {
        Description = "Renew interpreter and application; keys, journal, settings and network stay on the board.",
    };

    private static readonly Option<bool> s_replace = new("--replace")
    {
        Description = "Erase a board that is a unit already, or put a unit onto another board.",
    };

    private static readonly Option<string?> s_batch = new("--batch")
    {
        Description = "A tray of boards: CSV with a header, columns label, board, port, unit, wifi, profile, can_bits_per_second.",
        HelpName = "file",
    };

    private static readonly Option<bool> s_dryRun = new("--dry-run")
    {
        Description = "Print every call of nanoff, and do nothing.",
    };

    private static readonly Option<string> s_nanoff = new("--nanoff")
    {
        Description = "The nanoff to run.",
        HelpName = "program",
        DefaultValueFactory = _ => "nanoff",
    };

    private static readonly Option<int?> s_baud = new("--baud")
    {
        Description = "Bits a second towards the chip's loader; 115200 where the cable or the serial chip is not up to more.",
        HelpName = "number",
    };

    private static readonly Option<int> s_patience = new("--report-seconds")
    {
        Description = "How long a unit may take until it says that it is ready.",
        HelpName = "number",
        DefaultValueFactory = _ => (int)StartupWatch.DefaultPatience.TotalSeconds,
    };

    private static readonly Option<bool> s_online = new("--online")
    {
        Description = "Pass a board only when its broker has answered it, too.",
    };

    private static readonly Option<bool> s_verbose = new("--verbose")
    {
        Description = "Print what nanoff prints, too.",
    };

    static FlashCommand()
    {
        s_interpreter.Validators.Add(result =>
        {
            if (!Version.TryParse(result.GetValueOrDefault<string>(), out Version? version) || version.Revision < 0)
            {
                result.AddError("--interpreter-version has to be four numbers, such as 1.17.0.30.");
            }
        });
        s_patience.Validators.Add(result => AtLeast(result, 1));
        s_baud.Validators.Add(result => AtLeast(result, 9600));
    }

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("flash", "Put interpreter, keys, settings and application on a board, and wait until its unit is ready.")
        {
            s_board, s_port, s_label, s_unit, s_settings, s_wifi, s_image, s_interpreter, s_keepVolume, s_replace, s_batch, s_dryRun, s_nanoff, s_baud, s_patience, s_online, s_verbose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_batch) is not null && (result.GetValue(s_label) ?? result.GetValue(s_unit) ?? result.GetValue(s_port)) is not null)
            {
                result.AddError("With --batch, the list names units and ports: leave out --label, --unit and --port.");
            }
            else if (result.GetValue(s_batch) is not null && result.GetValue(s_keepVolume))
            {
                result.AddError("--keep-volume is for one board at a time.");
            }
            else if (result.GetValue(s_batch) is null && result.GetValue(s_board) is null)
            {
                result.AddError($"Name the board with --board: {string.Join(", ", Boards.Names())}.");
            }

            if (result.GetValue(s_board) is { } board && Boards.Find(board) is null)
            {
                result.AddError($"There is no board '{board}'. Known: {string.Join(", ", Boards.Names())}.");
            }

            if (result.GetValue(s_dryRun) && result.GetValue(s_batch) is null && result.GetValue(s_port) is null)
            {
                result.AddError("A dry run asks nobody which port there is: name it with --port.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static void AtLeast(OptionResult result, int least)
    {
        if (!result.Errors.Any() && result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number < least))
        {
            result.AddError($"{result.Option.Name} has to be a number of at least {least}.");
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            return parsed.GetValue(s_dryRun) ? DryRun(parsed)
                : parsed.GetValue(s_batch) is { } list ? await RunTrayAsync(parsed, list, cancellation)
                : await RunBoardAsync(parsed, cancellation);
        }
        catch (FlashException exception)
        {
            throw new CommandException(ExitCode.BadInput, exception.Message, exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new CommandException("Interrupted. Run the same command again: it goes on with the same unit.", exception);
        }
    }

    private static async Task<int> RunBoardAsync(ParseResult parsed, CancellationToken cancellation)
    {
        FlashTools tools = Tools(parsed);
        string? unit = parsed.GetValue(s_unit) is { } name ? tools.Home.RequireUnit(name).UnitId : null;
        var job = new FlashJob
        {
            Board = Boards.Find(parsed.GetValue(s_board)!),
            Port = parsed.GetValue(s_port),
            UnitId = unit,
            Label = parsed.GetValue(s_label),
            Overrides = new UnitOverrides { Wifi = parsed.GetValue(s_wifi) },
            KeepVolume = parsed.GetValue(s_keepVolume),
            Replace = parsed.GetValue(s_replace),
        };
        FlashResult result = await new FlashRun(tools).RunAsync(job, cancellation);
        Print(parsed, job.Board, result);
        return (int)(result.Passed ? ExitCode.Ok : ExitCode.Failed);
    }

    private static async Task<int> RunTrayAsync(ParseResult parsed, string list, CancellationToken cancellation)
    {
        IReadOnlyList<TrayEntry> entries = TrayList.Read(list, parsed.GetValue(s_board));
        FlashTools tools = Tools(parsed);
        var tray = new Tray(new FlashRun(tools), parsed.Error().WriteLine, async entry =>
        {
            await parsed.Error().WriteLineAsync($"Connect the board for {entry.Label} and no other, and press Enter; Ctrl-D (Ctrl-Z on Windows) ends here.");
            return await Task.Run(Console.In.ReadLine, cancellation) is not null;
        });
        IReadOnlyList<(TrayEntry Entry, FlashResult Result)> results = await tray.RunAsync(list, entries, parsed.GetValue(s_replace), cancellation);
        foreach ((TrayEntry entry, FlashResult result) in results)
        {
            Print(parsed, entry.Board, result);
        }

        if (!parsed.IsJson())
        {
            parsed.Output().WriteLine($"Results: {TrayResults.PathOf(list)}. Labels: {Tray.LabelsPathOf(list)}.");
        }

        var file = new TrayResults(TrayResults.PathOf(list));
        return (int)(entries.All(entry => file.HasPassed(entry.Label)) ? ExitCode.Ok : ExitCode.Failed);
    }

    private static int DryRun(ParseResult parsed)
    {
        string? settingsFile = SettingsFile(parsed);
        FlashSettings? settings = settingsFile is null ? null : FlashSettings.Read(settingsFile);
        IEnumerable<(Board Board, string Port, string? Label, string? Wifi)> boards = parsed.GetValue(s_batch) is { } list
            ? TrayList.Read(list, parsed.GetValue(s_board)).Select(entry => (entry.Board, entry.Port ?? "PORT", (string?)entry.Label, entry.Overrides.Wifi))
            : [(Boards.Find(parsed.GetValue(s_board)!), parsed.GetValue(s_port)!, parsed.GetValue(s_label), parsed.GetValue(s_wifi))];
        bool keepVolume = parsed.GetValue(s_keepVolume);
        foreach ((Board board, string port, string? label, string? wifi) in boards)
        {
            bool hasNetwork = !keepVolume && (settings is null || settings.ReadWifi(wifi) is not null);
            IReadOnlyList<FlashStep> plan = FlashPlanner.Plan(new FlashPlanOptions
            {
                Board = board,
                Port = port,
                InterpreterVersion = parsed.GetValue(s_interpreter)!,
                Image = parsed.GetValue(s_image)!,

                // The folder is made, filled and erased while a board is flashed.
                FileDeployment = keepVolume ? null : "PRIVATE/files.json",
                NetworkDeployment = hasNetwork ? "PRIVATE/network.json" : null,
                KeepVolume = keepVolume,
                BitsPerSecond = parsed.GetValue(s_baud),
            });
            PrintPlan(parsed, board, port, label, plan);
        }

        return (int)ExitCode.Ok;
    }

    private static void PrintPlan(ParseResult parsed, Board board, string port, string? label, IReadOnlyList<FlashStep> plan)
    {
        TextWriter output = parsed.Output();
        if (parsed.IsJson())
        {
            foreach (FlashStep step in plan)
            {
                JsonLine.Write(output, new { Board = board.Name, Port = port, Label = label, Step = step.Kind.ToString(), step.Why, Command = step.Command?.ToString() });
            }

            return;
        }

        output.WriteLine($"# {board.Name} at {port}{(label is null ? "" : $", {label}")}: {board.TargetName}, application at {FlashPlanner.Address(board.DeployAddress)}");
        foreach ((int index, FlashStep step) in plan.Index())
        {
            output.WriteLine($"# {index + 1}. {step.Why}");
            if (step.Command is not null)
            {
                output.WriteLine(step.Command);
            }
        }
    }

    private static FlashTools Tools(ParseResult parsed)
    {
        TextWriter error = parsed.Error();
        bool isVerbose = parsed.GetValue(s_verbose);
        string? settings = SettingsFile(parsed);
        return new FlashTools
        {
            Home = parsed.OpenHome(),
            Nanoff = new NanoffProcess(parsed.GetValue(s_nanoff)!),
            Console = new SerialConsole(),
            Settings = settings is null ? null : FlashSettings.Read(settings),
            Image = ApplicationImage.Read(parsed.GetValue(s_image)!),
            ApplicationVersion = FirmwareBuild.Version,
            InterpreterVersion = parsed.GetValue(s_interpreter)!,
            BitsPerSecond = parsed.GetValue(s_baud),
            Patience = TimeSpan.FromSeconds(parsed.GetValue(s_patience)),
            MustBeOnline = parsed.GetValue(s_online),
            Tell = error.WriteLine,
            TellOutput = text =>
            {
                if (isVerbose)
                {
                    error.WriteLine(text);
                }
            },
        };
    }

    private static string? SettingsFile(ParseResult parsed)
    {
        if (parsed.GetValue(s_settings) is { } named)
        {
            return named;
        }

        string usual = Path.Combine(parsed.OpenHome().Folder, FlashSettings.FileName);
        return File.Exists(usual) ? usual : null;
    }

    private static void Print(ParseResult parsed, Board board, FlashResult result)
    {
        TextWriter output = parsed.Output();
        if (parsed.IsJson())
        {
            JsonLine.Write(output, new
            {
                Result = result.Passed ? "pass" : "fail",
                Board = board.Name,
                result.Port,
                Address = result.MacAddress,
                result.UnitId,
                result.Label,
                Step = result.FailedStep?.ToString(),
                result.Sentence,
                Action = result.Action.Length > 0 ? result.Action : null,
            });
        }
        else if (result.Passed)
        {
            output.WriteLine($"PASS: {board.Name} {result.MacAddress} is unit {result.UnitId} ({result.Label}).");
        }
        else
        {
            output.WriteLine($"FAIL: {result.Sentence}");
            if (result.Action.Length > 0)
            {
                output.WriteLine($"Do:   {result.Action}");
            }
        }
    }
}
