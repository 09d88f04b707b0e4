namespace Telltale.Fleet;

/// <summary>Which moments a frame is of: from the first to the last uptime of one start-up, in milliseconds.</summary>
internal sealed record FrameMoments(StartUp StartUp, long FirstUptime, long LastUptime);
