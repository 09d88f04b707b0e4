using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale gaps</c>: what became of the frames that the store does not have.</summary>
public static class GapsCommand
{
    private static readonly Option<string[]> s_unit = UnitOption.New();

    private static readonly Option<bool> s_stored = new("--stored") { Description = "List what is stored too." };

    private static readonly Option<bool> s_accept = new("--accept")
    {
        Description = "Take note of what is missing now: it stays listed, and no longer alarms or counts for the exit code.",
    };

    private static readonly Option<string?> s_store = StoreOption.New();

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command(
            "gaps",
            "List the frames that the store does not have: queued (the unit may still have them), dropped (it reported that it has not), missing. "
            + $"Ends with {(int)ExitCode.Missing} when frames are missing that nobody has taken note of.")
        {
            s_unit, s_stored, s_accept, s_store,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        IReadOnlyList<EnrolledUnit> units = UnitOption.Units(parsed.GetValue(s_unit), home);
        using SampleStore? store = StoreOption.OpenExisting(parsed.GetValue(s_store), home);
        if (store is null)
        {
            return (int)ExitCode.Ok;
        }

        bool isMissing = false;
        foreach (EnrolledUnit unit in units)
        {
            if (parsed.GetValue(s_accept))
            {
                store.AcceptMissing(unit.UnitId, DateTimeOffset.UtcNow);
            }

            foreach (FrameRange range in store.FrameRanges(unit.UnitId))
            {
                isMissing |= range is { Class: FrameClass.Missing, Accepted: null };
                if (range.Class != FrameClass.Stored || parsed.GetValue(s_stored))
                {
                    Print(parsed, unit, range);
                }
            }
        }

        return (int)(isMissing ? ExitCode.Missing : ExitCode.Ok);
    }

    private static void Print(ParseResult parsed, EnrolledUnit unit, FrameRange range)
    {
        string name = range.Class.ToString().ToLowerInvariant();
        string? reason = range.Reason is { } known ? SampleNames.Of(known) : null;
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                Type = "frames",
                range.UnitId,
                unit.Label,
                Stream = range.StreamId,
                Class = name,
                range.First,
                range.Last,
                range.Count,
                After = JsonLine.Time(range.After),
                Before = JsonLine.Time(range.Before),
                Reason = reason,
                Since = JsonLine.Time(range.Since),
                Accepted = JsonLine.Time(range.Accepted),
            });
            return;
        }

        string sequences = range.First == range.Last ? $"{range.First}" : $"{range.First} to {range.Last}";
        string after = range.After is { } from ? $", after {JsonLine.Time(from)}" : "";
        string before = range.Before is { } to ? $", before {JsonLine.Time(to)}" : "";
        string since = range.Since is { } time ? $", known since {JsonLine.Time(time)}" : "";
        string accepted = range.Accepted is not null ? ", accepted" : "";
        parsed.Output().WriteLine(
            $"{range.UnitId}  {unit.Label}: {name,-7} {sequences} ({range.Count}) of stream {range.StreamId}{(reason is null ? "" : $", {reason}")}{after}{before}{since}{accepted}");
    }
}
