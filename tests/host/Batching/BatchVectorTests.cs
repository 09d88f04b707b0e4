using System.Text.Json;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.HostTests.Batching;

public class BatchVectorTests
{
    [TestCaseSource(nameof(Cases))]
    public void A_batch_made_by_another_program_is_decoded(JsonElement batch)
    {
        byte[] bytes = Convert.FromHexString(batch.GetProperty("batch").GetString()!);
        BatchDecoder decoder = new();
        Assert.That(decoder.Open(bytes, bytes.Length), Is.True);
        Assert.That(decoder.BootNumber, Is.EqualTo(batch.GetProperty("boot").GetInt32()));
        Assert.That(decoder.SignalCount, Is.EqualTo(batch.GetProperty("signals").GetInt32()));
        Assert.That(decoder.BaseUptimeMilliseconds, Is.EqualTo(batch.GetProperty("base_uptime_milliseconds").GetInt64()));
        JsonElement utc = batch.GetProperty("base_utc_milliseconds");
        Assert.That(decoder.IsDated, Is.EqualTo(utc.ValueKind == JsonValueKind.Number));
        Sample sample = new();
        foreach (JsonElement expected in batch.GetProperty("samples").EnumerateArray())
        {
            Assert.That(decoder.Next(sample), Is.True);
            long time = expected.GetProperty("time").GetInt64();
            Assert.That(sample.UptimeMilliseconds, Is.EqualTo(decoder.BaseUptimeMilliseconds + time));
            Assert.That(sample.TimeUtcMilliseconds, Is.EqualTo(decoder.IsDated ? utc.GetInt64() + time : 0));
            Assert.That((int)sample.Mode, Is.EqualTo(expected.GetProperty("mode").GetInt32()));
            Check(expected, "latitude", sample, FixFields.Position, sample.LatitudeDegreesE7);
            Check(expected, "longitude", sample, FixFields.Position, sample.LongitudeDegreesE7);
            Check(expected, "height", sample, FixFields.Height, sample.HeightMillimetres);
            Check(expected, "speed", sample, FixFields.Speed, sample.SpeedMillimetresPerSecond);
            Check(expected, "course", sample, FixFields.Course, sample.CourseHundredthsDegree);
            Check(expected, "satellites", sample, FixFields.SatellitesUsed, sample.SatellitesUsed);
            long present = 0;
            foreach (JsonProperty signal in expected.GetProperty("signals").EnumerateObject())
            {
                int index = int.Parse(signal.Name, System.Globalization.CultureInfo.InvariantCulture);
                present |= 1L << index;
                Assert.That(sample.Signals[index], Is.EqualTo(signal.Value.GetInt32()), $"signal {index}");
            }

            Assert.That(sample.SignalsPresent, Is.EqualTo(present));
        }

        Assert.That(decoder.Next(sample), Is.False);
    }

    private static void Check(JsonElement expected, string name, Sample sample, FixFields field, int value)
    {
        bool isThere = expected.TryGetProperty(name, out JsonElement wanted);
        Assert.That(sample.Fields.HasFlag(field), Is.EqualTo(isThere), name);
        if (isThere)
        {
            Assert.That(value, Is.EqualTo(wanted.GetInt32()), name);
        }
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        JsonElement vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "batch.json"))).RootElement;
        return vectors.EnumerateArray().Select(batch => new TestCaseData(batch).SetArgDisplayNames(batch.GetProperty("name").GetString()!));
    }
}
