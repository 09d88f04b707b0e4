namespace Telltale.Fleet;

/// <summary>What became of the sequences of a unit's streams, counted.</summary>
/// <param name="Stored">The store has them.</param>
/// <param name="Queued">The unit may still have them.</param>
/// <param name="Dropped">The unit reported that they are gone.</param>
/// <param name="Missing">Gone without a report, accepted ones not counted.</param>
/// <param name="MissingAccepted">Gone without a report, and a person took note.</param>
/// <param name="Conflicts">Frames that were kept aside because another one has their sequence.</param>
public sealed record FrameCounts(long Stored, long Queued, long Dropped, long Missing, long MissingAccepted, long Conflicts);
