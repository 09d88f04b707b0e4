using Telltale.Cli.Commands;
using Telltale.Fleet;

namespace Telltale.Cli;

/// <summary>Prints what became of each frame, a line each, for people or for programs; alarms go to standard error.</summary>
public sealed class FrameResultPrinter(TextWriter output, TextWriter error, bool isJson)
{
    /// <summary>Prints what became of a frame.</summary>
    public void Print(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                result.UnitId,
                Outcome = result.Outcome.Name(),
                Stream = result.StreamId,
                Sequence = result.StreamId is null ? (int?)null : result.Sequence,
                Kind = result.Kind is { } kind ? DecodeCommand.KindName(kind) : null,
                Samples = result.SamplesStored,
                result.Detail,
                Missing = result.Missing.Count > 0 ? result.Missing : null,
                result.BadEnd,
                FailedChecks = result.FailedChecks.Count > 0 ? result.FailedChecks : null,
            });
        }
        else
        {
            string frame = result.StreamId is null ? "" : $" {DecodeCommand.KindName(result.Kind!.Value)} {result.StreamId}:{result.Sequence}";
            string samples = result.SamplesStored > 0 ? $", {result.SamplesStored} samples" : "";
            string detail = result.Detail is null ? "" : $": {result.Detail}";
            output.WriteLine($"{(result.UnitId.Length > 0 ? result.UnitId : "(no unit)")}{frame} {result.Outcome.Name()}{samples}{detail}");
        }

        if (result.Outcome == FrameOutcome.Conflict)
        {
            error.WriteLine($"ALARM: unit {result.UnitId}: {result.Detail}");
        }

        foreach (string check in result.FailedChecks)
        {
            error.WriteLine($"ALARM: unit {result.UnitId}: {check}. See: telltale checks");
        }

        if (result.BadEnd is not null)
        {
            error.WriteLine($"ALARM: unit {result.UnitId}: {result.BadEnd}. See: telltale status");
        }

        foreach (MissingFrames missing in result.Missing)
        {
            string frames = missing.Count == 1 ? $"frame {missing.First} of stream {missing.StreamId} is" : $"frames {missing.First} to {missing.Last} of stream {missing.StreamId} are";
            error.WriteLine($"ALARM: unit {result.UnitId}: {frames} missing: the unit no longer has what did not come. See: telltale gaps");
        }
    }
}
