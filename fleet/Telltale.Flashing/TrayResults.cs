using System.Globalization;
using System.Text;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>
/// What became of a tray, as CSV beside its list: written anew after every board, so that a tray that is interrupted goes on where it was.
/// </summary>
public sealed class TrayResults
{
    private const string Header = "label,unit,board,address,result,step,time,sentence";
    private const int ColumnCount = 8;
    private const string PassWord = "pass";

    private readonly string _path;
    private readonly Dictionary<string, string[]> _rows = new(StringComparer.Ordinal);

    /// <summary>Opens the results of a list; those of an earlier run are kept.</summary>
    /// <exception cref="FlashException">The file is there and is something else.</exception>
    public TrayResults(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            return;
        }

        IReadOnlyList<CsvRow> rows = CsvReader.Read(File.ReadAllText(path), path);
        if (rows.Count == 0 || string.Join(',', rows[0].Fields) != Header || rows.Any(row => row.Fields.Count != ColumnCount))
        {
            throw new FlashException($"{path} is no list of results. Move it away.");
        }

        foreach (CsvRow row in rows.Skip(1))
        {
            _rows[row.Fields[0]] = [.. row.Fields];
        }
    }

    /// <summary>The file beside a list: tray.csv has tray.results.csv.</summary>
    public static string PathOf(string list) => Path.ChangeExtension(list, null) + ".results.csv";

    /// <summary>True when the unit of that name has passed.</summary>
    public bool HasPassed(string label) => _rows.TryGetValue(label, out string[]? row) && row[4] == PassWord;

    /// <summary>The units that have passed, for their labels.</summary>
    public IReadOnlyList<UnitLabel> Passed => _rows.Values.Where(row => row[4] == PassWord).Select(row => new UnitLabel(row[1], row[0], row[2])).ToArray();

    /// <summary>Takes note of a board.</summary>
    public void Add(TrayEntry entry, FlashResult result)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(result);
        _rows[entry.Label] =
        [
            entry.Label,
            result.UnitId ?? "",
            entry.Board.Name,
            result.MacAddress ?? "",
            result.Passed ? PassWord : "fail",
            result.FailedStep is { } step ? step.ToString() : "",
            DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            result.Passed ? "" : $"{result.Sentence} {result.Action}".Trim(),
        ];
        var text = new StringBuilder().Append(Header).Append('\n');
        foreach (string[] row in _rows.Values)
        {
            text.AppendJoin(',', row.Select(CsvReader.Field)).Append('\n');
        }

        SecretFile.Replace(_path, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
