using System.Globalization;
using System.Text.RegularExpressions;

namespace Telltale.Profiles;

/// <summary>
/// The messages and signals of a DBC file (Vector's CAN database). Read are BO_, SG_ and three attributes: VFrameFormat, GenMsgCycleTime and VssName. What else a DBC holds
/// (comments, other attributes, value tables, nodes) says nothing about bits and is passed over. A message or signal that cannot be understood refuses the whole file, with the line.
/// </summary>
public sealed partial class DbcFile
{
    private const uint ExtendedFlag = 0x8000_0000;

    /// <summary>DBC editors keep signals that belong to no message under this number.</summary>
    private const uint IndependentSignals = 0xC000_0000;

    private DbcFile(IReadOnlyList<DbcMessage> messages)
    {
        Messages = messages;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<DbcMessage> Messages { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">The file is absent or something in it cannot be understood.</exception>
    public static DbcFile Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new SourceException($"{path}: there is no such file");
        }

        return Parse(path, File.ReadLines(path));
    }

    /// <summary>Reads lines; <paramref name="name"/> is what errors call the file.</summary>
    /// <exception cref="SourceException">Something in it cannot be understood.</exception>
    public static DbcFile Parse(string name, IEnumerable<string> lines)
    {
        List<DbcMessage> messages = [];
        Dictionary<(uint, bool), int> seen = [];
        List<DbcSignal>? signals = null;
        DbcMessage? message = null;
        DbcAttributes attributes = new();
        int number = 0;
        int quotedFrom = 0;
        foreach (string text in lines)
        {
            number++;
            string line = text.Trim();

            // A comment may run over several lines, and say anything in them.
            bool isWithinText = quotedFrom != 0;
            if (CountQuotes(line) % 2 != 0)
            {
                quotedFrom = isWithinText ? 0 : number;
            }

            if (isWithinText)
            {
                continue;
            }

            if (line.StartsWith("BO_ ", StringComparison.Ordinal))
            {
                signals = [];
                message = ParseMessage(name, number, line, signals);
                if (message is not null && !seen.TryAdd((message.Identifier, message.IsExtended), number))
                {
                    throw new SourceException(name, number, $"message 0x{message.Identifier:X} was defined before, in line {seen[(message.Identifier, message.IsExtended)]}");
                }

                if (message is not null)
                {
                    messages.Add(message);
                }
            }
            else if (line.StartsWith("SG_ ", StringComparison.Ordinal))
            {
                if (signals is null)
                {
                    throw new SourceException(name, number, "a signal outside of a message");
                }

                if (message is not null)
                {
                    DbcSignal signal = ParseSignal(name, number, line);
                    CheckBits(name, message, signal);
                    if (signals.Any(other => string.Equals(other.Name, signal.Name, StringComparison.Ordinal)))
                    {
                        throw new SourceException(name, number, $"signal {signal.Name} was defined before in message {message.Name}");
                    }

                    signals.Add(signal);
                }
            }
            else if (ObstacleLine().Match(line) is { Success: true } obstacle)
            {
                MarkObstacle(messages, obstacle);
            }
            else if (line.StartsWith("BA_", StringComparison.Ordinal))
            {
                attributes.Take(name, number, line);
            }
            else if (line.Length == 0)
            {
                signals = null;
                message = null;
            }
        }

        if (quotedFrom != 0)
        {
            throw new SourceException(name, quotedFrom, "a text that begins here has no end");
        }

        if (messages.Count == 0)
        {
            throw new SourceException(name, Math.Max(number, 1), "no message (BO_) in it: is it a DBC file?");
        }

        return new DbcFile([.. messages.Select(attributes.ApplyTo)]);
    }

    // Floating point and ranges of multiplexor values are said in sections of their own, after all messages.
    private static void MarkObstacle(List<DbcMessage> messages, Match match)
    {
        if (!uint.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out uint raw)
            || string.Equals(match.Groups["type"].Value, "0", StringComparison.Ordinal))
        {
            return;
        }

