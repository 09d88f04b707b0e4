using System.Xml.Linq;

namespace Telltale.HostTests.Chip;

/// <summary>A device project as its .csproj says it for the chip build.</summary>
internal sealed class ChipProject
{
    /// <summary>The .csproj.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the assembly.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>Root namespace.</summary>
    public required string RootNamespace { get; init; }

    /// <summary>"Library" or "Exe".</summary>
    public required string OutputType { get; init; }

    /// <summary>True for a project of tests.</summary>
    public bool IsTest { get; init; }

    /// <summary>The sources, by full path, in order.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The .csproj files that it refers to, by full path.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The nanoFramework assemblies that it names, without mscorlib.</summary>
    public required IReadOnlyList<string> NanoReferences { get; init; }

    /// <summary>Reads a project the way MSBuild does, as far as device projects go: no imports are followed, only Chip conditions are evaluated.</summary>
    public static ChipProject Read(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        XElement root = XDocument.Load(path).Root!;
        List<XElement> active = [.. root.Elements().Where(IsForChip)];
        string? Property(string name) => active.Where(group => group.Name.LocalName == "PropertyGroup").Elements().LastOrDefault(element => element.Name.LocalName == name && IsForChip(element))?.Value;
        List<string> Items(string name, string action = "Include") => [.. active.Where(group => group.Name.LocalName == "ItemGroup").Elements()
            .Where(element => element.Name.LocalName == name && IsForChip(element))
            .SelectMany(element => (element.Attribute(action)?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        IEnumerable<string> patterns = Items("Compile");
        if (folder == Repository.At("hardware", "nano-reference"))
        {
            // Its Directory.Build.props says so.
            patterns = patterns.Prepend(name + ".cs");
        }
        else if (Property("EnableDefaultCompileItems") != "false")
        {
            patterns = patterns.Prepend("**/*.cs");
        }

        return new ChipProject
        {
            Path = path,
            AssemblyName = Property("AssemblyName") ?? name,
            RootNamespace = Property("RootNamespace") ?? name,
            OutputType = Property("OutputType") ?? "Library",
            IsTest = Property("IsTestProject") == "true",
            Sources = [.. patterns.SelectMany(pattern => Expand(folder, pattern)).Except(Items("Compile", "Remove").SelectMany(pattern => Expand(folder, pattern)), StringComparer.Ordinal).Distinct(StringComparer.Ordinal)
                .OrderBy(source => System.IO.Path.GetRelativePath(folder, source).Replace('\\', '/'), StringComparer.Ordinal)],
            Projects = [.. Items("ProjectReference").Select(reference => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, reference)))],
            NanoReferences = [.. Items("NanoReference")],
        };
    }

    private static bool IsForChip(XElement element)
    {
        string condition = element.Attribute("Condition")?.Value ?? "";
        return condition switch
        {
            "" or "'$(Chip)' == 'true'" => true,
            "'$(Chip)' != 'true'" => false,
            _ => throw new NotSupportedException($"A device project has the condition {condition}, which the tests of the chip's project files cannot evaluate."),
        };
    }

    private static string[] Expand(string folder, string pattern)
    {
        int wildcard = pattern.IndexOf('*', StringComparison.Ordinal);
        if (wildcard < 0)
        {
            return [System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, pattern))];
        }

        const string Recursive = "**/*.cs";
        string start = pattern.EndsWith(Recursive, StringComparison.Ordinal) ? pattern[..^Recursive.Length] : throw new NotSupportedException($"The pattern {pattern}.");
        string full = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, start));
        return Directory.Exists(full) ? Directory.GetFiles(full, "*.cs", SearchOption.AllDirectories) : [];
    }
}
