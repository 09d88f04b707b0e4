using System.Globalization;
using Telltale.Esp32;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>
/// The list of a tray of boards: CSV with a header line. It is printed, mailed and left on desks, so nothing secret may be in it, and a column that looks
/// as if it had is refused.
/// </summary>
public static class TrayList
{
    /// <summary>The columns; 'label' has to be there.</summary>
    public static readonly IReadOnlyList<string> Columns = ["label", "board", "port", "unit", "wifi", "profile", "can_bits_per_second"];

    private static readonly string[] s_secretWords = ["password", "passphrase", "secret", "key", "psk", "identity", "token", "pin"];

    /// <summary>Reads a list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaultBoard">The board of a line that names none; null where every line has to.</param>
    /// <exception cref="FlashException">Something in it is wrong; the message has every fault, each with file, line and column.</exception>
    public static IReadOnlyList<TrayEntry> Read(string path, string? defaultBoard)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The list {path} cannot be read: {exception.Message}", exception);
        }

        IReadOnlyList<CsvRow> rows = CsvReader.Read(text, path);
        if (rows.Count == 0)
        {
            throw new FlashException($"{path} is empty. Its first line names columns: {string.Join(", ", Columns)}.");
        }

        CheckHeader(path, rows[0]);
        var faults = new List<string>();
        TrayEntry?[] entries = rows.Skip(1).Select(row => ReadRow(path, rows[0].Fields, row, defaultBoard, faults)).ToArray();
        FindTwice(path, entries, faults);
        return faults.Count == 0 ? entries.OfType<TrayEntry>().ToArray() : throw new FlashException(string.Join(Environment.NewLine, faults));
    }

    private static void CheckHeader(string path, CsvRow header)
    {
        for (int index = 0; index < header.Fields.Count; index++)
        {
            string name = header.Fields[index];
            if (Columns.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            string reason = Array.Exists(s_secretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
                ? "Keys and passwords never stand in a list; the owner's home has them, and the settings name the files of Wi-Fi passwords."
                : $"Known columns: {string.Join(", ", Columns)}.";
            throw new FlashException($"{path}, line {header.Line}, column {index + 1}: there is no column '{name}'. {reason}");
        }

        if (!header.Fields.Contains("label", StringComparer.Ordinal))
        {
            throw new FlashException($"{path}, line {header.Line}: the column 'label' is missing.");
        }

        if (header.Fields.Distinct(StringComparer.Ordinal).Count() != header.Fields.Count)
        {
            throw new FlashException($"{path}, line {header.Line}: a column is there twice.");
        }
    }

    private static TrayEntry? ReadRow(string path, IReadOnlyList<string> columns, CsvRow row, string? defaultBoard, List<string> faults)
    {
        int before = faults.Count;
        if (row.Fields.Count != columns.Count)
        {
            faults.Add($"{path}, line {row.Line}: {row.Fields.Count} fields, and the header has {columns.Count}.");
            return null;
        }

        string? Value(string column)
        {
            int index = columns.ToList().IndexOf(column);
            return index >= 0 && row.Fields[index].Length > 0 ? row.Fields[index] : null;
        }

        void Fault(string column, string what)
        {
            faults.Add($"{path}, line {row.Line}, column {columns.ToList().IndexOf(column) + 1} ({column}): {what}");
        }

        string label = Value("label") ?? "";
        if (label.Length is 0 or > 60 || label.Any(char.IsControl))
        {
            Fault("label", "a unit needs a name of 1 to 60 characters.");
        }

        string? boardName = Value("board") ?? defaultBoard;
        Board? board = Boards.Find(boardName);
        if (board is null)
        {
            Fault("board", boardName is null
                ? "the line names no board, and --board gives none for all."
                : $"there is no board '{boardName}'. Known: {string.Join(", ", Boards.Names())}.");
        }

        string? unit = Value("unit");
        if (unit is not null && !UnitId.IsValid(unit))
        {
            Fault("unit", "a unit's id has 8 characters; leave the field empty to enrol one.");
        }

        int? canBitsPerSecond = null;
        if (Value("can_bits_per_second") is { } speed)
        {
            if (int.TryParse(speed, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 5000 and <= 1000000)
            {
                canBitsPerSecond = number;
            }
            else
            {
                Fault("can_bits_per_second", "a bit rate is a number from 5000 to 1000000.");
            }
        }

        var overrides = new UnitOverrides { Wifi = Value("wifi"), Profile = Value("profile"), CanBitsPerSecond = canBitsPerSecond };
        return faults.Count == before ? new TrayEntry(row.Line, label, board!, Value("port"), unit, overrides) : null;
    }

    private static void FindTwice(string path, TrayEntry?[] entries, List<string> faults)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (TrayEntry entry in entries.OfType<TrayEntry>())
        {
            if (!labels.TryAdd(entry.Label, entry.Line))
            {
                faults.Add($"{path}, line {entry.Line}: '{entry.Label}' is in line {labels[entry.Label]} already.");
            }
        }
    }
}
