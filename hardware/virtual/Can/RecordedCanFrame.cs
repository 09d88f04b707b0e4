namespace Telltale.Virtual.Can;

/// <summary>A frame of a recording.</summary>
/// <param name="UtcMicroseconds">When it was recorded, in microseconds since 1970-01-01.</param>
/// <param name="Key">Identifier and format, as <see cref="Telltale.Can.CanFrame.Key"/>.</param>
/// <param name="IsRemote">A remote frame.</param>
/// <param name="Data">0 to 8 bytes.</param>
public sealed record RecordedCanFrame(long UtcMicroseconds, uint Key, bool IsRemote, byte[] Data);
