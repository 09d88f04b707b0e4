using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Telltale.Fleet;

namespace Telltale.Cli;

/// <summary>Prints samples and alerts for people, a line each, or for programs.</summary>
internal sealed class SamplePrinter(TextWriter output, bool isJson)
{
    /// <summary>
    /// JSON: <c>id</c> (in the store), <c>unit_id</c>, <c>time</c>, <c>time_estimated</c>, <c>lat</c>, <c>lon</c> (degrees), <c>alt</c> (m),
    /// <c>speed</c> (m/s), <c>course</c> (degrees), <c>mode</c>, <c>sats</c>, <c>activity</c>, <c>trip</c>, <c>ignition</c>, <c>ignition_source</c>, <c>private</c>,
    /// <c>triggers</c>, <c>distance</c> (m), <c>odometer</c> (m: distance and the offset of the installation record), <c>engine_seconds</c>, <c>idling_seconds</c>, <c>max_speed</c> (m/s), <c>max_acceleration</c>, <c>max_braking</c> (m/s²),
    /// <c>signals</c>, <c>signal_minima</c>, <c>signal_maxima</c> (name: value).
    /// </summary>
    public void Print(StoredSample sample)
    {
        if (isJson)
        {
            JsonLine.Write(output, Json("sample", sample));
        }
        else
        {
            output.WriteLine(Line(sample).ToString());
        }
    }

    /// <summary>JSON: as a sample, with <c>event</c>, <c>value</c>, <c>limit</c>, <c>unit</c> (of measure) and <c>signal</c>.</summary>
    public void Print(StoredAlert alert)
    {
        if (isJson)
        {
            var json = new JsonObject
            {
                ["type"] = "alert",
                ["event"] = alert.Event,
                ["value"] = alert.Value,
                ["limit"] = alert.Limit,
                ["unit"] = alert.UnitOfMeasure.Length > 0 ? alert.UnitOfMeasure : null,
                ["signal"] = alert.Signal,
            };
            foreach ((string name, JsonNode? value) in Json("alert", alert.Sample))
            {
                json.TryAdd(name, value?.DeepClone());
            }

            json["id"] = alert.Id > 0 ? alert.Id : null;
            JsonLine.Write(output, json);
            return;
        }

        output.WriteLine(Line(alert.Sample).Append("  ALERT ").Append(alert.Text).ToString());
    }

    private static JsonObject Json(string type, StoredSample sample)
    {
        return JsonLine.Object(new
        {
            Type = type,
            Id = sample.Id > 0 ? sample.Id : (long?)null,
            sample.UnitId,
            Time = JsonLine.Time(sample.Time),
            TimeEstimated = sample.TimeIsEstimated ? true : (bool?)null,
            Lat = sample.LatitudeDegrees,
            Lon = sample.LongitudeDegrees,
            Alt = sample.HeightMetres,
            Speed = sample.SpeedMetresPerSecond,
            Course = sample.CourseDegrees,
            sample.Mode,
            Sats = sample.SatellitesUsed,
            sample.Activity,
            sample.Trip,
            sample.Ignition,
            sample.IgnitionSource,
            Private = sample.IsPrivate,
            sample.Triggers,
            Distance = sample.DistanceMetres,
            Odometer = sample.OdometerMetres,
            sample.EngineSeconds,
            sample.IdlingSeconds,
            MaxSpeed = sample.MaximumSpeedMetresPerSecond,
            MaxAcceleration = sample.MaximumAccelerationMetresPerSecondSquared,
            MaxBraking = sample.MaximumBrakingMetresPerSecondSquared,
            sample.Signals,
            sample.SignalMinima,
            sample.SignalMaxima,
        });
    }

    private static StringBuilder Line(StoredSample sample)
    {
        var line = new StringBuilder();
        string time = sample.Time is { } known ? JsonLine.Time(known) : "undated";
        line.Append(CultureInfo.InvariantCulture, $"{sample.UnitId}  {time,-24}{(sample.TimeIsEstimated ? "~" : " ")} ");
        line.Append(
            sample.LatitudeDegrees is { } latitude && sample.LongitudeDegrees is { } longitude
                ? string.Create(CultureInfo.InvariantCulture, $"{latitude,11:F7} {longitude,12:F7}")
                : sample.IsPrivate is true ? "     private            " : "     no position        ");
        Append(line, sample.HeightMetres, "F0", "m", 6);
        Append(line, sample.SpeedMetresPerSecond * 3.6, "F1", "km/h", 6);
        Append(line, sample.CourseDegrees, "F1", "deg", 6);
        line.Append("  ").Append(sample.Mode);
        if (sample.Activity is { } activity)
        {
            line.Append("  ").Append(activity);
        }

        if (sample.Trip is { } trip)
        {
            line.Append(CultureInfo.InvariantCulture, $"  trip {trip}");
        }

        if (sample.OdometerMetres is { } odometer)
        {
            line.Append(CultureInfo.InvariantCulture, $"  odometer {odometer / 1000.0:F1} km");
        }

        foreach ((string name, double value) in sample.Signals)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {name}={value:0.###}");
        }

        return line;
    }

    private static void Append(StringBuilder line, double? value, string format, string unit, int width)
    {
        string text = value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + " " + unit : "";
        line.Append("  ").Append(text.PadLeft(width + 1 + unit.Length));
    }
}
