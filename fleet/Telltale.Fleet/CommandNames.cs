using Telltale.Commands;

namespace Telltale.Fleet;

/// <summary>The names of commands and statuses on the command line and in JSON: lower case, words joined by hyphens.</summary>
public static class CommandNames
{
    private static readonly Dictionary<string, CommandCode> s_codes = Enum.GetValues<CommandCode>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>Every name, in the order of the codes.</summary>
    public static IEnumerable<string> All => Enum.GetValues<CommandCode>().Select(Of);

    /// <summary>The name of a command; its number where this program does not know it.</summary>
    public static string Of(CommandCode code) => Join(code, (int)code);

    /// <summary>The name of a status; its number where this program does not know it.</summary>
    public static string Of(CommandStatus status) => Join(status, (int)status);

    /// <summary>The command of a name; false for none.</summary>
    public static bool TryParse(string name, out CommandCode code) => s_codes.TryGetValue(name, out code);

    /// <summary>Whether a reply of this status has used the command's number up. One that this program does not know is taken for final.</summary>
    public static bool IsFinal(CommandStatus status) =>
        status is not (CommandStatus.Begun or CommandStatus.ClockNotSet or CommandStatus.NotStored or CommandStatus.Busy);

    private static string Join<T>(T value, int number)
        where T : struct, Enum
    {
        return Enum.IsDefined(value)
            ? string.Concat(value.ToString().Select((letter, index) => char.IsAsciiLetterUpper(letter) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()))
            : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
