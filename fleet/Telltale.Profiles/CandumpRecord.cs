namespace Telltale.Profiles;

/// <summary>A line of a candump log.</summary>
/// <param name="TimeMicroseconds">Microseconds since 1970-01-01 as recorded.</param>
/// <param name="Bus">The interface, "can0".</param>
/// <param name="Identifier">11 or 29 bits.</param>
/// <param name="IsExtended">Written with eight digits.</param>
/// <param name="IsRemote">A remote frame.</param>
/// <param name="Data">0 to 8 bytes.</param>
public sealed record CandumpRecord(long TimeMicroseconds, string Bus, uint Identifier, bool IsExtended, bool IsRemote, byte[] Data);
