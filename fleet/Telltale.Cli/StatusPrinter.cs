using System.Globalization;
using Telltale.Fleet;
using Telltale.Uplink;

namespace Telltale.Cli;

/// <summary>Prints what statuses say, for people or for programs.</summary>
internal sealed class StatusPrinter(TextWriter output, bool isJson)
{
    /// <summary>What the store knows from a unit's newest status.</summary>
    public void Print(EnrolledUnit unit, UnitReport report)
    {
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                Type = "status",
                report.UnitId,
                unit.Label,
                Stream = report.StreamId,
                report.Sequence,
                Received = JsonLine.Time(report.Received),
                Time = JsonLine.Time(report.Time),
                report.Boot,
                UptimeSeconds = report.Uptime?.TotalSeconds,
                Oldest = report.OldestKept,
                report.FramesWaiting,
                report.BytesWaiting,
                report.Firmware,
                report.Board,
                report.Configuration,
                PreviousLife = Json(report.PreviousLife),
                report.Counters,
                report.Checks,
            });
            return;
        }

        output.WriteLine(
            $"{report.UnitId}  {unit.Label}: firmware {report.Firmware ?? "unknown"} on {report.Board ?? "an unnamed board"}, status {report.Sequence} of stream {report.StreamId}, "
            + $"{(report.Time is { } time ? $"written {JsonLine.Time(time)}, " : "")}received {JsonLine.Time(report.Received)}");
        if (report.Configuration is { } configuration)
        {
            output.WriteLine($"  configuration {configuration}");
        }

        PrintLife(report.PreviousLife);
        PrintJournal(report.Boot, report.Uptime, report.OldestKept, report.FramesWaiting, report.BytesWaiting);
        PrintCounters(report.Counters);
        foreach (UnitCheck check in report.Checks)
        {
            PrintCheck(check);
        }
    }

    /// <summary>The content of a status frame.</summary>
    public void Print(string unitId, StatusReport report)
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int index = 0; index < report.CounterCount; index++)
        {
            counters[SampleNames.Of((StatusCounter)report.CounterNumbers[index])] = report.CounterValues[index];
        }

        UnitCheck[] checks = [.. Enumerable.Range(0, report.CheckCount).Select(index => new UnitCheck(
            report.CheckNumbers[index], SampleNames.Of(report.CheckStates[index]), report.CheckHasValue[index] ? report.CheckValues[index] : null,
            report.CheckHasLimit[index] ? report.CheckLimits[index] : null))];
        var olderStreams = Enumerable.Range(0, report.OlderStreamCount)
            .Select(index => new { Stream = Id(report.OlderStreamIds, index), Oldest = report.OlderStreamOldest[index], Newest = report.OlderStreamNewest[index] }).ToArray();
        var dropped = Enumerable.Range(0, report.DroppedCount)
            .Select(index => new
            {
                Stream = Id(report.DroppedStreamIds, index),
                First = report.DroppedFirst[index],
                Last = report.DroppedLast[index],
                Reason = SampleNames.Of(report.DroppedReasons[index]),
            }).ToArray();
        bool has = report.HasJournal;
        long? framesWaiting = has && report.FramesWaiting >= 0 ? report.FramesWaiting : null;
        long? bytesWaiting = has && report.BytesWaiting >= 0 ? report.BytesWaiting : null;
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                Type = "status",
                UnitId = unitId,
                Time = has && report.IsDated ? JsonLine.Time(DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Min(report.TimeUtcMilliseconds, 253_402_300_799_999))) : null,
                Boot = has ? report.BootNumber : (int?)null,
                UptimeSeconds = has ? report.UptimeMilliseconds / 1e3 : (double?)null,
                Oldest = has ? report.OldestSequence : (int?)null,
                FramesWaiting = framesWaiting,
                BytesWaiting = bytesWaiting,
                Firmware = report.FirmwareVersion,
                report.Board,
                Configuration = ReportedConfiguration.Of(report),
                PreviousLife = Json(PreviousLife.Of(report)),
                OlderStreams = olderStreams,
                Dropped = dropped,
                Counters = counters,
                Checks = checks,
            });
            return;
        }

        if (report.FirmwareVersion is { } version)
        {
            output.WriteLine($"  firmware {version} on {report.Board}");
        }

        if (ReportedConfiguration.Of(report) is { } configuration)
        {
            output.WriteLine($"  configuration {configuration}");
        }

        PrintLife(PreviousLife.Of(report));
        if (has)
        {
            PrintJournal(report.BootNumber, TimeSpan.FromSeconds(report.UptimeMilliseconds / 1000), report.OldestSequence, framesWaiting, bytesWaiting);
        }

        foreach (var stream in olderStreams)
        {
            output.WriteLine($"  earlier stream {stream.Stream}: {stream.Oldest} to {stream.Newest}");
        }

        foreach (var range in dropped)
        {
            output.WriteLine($"  dropped {range.First} to {range.Last} of stream {range.Stream}: {range.Reason}");
        }

        PrintCounters(counters);
        foreach (UnitCheck check in checks)
        {
            PrintCheck(check);
        }
    }

    private static object? Json(PreviousLife? life) =>
        life is null ? null : new { life.Reason, life.Seconds, Words = life.Words.Length > 0 ? life.Words : null, life.EarlyEnds, SafeMode = life.IsSafeMode };

    private void PrintLife(PreviousLife? life)
    {
        if (life is not null)
        {
            output.WriteLine($"  {life.Text}");
        }
    }

    private static string Id(byte[] ids, int index) => Convert.ToHexStringLower(ids, index * StatusReport.StreamIdLength, StatusReport.StreamIdLength);

    private void PrintJournal(long? boot, TimeSpan? uptime, long? oldest, long? framesWaiting, long? bytesWaiting)
    {
        string waiting = framesWaiting is { } frames ? $", {frames} frames waiting" : "";
        string bytes = bytesWaiting is { } count ? $", {count} bytes" : "";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    start-up {boot?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, up {uptime?.ToString("c", CultureInfo.InvariantCulture) ?? "unknown"}, oldest kept {OldestText(oldest)}{waiting}{bytes}"));
    }

    private static string OldestText(long? oldest) => oldest is { } sequence and <= int.MaxValue ? sequence.ToString(CultureInfo.InvariantCulture) : "none";

    private void PrintCounters(IReadOnlyDictionary<string, long> counters)
    {
        foreach ((string name, long value) in counters)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name,-28} {value,14}"));
        }
    }

    private void PrintCheck(UnitCheck check) => output.WriteLine("    " + TextOf(check));

    /// <summary>A check as a line: number, name, state, value and limit.</summary>
    public static string TextOf(UnitCheck check)
    {
        string unit = check.UnitOfMeasure is { } name ? " " + name : "";
        string value = check.Value is { } measured ? $", {measured}{unit}" : "";
        string limit = check.Limit is { } bound ? $", limit {bound}{unit}" : "";
        return $"check {check.Number}{(check.Name is { } text ? " " + text : "")}: {check.State}{value}{limit}{(check.Note is { } note ? $", {note}" : "")}";
    }
}
