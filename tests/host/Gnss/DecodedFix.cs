using Telltale.Gnss;

namespace Telltale.HostTests.Gnss;

/// <summary>A fix, kept; what it does not have is null.</summary>
internal sealed record DecodedFix(
    FixFields Fields,
    FixMode Mode,
    long? UtcMilliseconds,
    int? LatitudeDegreesE7,
    int? LongitudeDegreesE7,
    int? HeightMillimetres,
    int? SpeedMillimetresPerSecond,
    int? CourseHundredthsDegree,
    int? HorizontalDilutionHundredths,
    int? SatellitesUsed,
    int Talker)
{
    public string? Time => UtcMilliseconds is { } utc
        ? DateTimeOffset.FromUnixTimeMilliseconds(utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
        : null;
}
