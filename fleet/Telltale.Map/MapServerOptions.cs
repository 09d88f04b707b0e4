using Microsoft.Extensions.Logging;

namespace Telltale.Map;

/// <summary>What a <see cref="MapServer"/> can be told beyond where it listens.</summary>
public sealed record MapServerOptions
{
    /// <summary>
    /// Address of a raster tile server, with <c>{z}</c>, <c>{x}</c> and <c>{y}</c> in it, drawn under the track. Null (the default): the page
    /// asks nothing of any host but this server. With it, the page may ask that host and no other.
    /// </summary>
    public string? TileUrl { get; init; }

    /// <summary>What the tile server's terms ask to be shown on the map, as plain text; null for nothing.</summary>
    public string? TileAttribution { get; init; }

    /// <summary>The greatest zoom for which the tile server has tiles, 0 to 24; beyond it they are enlarged.</summary>
    public int TileMaximumZoom { get; init; } = 19;

    /// <summary>Up to this age the last sample counts as live (shown green); beyond it as late (amber).</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Beyond this age the last sample counts as stale (shown red).</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>No line is drawn, on the map or in a plot, between two samples further apart than this.</summary>
    public TimeSpan GapAfter { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often the source is asked for new samples while a page is open, 50 ms to 60 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How many of a unit's newest samples a page loads and keeps, 1,000 to 1,000,000.</summary>
    public int SamplesKept { get; init; } = 100_000;

    /// <summary>
    /// Host names, without port, by which the page may be asked for, in addition to the listen address's own. A request under another name is refused,
    /// so that a foreign web page can't reach this server by pointing its own name at it.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Where the server logs to; null for warnings and errors on standard error.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
