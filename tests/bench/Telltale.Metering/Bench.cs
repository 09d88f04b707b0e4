using System.Diagnostics;
using System.Reflection;

namespace Telltale.Metering;

/// <summary>Measures every operation of a scenario assembly.</summary>
public static class Bench
{
    private const int TimedRuns = 200;

    /// <summary>
    /// Rewrites the device assemblies found below <paramref name="chipFolder"/>, loads <paramref name="scenarios"/> on top of them and measures.
    /// </summary>
    /// <param name="chipFolder">artifacts/chip/bin.</param>
    /// <param name="folder">Where everything else lies.</param>
    /// <param name="scenarios">The assembly with a public static method <c>All.Operations()</c>.</param>
    /// <param name="wanted">Chooses operations by name.</param>
    public static IEnumerable<(Operation Operation, Reading Reading)> Run(string chipFolder, string folder, string scenarios, Predicate<Operation> wanted)
    {
        string[] files = Directory.Exists(chipFolder)
            ? [.. Directory.EnumerateFiles(chipFolder, "Telltale.*.dll", SearchOption.AllDirectories)
                .Where(file => string.Equals(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))), Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))
                .GroupBy(file => Path.GetFileName(file), StringComparer.Ordinal)
                .Select(builds => builds.MaxBy(File.GetLastWriteTimeUtc)!)]
            : [];
        if (files.Length == 0)
        {
            throw new InvalidOperationException($"No device assemblies in {chipFolder}; ./bench.sh builds them.");
        }

        MeteredContext context = new(new MeterWeaver(files).Weave(), folder);
        Meter.Reset();
        MeteredContext unmetered = new(new Dictionary<string, byte[]>(StringComparer.Ordinal), folder);
        using IEnumerator<Operation> timed = Operations(unmetered, folder, scenarios).GetEnumerator();
        foreach (Operation operation in Operations(context, folder, scenarios))
        {
            timed.MoveNext();
            if (!wanted(operation))
            {
                continue;
            }

            Meter.Reset();
            operation.Prepare();
            Meter.Reset();
            operation.Run();
            Reading reading = Meter.Read();
            yield return (operation, reading with { Nanoseconds = Time(timed.Current) });
        }

        if (context.Loaded.Count == 0)
        {
            throw new InvalidOperationException("No rewritten assembly was used: nothing was measured.");
        }
    }

    private static IEnumerable<Operation> Operations(MeteredContext context, string folder, string scenarios)
    {
        Assembly assembly = context.LoadFromAssemblyPath(Path.Combine(folder, scenarios + ".dll"));
        object? operations = assembly.GetType(scenarios + ".All")?.GetMethod("Operations")?.Invoke(null, null);
        return (IEnumerable<Operation>)(operations ?? throw new InvalidOperationException($"{scenarios} has no All.Operations()."));
    }

    // The least of several runs is what the others would be without interruptions.
    private static double Time(Operation operation)
    {
        operation.Prepare();
        double best = double.MaxValue;
        for (int i = 0; i < TimedRuns; i++)
        {
            long start = Stopwatch.GetTimestamp();
            operation.Run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }
}
