using System.Globalization;
using System.Text;
using Telltale.Fleet;

namespace Telltale.Cli;

/// <summary>Prints samples for people, a line each, or for programs.</summary>
internal sealed class SamplePrinter(TextWriter output, bool isJson)
{
    /// <summary>
    /// JSON: <c>id</c> (in the store), <c>unit_id</c>, <c>time</c>, <c>time_estimated</c>, <c>lat</c>, <c>lon</c> (degrees), <c>alt</c> (m),
    /// <c>speed</c> (m/s), <c>course</c> (degrees), <c>mode</c>, <c>sats</c>, <c>signals</c> (name: value).
    /// </summary>
    public void Print(StoredSample sample)
    {
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                Type = "sample",
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
                sample.Signals,
            });
            return;
        }

        var line = new StringBuilder();
        string time = sample.Time is { } known ? JsonLine.Time(known) : "undated";
        line.Append(CultureInfo.InvariantCulture, $"{sample.UnitId}  {time,-24}{(sample.TimeIsEstimated ? "~" : " ")} ");
        line.Append(
            sample.LatitudeDegrees is { } latitude && sample.LongitudeDegrees is { } longitude
                ? string.Create(CultureInfo.InvariantCulture, $"{latitude,11:F7} {longitude,12:F7}")
                : "     no position        ");
        Append(line, sample.HeightMetres, "F0", "m", 6);
        Append(line, sample.SpeedMetresPerSecond * 3.6, "F1", "km/h", 6);
        Append(line, sample.CourseDegrees, "F1", "deg", 6);
        line.Append("  ").Append(sample.Mode);
        foreach ((string name, double value) in sample.Signals)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {name}={value:0.###}");
        }

        output.WriteLine(line.ToString());
    }

    private static void Append(StringBuilder line, double? value, string format, string unit, int width)
    {
        string text = value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + " " + unit : "";
        line.Append("  ").Append(text.PadLeft(width + 1 + unit.Length));
    }
}
