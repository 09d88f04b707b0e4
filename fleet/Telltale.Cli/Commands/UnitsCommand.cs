using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale units</c>: who is enrolled, what the store holds of each and what became of what it sent.</summary>
public static class UnitsCommand
{
    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("units", "List the units, what is stored of each and what became of its frames.") { s_store };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        Dictionary<string, UnitSummary> stored = (store?.Units() ?? []).ToDictionary(unit => unit.UnitId, StringComparer.Ordinal);
        ILookup<string, OutcomeCount> outcomes = (store?.Outcomes() ?? []).ToLookup(outcome => outcome.UnitId, StringComparer.Ordinal);

        IReadOnlyList<EnrolledUnit> enrolled = home.Units();
        TextWriter output = parsed.Output();
        if (enrolled.Count == 0 && !parsed.IsJson())
        {
            output.WriteLine($"No unit is enrolled in {home.Folder}. 'telltale enroll' makes one.");
        }

        foreach (EnrolledUnit unit in enrolled)
        {
            (long parked, long undecodable) = store?.WaitingFrames(unit.UnitId) ?? default;
            stored.TryGetValue(unit.UnitId, out UnitSummary? summary);
            Print(parsed, unit.UnitId, unit, summary, outcomes[unit.UnitId], parked, undecodable);
            if (SecretFile.IsOpenToOthers(unit.RootKeyFile))
            {
                parsed.Error().WriteLine($"Others on this machine can read {unit.RootKeyFile}: chmod 600 it.");
            }
        }

        HashSet<string> known = enrolled.Select(unit => unit.UnitId).ToHashSet(StringComparer.Ordinal);
        foreach (string unitId in outcomes.Select(group => group.Key).Concat(stored.Keys).Distinct(StringComparer.Ordinal).Where(id => !known.Contains(id)))
        {
            stored.TryGetValue(unitId, out UnitSummary? summary);
            Print(parsed, unitId, unit: null, summary, outcomes[unitId], parked: 0, undecodable: 0);
        }

        return (int)ExitCode.Ok;
    }

    private static void Print(
        ParseResult parsed, string unitId, EnrolledUnit? unit, UnitSummary? summary, IEnumerable<OutcomeCount> outcomes, long parked, long undecodable)
    {
        OutcomeCount[] counts = outcomes.OrderBy(outcome => outcome.Outcome).ToArray();
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                UnitId = unitId,
                unit?.Label,
                Enrolled = JsonLine.Time(unit?.EnrolledTime),
                SamplesStored = summary?.SamplesStored ?? 0,
                LastSample = JsonLine.Time(summary?.LastSampleTime),
                Outcomes = counts.ToDictionary(outcome => outcome.Outcome.Name(), outcome => outcome.Count, StringComparer.Ordinal),
                FramesParked = parked,
                FramesUndecodable = undecodable,
            });
            return;
        }

        string name = unitId.Length == 0 ? "(others)" : unitId;
        string label = unit?.Label ?? "not enrolled here";
        string last = summary?.LastSampleTime is { } time ? $", last {JsonLine.Time(time)}" : "";
        parsed.Output().WriteLine($"{name}  {label}: {summary?.SamplesStored ?? 0} samples{last}");
        foreach (OutcomeCount count in counts)
        {
            string detail = count.LastDetail is null ? "" : $": {count.LastDetail}";
            parsed.Output().WriteLine($"    {count.Outcome.Name(),-13} {count.Count,10}   last {JsonLine.Time(count.LastTime)}{detail}");
        }

        if (parked + undecodable > 0)
        {
            parsed.Output().WriteLine($"    waiting: {parked} for their dictionary, {undecodable} for a version that can decode them");
        }
    }
}
