using System.Globalization;
using System.Text.RegularExpressions;

namespace Telltale.Profiles;

/// <summary>The attributes of a DBC that say something about decoding. Their values may stand before or after the messages, definitions before the values.</summary>
internal sealed partial class DbcAttributes
{
    private const string ParameterGroup = "J1939PG";
    private const uint ExtendedFlag = 0x8000_0000;

    private readonly Dictionary<uint, string> _formats = [];
    private readonly Dictionary<uint, int> _cycles = [];
    private readonly Dictionary<(uint, string), string> _names = [];

    // As Vector's tools define the enumeration where the file does not.
    private string[] _formatNames = ["StandardCAN", "ExtendedCAN", "reserved", ParameterGroup];
    private string _defaultFormat = "";
    private int _defaultCycle;

    /// <summary>Takes a line that begins with BA_.</summary>
    /// <exception cref="SourceException">One of these attributes has a value that it cannot have.</exception>
    public void Take(string file, int line, string text)
    {
        if (Enumeration().Match(text) is { Success: true } enumeration)
        {
            _formatNames = [.. enumeration.Groups["values"].Value.Split(',').Select(value => value.Trim().Trim('"'))];
        }
        else if (Default().Match(text) is { Success: true } preset)
        {
            string value = preset.Groups["value"].Value;
            if (string.Equals(preset.Groups["name"].Value, "VFrameFormat", StringComparison.Ordinal))
            {
                _defaultFormat = value;
            }
            else
            {
                _defaultCycle = Cycle(file, line, value);
            }
        }
        else if (OfMessage().Match(text) is { Success: true } message && uint.TryParse(message.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out uint identifier))
        {
            string value = message.Groups["value"].Value;
            if (string.Equals(message.Groups["name"].Value, "GenMsgCycleTime", StringComparison.Ordinal))
            {
                _cycles[identifier] = Cycle(file, line, value);
            }
            else
            {
                _formats[identifier] = !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? value
                    : index < _formatNames.Length ? _formatNames[index]
                    : throw new SourceException(file, line, $"VFrameFormat {index} is not among the {_formatNames.Length} that the file defines");
            }
        }
        else if (OfSignal().Match(text) is { Success: true } signal && uint.TryParse(signal.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out identifier)
            && signal.Groups["value"].Length > 0)
        {
            _names[(identifier, signal.Groups["signal"].Value)] = signal.Groups["value"].Value;
        }
    }

    /// <summary>The message with what the attributes say of it.</summary>
    public DbcMessage ApplyTo(DbcMessage message)
    {
        uint identifier = message.IsExtended ? message.Identifier | ExtendedFlag : message.Identifier;
        return message with
        {
            IsParameterGroup = message.IsExtended && string.Equals(_formats.GetValueOrDefault(identifier, _defaultFormat), ParameterGroup, StringComparison.Ordinal),
            CycleMilliseconds = _cycles.GetValueOrDefault(identifier, _defaultCycle),
            Signals = [.. message.Signals.Select(signal => signal with { VssName = _names.GetValueOrDefault((identifier, signal.Name)) })],
        };
    }

    private static int Cycle(string file, int line, string value)
    {
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) && milliseconds is >= 0 and <= 3_600_000
            ? (int)milliseconds
            : throw new SourceException(file, line, $"'{value}' is not a cycle time in milliseconds");
    }

    [GeneratedRegex("""^BA_DEF_\s+BO_\s+"VFrameFormat"\s+ENUM\s+(?<values>[^;]*);""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Enumeration();

    [GeneratedRegex("""^BA_DEF_DEF_\s+"(?<name>VFrameFormat|GenMsgCycleTime)"\s+"?(?<value>[^";]*)"?\s*;""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Default();

    [GeneratedRegex("""^BA_\s+"(?<name>VFrameFormat|GenMsgCycleTime)"\s+BO_\s+(?<id>\d{1,10})\s+"?(?<value>[^";]*)"?\s*;""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfMessage();

    [GeneratedRegex("""^BA_\s+"VssName"\s+SG_\s+(?<id>\d{1,10})\s+(?<signal>\w+)\s+"(?<value>[^"]*)"\s*;""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfSignal();
}
