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
    /// <summary>In view, all constellations.</summary>
    public int? SatellitesInView { get; init; }

    /// <summary>Used, added up over the constellations.</summary>
    public int? SatellitesUsedByConstellation { get; init; }

    public int? PositionDilutionHundredths { get; init; }

    public int? VerticalDilutionHundredths { get; init; }

    public string? Time => UtcMilliseconds is { } utc
        ? DateTimeOffset.FromUnixTimeMilliseconds(utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>Without what is read in every tenth epoch only, and so depends on when the counting began.</summary>
    public DecodedFix OfTheEpochAlone() => this with
    {
        Fields = Fields & ~(FixFields.SatellitesInView | FixFields.SatellitesUsedByConstellation | FixFields.PositionDilution | FixFields.VerticalDilution),
        SatellitesInView = null,
        SatellitesUsedByConstellation = null,
        PositionDilutionHundredths = null,
        VerticalDilutionHundredths = null,
    };
}
