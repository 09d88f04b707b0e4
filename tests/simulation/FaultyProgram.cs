using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telltale.SimulationTests;

/// <summary>The command line <c>telltale</c> in a folder of its own, with assemblies in it that were compiled here from changed sources.</summary>
internal sealed class FaultyProgram : IDisposable
{
    private const int LongestRunMilliseconds = 120_000;

    private static readonly string[] s_implicitUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly Lazy<List<(string Name, MetadataReference Reference)>> s_references = new(FindReferences);

    private readonly string _folder = Directory.CreateTempSubdirectory("telltale-planted-").FullName;

    internal FaultyProgram()
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            string target = Path.Combine(_folder, Path.GetFileName(entry));
            if (Path.GetFileName(entry).StartsWith("telltale.", StringComparison.Ordinal))
            {
                // The host looks for the others where this one really is.
                File.Copy(entry, target);
            }
            else if (Directory.Exists(entry))
            {
                Directory.CreateSymbolicLink(target, entry);
            }
            else if (entry.EndsWith(".dll", StringComparison.Ordinal))
            {
                File.CreateSymbolicLink(target, entry);
            }
        }
    }

    /// <summary>Compiles a project's sources, one of them changed, in place of its assembly.</summary>
    internal void Replace(string project, string? file = null, string? original = null, string? fault = null)
    {
        bool isDevice = project.StartsWith("firmware/", StringComparison.Ordinal);
        string assembly = isDevice ? $"Telltale.{project.Split('/')[1]}" : project.Split('/')[1];
        CSharpParseOptions parsing = CSharpParseOptions.Default.WithLanguageVersion(isDevice ? LanguageVersion.CSharp12 : LanguageVersion.Latest);
        List<SyntaxTree> trees = [];
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string source = File.ReadAllText(path).ReplaceLineEndings("\n");
            if (file is not null && path == Path.GetFullPath(Path.Combine(Repository.Root, file)))
            {
                Assert.That(source.Split(original).Length - 1, Is.EqualTo(1), $"{file} has to hold this once, or the planted fault has to follow the source:\n{original}");
                source = source.Replace(original!, fault, StringComparison.Ordinal);
            }

            trees.Add(CSharpSyntaxTree.ParseText(source, parsing, path));
        }

        string built = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        trees.Add(CSharpSyntaxTree.ParseText(
            $"[assembly: System.Reflection.AssemblyVersion(\"{AssemblyName.GetAssemblyName(built).Version}\")]\n"
            + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"telltale\")]", parsing));
        if (!isDevice)
        {
            trees.Add(CSharpSyntaxTree.ParseText(string.Concat(s_implicitUsings.Select(name => $"global using {name};\n")), parsing));
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            assembly,
            trees,
            References(assembly),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: isDevice ? NullableContextOptions.Disable : NullableContextOptions.Enable));
        string output = Path.Combine(_folder, assembly + ".dll");
        File.Delete(output);
        var result = compilation.Emit(output);
        Assert.That(result.Success, Is.True, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>Runs <c>telltale simulate</c>.</summary>
    /// <returns>The kinds of findings; empty when all was well.</returns>
    internal IReadOnlyList<string> Simulate(string arguments)
    {
        ProcessStartInfo start = new("dotnet", $"{Path.Combine(_folder, "telltale.dll")} simulate {arguments} --threads 1 --json") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(LongestRunMilliseconds))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"telltale simulate {arguments} did not end.");
        }

        TestContext.Out.WriteLine($"telltale simulate {arguments}: {output.Result}{error.Result}");
        Assert.That(output.Result, Does.StartWith("{"), "no result");
        using JsonDocument document = JsonDocument.Parse(output.Result);
        string[] findings = [.. document.RootElement.GetProperty("findings").EnumerateObject().Select(finding => finding.Name)];
        Assert.That(process.ExitCode, Is.EqualTo(findings.Length == 0 ? 0 : 1), "the exit code has to say what was found");
        return findings;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<MetadataReference> References(string but) => s_references.Value.Where(reference => reference.Name != but).Select(reference => reference.Reference);

    private static List<(string Name, MetadataReference Reference)> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.StartsWith(framework, StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path)))];
    }
}
