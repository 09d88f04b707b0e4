namespace Telltale.Fleet;

/// <summary>How far a frame in the store has come.</summary>
internal enum FrameState
{
    Decoded = 0,
    Parked = 1,
    Undecodable = 2,
}

/// <summary>Where a stored sample's time is from.</summary>
internal enum TimeSource
{
    None = 0,
    Clock = 1,
    StartUp = 2,
    Estimate = 3,
}

/// <summary>Sequences of a stream from first to last, both included.</summary>
internal readonly record struct SequenceRange(long First, long Last);

internal readonly record struct StreamRow(long Id, string StreamId, long HighestEpoch);

internal readonly record struct WaitingFrame(long Id, long Stream, FrameState State, long DictionaryId, byte[] Sealed);

/// <summary>A frame as it goes into the store.</summary>
internal sealed record FrameRow(
    long Sequence,
    long Epoch,
    byte[] Tag,
    int Kind,
    int Priority,
    long DictionaryId,
    long ReceivedMilliseconds,
    FrameState State,
    byte[]? Sealed,
    byte[]? Content);
