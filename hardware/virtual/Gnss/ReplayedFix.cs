using System.Globalization;

namespace Telltale.Virtual.Gnss;

/// <summary>One fix of a replayed log; what the receiver did not give is null.</summary>
public sealed record ReplayedFix
{
    /// <summary>UTC of the epoch.</summary>
    public DateTimeOffset? Utc { get; init; }

    /// <summary>UTC of the epoch in ISO 8601 with milliseconds and a Z.</summary>
    public string? Time => Utc?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Degrees, WGS 84, 7 decimals.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Degrees, WGS 84, 7 decimals.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>Metres above mean sea level.</summary>
    public decimal? Altitude { get; init; }

    /// <summary>Metres a second over ground.</summary>
    public decimal? Speed { get; init; }

    /// <summary>Degrees, true north.</summary>
    public decimal? Course { get; init; }

    /// <summary>none, dead-reckoning, 2d, 3d, differential, rtk-float or rtk-fixed.</summary>
    public required string Mode { get; init; }

    /// <summary>Satellites used.</summary>
    public int? Satellites { get; init; }

    /// <summary>Horizontal dilution of precision.</summary>
    public decimal? HorizontalDilution { get; init; }

    /// <summary>Talker of the sentence that gave the position, or else of the epoch's first: GP, GN …</summary>
    public required string Talker { get; init; }
}
