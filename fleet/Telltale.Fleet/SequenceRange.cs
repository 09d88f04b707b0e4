namespace Telltale.Fleet;

/// <summary>Sequences of a stream from first to last, both included.</summary>
internal sealed record SequenceRange(long First, long Last);
