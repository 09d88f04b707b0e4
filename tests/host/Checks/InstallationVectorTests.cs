using System.Text;
using System.Text.Json;
using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.HostTests.Checks;

internal sealed class InstallationVectorTests
{
    private static readonly JsonElement s_vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "installation.json"))).RootElement;

    private static IEnumerable<TestCaseData> Good => Cases("records");

    private static IEnumerable<TestCaseData> PassedOver => Cases("passed_over");

    private static IEnumerable<TestCaseData> Refused => Cases("refused");

    [TestCaseSource(nameof(Good))]
    public void The_bytes_are_the_same_as_another_program_writes_them(JsonElement vector)
    {
        byte[] bytes = new byte[InstallationRecord.MaximumLength];
        int length = Record(vector.GetProperty("record")).Encode(bytes);
        Assert.That(Convert.ToHexStringLower(bytes, 0, length), Is.EqualTo(vector.GetProperty("bytes").GetString()));
    }

    [TestCaseSource(nameof(Good))]
    [TestCaseSource(nameof(PassedOver))]
    public void What_another_program_wrote_is_read(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        var read = new InstallationRecord();
        Assert.That(read.TryDecode(bytes, 0, bytes.Length), Is.True);
        byte[] again = new byte[InstallationRecord.MaximumLength];
        byte[] expected = new byte[InstallationRecord.MaximumLength];
        int length = Record(vector.GetProperty("record")).Encode(expected);
        Assert.That(again[..read.Encode(again)], Is.EqualTo(expected[..length]));
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_no_record_is_refused(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        Assert.That(new InstallationRecord().TryDecode(bytes, 0, bytes.Length), Is.False, vector.GetProperty("why").GetString());
    }

    private static IEnumerable<TestCaseData> Cases(string name) =>
        s_vectors.GetProperty(name).EnumerateArray().Select((vector, index) => new TestCaseData(vector).SetArgDisplayNames($"{name} {index}"));

    private static InstallationRecord Record(JsonElement json)
    {
        var record = new InstallationRecord
        {
            BootNumber = json.GetProperty("boot").GetInt32(),
            UptimeMilliseconds = json.GetProperty("uptime_ms").GetInt64(),
            IgnitionSource = json.GetProperty("ignition_source").GetInt32(),
            AreFailuresAccepted = json.GetProperty("accepted_failures").GetBoolean(),
            FirmwareVersion = json.GetProperty("firmware").GetString()!,
            Board = json.GetProperty("board").GetString()!,
        };
        if (json.TryGetProperty("time_utc_ms", out JsonElement time))
        {
            record.IsDated = true;
            record.TimeUtcMilliseconds = time.GetInt64();
        }

        if (json.TryGetProperty("vin", out JsonElement vin))
        {
            record.HasVin = true;
            Encoding.ASCII.GetBytes(vin.GetString()!).CopyTo(record.Vin, 0);
        }

        if (json.TryGetProperty("odometer_offset_m", out JsonElement offset))
        {
            record.HasOdometer = true;
            record.OdometerOffsetMetres = offset.GetInt64();
        }

        byte[] mark = Encoding.UTF8.GetBytes(json.GetProperty("mark").GetString()!);
        mark.CopyTo(record.Mark, 0);
        record.MarkLength = mark.Length;
        foreach (JsonElement check in json.GetProperty("checks").EnumerateArray())
        {
            int index = record.CheckCount++;
            record.CheckNumbers[index] = check.GetProperty("number").GetInt32();
            record.CheckStates[index] = (StatusCheckState)Array.IndexOf(["pass", "fail", "waiting", "not fitted"], check.GetProperty("state").GetString());
            record.CheckHasValue[index] = check.TryGetProperty("value", out JsonElement value);
            record.CheckValues[index] = record.CheckHasValue[index] ? value.GetInt64() : 0;
            record.CheckHasLimit[index] = check.TryGetProperty("limit", out JsonElement limit);
            record.CheckLimits[index] = record.CheckHasLimit[index] ? limit.GetInt64() : 0;
        }

        return record;
    }
}
