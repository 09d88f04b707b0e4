using System.CommandLine;
using Telltale.Simulation;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale simulate</c>: units, links, a broker, a receiver and a store on one virtual clock, everything going wrong, and a book that has to come out even.</summary>
public static class SimulateCommand
{
    private static readonly Option<int> s_units = new("--units") { Description = "How many units.", DefaultValueFactory = _ => 4, HelpName = "number" };

    private static readonly Option<int> s_days = new("--days") { Description = "How many days.", DefaultValueFactory = _ => 6, HelpName = "number" };

    private static readonly Option<ulong> s_seed = new("--seed") { Description = "The same seed is the same run.", DefaultValueFactory = _ => 1, HelpName = "number" };

    private static readonly Option<int?> s_onlyUnit = new("--only-unit")
    {
        Description = "Run only this unit of the run, from 0; it does what it does in the whole run.",
        HelpName = "number",
    };

    private static readonly Option<string[]> s_faults = new("--fault")
    {
        Description = $"Only these faults: {string.Join(", ", FaultNames.All.Select(FaultNames.Of))}. Default: all.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "name",
    };

    private static readonly Option<bool> s_noFaults = new("--no-faults") { Description = "Nothing goes wrong." };

    private static readonly Option<int?> s_journalBytes = new("--journal-bytes")
    {
        Description = "The budget of each unit's journal, to fill it up sooner. Default: what suits its volume.",
        HelpName = "bytes",
    };

    private static readonly Option<int> s_threads = new("--threads")
    {
        Description = "Shards of five units that run side by side; the result does not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "number",
    };

    private static readonly Option<bool> s_verbose = new("--verbose") { Description = "Tell every start-up and fault on standard error." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("simulate", "Simulate units, links, a broker and a receiver for days of faults, and check that nothing is lost.")
        {
            s_units, s_days, s_seed, s_onlyUnit, s_faults, s_noFaults, s_journalBytes, s_threads, s_verbose,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        TextWriter error = TextWriter.Synchronized(parsed.Error());
        string[] names = parsed.GetValue(s_faults) ?? [];
        if (Problem(parsed, names) is { } problem)
        {
            throw new CommandException(ExitCode.Usage, problem);
        }

        SimulationOptions options = new()
        {
            Units = parsed.GetValue(s_units),
            Days = parsed.GetValue(s_days),
            Seed = parsed.GetValue(s_seed),
            OnlyUnit = parsed.GetValue(s_onlyUnit),
            JournalBytes = parsed.GetValue(s_journalBytes),
            Faults = parsed.GetValue(s_noFaults) ? [] : names.Length == 0 ? FaultNames.All : [.. names.Select(name => FaultNames.Find(name)!.Value).Distinct()],
            Log = parsed.GetValue(s_verbose) ? error.WriteLine : null,
        };
        SimulationResult result = Simulator.Run(options, parsed.GetValue(s_threads));
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), result);
        }
        else
        {
            Print(parsed.Output(), result);
        }

        foreach (Finding finding in result.First)
        {
            error.WriteLine(finding);
        }

        if (!result.IsGood)
        {
            int? unit = result.First.Select(finding => finding.Unit).Where(unit => unit >= 0).Cast<int?>().FirstOrDefault();
            error.WriteLine($"seed {options.Seed}; again, with what happened: {Replay(parsed, options, unit)}");
        }

        return result.IsGood ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string? Problem(ParseResult parsed, string[] faults)
    {
        if (parsed.GetValue(s_units) is < 1 or > 1000 || parsed.GetValue(s_days) is < 1 or > 400 || parsed.GetValue(s_threads) is < 1 or > 256)
        {
            return "--units must be from 1 to 1000, --days from 1 to 400, --threads from 1 to 256.";
        }

        if (parsed.GetValue(s_onlyUnit) is { } only && (only < 0 || only >= parsed.GetValue(s_units)))
        {
            return "--only-unit must be a unit of the run, from 0.";
        }

        if (parsed.GetValue(s_journalBytes) is < 65_536 or > 4_194_304)
        {
            return "--journal-bytes must be from 65,536 to 4,194,304.";
        }

        string? unknown = Array.Find(faults, name => FaultNames.Find(name) is null);
        return unknown is null ? null : $"There is no fault '{unknown}'; telltale simulate --help lists them.";
    }

    private static string Replay(ParseResult parsed, SimulationOptions options, int? unit)
    {
        string command = $"telltale simulate --units {options.Units} --days {options.Days} --seed {options.Seed}";
        command += parsed.GetValue(s_noFaults) ? " --no-faults" : "";
        command += options.Faults.Count < FaultNames.All.Count && options.Faults.Count > 0 ? " --fault " + string.Join(' ', options.Faults.Select(FaultNames.Of)) : "";
        command += options.JournalBytes is { } bytes ? $" --journal-bytes {bytes}" : "";
        return command + (unit is { } only ? $" --only-unit {only}" : "") + " --verbose";
    }

    private static void Print(TextWriter output, SimulationResult result)
    {
        output.WriteLine($"{result.Units} units, {result.Days} days, seed {result.Seed}: {result.PowerCuts} power cuts, {result.Outages} outages, {result.ReceiverFalls} falls of the receiver");
        output.WriteLine($"{result.Generated} samples = {result.Stored} stored + {result.Dropped} dropped + {result.LostOpenBatch} lost in an open batch + {result.Queued} queued + "
            + $"{result.Destroyed} destroyed + {result.Lost} lost");
        output.WriteLine($"{result.Duplicates} duplicates, {result.IvReuse} nonces used again, {result.Missing} frames missing, {result.Conflicts} conflicts");
        output.WriteLine($"{result.RunSeconds:F1} s of simulating, {result.CheckSeconds:F1} s of checking");
        output.WriteLine(result.IsGood ? "All is well." : "Not well: " + string.Join(", ", result.Findings.Select(finding => $"{finding.Value} {finding.Key}")));
    }
}
