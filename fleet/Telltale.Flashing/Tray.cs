using System.Text;

namespace Telltale.Flashing;

/// <summary>Flashes the boards of a list, one after the other.</summary>
public sealed class Tray
{
    private readonly FlashRun _run;
    private readonly Action<string> _tell;
    private readonly Func<TrayEntry, Task<bool>> _connect;

    /// <summary>Makes a tray.</summary>
    /// <param name="run">What flashes a board.</param>
    /// <param name="tell">Takes sentences for the person who flashes.</param>
    /// <param name="connect">Asks that person to connect the board of a line without a port; false ends the tray.</param>
    public Tray(FlashRun run, Action<string> tell, Func<TrayEntry, Task<bool>> connect)
    {
        _run = run;
        _tell = tell;
        _connect = connect;
    }

    /// <summary>
    /// Flashes every board that has not passed. Results and labels are written after each, beside the list: tray.results.csv and tray.labels.svg.
    /// </summary>
    /// <param name="list">The list's file.</param>
    /// <param name="entries">Its lines.</param>
    /// <param name="replace">As <see cref="FlashJob.Replace"/>, for every board.</param>
    /// <param name="cancellation">Ends the tray.</param>
    /// <returns>What became of the boards that were flashed in this run, line by line.</returns>
    public async Task<IReadOnlyList<(TrayEntry Entry, FlashResult Result)>> RunAsync(
        string list, IReadOnlyList<TrayEntry> entries, bool replace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var results = new TrayResults(TrayResults.PathOf(list));
        var done = new List<(TrayEntry, FlashResult)>();
        for (int index = 0; index < entries.Count; index++)
        {
            TrayEntry entry = entries[index];
            if (results.HasPassed(entry.Label))
            {
                _tell($"Board {index + 1} of {entries.Count}, {entry.Label}: passed in an earlier run.");
                continue;
            }

            _tell($"Board {index + 1} of {entries.Count}, {entry.Label}, a {entry.Board.Name}:");
            if (entry.Port is null && !await _connect(entry))
            {
                break;
            }

            FlashResult result = await _run.RunAsync(
                new FlashJob
                {
                    Board = entry.Board,
                    Port = entry.Port,
                    UnitId = entry.UnitId,
                    Label = entry.Label,
                    Overrides = entry.Overrides,
                    Replace = replace,
                },
                cancellation);
            results.Add(entry, result);
            await File.WriteAllTextAsync(LabelsPathOf(list), LabelSheet.Draw(results.Passed), new UTF8Encoding(false), cancellation);
            done.Add((entry, result));
            _tell(result.Passed ? $"PASS: {entry.Label} is unit {result.UnitId}." : $"FAIL: {entry.Label}: {result.Sentence} {result.Action}".TrimEnd());
        }

        return done;
    }

    /// <summary>The labels beside a list: tray.csv has tray.labels.svg.</summary>
    public static string LabelsPathOf(string list) => Path.ChangeExtension(list, null) + ".labels.svg";
}
