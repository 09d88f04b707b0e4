using System.Globalization;
using System.Text.Json;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.HostTests.Batching;

/// <summary>Compares what was decoded here with a sample in the JSON of tests/vectors.</summary>
internal static class PlainSample
{
    /// <summary>Checks every sample of an opened batch against the list <c>samples</c> of <paramref name="batch"/>, and the bases.</summary>
    public static void CheckAll(JsonElement batch, BatchDecoder decoder, string where)
    {
        Assert.That(decoder.BootNumber, Is.EqualTo(batch.GetProperty("boot").GetInt32()), where);
        Assert.That(decoder.SignalCount, Is.EqualTo(batch.GetProperty("signals").GetInt32()), where);
        Assert.That(decoder.BaseUptimeMilliseconds, Is.EqualTo(batch.GetProperty("base_uptime_milliseconds").GetInt64()), where);
        JsonElement utc = batch.GetProperty("base_utc_milliseconds");
        Assert.That(decoder.IsDated, Is.EqualTo(utc.ValueKind == JsonValueKind.Number), where);
        Sample sample = new();
        foreach (JsonElement expected in batch.GetProperty("samples").EnumerateArray())
        {
            Assert.That(decoder.Next(sample), Is.True, where);
            long time = expected.GetProperty("time").GetInt64();
            Assert.That(sample.UptimeMilliseconds, Is.EqualTo(decoder.BaseUptimeMilliseconds + time), where);
            Assert.That(sample.TimeUtcMilliseconds, Is.EqualTo(decoder.IsDated ? utc.GetInt64() + time : 0), where);
            Check(expected, sample, where);
        }

        Assert.That(decoder.Next(sample), Is.False, where);
    }

    /// <summary>Checks all but the time.</summary>
    public static void Check(JsonElement expected, Sample sample, string where)
    {
        Exactly("mode", (int)sample.Mode);
        Exactly("activity", (int)sample.Activity);
        Exactly("ignition", (int)sample.Ignition);
        Exactly("source", (int)sample.IgnitionSource);
        Exactly("triggers", (int)sample.Triggers);
        Exactly("trip", sample.TripNumber);
        Exactly("distance", sample.DistanceMetres);
        Exactly("engine", sample.EngineSeconds);
        Exactly("idling", sample.IdlingSeconds);
        Assert.That(sample.IsPrivate, Is.EqualTo(expected.GetProperty("private").GetBoolean()), where);
        Optional("latitude", FixFields.Position, sample.LatitudeDegreesE7);
        Optional("longitude", FixFields.Position, sample.LongitudeDegreesE7);
        Optional("height", FixFields.Height, sample.HeightMillimetres);
        Optional("speed", FixFields.Speed, sample.SpeedMillimetresPerSecond);
        Optional("course", FixFields.Course, sample.CourseHundredthsDegree);
        Optional("satellites", FixFields.SatellitesUsed, sample.SatellitesUsed);
        JsonElement extremes = expected.GetProperty("extremes");
        Extreme("speed", SampleExtremes.MaximumSpeed, sample.MaximumSpeedMillimetresPerSecond);
        Extreme("acceleration", SampleExtremes.MaximumAcceleration, sample.MaximumAccelerationMillimetresPerSecondSquared);
        Extreme("braking", SampleExtremes.MaximumBraking, sample.MaximumBrakingMillimetresPerSecondSquared);
        long present = 0;
        foreach (JsonProperty signal in expected.GetProperty("signals").EnumerateObject())
        {
            int index = int.Parse(signal.Name, CultureInfo.InvariantCulture);
            present |= 1L << index;
            Assert.That(sample.Signals[index], Is.EqualTo(signal.Value.GetInt32()), $"signal {index}, {where}");
        }

        Assert.That(sample.SignalsPresent, Is.EqualTo(present), where);
        present = 0;
        foreach (JsonProperty signal in expected.GetProperty("signal_extremes").EnumerateObject())
        {
            int index = int.Parse(signal.Name, CultureInfo.InvariantCulture);
            present |= 1L << index;
            Assert.That(sample.SignalMinima[index], Is.EqualTo(signal.Value[0].GetInt32()), $"minimum of signal {index}, {where}");
            Assert.That(sample.SignalMaxima[index], Is.EqualTo(signal.Value[1].GetInt32()), $"maximum of signal {index}, {where}");
        }

        Assert.That(sample.SignalExtremesPresent, Is.EqualTo(present), where);

        void Exactly(string name, int value) => Assert.That(value, Is.EqualTo(expected.GetProperty(name).GetInt32()), $"{name}, {where}");

        void Optional(string name, FixFields field, int value) => Has(expected, name, sample.Fields.HasFlag(field), value);

        void Extreme(string name, SampleExtremes flag, int value) => Has(extremes, name, sample.Extremes.HasFlag(flag), value);

        void Has(JsonElement parent, string name, bool has, int value)
        {
            bool isThere = parent.TryGetProperty(name, out JsonElement wanted);
            Assert.That(has, Is.EqualTo(isThere), $"{name}, {where}");
            if (isThere)
            {
                Assert.That(value, Is.EqualTo(wanted.GetInt32()), $"{name}, {where}");
            }
        }
    }
}