        uint identifier = raw & ~ExtendedFlag;
        bool isExtended = (raw & ExtendedFlag) != 0;
        foreach (DbcMessage message in messages.Where(message => message.Identifier == identifier && message.IsExtended == isExtended))
        {
            List<DbcSignal> signals = (List<DbcSignal>)message.Signals;
            int index = signals.FindIndex(signal => string.Equals(signal.Name, match.Groups["name"].Value, StringComparison.Ordinal));
            if (index >= 0)
            {
                string what = match.Groups["section"].ValueSpan.SequenceEqual("SIG_VALTYPE_") ? "is a floating-point number" : "has extended multiplexing";
                signals[index] = signals[index] with { Obstacle = $"{what}, which is not supported" };
            }
        }
    }

    // A quotation mark within a text is written with a backslash before it.
    private static int CountQuotes(string line)
    {
        int count = 0;
        for (int index = 0; index < line.Length; index++)
        {
            if (line[index] == '\\')
            {
                index++;
            }
            else if (line[index] == '"')
            {
                count++;
            }
        }

        return count;
    }

    private static DbcMessage? ParseMessage(string name, int number, string line, List<DbcSignal> signals)
    {
        Match match = MessageLine().Match(line);
        if (!match.Success
            || !uint.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out uint raw)
            || !int.TryParse(match.Groups["length"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            throw new SourceException(name, number, "not a message: expected 'BO_ identifier name: length sender'");
        }

        if (raw == IndependentSignals)
        {
            return null;
        }

        bool isExtended = (raw & ExtendedFlag) != 0;
        uint identifier = raw & ~ExtendedFlag;
        if (identifier > (isExtended ? 0x1FFF_FFFFu : 0x7FFu))
        {
            throw new SourceException(name, number, $"identifier {raw} is out of range");
        }

        return new DbcMessage(identifier, isExtended, match.Groups["name"].Value, length, signals);
    }

    private static DbcSignal ParseSignal(string name, int number, string line)
    {
        Match match = SignalLine().Match(line);
        if (!match.Success)
        {
            throw new SourceException(name, number, "not a signal: expected 'SG_ name : start|length@order sign (factor,offset) [minimum|maximum] \"unit\" receivers'");
        }

        if (!Rational.TryParse(match.Groups["factor"].Value, out Rational factor) || factor.Numerator.IsZero)
        {
            throw new SourceException(name, number, $"'{match.Groups["factor"].Value}' is not a factor");
        }

        if (!Rational.TryParse(match.Groups["offset"].Value, out Rational offset))
        {
            throw new SourceException(name, number, $"'{match.Groups["offset"].Value}' is not an offset");
        }

        string multiplexing = match.Groups["multiplexing"].Value;
        if (multiplexing.Length > 1 && multiplexing.EndsWith('M'))
        {
            throw new SourceException(name, number, $"extended multiplexing ({multiplexing}) is not supported");
        }

        return new DbcSignal(
            match.Groups["name"].Value,
            int.Parse(match.Groups["start"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["length"].ValueSpan, CultureInfo.InvariantCulture),
            match.Groups["order"].ValueSpan[0] == '1',
            match.Groups["sign"].ValueSpan[0] == '-',
            factor,
            offset,
            match.Groups["unit"].Value,
            string.Equals(multiplexing, "M", StringComparison.Ordinal),
            multiplexing.StartsWith('m') ? int.Parse(multiplexing.AsSpan(1), CultureInfo.InvariantCulture) : null,
            number);
    }

    private static void CheckBits(string name, DbcMessage message, DbcSignal signal)
    {
        int bits = message.Length * 8;
        bool fits = signal.BitLength is >= 1 and <= 64 && signal.StartBit < bits
            && (signal.IsLittleEndian
                ? signal.StartBit + signal.BitLength <= bits
                : BigEndianPosition(signal.StartBit) + signal.BitLength <= bits);
        if (!fits)
        {
            throw new SourceException(name, signal.Line, $"signal {signal.Name} ({signal.StartBit}|{signal.BitLength}) does not fit the {message.Length} bytes of message {message.Name}");
        }
    }

    // Big-endian start bits are numbered from the right within a byte, while the signal runs on from the left.
    private static int BigEndianPosition(int startBit)
    {
        return (startBit / 8 * 8) + 7 - (startBit % 8);
    }

    [GeneratedRegex(@"^(?<section>SIG_VALTYPE_|SG_MUL_VAL_)\s+(?<id>\d{1,10})\s+(?<name>\w+)\s*(:\s*(?<type>\d))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ObstacleLine();

    [GeneratedRegex(@"^BO_\s+(?<id>\d{1,10})\s+(?<name>\w+)\s*:\s*(?<length>\d{1,3})\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MessageLine();

    [GeneratedRegex(@"^SG_\s+(?<name>\w+)(\s+(?<multiplexing>M|m\d{1,5}M?))?\s*:\s*(?<start>\d{1,4})\|(?<length>\d{1,3})@(?<order>[01])(?<sign>[+-])\s*\(\s*(?<factor>[^,\s]+)\s*,\s*(?<offset>[^)\s]+)\s*\)\s*\[[^\]]*\]\s*""(?<unit>[^""]*)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SignalLine();
}
