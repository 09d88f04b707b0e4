using System.Runtime.CompilerServices;

namespace Telltale.Simulation;

/// <summary>Raw values of the ten signals.</summary>
[InlineArray(SignalCatalogue.Count)]
internal struct SignalValues
{
    private int _first;
}
