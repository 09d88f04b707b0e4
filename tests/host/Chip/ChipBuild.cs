namespace Telltale.HostTests.Chip;

/// <summary>What the build against the nanoFramework declarations has left in artifacts/chip.</summary>
internal static class ChipBuild
{
    private const string Command = "dotnet build hardware/nano-reference/Chip.proj";

    /// <summary>The projects of everything that runs on the chip.</summary>
    public static IReadOnlyList<string> DeviceProjects { get; } =
    [
        .. Directory.GetFiles(Repository.At("drivers"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        .. Directory.GetFiles(Repository.At("firmware"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        .. Directory.GetFiles(Repository.At("hardware", "esp32"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        .. Directory.GetFiles(Repository.At("tests", "device"), "*.csproj").Order(StringComparer.Ordinal),
    ];

    /// <summary>The projects of the declarations.</summary>
    public static IReadOnlyList<string> ReferenceProjects { get; } =
        [.. Directory.GetFiles(Repository.At("hardware", "nano-reference"), "*.csproj").Order(StringComparer.Ordinal)];

    /// <summary>The assembly that a project was compiled to; fails the test where it is missing or older than its sources.</summary>
    public static string Assembly(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Repository.At("artifacts", "chip", "bin", name);
        string assemblyName = ChipProject.Read(project).AssemblyName;
        FileInfo? newest = Directory.Exists(folder)
            ? Directory.GetFiles(folder, assemblyName + ".dll", SearchOption.AllDirectories).Select(path => new FileInfo(path)).MaxBy(file => file.LastWriteTimeUtc)
            : null;
        if (newest is null)
        {
            Assert.Fail($"{name} is not built for the chip. Run: {Command}");
        }

        foreach (string source in ChipProject.Read(project).Sources)
        {
            if (File.GetLastWriteTimeUtc(source) > newest!.LastWriteTimeUtc)
            {
                Assert.Fail($"{Repository.Relative(source)} is newer than what was built for the chip. Run: {Command}");
            }
        }

        return newest!.FullName;
    }
}
