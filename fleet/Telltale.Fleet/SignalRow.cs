namespace Telltale.Fleet;

/// <summary>A signal of a dictionary in the store: value = (raw × numerator + offset) / denominator.</summary>
internal sealed class SignalRow
{
    public string Name { get; init; } = "";

    public string UnitOfMeasure { get; init; } = "";

    public long Numerator { get; init; }

    public long Denominator { get; init; }

    public long Offset { get; init; }

    public bool IsUnsigned { get; init; }

    /// <summary>The value in its unit of measure. What was stored before the dictionary came was taken for signed.</summary>
    public double Value(long raw) => StoredSample.SignalValue(IsUnsigned && raw < 0 ? (uint)raw : raw, Numerator, Offset, Denominator);
}
