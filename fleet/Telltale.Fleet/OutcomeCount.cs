namespace Telltale.Fleet;

/// <summary>How often something became of a unit's messages.</summary>
/// <param name="UnitId">The unit as the topic names it; empty for all unknown units together.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Count">How often.</param>
/// <param name="LastTime">When it last happened.</param>
/// <param name="LastDetail">What was said about it last.</param>
public sealed record OutcomeCount(string UnitId, FrameOutcome Outcome, long Count, DateTimeOffset LastTime, string? LastDetail);
