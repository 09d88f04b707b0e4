using System.Text;

namespace Telltale.Configuration;

/// <summary>
/// Version 0 of the configuration: board.txt, lines of <c>key=value</c> with '#' for a remark, as units before the JSON file have it on their volume. Read to be written anew as
/// the JSON of today, so that a unit in the field goes on with what it has.
/// </summary>
internal static class LegacyBoardFile
{
    /// <summary>The file's name.</summary>
    internal const string Name = "board.txt";

    /// <summary>Reads it over the defaults.</summary>
    /// <returns>False when a line is wrong: the fault has the key and the line.</returns>
    internal static bool TryRead(byte[] bytes, int offset, int count, UnitConfiguration into, ConfigurationTable table, ConfigurationFault fault)
    {
        fault.Clear();
        into.SetDefaults(table);
        string[] lines = Encoding.UTF8.GetString(bytes, offset, count).Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].Trim();
            if (line.Length > 0 && line[0] != '#' && !TakeLine(line, into, table, fault))
            {
                fault.Line = index + 1;
                fault.Column = 1;
                return false;
            }
        }

        return true;
    }

    private static bool TakeLine(string line, UnitConfiguration into, ConfigurationTable table, ConfigurationFault fault)
    {
        int separator = line.IndexOf('=');
        string name = separator < 1 ? line : line.Substring(0, separator).Trim();
        string value = separator < 1 ? "" : line.Substring(separator + 1).Trim();
        fault.Path = name;
        int key = KeyOf(name);
        if (key < 0 || separator < 1)
        {
            fault.Code = ConfigurationFaultCode.UnknownMember;
            return false;
        }

        ConfigurationEntry entry = table.At(key);
        switch (entry.Type)
        {
            case ConfigurationType.Switch:
                into.SetNumber((ConfigurationKey)key, value == "on" ? 1 : 0);
                return value == "on" || value == "off" || Fail(fault, ConfigurationFaultCode.WrongType, "on or off");
            case ConfigurationType.Number:
                bool isNumber = int.TryParse(value, out int number);
                into.SetNumber((ConfigurationKey)key, number);
                if (isNumber && !entry.Allows(number))
                {
                    fault.Value = number;
                    fault.Limit = number < entry.Minimum ? entry.Minimum : entry.Maximum;
                    fault.Code = number < entry.Minimum ? ConfigurationFaultCode.TooSmall : ConfigurationFaultCode.TooLarge;
                    return false;
                }

                return isNumber || Fail(fault, ConfigurationFaultCode.WrongType, "a number");
            default:
                into.SetText((ConfigurationKey)key, value);
                return value.Length <= entry.MaximumLength || Fail(fault, ConfigurationFaultCode.TextTooLong, "at most ");
        }
    }

    private static int KeyOf(string name)
    {
        switch (name)
        {
            case "board": return (int)ConfigurationKey.BoardName;
            case "unit": return (int)ConfigurationKey.UnitId;
            case "host": return (int)ConfigurationKey.BrokerHost;
            case "port": return (int)ConfigurationKey.BrokerPort;
            case "tls": return (int)ConfigurationKey.UsesTls;
            case "password": return (int)ConfigurationKey.BrokerPassword;
            case "can-bits-per-second": return (int)ConfigurationKey.BusBitsPerSecond;
            case "journal-kilobytes": return (int)ConfigurationKey.JournalBudget;
            case "may-poll": return (int)ConfigurationKey.MayPoll;
            default: return -1;
        }
    }

    private static bool Fail(ConfigurationFault fault, ConfigurationFaultCode code, string expected)
    {
        fault.Code = code;
        fault.Expected = expected;
        return false;
    }
}
