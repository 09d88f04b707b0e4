using System.Globalization;
using System.Numerics;

namespace Telltale.Profiles;

/// <summary>An exact fraction in lowest terms; what a decimal number in a DBC or JSON file really says.</summary>
/// <param name="Numerator">Signed.</param>
/// <param name="Denominator">Positive.</param>
public readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    /// <summary>1.</summary>
    public static Rational One { get; } = new(1, 1);

    /// <summary>Reads a decimal number: sign, digits, point, exponent.</summary>
    public static bool TryParse(string text, out Rational value)
    {
        value = default;
        int exponentAt = text.IndexOfAny(['e', 'E']);
        int exponent = 0;
        if (exponentAt >= 0)
        {
            if (!int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 100)
            {
                return false;
            }

            text = text[..exponentAt];
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= text.Length - point - 1;
            text = text.Remove(point, 1);
        }

        if (text.Length is 0 or > 100 || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger digits))
        {
            return false;
        }

        value = exponent >= 0 ? Reduced(digits * BigInteger.Pow(10, exponent), 1) : Reduced(digits, BigInteger.Pow(10, -exponent));
        return true;
    }

    /// <summary>Factor and offset over one denominator, as a signal definition holds them.</summary>
    /// <returns>False when the numbers do not fit 32 bits.</returns>
    public static bool TryCombine(Rational factor, Rational offset, out int numerator, out int denominator, out int offsetNumerator)
    {
        BigInteger common = factor.Denominator / BigInteger.GreatestCommonDivisor(factor.Denominator, offset.Denominator) * offset.Denominator;
        BigInteger factorPart = factor.Numerator * (common / factor.Denominator);
        BigInteger offsetPart = offset.Numerator * (common / offset.Denominator);
        bool fits = common <= int.MaxValue && BigInteger.Abs(factorPart) <= int.MaxValue && BigInteger.Abs(offsetPart) <= int.MaxValue;
        numerator = fits ? (int)factorPart : 0;
        denominator = fits ? (int)common : 1;
        offsetNumerator = fits ? (int)offsetPart : 0;
        return fits;
    }

    /// <summary>The quotient; <paramref name="divisor"/> is not 0.</summary>
    public Rational DividedBy(Rational divisor)
    {
        BigInteger numerator = Numerator * divisor.Denominator;
        BigInteger denominator = Denominator * divisor.Numerator;
        return denominator.Sign < 0 ? Reduced(-numerator, -denominator) : Reduced(numerator, denominator);
    }

    private static Rational Reduced(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new Rational(numerator / divisor, denominator / divisor);
    }
}
