namespace Telltale.Fleet;

/// <summary>A check as a unit's newest status gives it.</summary>
/// <param name="Number">The check's number.</param>
/// <param name="State">pass, fail, waiting or not_fitted.</param>
/// <param name="Value">What was measured; null for nothing.</param>
/// <param name="Limit">What it is held against; null for nothing.</param>
public sealed record UnitCheck(long Number, string State, long? Value, long? Limit);
