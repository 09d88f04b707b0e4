namespace Telltale.Fleet;

/// <summary>A frame that is kept sealed.</summary>
internal sealed record WaitingFrame(long Id, long Stream, FrameState State, long DictionaryId, byte[] Sealed);
