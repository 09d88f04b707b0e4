using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>A frame that is kept because it could not be decoded yet: sealed, or as opened.</summary>
internal sealed record WaitingFrame(long Id, long Stream, long Sequence, FrameKind Kind, long ReceivedMilliseconds, byte[]? Sealed, byte[]? Content);
