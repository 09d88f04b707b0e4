namespace Telltale.Fleet;

/// <summary>A signal of a dictionary in the store: value = (raw × numerator + offset) / denominator.</summary>
internal sealed class SignalRow
{
    public string Name { get; init; } = "";

    public string UnitOfMeasure { get; init; } = "";

    public long Numerator { get; init; }

    public long Denominator { get; init; }

    public long Offset { get; init; }
}
