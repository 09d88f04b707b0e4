namespace Telltale.Profiles;

/// <summary>Where a raw value stands, as a file says it, be that possible or not.</summary>
/// <param name="StartBit">As a DBC numbers it.</param>
/// <param name="BitLength">Bits.</param>
/// <param name="IsBigEndian">Motorola order.</param>
/// <param name="IsSigned">Two's complement.</param>
internal readonly record struct FieldText(int StartBit, int BitLength, bool IsBigEndian, bool IsSigned);
