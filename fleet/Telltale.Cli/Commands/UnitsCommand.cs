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
            stored.TryGetValue(unit.UnitId, out UnitSummary? summary);
            Print(parsed, unit.UnitId, unit, summary, outcomes[unit.UnitId], store);
            if (SecretFile.IsOpenToOthers(unit.RootKeyFile))
            {
                parsed.Error().WriteLine($"Others on this machine can read {unit.RootKeyFile}: chmod 600 it.");
            }
        }

        HashSet<string> known = enrolled.Select(unit => unit.UnitId).ToHashSet(StringComparer.Ordinal);
        foreach (string unitId in outcomes.Select(group => group.Key).Concat(stored.Keys).Distinct(StringComparer.Ordinal).Where(id => !known.Contains(id)))
        {
            stored.TryGetValue(unitId, out UnitSummary? summary);
            Print(parsed, unitId, unit: null, summary, outcomes[unitId], store: null);
        }

        return (int)ExitCode.Ok;
    }

    private static void Print(
        ParseResult parsed, string unitId, EnrolledUnit? unit, UnitSummary? summary, IEnumerable<OutcomeCount> outcomes, SampleStore? store)
    {
        OutcomeCount[] counts = outcomes.OrderBy(outcome => outcome.Outcome).ToArray();
        (long parked, long undecodable) = store?.WaitingFrames(unitId) ?? default;
        IReadOnlyDictionary<int, long>? wanted = store?.WantedDictionaries(unitId);
        FrameCounts? frames = store?.CountFrames(unitId);
        UnitReport? report = store?.Report(unitId);
        Installation? installation = store?.Installations(unitId) is [.., { } recorded] ? recorded : null;
        StoredSample? newest = installation is not null && store?.NewestSamples(unitId, 1) is [{ } sample] ? sample : null;
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
                FramesStored = frames?.Stored,
                FramesQueued = frames?.Queued,
                FramesDropped = frames?.Dropped,
                FramesMissing = frames?.Missing,
                FramesMissingAccepted = frames?.MissingAccepted,
                frames?.Conflicts,
                FramesParked = parked,
                FramesUndecodable = undecodable,
                DictionariesWanted = wanted is { Count: > 0 } ? wanted.ToDictionary(pair => pair.Key.ToString("x8"), pair => pair.Value, StringComparer.Ordinal) : null,
                installation?.Vin,
                OdometerM = newest?.OdometerMetres,
                OdometerOffsetM = installation?.OdometerOffsetMetres,
                LastStatus = JsonLine.Time(report?.Received),
                report?.Firmware,
                report?.Board,
            });
            return;
        }

        TextWriter output = parsed.Output();
        string name = unitId.Length == 0 ? "(others)" : unitId;
        string label = unit?.Label ?? "not enrolled here";
        string last = summary?.LastSampleTime is { } time ? $", last {JsonLine.Time(time)}" : "";
        output.WriteLine($"{name}  {label}: {summary?.SamplesStored ?? 0} samples{last}");
        if (installation is not null)
        {
            string odometer = newest?.OdometerMetres is { } metres
                ? FormattableString.Invariant($", odometer {metres / 1000.0:F1} km: {newest.DistanceMetres / 1000.0:F1} km of the unit and the offset of the installation record of ")
                : ", by the installation record of ";
            output.WriteLine($"    vehicle {installation.Vin ?? "unknown"}{odometer}{JsonLine.Time(installation.Time ?? installation.Received)}");
        }

        foreach (OutcomeCount count in counts)
        {
            string detail = count.LastDetail is null ? "" : $": {count.LastDetail}";
            output.WriteLine($"    {count.Outcome.Name(),-13} {count.Count,10}   last {JsonLine.Time(count.LastTime)}{detail}");
        }

        if (frames is { } classes && (classes.Queued | classes.Dropped | classes.Missing | classes.MissingAccepted | classes.Conflicts) != 0)
        {
            string accepted = classes.MissingAccepted > 0 ? $" (and {classes.MissingAccepted} accepted)" : "";
            output.WriteLine(
                $"    frames: {classes.Stored} stored, {classes.Queued} queued, {classes.Dropped} dropped, {classes.Missing} missing{accepted}, {classes.Conflicts} in conflict");
        }

        if (parked + undecodable > 0)
        {
            output.WriteLine($"    waiting: {parked} for their dictionary, {undecodable} for a version that can decode them");
        }

        foreach ((int dictionaryId, long asked) in wanted ?? new Dictionary<int, long>())
        {
            output.WriteLine($"    dictionary {dictionaryId:x8} wanted, asked for {asked} times");
        }
    }
}
