namespace Telltale.Flashing;

/// <summary>What became of a board.</summary>
/// <param name="Passed">True when its unit said that it is ready.</param>
/// <param name="Port">The serial port; null where none was found.</param>
/// <param name="MacAddress">The chip's address; null where it was not read.</param>
/// <param name="UnitId">The unit; null where it did not come to that.</param>
/// <param name="Label">The unit's name; null where it did not come to that.</param>
/// <param name="FailedStep">Where it failed; null where it passed or failed before the first step.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Action">What to do; empty where nothing is to do.</param>
public sealed record FlashResult(
    bool Passed, string? Port, string? MacAddress, string? UnitId, string? Label, FlashStepKind? FailedStep, string Sentence, string Action);
