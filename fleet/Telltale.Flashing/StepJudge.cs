using Telltale.Esp32;

namespace Telltale.Flashing;

/// <summary>Judges a call of nanoff by its exit code and by what it printed.</summary>
public static class StepJudge
{
    /// <summary>The oldest nanoff that does what the plan expects: before 2.5.157, a mere list of files was taken for a job for the chip's loader.</summary>
    public static readonly Version OldestNanoff = new(2, 5, 157);

    private const string Again = "Press RESET, wait five seconds and run the same command again.";

    /// <summary>What every call has in common: null where it ended well and did something.</summary>
    public static StepVerdict? CheckExit(FlashStepKind kind, NanoffResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (NanoffOutput.ReadVersion(result.Output) is { } version && (version.Major != 2 || version.Minor != 5 || version < OldestNanoff))
        {
            return StepVerdict.Fail(
                $"This is nanoff {version}; {OldestNanoff} or a later 2.5 is needed.",
                "dotnet tool install --global nanoff --version 2.5.162");
        }

        NanoffExit exit = NanoffExit.From(result);
        if (!exit.IsSuccess)
        {
            string code = exit.Code > 0 ? $" (nanoff {exit.Code})" : "";
            return StepVerdict.Fail(exit.Meaning + code, exit.Action, exit.MayPass);
        }

        // With network settings alone it prints its help as well, and then does what it was asked to.
        return kind != FlashStepKind.Network && NanoffOutput.DidNothing(result.Output)
            ? StepVerdict.Fail("nanoff found nothing to do and ended as if all were well.", "Check that the nanoff in use is a 2.5; then this is a defect to report.")
            : null;
    }

    /// <summary>Whether the chip is the board's.</summary>
    public static StepVerdict CheckChip(ChipDetails? chip, Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        if (chip is null)
        {
            return StepVerdict.Fail("nanoff did not say what is connected.", Again, mayPass: true);
        }

        if (!string.Equals(chip.ChipType, board.Chip, StringComparison.Ordinal))
        {
            return StepVerdict.Fail(
                $"What is connected has a chip {chip.ChipType}; a {board.Name} has {board.Chip}.", "Connect the right board, or name the connected one with --board.");
        }

        if (board.TargetName.EndsWith("_REV3", StringComparison.Ordinal) && OlderThanRevision3(chip.ChipName))
        {
            return StepVerdict.Fail(
                $"The chip is {chip.ChipName}; {board.TargetName} needs revision 3.", "Take a board with a newer chip: WROVER-E modules have one.");
        }

        if (chip.FlashMegabytes < board.FlashMegabytes || PartitionTable.Find(board.Chip, chip.FlashMegabytes) is null)
        {
            return StepVerdict.Fail(
                $"The board has {chip.FlashMegabytes} MB of flash; a {board.Name} has {board.FlashMegabytes} MB, and 4, 8 and 16 MB can be used.",
                "Connect the right board, or name the connected one with --board.");
        }

        if (chip.PsramMegabytes is { } psram && psram < board.PsramMegabytes)
        {
            return StepVerdict.Fail(
                $"The chip has {psram} MB of PSRAM; a {board.Name} has {board.PsramMegabytes} MB.", "Take a board with that much; without it the unit's buffers do not fit.");
        }

        return StepVerdict.Pass($"{chip.ChipName}, {chip.FlashMegabytes} MB of flash, address {chip.MacAddress}.");
    }

    /// <summary>Whether the interpreter is the one that was asked for and fits the application.</summary>
    public static StepVerdict CheckInterpreter(
        InterpreterDetails? interpreter, Board board, string version, IEnumerable<NativeAssembly> wanted)
    {
        ArgumentNullException.ThrowIfNull(board);
        if (interpreter is null)
        {
            return StepVerdict.Fail("The interpreter did not say what it is.", Again, mayPass: true);
        }

        if (!string.Equals(interpreter.TargetName, board.TargetName, StringComparison.Ordinal) || interpreter.Version.ToString() != version)
        {
            return StepVerdict.Fail(
                $"The board runs {interpreter.TargetName} {interpreter.Version}, not {board.TargetName} {version}.",
                "Run the same command again; where it stays so, this version is not published for the target: nanoff --listtargets --platform esp32.");
        }

        IReadOnlyList<string> differences = NativeAssemblyComparison.Compare(wanted, interpreter.NativeAssemblies);
        return differences.Count == 0
            ? StepVerdict.Pass($"{interpreter.TargetName} {interpreter.Version}; its native halves fit the application.")
            : StepVerdict.Fail(
                "The application would not start on this interpreter. " + string.Join(' ', differences),
                "Build the application with the packages of hardware/esp32/packages.config, and flash the interpreter that hardware/esp32/native-assemblies.json names.");
    }

    /// <summary>Whether every file is on the board.</summary>
    public static StepVerdict CheckFiles(string output, IReadOnlyList<string> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        IReadOnlyList<string> deployed = NanoffOutput.ReadDeployedFiles(output);
        string[] absent = destinations.Where(destination => !deployed.Contains(destination, StringComparer.Ordinal)).ToArray();
        return absent.Length == 0
            ? StepVerdict.Pass($"{string.Join(", ", destinations)}.")
            : StepVerdict.Fail($"These files are not on the board: {string.Join(", ", absent)}. nanoff ended as if they were.", Again, mayPass: true);
    }

    /// <summary>Whether the network is on the board.</summary>
    public static StepVerdict CheckNetwork(string output)
    {
        return NanoffOutput.HasDeployedNetwork(output)
            ? StepVerdict.Pass("The board has its Wi-Fi network.")
            : StepVerdict.Fail("The Wi-Fi network is not on the board. nanoff ended as if it were.", Again, mayPass: true);
    }

    private static bool OlderThanRevision3(string chipName)
    {
        int place = chipName.IndexOf("revision v", StringComparison.Ordinal);
        return place >= 0 && place + 10 < chipName.Length && chipName[place + 10] is >= '0' and < '3';
    }
}
