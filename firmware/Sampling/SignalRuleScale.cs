using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>Makes a rule in a signal's unit one in raw values, exactly: it is met by the same raw values. Integers only.</summary>
public static class SignalRuleScale
{
    private const int Scale = 1000000;

    /// <summary>The rule in raw values; null where its threshold is beyond what the signal can be. Neither name nor index is in it.</summary>
    /// <param name="rule">With <see cref="SignalRule.IsInUnit"/>, its values in range.</param>
    /// <param name="definition">The signal.</param>
    public static SignalRule ToRaw(SignalRule rule, SignalDefinition definition)
    {
        SignalRule raw = new SignalRule();
        raw.Kind = rule.Kind;
        raw.ShortestPauseMilliseconds = rule.ShortestPauseMilliseconds;
        raw.IsEvent = rule.IsEvent;
        if (rule.Kind == SignalRuleKind.Changes || rule.Kind == SignalRuleKind.ChangesFast)
        {
            long steps = Steps(rule.ThresholdMillionths, definition);
            raw.Threshold = (int)steps;
            return steps > int.MaxValue ? null : raw;
        }

        // A value that rises falls as a raw value where the factor is negative. Above a threshold is above the raw value at it or just below it.
        bool isRising = (rule.Kind == SignalRuleKind.RisesAbove) == (definition.Numerator > 0);
        raw.Kind = isRising ? SignalRuleKind.RisesAbove : SignalRuleKind.FallsBelow;
        long back = rule.Kind == SignalRuleKind.RisesAbove ? -rule.HysteresisMillionths : rule.HysteresisMillionths;
        long threshold = RawOf(rule.ThresholdMillionths, definition, !isRising);
        long distance = threshold - RawOf(rule.ThresholdMillionths + back, definition, !isRising);
        distance = distance < 0 ? -distance : distance;
        long least = definition.IsUnsigned ? 0 : int.MinValue;
        if (threshold < least || threshold > least + uint.MaxValue)
        {
            return null;
        }

        raw.Threshold = (int)threshold;
        raw.Hysteresis = distance > int.MaxValue ? int.MaxValue : (int)distance;
        return raw;
    }

    // The raw value at a value in millionths of the unit, or the next one above or below it.
    private static long RawOf(long millionths, SignalDefinition definition, bool isUp)
    {
        long whole = millionths / Scale;
        long rest = millionths % Scale;
        if (rest < 0)
        {
            rest += Scale;
            whole--;
        }

        // (number + what is left of the division by the scale) / numerator
        long part = rest * definition.Denominator;
        long number = (whole * definition.Denominator) - definition.Offset + (part / Scale);
        bool isMore = part % Scale != 0;
        long numerator = definition.Numerator;
        if (numerator < 0)
        {
            numerator = -numerator;
            number = isMore ? -number - 1 : -number;
        }

        long raw = number / numerator;
        bool isExact = !isMore && number % numerator == 0;
        if (number % numerator < 0)
        {
            raw--;
        }

        return isUp && !isExact ? raw + 1 : raw;
    }

    // So many raw steps are at least so much.
    private static long Steps(long millionths, SignalDefinition definition)
    {
        long part = millionths % Scale * definition.Denominator;
        long number = (millionths / Scale * definition.Denominator) + (part / Scale);
        long numerator = definition.Numerator < 0 ? -(long)definition.Numerator : definition.Numerator;
        bool isExact = part % Scale == 0 && number % numerator == 0;
        return (number / numerator) + (isExact ? 0 : 1);
    }
}
