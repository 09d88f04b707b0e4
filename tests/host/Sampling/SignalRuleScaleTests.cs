using System.Numerics;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Sampling;

/// <summary>A rule in a signal's unit and the rule in raw values made of it say the same of every raw value, held against fractions of unlimited size.</summary>
internal sealed class SignalRuleScaleTests
{
    private const int Seed = 20261127;
    private const int Rounds = 40_000;
    private const int Scale = 1_000_000;
    private const long Largest = 2_000_000_000_000_000;

    [Test]
    public void A_threshold_is_passed_by_the_same_raw_values()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        int made = 0;
        for (int round = 0; round < Rounds; round++)
        {
            SignalDefinition definition = Definition(random);
            bool isRising = random.Next(2) == 0;
            SignalRule rule = new()
            {
                IsInUnit = true,
                Kind = isRising ? SignalRuleKind.RisesAbove : SignalRuleKind.FallsBelow,
                ThresholdMillionths = Threshold(random, definition),
                HysteresisMillionths = random.Next(3) == 0 ? 0 : random.NextInt64(0, Math.Max(2, Step(definition) * 20)),
            };
            if (SignalRuleScale.ToRaw(rule, definition) is not { } raw)
            {
                Assert.That(CanReach(rule, definition), Is.False, $"round {round}");
                continue;
            }

            made++;
            long threshold = definition.IsUnsigned ? (uint)raw.Threshold : raw.Threshold;
            long back = raw.Kind == SignalRuleKind.RisesAbove ? -raw.Hysteresis : raw.Hysteresis;
            foreach (long value in new[] { threshold - 1, threshold, threshold + 1, threshold + back - 1, threshold + back, threshold + back + 1 })
            {
                bool isBeyond = raw.Kind == SignalRuleKind.RisesAbove ? value > threshold : value < threshold;
                bool isBack = raw.Kind == SignalRuleKind.RisesAbove ? value <= threshold + back : value >= threshold + back;
                BigInteger left = Compare(value, definition, rule.ThresholdMillionths);
                BigInteger leftBack = Compare(value, definition, rule.ThresholdMillionths + (isRising ? -rule.HysteresisMillionths : rule.HysteresisMillionths));
                Assert.That(isBeyond, Is.EqualTo(isRising ? left > 0 : left < 0), $"round {round}, raw {value}");
                Assert.That(isBack || raw.Hysteresis == int.MaxValue, Is.EqualTo((isRising ? leftBack <= 0 : leftBack >= 0) || raw.Hysteresis == int.MaxValue), $"round {round}, raw {value}, back");
            }
        }

        Assert.That(made, Is.GreaterThan(Rounds / 2));
    }

    [Test]
    public void A_change_is_the_least_number_of_raw_steps_that_is_at_least_so_much()
    {
        Random random = new(Seed);
        for (int round = 0; round < Rounds; round++)
        {
            SignalDefinition definition = Definition(random);
            SignalRule rule = new() { IsInUnit = true, Kind = SignalRuleKind.Changes, ThresholdMillionths = random.NextInt64(1, Math.Max(2, Step(definition) * 50)) };
            BigInteger wanted = (BigInteger)rule.ThresholdMillionths * definition.Denominator;
            BigInteger step = BigInteger.Abs(definition.Numerator) * Scale;
            SignalRule? raw = SignalRuleScale.ToRaw(rule, definition);
            BigInteger least = (wanted + step - 1) / step;
            Assert.That(raw is null, Is.EqualTo(least > int.MaxValue), $"round {round}");
            Assert.That(raw is null || raw.Threshold == least, Is.True, $"round {round}: {least}");
        }
    }

    // The sign of a raw value's value less a number of millionths.
    private static BigInteger Compare(long raw, SignalDefinition definition, long millionths) =>
        ((((BigInteger)raw * definition.Numerator) + definition.Offset) * Scale) - ((BigInteger)millionths * definition.Denominator);

    // A threshold that some raw values are beyond and some are not, or that is one of them.
    private static bool CanReach(SignalRule rule, SignalDefinition definition)
    {
        BigInteger low = Compare(definition.IsUnsigned ? 0 : int.MinValue, definition, rule.ThresholdMillionths);
        BigInteger high = Compare(definition.IsUnsigned ? uint.MaxValue : int.MaxValue, definition, rule.ThresholdMillionths);
        return low.Sign * high.Sign < 0;
    }

    // One raw step in millionths of the unit, at least one.
    private static long Step(SignalDefinition definition) =>
        (long)BigInteger.Min(Largest / 100, BigInteger.Max(1, BigInteger.Abs(definition.Numerator) * Scale / definition.Denominator));

    private static long Threshold(Random random, SignalDefinition definition)
    {
        long raw = random.Next(4) switch
        {
            0 => random.NextInt64(int.MinValue, uint.MaxValue),
            1 => random.Next(2) == 0 ? int.MaxValue : definition.IsUnsigned ? 0 : int.MinValue,
            _ => random.Next(-1000, 1000),
        };
        BigInteger millionths = ((((BigInteger)raw * definition.Numerator) + definition.Offset) * Scale / definition.Denominator) + random.Next(-2, 3);
        return (long)BigInteger.Max(-Largest, BigInteger.Min(Largest, millionths));
    }

    private static SignalDefinition Definition(Random random)
    {
        int[] factors = [1, 2, 4, 10, 100, 128, 255, 256, 1000, 32768, 1_000_000, 7, int.MaxValue];
        int numerator = factors[random.Next(factors.Length)] * (random.Next(4) == 0 ? -1 : 1);
        int denominator = factors[random.Next(factors.Length)];
        int offset = random.Next(3) switch { 0 => 0, 1 => random.Next(-10_000, 10_000), _ => random.Next(int.MinValue, int.MaxValue) };
        return new SignalDefinition("signal", "", numerator, denominator, offset, random.Next(4) == 0, 1000);
    }
}
