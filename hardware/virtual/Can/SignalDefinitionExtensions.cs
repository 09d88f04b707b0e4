using Telltale.Signals;

namespace Telltale.Virtual.Can;

/// <summary>What a raw value means, for people.</summary>
public static class SignalDefinitionExtensions
{
    /// <summary>The value in the signal's unit: one rounding, of the exact quotient.</summary>
    public static double ToValue(this SignalDefinition definition, int raw)
    {
        decimal integer = definition.IsUnsigned ? (uint)raw : raw;
        return (double)(((integer * definition.Numerator) + definition.Offset) / definition.Denominator);
    }
}
