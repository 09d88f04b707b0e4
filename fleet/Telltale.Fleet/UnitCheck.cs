using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>A check as a unit's newest status gives it.</summary>
/// <param name="Number">The check's number.</param>
/// <param name="State">pass, fail, waiting or not_fitted.</param>
/// <param name="Value">What was measured; null for nothing.</param>
/// <param name="Limit">What it is held against; null for nothing.</param>
public sealed record UnitCheck(long Number, string State, long? Value, long? Limit)
{
    /// <summary>When the first status came since which the check has stood so; null where that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The check's name; null where this program does not know the number.</summary>
    public string? Name => CheckNames.Of((CheckNumber)Number);

    /// <summary>The unit of measure of value and limit; null for none.</summary>
    public string? UnitOfMeasure => CheckNames.UnitOfMeasure((CheckNumber)Number) is { Length: > 0 } unit ? unit : null;

    /// <summary>What the value means, in words; null where there is nothing to add.</summary>
    public string? Note => CheckNotes.Of((CheckNumber)Number, StateNumber, Value is not null, Value ?? 0);

    private StatusCheckState StateNumber => State switch { "pass" => StatusCheckState.Pass, "fail" => StatusCheckState.Fail, "not_fitted" => StatusCheckState.NotFitted, _ => StatusCheckState.Waiting };
}
