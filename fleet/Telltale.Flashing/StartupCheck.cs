namespace Telltale.Flashing;

/// <summary>One check in a unit's start-up report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">pass, fail, waiting or not fitted.</param>
/// <param name="Value">What was measured, as text; null where nothing was said.</param>
public sealed record StartupCheck(string Name, string State, string? Value);
