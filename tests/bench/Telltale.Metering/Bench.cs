using System.Reflection;

namespace Telltale.Metering;

/// <summary>Measures every operation of a scenario assembly.</summary>
public static class Bench
{
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
        Assembly assembly = context.LoadFromAssemblyPath(Path.Combine(folder, scenarios + ".dll"));
        object? operations = assembly.GetType(scenarios + ".All")?.GetMethod("Operations")?.Invoke(null, null);
        foreach (Operation operation in (IEnumerable<Operation>)(operations ?? throw new InvalidOperationException($"{scenarios} has no All.Operations().")))
        {
            if (!wanted(operation))
            {
                continue;
            }

            Meter.Reset();
            operation.Prepare();
            Meter.Reset();
            operation.Run();
            yield return (operation, Meter.Read());
        }

        if (context.Loaded.Count == 0)
        {
            throw new InvalidOperationException("No rewritten assembly was used: nothing was measured.");
        }
    }
}
