using System.Diagnostics;

namespace Telltale.Flashing;

/// <summary>Reads a board's console until the unit says that it is ready.</summary>
public sealed class StartupWatch
{
    /// <summary>Time until a unit has to be ready, unless another is asked for: the network and a first fix take most of it.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(180);

    private const int KeptLines = 8;

    private readonly ISerialConsole _console;
    private readonly Action<string> _tell;

    /// <summary>Makes a watch.</summary>
    /// <param name="console">Where boards are read.</param>
    /// <param name="tell">Takes sentences about what is being waited for.</param>
    public StartupWatch(ISerialConsole console, Action<string> tell)
    {
        _console = console;
        _tell = tell;
    }

    /// <summary>Waits.</summary>
    /// <param name="port">The serial port.</param>
    /// <param name="unitId">The unit that it has to be; null where any will do.</param>
    /// <param name="mustBeOnline">True waits until its broker has answered, too.</param>
    /// <param name="version">The version that the application has to have.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when the unit is ready; otherwise what is wrong, as a sentence.</returns>
    public async Task<string?> WaitAsync(
        string port, string? unitId, bool mustBeOnline, string version, TimeSpan patience, CancellationToken cancellation)
    {
        return await Task.Run(() => Wait(port, unitId, mustBeOnline, version, patience, cancellation), cancellation);
    }

    private string? Wait(string port, string? unitId, bool mustBeOnline, string version, TimeSpan patience, CancellationToken cancellation)
    {
        using Stream stream = _console.Open(port);
        var clock = Stopwatch.StartNew();
        var lines = new ConsoleLines();
        var kept = new Queue<string>();
        StartupReport? last = null;
        var buffer = new byte[1024];
        while (clock.Elapsed < patience)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = stream.Read(buffer, 0, buffer.Length);
            foreach (string line in lines.Take(buffer.AsSpan(0, count)))
            {
                if (StartupReport.Parse(line) is not { } report)
                {
                    Keep(kept, line);
                    continue;
                }

                if (Contradiction(report, unitId, version) is { } contradiction)
                {
                    return contradiction;
                }

                if (report.State == "ready" && (report.IsOnline || !mustBeOnline))
                {
                    _tell(report.IsOnline ? "It is ready, and its broker answers." : "It is ready; its broker has not answered yet.");
                    return null;
                }

                if (report.State == "failed")
                {
                    return $"The unit says that it failed: {Named(report, "fail")}.";
                }

                if (last is null || last.State != report.State || Named(last, "waiting") != Named(report, "waiting"))
                {
                    _tell(report.State == "ready" ? "It is ready; its broker has not answered yet." : $"The unit is {report.State}: {Named(report, "waiting")}.");
                }

                last = report;
            }
        }

        return Impatience(last, kept, patience);
    }

    private static string? Contradiction(StartupReport report, string? unitId, string version)
    {
        if (report.State == "starting" && report.UnitId.Length == 0)
        {
            // It has not read its identity yet.
            return null;
        }

        if (unitId is not null && !string.Equals(report.UnitId, unitId, StringComparison.Ordinal))
        {
            return report.UnitId.Length == 0
                ? $"The board has no keys: the identity of {unitId} did not arrive."
                : $"The board says that it is unit {report.UnitId}, not {unitId}.";
        }

        return string.Equals(report.Version, version, StringComparison.Ordinal)
            ? null
            : $"The board runs version '{report.Version}' of the application, not {version}.";
    }

    private static string Impatience(StartupReport? last, Queue<string> kept, TimeSpan patience)
    {
        string said = kept.Count == 0 ? "" : " The console's last lines: " + string.Join(" | ", kept);
        if (last?.State == "ready")
        {
            return $"The unit is ready, and its broker has not answered within {patience.TotalSeconds:F0} s.{said}";
        }

        return last is null
            ? $"The unit said nothing of itself within {patience.TotalSeconds:F0} s.{said}"
            : $"The unit is not ready after {patience.TotalSeconds:F0} s, it is {last.State}: {Named(last, "waiting")}.{said}";
    }

    private static string Named(StartupReport report, string state)
    {
        string names = string.Join(", ", report.Checks
            .Where(check => check.State == state)
            .Select(check => check.Value is null ? check.Name : $"{check.Name} ({check.Value})"));
        return names.Length > 0 ? names : "it names no check";
    }

    private static void Keep(Queue<string> kept, string line)
    {
        string printable = new string(line.Where(character => !char.IsControl(character) && character != '\uFFFD').ToArray()).Trim();
        if (printable.Length == 0)
        {
            return;
        }

        kept.Enqueue(printable);
        if (kept.Count > KeptLines)
        {
            kept.Dequeue();
        }
    }
}
