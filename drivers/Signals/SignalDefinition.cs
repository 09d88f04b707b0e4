namespace Telltale.Signals;

/// <summary>
/// A named vehicle quantity. A signal travels as the raw integer that the vehicle sent; what it means is exact arithmetic on integers:
/// value = (raw × <see cref="Numerator"/> + <see cref="Offset"/>) / <see cref="Denominator"/>, in <see cref="Unit"/>.
/// </summary>
public sealed class SignalDefinition
{
    /// <summary>The COVESA VSS path without the leading "Vehicle.", or MESSAGE.SIGNAL of the DBC where VSS has no name for it.</summary>
    public readonly string Name;

    /// <summary>The unit as in the DBC or J1979: "km/h", "rpm", "%", "degC"; empty for none.</summary>
    public readonly string Unit;

    /// <summary>Factor, numerator; not 0.</summary>
    public readonly int Numerator;

    /// <summary>Factor and offset, denominator; positive.</summary>
    public readonly int Denominator;

    /// <summary>Offset in units of 1 / <see cref="Denominator"/>.</summary>
    public readonly int Offset;

    /// <summary>True when the raw value is an unsigned number of 32 bits kept in an <c>int</c>.</summary>
    public readonly bool IsUnsigned;

    /// <summary>After how many milliseconds without news the signal counts as absent.</summary>
    public readonly int StaleAfterMilliseconds;

    /// <summary>Makes a definition; see the fields for what each value means.</summary>
    public SignalDefinition(string name, string unit, int numerator, int denominator, int offset, bool isUnsigned, int staleAfterMilliseconds)
    {
        Name = name;
        Unit = unit;
        Numerator = numerator;
        Denominator = denominator;
        Offset = offset;
        IsUnsigned = isUnsigned;
        StaleAfterMilliseconds = staleAfterMilliseconds;
    }
}
