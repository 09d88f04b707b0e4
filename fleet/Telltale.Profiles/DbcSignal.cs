namespace Telltale.Profiles;

/// <summary>An SG_ line of a DBC file.</summary>
/// <param name="Name">The signal's name.</param>
/// <param name="StartBit">As the file numbers it: for little-endian the least significant bit, for big-endian the most significant.</param>
/// <param name="BitLength">1 to 64.</param>
/// <param name="IsLittleEndian">Intel byte order (@1).</param>
/// <param name="IsSigned">Two's complement (-).</param>
/// <param name="Factor">Exact.</param>
/// <param name="Offset">Exact.</param>
/// <param name="Unit">As written.</param>
/// <param name="IsMultiplexor">The signal that selects (M).</param>
/// <param name="MultiplexValue">The selector's value under which the signal is there (m…); null for one that always is.</param>
/// <param name="Line">The line in the file.</param>
public sealed record DbcSignal(
    string Name, int StartBit, int BitLength, bool IsLittleEndian, bool IsSigned, Rational Factor, Rational Offset, string Unit, bool IsMultiplexor, int? MultiplexValue, int Line)
{
    /// <summary>Why the signal cannot be in a profile, from a later section of the file; null when nothing stands against it.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Attribute VssName: the COVESA VSS path; null where there is none.</summary>
    public string? VssName { get; init; }
}
