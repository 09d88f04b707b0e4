namespace Telltale.Virtual.Board;

/// <summary>A sample as the owner's side has it in the end, in whatever store: what <see cref="LedgerComparison"/> holds against the ledger.</summary>
/// <param name="Time">UTC; null while the start-up that took it has not been dated.</param>
/// <param name="LatitudeDegrees">WGS 84; null without a position.</param>
/// <param name="LongitudeDegrees">WGS 84; null without a position.</param>
/// <param name="Signals">Value by name of the signal.</param>
public sealed record LedgerSample(DateTimeOffset? Time, double? LatitudeDegrees, double? LongitudeDegrees, IReadOnlyDictionary<string, double> Signals);
