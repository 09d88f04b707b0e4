using Telltale.Sampling;

namespace Telltale.Fleet;

/// <summary>The content of a frame of the kind alert.</summary>
/// <param name="Event">What happened; a number that is no <see cref="UnitEvent"/> is kept as it came.</param>
/// <param name="Value">What was measured; its unit is that of the event.</param>
/// <param name="Limit">What it was held against.</param>
/// <param name="Signal">The signal's position in the dictionary; null where the event is of no signal.</param>
/// <param name="DictionaryId">The dictionary of the sample's signals; null where it has none.</param>
/// <param name="Boot">The start-up.</param>
/// <param name="SignalCount">How many signals the dictionary has.</param>
/// <param name="Sample">The sample of that moment.</param>
public sealed record Alert(UnitEvent Event, int Value, int Limit, int? Signal, int? DictionaryId, long Boot, int SignalCount, Sample Sample);
