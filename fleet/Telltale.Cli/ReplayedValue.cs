namespace Telltale.Cli;

/// <summary>A signal's value in a recording.</summary>
/// <param name="TimeMicroseconds">Microseconds since 1970-01-01 as recorded.</param>
/// <param name="Bus">The interface.</param>
/// <param name="Signal">MESSAGE.SIGNAL as in the DBC, or the name in the profile.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">As the DBC or the profile writes it; empty for none.</param>
internal sealed record ReplayedValue(long TimeMicroseconds, string Bus, string Signal, double Value, string Unit);
