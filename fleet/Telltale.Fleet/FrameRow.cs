namespace Telltale.Fleet;

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
    FrameMoments? Moments,
    byte[]? Sealed,
    byte[]? Content);
