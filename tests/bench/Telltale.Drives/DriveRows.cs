using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Drives;

/// <summary>The samples of a drive, as the unit's sampler would hand them to the batch, and the signals that they name by index.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="Definitions">The dictionary of signals.</param>
/// <param name="Samples">In the order of time; each its own object.</param>
public sealed record DriveRows(string Name, SignalDefinition[] Definitions, IReadOnlyList<Sample> Samples);
