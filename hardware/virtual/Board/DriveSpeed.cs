using System.Globalization;

namespace Telltale.Virtual.Board;

/// <summary>How fast simulated time runs against the clock on the wall.</summary>
public sealed record DriveSpeed
{
    private DriveSpeed(double factor) => Factor = factor;

    /// <summary>A second of the simulation takes a second.</summary>
    public static DriveSpeed RealTime { get; } = new(1);

    /// <summary>The clock on the wall is not looked at.</summary>
    public static DriveSpeed AsFastAsItGoes { get; } = new(double.PositiveInfinity);

    /// <summary>Simulated seconds for each second; infinity for as fast as it goes.</summary>
    public double Factor { get; }

    /// <summary>So many simulated seconds for each second.</summary>
    public static DriveSpeed Times(double factor) =>
        factor is > 0 and <= 1_000_000 ? new DriveSpeed(factor) : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A speed from above 0 to 1,000,000.");

    /// <summary>Reads <c>real</c>, <c>fast</c>, or a number with or without a following <c>x</c>, as <c>10x</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static DriveSpeed Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "real" => RealTime,
            "fast" => AsFastAsItGoes,
            _ => double.TryParse(text.AsSpan().TrimEnd('x'), NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && factor is > 0 and <= 1_000_000
                ? new DriveSpeed(factor)
                : throw new FormatException($"\"{text}\" is no speed: real, fast, or a number such as 10x"),
        };
    }
}
