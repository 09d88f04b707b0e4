using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Telltale.Cli;

/// <summary>
/// One JSON object a line (RFC 8259), names in snake case. What is not known is left out, never null and never 0.
/// </summary>
public static class JsonLine
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcConverter() },
    };

    /// <summary>Writes an object as one line.</summary>
    public static void Write<T>(TextWriter output, T value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value is JsonObject json)
        {
            // What was put in by hand may be null.
            foreach (string name in json.Where(property => property.Value is null).Select(property => property.Key).ToArray())
            {
                json.Remove(name);
            }
        }

        output.WriteLine(JsonSerializer.Serialize(value, s_options));
    }

    /// <summary>An object with the same names, to put together with others.</summary>
    public static JsonObject Object<T>(T value) => JsonSerializer.SerializeToNode(value, s_options)!.AsObject();

    /// <summary>UTC as ISO 8601 with milliseconds: <c>2026-11-22T17:19:09.000Z</c>.</summary>
    public static string Time(DateTimeOffset time)
    {
        return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static string? Time(DateTimeOffset? time) => time is { } value ? Time(value) : null;

    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Time(value));
    }
}
