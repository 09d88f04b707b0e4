using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>A dictionary in the store: its row and what it says.</summary>
internal sealed record KnownDictionary(long Row, SignalDefinition[] Definitions);
