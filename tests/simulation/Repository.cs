using System.Runtime.CompilerServices;

namespace Telltale.SimulationTests;

internal static class Repository
{
    internal static string Root { get; } = Find();

    private static string Find([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
