namespace Telltale.Virtual.Can;

/// <summary>A signal's value at a moment of a recording.</summary>
/// <param name="TimeMicroseconds">Microseconds since 1970-01-01 as recorded.</param>
/// <param name="Signal">The signal's name in the profile.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">As the profile has it; empty for none.</param>
public sealed record SignalReading(long TimeMicroseconds, string Signal, double Value, string Unit);
