using System.Text;

namespace Telltale.Flashing;

/// <summary>CSV after RFC 4180: fields with commas, line ends or quotation marks stand in quotation marks.</summary>
public static class CsvReader
{
    /// <summary>Takes a text apart into rows. Empty lines are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <exception cref="FlashException">A quotation mark is not closed.</exception>
    public static IReadOnlyList<CsvRow> Read(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<CsvRow>();
        int line = 1;
        for (int place = 0; place < text.Length;)
        {
            int first = line;
            var fields = new List<string>();
            do
            {
                fields.Add(ReadField(text, ref place, ref line, path));
            }
            while (Skip(text, ref place, ','));

            if (Skip(text, ref place, '\r') | Skip(text, ref place, '\n'))
            {
                line++;
            }

            if (fields.Count > 1 || fields[0].Length > 0)
            {
                rows.Add(new CsvRow(first, fields));
            }
        }

        return rows;
    }

    /// <summary>A field as it is written.</summary>
    public static string Field(string? value)
    {
        return value is null ? "" : value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static string ReadField(string text, ref int place, ref int line, string path)
    {
        var field = new StringBuilder();
        if (!Skip(text, ref place, '"'))
        {
            int start = place;
            while (place < text.Length && text[place] is not (',' or '\r' or '\n'))
            {
                place++;
            }

            return text[start..place].Trim();
        }

        int opened = line;
        while (place < text.Length)
        {
            char character = text[place++];
            if (character == '"')
            {
                if (!Skip(text, ref place, '"'))
                {
                    return field.ToString();
                }
            }
            else if (character == '\n')
            {
                line++;
            }

            field.Append(character);
        }

        throw new FlashException($"{path}, line {opened}: a quotation mark is not closed.");
    }

    private static bool Skip(string text, ref int place, char character)
    {
        if (place >= text.Length || text[place] != character)
        {
            return false;
        }

        place++;
        return true;
    }
}
