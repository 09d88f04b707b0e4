namespace Telltale.Profiles;

/// <summary>A signal as a file says it.</summary>
/// <param name="Name">VSS path or MESSAGE.SIGNAL.</param>
/// <param name="Unit">As written.</param>
/// <param name="Factor">Exact.</param>
/// <param name="Offset">Exact.</param>
/// <param name="Field">Where the raw value stands.</param>
/// <param name="HighestValid">The highest raw value that is a value; null when all are.</param>
/// <param name="StaleAfterMilliseconds">When it counts as absent.</param>
/// <param name="Place">Where that is said.</param>
internal sealed record SignalText(
    string Name, string Unit, Rational Factor, Rational Offset, FieldText Field, uint? HighestValid, int StaleAfterMilliseconds, Place Place);
