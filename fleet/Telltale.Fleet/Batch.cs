using Telltale.Sampling;

namespace Telltale.Fleet;

/// <summary>The samples of one batch.</summary>
/// <param name="Boot">The number of the start-up that they were taken in.</param>
/// <param name="Samples">The samples, in the order in which they were taken; good until their <see cref="BatchReader"/> reads another batch.</param>
public sealed record Batch(long Boot, IReadOnlyList<Sample> Samples);
