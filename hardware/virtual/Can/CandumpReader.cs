using System.Globalization;
using Telltale.Can;

namespace Telltale.Virtual.Can;

/// <summary>
/// Reads candump logs (can-utils, option -l): <c>(1533226488.228954) can0 260#08FFFB0000001884</c>, extended identifiers with eight digits, remote frames with
/// <c>#R</c>. Error frames and empty lines are passed over; CAN FD frames and anything else refuse the file, with the line.
/// </summary>
public static class CandumpReader
{
    /// <summary>Eight digits and CAN_ERR_FLAG: a report of the adapter, not a frame.</summary>
    private const uint ErrorFrame = CanFrame.ExtendedKey | 0x2000_0000;

    /// <summary>Reads a file, lazily.</summary>
    /// <exception cref="RecordingException">The file is absent, or a line cannot be understood.</exception>
    public static IEnumerable<RecordedCanFrame> Read(string path)
    {
        return File.Exists(path) ? Read(path, File.ReadLines(path)) : throw new RecordingException(path, 0, "there is no such file");
    }

    /// <summary>Reads lines, lazily; <paramref name="name"/> is what errors call the file.</summary>
    /// <exception cref="RecordingException">A line cannot be understood.</exception>
    public static IEnumerable<RecordedCanFrame> Read(string name, IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            RecordedCanFrame record = Parse(line) ?? throw new RecordingException(name, number, $"not a line of a candump log: '{(line.Length > 60 ? line[..60] + "…" : line)}'");
            if ((record.Key & ErrorFrame) != ErrorFrame)
            {
                yield return record;
            }
        }
    }

    private static RecordedCanFrame? Parse(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is < 3 or > 4 || parts[0].Length < 4 || parts[0][0] != '(' || parts[0][^1] != ')' || !TryParseTime(parts[0].AsSpan(1, parts[0].Length - 2), out long microseconds))
        {
            return null;
        }

        int separator = parts[2].IndexOf('#', StringComparison.Ordinal);
        if (separator is not (3 or 8) || !uint.TryParse(parts[2].AsSpan(0, separator), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint identifier))
        {
            return null;
        }

        bool isExtended = separator == 8;
        ReadOnlySpan<char> content = parts[2].AsSpan(separator + 1);
        if (identifier > (isExtended ? 0x3FFF_FFFFu : 0x7FFu))
        {
            return null;
        }

        uint key = isExtended ? identifier | CanFrame.ExtendedKey : identifier;
        if (content.StartsWith("R"))
        {
            return new RecordedCanFrame(microseconds, parts[1], key, IsRemote: true, []);
        }

        if (content.Length > 16 || content.Length % 2 != 0)
        {
            return null;
        }

        byte[] data = new byte[content.Length / 2];
        return Convert.FromHexString(content, data, out _, out _) == System.Buffers.OperationStatus.Done
            ? new RecordedCanFrame(microseconds, parts[1], key, IsRemote: false, data)
            : null;
    }

    private static bool TryParseTime(ReadOnlySpan<char> text, out long microseconds)
    {
        microseconds = 0;
        int point = text.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? "" : text[(point + 1)..];
        if (fraction.Length > 9 || !long.TryParse(point < 0 ? text : text[..point], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > 100_000_000_000)
        {
            return false;
        }

        long value = 0;
        if (fraction.Length > 0 && !long.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        for (int digits = fraction.Length; digits < 9; digits++)
        {
            value *= 10;
        }

        microseconds = (seconds * 1_000_000) + (value / 1000);
        return true;
    }
}
