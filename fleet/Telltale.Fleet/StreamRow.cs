namespace Telltale.Fleet;

/// <summary>A stream in the store: its row, its id in hexadecimal, the highest epoch of a frame.</summary>
internal sealed record StreamRow(long Id, string StreamId, long HighestEpoch);
