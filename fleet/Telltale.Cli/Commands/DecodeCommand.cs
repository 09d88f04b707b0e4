using System.CommandLine;
using System.Globalization;
using Telltale.Fleet;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale decode</c>: opens sealed frames by themselves, with the code that the receiver uses, and stores nothing.</summary>
public static class DecodeCommand
{
    // A tool that opens one frame cannot know how far the unit has come. More than a unit reaches in its life, and yet worked out in seconds.
    private const int MaximumEpochJump = 1_000_000;

    private static readonly Argument<string[]> s_files = new("file")
    {
        Description = "Files with one sealed frame each, in binary; - reads standard input. A dictionary's frame serves the batches after it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> s_hex = new("--hex") { Description = "A sealed frame in hexadecimal; may be given again.", HelpName = "digits" };

    private static readonly Option<string> s_unit = new("--unit", "-u")
    {
        Description = "The unit that sent the frame, by id or label: the topic says it, the frame does not.",
        HelpName = "unit",
        Required = true,
    };

    private static readonly Option<string?> s_rootKey = new("--root-key")
    {
        Description = "The unit's root key file. Default: the home's. With it the unit need not be enrolled here.",
        HelpName = "file",
    };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("decode", "Open sealed frames and print what is in them.") { s_files, s_hex, s_unit, s_rootKey, s_store };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(s_files) ?? []).Length + (result.GetValue(s_hex) ?? []).Length == 0)
            {
                result.AddError("Give a file with a frame, or --hex.");
            }
        });
        command.SetAction(Run);
        return command;
    }

    /// <summary>A frame kind's name as it is printed.</summary>
    internal static string KindName(FrameKind kind) => kind switch
    {
        FrameKind.Batch => "batch",
        FrameKind.Alert => "alert",
        FrameKind.Status => "status",
        FrameKind.Dictionary => "dictionary",
        FrameKind.Installation => "installation",
        FrameKind.Reply => "reply",
        FrameKind.Receipt => "receipt",
        FrameKind.Command => "command",
        _ => ((int)kind).ToString(CultureInfo.InvariantCulture),
    };

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        (string unitId, byte[] root) = FindRoot(parsed, home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);

        var opener = new UnitOpener(new DotNetCryptography(), root, unitId, MaximumEpochJump);
        var dictionaries = new Dictionary<int, SignalDefinition[]>();
        bool isGood = true;
        foreach ((string name, byte[] frame) in Frames(parsed))
        {
            isGood &= Decode(parsed, name, frame, unitId, opener, dictionaries, store);
        }

        return (int)(isGood ? ExitCode.Ok : ExitCode.BadInput);
    }

    private static (string UnitId, byte[] Root) FindRoot(ParseResult parsed, FleetHome home)
    {
        string unit = parsed.GetValue(s_unit)!;
        if (parsed.GetValue(s_rootKey) is not { } keyFile)
        {
            EnrolledUnit enrolled = home.RequireUnit(unit);
            return (enrolled.UnitId, FleetHome.ReadRootFile(enrolled.RootKeyFile));
        }

        if (!UnitId.IsValid(unit))
        {
            throw new CommandException(ExitCode.Usage, $"'{unit}' is no unit id: with --root-key, --unit takes the 8 characters of the id.");
        }

        try
        {
            return (unit, FleetHome.ReadRootFile(keyFile));
        }
        catch (FleetException exception)
        {
            throw new CommandException(ExitCode.BadInput, exception.Message, exception);
        }
    }

    private static IEnumerable<(string Name, byte[] Frame)> Frames(ParseResult parsed)
    {
        foreach (string file in parsed.GetValue(s_files) ?? [])
        {
            yield return (file, ReadFile(file));
        }

        foreach (string digits in parsed.GetValue(s_hex) ?? [])
        {
            byte[] frame;
            try
            {
                frame = Convert.FromHexString(digits);
            }
            catch (FormatException exception)
            {
                throw new CommandException(ExitCode.Usage, $"--hex takes pairs of hexadecimal digits: {exception.Message}", exception);
            }

            yield return ("--hex", frame);
        }
    }

    private static byte[] ReadFile(string file)
    {
        try
        {
            if (!string.Equals(file, "-", StringComparison.Ordinal))
            {
                return File.ReadAllBytes(file);
            }

            using Stream input = Console.OpenStandardInput();
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"{file}: {exception.Message}", exception);
        }
    }

    private static bool Decode(
        ParseResult parsed, string name, byte[] frame, string unitId, UnitOpener opener, Dictionary<int, SignalDefinition[]> dictionaries, SampleStore? store)
    {
        var header = new FrameHeader();
        if (header.TryRead(frame, frame.Length))
        {
            opener.Remember(header.StreamId, 0);
        }

        OpenedFrame opened = opener.Open(frame);
        SignalDefinition[]? definitions = null;
        Batch? batch = null;
        string? problem = opened.Detail;
        FrameOutcome? outcome = opened.Refusal;
        if (outcome is null && opened.Header!.Kind == FrameKind.Dictionary)
        {
            if (DictionaryReader.TryRead(opened.Content, out int dictionaryId, out definitions))
            {
                dictionaries[dictionaryId] = definitions;
            }
            else
            {
                (outcome, problem) = (FrameOutcome.Malformed, "the content is no dictionary that this program can read");
            }
        }
        else if (outcome is null && opened.Header!.Kind == FrameKind.Batch)
        {
            int dictionaryId = opened.Header.DictionaryId;
            if (!dictionaries.TryGetValue(dictionaryId, out SignalDefinition[]? known) && (known = store?.FindDictionary(unitId, dictionaryId)) is null)
            {
                (outcome, problem) = (FrameOutcome.Parked, $"needs dictionary {dictionaryId:x8}: give its frame before this one, or the store that has it");
            }
            else if (new BatchReader().TryRead(opened, known, out batch, out problem))
            {
                definitions = known;
            }
            else
            {
                outcome = FrameOutcome.Malformed;
            }
        }

        StatusReport? status = null;
        if (outcome is null && opened.Header!.Kind == FrameKind.Status)
        {
            status = new StatusReport();
            if (!status.TryDecode(opened.Content, 0, opened.Content.Length))
            {
                (outcome, problem, status) = (FrameOutcome.Malformed, "the content is no status that this program can read", null);
            }
        }

        Alert? alert = null;
        if (outcome is null && opened.Header!.Kind == FrameKind.Alert && !new AlertReader().TryRead(opened.Content, out alert, out problem))
        {
            outcome = FrameOutcome.Malformed;
        }

        PrintFrame(parsed, name, frame, opened, outcome, problem, batch, isDecoded: alert is not null || batch is not null || definitions is not null || status is not null);
        if (status is not null)
        {
            new StatusPrinter(parsed.Output(), parsed.IsJson()).Print(unitId, status);
        }

        foreach (SignalDefinition signal in batch is null ? definitions ?? [] : [])
        {
            PrintSignal(parsed, signal);
        }

        var printer = new SamplePrinter(parsed.Output(), parsed.IsJson());
        foreach (Sample sample in batch?.Samples ?? [])
        {
            printer.Print(StoredSample.From(unitId, sample, definitions!));
        }

        if (alert is not null)
        {
            // What it lacks without its dictionary are the signals' names and values, nothing else.
            printer.Print(alert.ToStored(unitId, dictionaries.GetValueOrDefault(alert.DictionaryId) ?? store?.FindDictionary(unitId, alert.DictionaryId)));
        }

        return outcome is null;
    }

    private static void PrintFrame(
        ParseResult parsed, string name, byte[] frame, OpenedFrame opened, FrameOutcome? outcome, string? problem, Batch? batch, bool isDecoded)
    {
        FrameHeader? header = opened.Header;
        string? content = !isDecoded && header is not null && opened.Refusal is null
            ? Convert.ToHexStringLower(opened.Content)
            : null;
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                Type = "frame",
                Source = name,
                Bytes = frame.Length,
                Outcome = outcome?.Name() ?? "authentic",
                Detail = problem,
                header?.Version,
                Kind = header is null ? null : KindName(header.Kind),
                Priority = (int?)header?.Priority,
                Stream = header is null ? null : opened.StreamId,
                header?.Epoch,
                header?.Sequence,
                Dictionary = header is { Kind: FrameKind.Batch } ? header.DictionaryId.ToString("x8") : null,
                batch?.Boot,
                Samples = batch?.Samples.Count,
                Content = content,
            });
            return;
        }

        TextWriter output = parsed.Output();
        output.WriteLine($"{name}: {frame.Length} bytes, {outcome?.Name() ?? "authentic"}{(problem is null ? "" : $": {problem}")}");
        if (header is not null)
        {
            output.WriteLine(
                $"  version {header.Version}, kind {KindName(header.Kind)}, priority {(int)header.Priority}, stream {opened.StreamId}, epoch {header.Epoch}, "
                + $"sequence {header.Sequence}{(header.Kind == FrameKind.Batch ? $", dictionary {header.DictionaryId:x8}" : "")}"
                + (opened.Refusal is null ? "" : " (as the header says; not verified)"));
        }

        if (batch is not null)
        {
            output.WriteLine($"  boot {batch.Boot}, {batch.Samples.Count} samples");
        }
        else if (content is not null)
        {
            output.WriteLine($"  content {content}");
        }
    }

    private static void PrintSignal(ParseResult parsed, SignalDefinition signal)
    {
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                Type = "signal",
                signal.Name,
                signal.Unit,
                signal.Numerator,
                signal.Denominator,
                signal.Offset,
                signal.IsUnsigned,
            });
        }
        else
        {
            parsed.Output().WriteLine(
                $"  {signal.Name} [{signal.Unit}] = (raw * {signal.Numerator} + {signal.Offset}) / {signal.Denominator}{(signal.IsUnsigned ? ", unsigned" : "")}");
        }
    }
}
