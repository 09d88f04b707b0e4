namespace Telltale.Profiles;

/// <summary>What somebody who chooses a signal of a DBC says of it; null where the DBC's word holds.</summary>
/// <param name="Place">Where it is said; what is wrong with the signal is reported there.</param>
/// <param name="Name">VSS path.</param>
/// <param name="Unit">Unit.</param>
/// <param name="StaleAfterMilliseconds">When it counts as absent.</param>
/// <param name="HighestValid">The highest raw value that is a value.</param>
internal sealed record DbcChoice(Place Place, string? Name, string? Unit, int? StaleAfterMilliseconds, uint? HighestValid);
