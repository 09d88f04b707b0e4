using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Sizes;

/// <summary>An array of objects with names, values in their units with as many decimals as they have.</summary>
public sealed class JsonCodec(SignalDefinition[] definitions) : IBatchCodec
{
    private static readonly string[] _activities = ["parked", "driving", "idling", "towed", "charging"];

    /// <inheritdoc/>
    public string Name => "JSON";

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Sample> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            foreach (Sample sample in batch)
            {
                Write(writer, sample);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter writer, Sample sample)
    {
        writer.WriteStartObject();
        writer.WriteNumber("time", sample.TimeUtcMilliseconds);
        if (Quanta.Has(sample, FixFields.Position))
        {
            Number(writer, "lat", sample.LatitudeDegreesE7 / 1e7, "0.######");
            Number(writer, "lon", sample.LongitudeDegreesE7 / 1e7, "0.######");
        }

        if (Quanta.Has(sample, FixFields.Height))
        {
            writer.WriteNumber("alt", Quanta.Height(sample));
        }

        if (Quanta.Has(sample, FixFields.Speed))
        {
            Number(writer, "speed", Quanta.Speed(sample) * 0.05, "0.##");
        }

        if (Quanta.Has(sample, FixFields.Course))
        {
            Number(writer, "course", Quanta.Course(sample) * 0.5, "0.#");
        }

        writer.WriteNumber("sats", sample.SatellitesUsed);
        writer.WriteNumber("fix", (int)sample.Mode);
        writer.WriteNumber("trigger", (int)sample.Triggers);
        writer.WriteString("activity", _activities[(int)sample.Activity]);
        writer.WriteBoolean("ignition", sample.Ignition is IgnitionState.On);
        writer.WriteNumber("trip", sample.TripNumber);
        writer.WriteNumber("odometer", sample.DistanceMetres);
        writer.WriteNumber("engineSeconds", sample.EngineSeconds);
        writer.WriteNumber("idlingSeconds", sample.IdlingSeconds);
        for (int index = 0; index < definitions.Length; index++)
        {
            if (Quanta.HasSignal(sample, index))
            {
                SignalDefinition definition = definitions[index];
                Number(writer, definition.Name, (((double)sample.Signals[index] * definition.Numerator) + definition.Offset) / definition.Denominator, "0.##");
            }
        }

        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double value, string format)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
