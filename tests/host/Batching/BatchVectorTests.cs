using System.Text.Json;
using Telltale.Batching;
using Telltale.Sampling;

namespace Telltale.HostTests.Batching;

public class BatchVectorTests
{
    [TestCaseSource(nameof(Batches))]
    public void A_batch_made_by_another_program_is_decoded(JsonElement batch)
    {
        byte[] bytes = Convert.FromHexString(batch.GetProperty("batch").GetString()!);
        BatchDecoder decoder = new();
        Assert.That(decoder.Open(bytes, bytes.Length), Is.True);
        PlainSample.CheckAll(batch, decoder, batch.GetProperty("name").GetString()!);
    }

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_made_by_another_program_is_decoded(JsonElement alert)
    {
        byte[] bytes = Convert.FromHexString(alert.GetProperty("alert").GetString()!);
        AlertDecoder decoder = new();
        Sample sample = new();
        Assert.That(decoder.Read(bytes, bytes.Length, sample), Is.True);
        Assert.That((int)decoder.Event, Is.EqualTo(alert.GetProperty("event").GetInt32()));
        Assert.That(decoder.Value, Is.EqualTo(alert.GetProperty("value").GetInt32()));
        Assert.That(decoder.Limit, Is.EqualTo(alert.GetProperty("limit").GetInt32()));
        Assert.That(decoder.SignalIndex, Is.EqualTo(alert.GetProperty("signal").GetInt32()));
        Assert.That(decoder.DictionaryId, Is.EqualTo(unchecked((int)alert.GetProperty("dictionary").GetUInt32())));
        Assert.That(decoder.BootNumber, Is.EqualTo(alert.GetProperty("boot").GetInt32()));
        Assert.That(decoder.SignalCount, Is.EqualTo(alert.GetProperty("signals").GetInt32()));
        Assert.That(sample.TimeUtcMilliseconds, Is.EqualTo(alert.GetProperty("base_utc_milliseconds").GetInt64()));
        Assert.That(sample.UptimeMilliseconds, Is.EqualTo(alert.GetProperty("base_uptime_milliseconds").GetInt64()));
        PlainSample.Check(alert.GetProperty("samples")[0], sample, "the sample");
    }

    private static IEnumerable<TestCaseData> Batches() => Cases("batch.json");

    private static IEnumerable<TestCaseData> Alerts() => Cases("alert.json");

    private static IEnumerable<TestCaseData> Cases(string file)
    {
        JsonElement vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", file))).RootElement;
        return vectors.EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));
    }
}
