namespace Telltale.Cli;

/// <summary>A signal's value in a recording.</summary>
/// <param name="TimeMicroseconds">Microseconds since 1970-01-01 as recorded.</param>
/// <param name="Bus">The interface.</param>
/// <param name="Signal">MESSAGE.SIGNAL as in the DBC.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">As the DBC writes it; empty for none.</param>
internal sealed record DbcReplayValue(long TimeMicroseconds, string Bus, string Signal, double Value, string Unit);
