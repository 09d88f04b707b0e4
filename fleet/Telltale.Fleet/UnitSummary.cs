namespace Telltale.Fleet;

/// <summary>A unit as a list of units shows it.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="Label">The name that the owner gave it; the unit id where none was given.</param>
/// <param name="SamplesStored">How many samples the store holds of it.</param>
/// <param name="LastSampleTime">When the newest dated sample was taken.</param>
public sealed record UnitSummary(string UnitId, string Label, long SamplesStored, DateTimeOffset? LastSampleTime);
