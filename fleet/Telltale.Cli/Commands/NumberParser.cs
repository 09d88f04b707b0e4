using System.CommandLine.Parsing;
using System.Globalization;

namespace Telltale.Cli.Commands;

/// <summary>Reads an option's whole number and says what is allowed when it is none.</summary>
internal static class NumberParser
{
    public static Func<ArgumentResult, int> Within(int minimum, int maximum) => result =>
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        result.AddError($"'{text}' is not a whole number from {minimum} to {maximum}.");
        return minimum;
    };
}
