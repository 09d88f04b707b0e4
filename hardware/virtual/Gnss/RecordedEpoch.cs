namespace Telltale.Virtual.Gnss;

/// <summary>The bytes of one navigation epoch of a recording.</summary>
/// <param name="UtcMilliseconds">When the epoch was, by the recording's own times; where they are missing or run backwards, one interval after the epoch before.</param>
/// <param name="Bytes">What the receiver sent, unchanged.</param>
/// <param name="Stated">What it says.</param>
public sealed record RecordedEpoch(long UtcMilliseconds, ReadOnlyMemory<byte> Bytes, EmittedEpoch Stated);
