using System.Globalization;
using System.Text.Json;

namespace Telltale.HostTests.Gnss;

/// <summary>One of gpsd's TPV reports of a .chk file. gpsd sends several for an epoch, each knowing more; its cycles may end later than the receiver's.</summary>
internal sealed record GpsdReport(DateTimeOffset? Time, int Mode, double? Latitude, double? Longitude, double? Speed, double? HeightAboveSea)
{
    public static IReadOnlyList<GpsdReport> Read(string file)
    {
        List<GpsdReport> reports = [];
        foreach (string line in File.ReadLines(file, System.Text.Encoding.Latin1))
        {
            if (!line.StartsWith("{\"class\":\"TPV\"", StringComparison.Ordinal))
            {
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            double? Number(string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
            reports.Add(new GpsdReport(
                root.TryGetProperty("time", out JsonElement time)
                    ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                    : null,
                root.GetProperty("mode").GetInt32(),
                Number("lat"),
                Number("lon"),
                Number("speed"),
                Number("altMSL")));
        }

        return reports;
    }

    /// <summary>Satellites in view and used, of every SKY report that lists them.</summary>
    public static IEnumerable<(int InView, int Used)> Satellites(string file)
    {
        foreach (string line in File.ReadLines(file, System.Text.Encoding.Latin1).Where(line => line.StartsWith("{\"class\":\"SKY\"", StringComparison.Ordinal)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("nSat", out JsonElement inView) && document.RootElement.TryGetProperty("uSat", out JsonElement used))
            {
                yield return (inView.GetInt32(), used.GetInt32());
            }
        }
    }
}
