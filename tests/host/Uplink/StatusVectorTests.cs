using System.Text.Json;
using Telltale.Journal;
using Telltale.Uplink;

namespace Telltale.HostTests.Uplink;

internal sealed class StatusVectorTests
{
    private static readonly JsonElement s_vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "status.json"))).RootElement;

    private static IEnumerable<TestCaseData> Good => Cases("statuses");

    private static IEnumerable<TestCaseData> PassedOver => Cases("passed_over");

    private static IEnumerable<TestCaseData> Refused => Cases("refused");

    [TestCaseSource(nameof(Good))]
    public void The_bytes_are_the_same_as_another_program_writes_them(JsonElement vector)
    {
        byte[] bytes = new byte[StatusReport.MaximumLength];
        Assert.That(Convert.ToHexStringLower(bytes, 0, Report(vector).Encode(bytes)), Is.EqualTo(vector.GetProperty("bytes").GetString()));
    }

    [TestCaseSource(nameof(Good))]
    [TestCaseSource(nameof(PassedOver))]
    public void What_another_program_wrote_is_read(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        var report = new StatusReport();
        Assert.That(report.TryDecode(bytes, 0, bytes.Length), Is.True);
        Assert.That(Text(report), Is.EqualTo(Text(Report(vector))));
        if (vector.TryGetProperty("firmware", out JsonElement firmware))
        {
            Assert.That(report.FirmwareVersion, Is.EqualTo(firmware.GetProperty("version").GetString()));
            Assert.That(report.Board, Is.EqualTo(firmware.GetProperty("board").GetString()));
        }
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_no_status_is_refused_whole(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        var report = new StatusReport();
        Assert.That(report.TryDecode(bytes, 0, bytes.Length), Is.False);
        Assert.That(Text(report), Is.EqualTo(Text(new StatusReport())));
    }

    [Test]
    public void A_typical_status_is_small()
    {
        string typical = s_vectors.GetProperty("statuses")[1].GetProperty("bytes").GetString()!;
        TestContext.Out.WriteLine($"a typical status: {typical.Length / 2} bytes, the longest {StatusReport.MaximumLength}");
        Assert.That(typical.Length / 2, Is.LessThan(160));
    }

    /// <summary>Everything that a report says but the firmware, as text to compare.</summary>
    internal static string Text(StatusReport report)
    {
        var lines = new List<string>
        {
            $"journal {report.HasJournal} {report.OldestSequence} {report.FramesWaiting} {report.BytesWaiting} "
            + $"{report.BootNumber} {report.UptimeMilliseconds} {report.IsDated} {(report.IsDated ? report.TimeUtcMilliseconds : 0)}",
        };
        for (int index = 0; index < report.OlderStreamCount; index++)
        {
            lines.Add($"older {Convert.ToHexStringLower(report.OlderStreamIds, index * 8, 8)} {report.OlderStreamOldest[index]} {report.OlderStreamNewest[index]}");
        }

        for (int index = 0; index < report.DroppedCount; index++)
        {
            lines.Add($"dropped {Convert.ToHexStringLower(report.DroppedStreamIds, index * 8, 8)} {(int)report.DroppedReasons[index]} {report.DroppedFirst[index]} {report.DroppedLast[index]}");
        }

        for (int index = 0; index < report.CounterCount; index++)
        {
            lines.Add($"counter {report.CounterNumbers[index]} {report.CounterValues[index]}");
        }

        for (int index = 0; index < report.CheckCount; index++)
        {
            lines.Add(
                $"check {report.CheckNumbers[index]} {(int)report.CheckStates[index]} {(report.CheckHasValue[index] ? report.CheckValues[index] : null)} "
                + $"{(report.CheckHasLimit[index] ? report.CheckLimits[index] : null)}");
        }

        lines.Add(
            $"configuration {report.HasConfiguration} {report.ConfigurationRevision} {report.ConfigurationChecksum} {report.IsConfigurationOnTrial} {report.TrialRevision} {report.TrialResult} "
            + $"{report.ConfigurationFaultCode} {report.ConfigurationFaultPath}");
        lines.Add($"life {report.HasPreviousLife} {report.IsSafeMode} {report.PreviousLifeReason} {report.PreviousLifeSeconds} {report.EarlyEnds} {report.PreviousLifeWords}");
        return string.Join('\n', lines);
    }

    private static StatusReport Report(JsonElement vector)
    {
        var report = new StatusReport();
        if (vector.TryGetProperty("journal", out JsonElement journal))
        {
            report.SetJournal(
                journal.GetProperty("oldest").GetInt32(), (int)(Optional(journal, "frames_waiting") ?? -1), Optional(journal, "bytes_waiting") ?? -1);
            report.SetTime(
                journal.GetProperty("boot").GetInt32(), journal.GetProperty("uptime_ms").GetInt64(), Optional(journal, "utc_ms") is not null, Optional(journal, "utc_ms") ?? 0);
        }

        foreach (JsonElement stream in Entries(vector, "older_streams"))
        {
            Assert.That(report.AddOlderStream(StreamId(stream), 0, stream.GetProperty("oldest").GetInt32(), stream.GetProperty("newest").GetInt32()), Is.True);
        }

        foreach (JsonElement range in Entries(vector, "dropped"))
        {
            Assert.That(
                report.AddDropped(
                    StreamId(range), 0, range.GetProperty("first").GetInt32(), range.GetProperty("last").GetInt32(), (DropReason)range.GetProperty("reason").GetInt32()),
                Is.True);
        }

        foreach (JsonElement counter in Entries(vector, "counters"))
        {
            Assert.That(report.AddCounter(counter.GetProperty("number").GetInt32(), counter.GetProperty("value").GetInt64()), Is.True);
        }

        foreach (JsonElement check in Entries(vector, "checks"))
        {
            StatusCheckState state = Enum.Parse<StatusCheckState>(check.GetProperty("state").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            long? value = Optional(check, "value");
            long? limit = Optional(check, "limit");
            Assert.That(report.AddCheck(check.GetProperty("number").GetInt32(), state, value is not null, value ?? 0, limit is not null, limit ?? 0), Is.True);
        }

        if (vector.TryGetProperty("firmware", out JsonElement firmware))
        {
            report.SetFirmware(firmware.GetProperty("version").GetString(), firmware.GetProperty("board").GetString());
        }

        if (vector.TryGetProperty("configuration", out JsonElement configuration))
        {
            report.SetConfiguration(
                configuration.GetProperty("revision").GetInt32(), Convert.ToInt32(configuration.GetProperty("crc32").GetString(), 16), configuration.GetProperty("on_trial").GetBoolean(),
                (int)(Optional(configuration, "trial_revision") ?? 0), (int)(Optional(configuration, "trial_result") ?? 0));
            if (configuration.TryGetProperty("path", out JsonElement path))
            {
                report.SetConfigurationFault(configuration.GetProperty("fault").GetInt32(), path.GetString());
            }
        }

        if (vector.TryGetProperty("previous_life", out JsonElement life))
        {
            report.SetPreviousLife(
                life.GetProperty("reason").GetInt32(), life.GetProperty("seconds").GetInt32(), life.GetProperty("words").GetString(), life.GetProperty("early_ends").GetInt32(),
                life.GetProperty("safe_mode").GetBoolean());
        }

        return report;
    }

    private static byte[] StreamId(JsonElement element) => Convert.FromHexString(element.GetProperty("stream_id").GetString()!);

    private static long? Optional(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    private static IEnumerable<JsonElement> Entries(JsonElement vector, string name)
    {
        return vector.TryGetProperty(name, out JsonElement entries) ? entries.EnumerateArray() : Enumerable.Empty<JsonElement>();
    }

    private static IEnumerable<TestCaseData> Cases(string name)
    {
        return s_vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));
    }
}
