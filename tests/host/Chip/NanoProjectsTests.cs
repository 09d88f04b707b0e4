using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Telltale.HostTests.Chip;

/// <summary>nanoFramework's project files say what the .csproj files say. They cannot be built here: its build needs Windows.</summary>
public sealed partial class NanoProjectsTests
{
    private const string Command = "TELLTALE_WRITE_NFPROJ=1 dotnet test tests/host/Telltale.HostTests.csproj --filter FullyQualifiedName~NanoProjectsTests";

    [OneTimeSetUp]
    public void Write_when_asked()
    {
        if (Environment.GetEnvironmentVariable("TELLTALE_WRITE_NFPROJ") == "1")
        {
            foreach ((string path, string content) in NanoProjects.Files())
            {
                File.WriteAllText(path, content);
            }
        }
    }

    [TestCaseSource(nameof(Files))]
    public void A_project_file_for_nanoFramework_is_what_the_csproj_makes_of_it(string file)
    {
        string path = Repository.At(file);
        Assert.That(File.Exists(path), Is.True, $"{file} is missing. Run: {Command}");
        Assert.That(File.ReadAllText(path).ReplaceLineEndings("\n"), Is.EqualTo(NanoProjects.Files()[path]), $"Run: {Command}");
    }

    [Test]
    public void No_project_file_for_nanoFramework_is_left_over()
    {
        IEnumerable<string> present = new[] { "drivers", "firmware", "hardware", "tests" }.SelectMany(folder => Directory.GetFiles(Repository.At(folder), "*.nfproj", SearchOption.AllDirectories));
        Assert.That(present, Is.SubsetOf(NanoProjects.Files().Keys));
    }

    [TestCaseSource(nameof(Projects))]
    public void Both_builds_compile_the_same_sources_against_the_same_projects(string project)
    {
        string folder = Path.GetDirectoryName(Repository.At(project))!;
        XDocument document = XDocument.Load(Path.ChangeExtension(Repository.At(project), ".nfproj"));
        string[] Items(string name) => [.. document.Descendants().Where(element => element.Name.LocalName == name).Select(element => Path.GetFullPath(Path.Combine(folder, element.Attribute("Include")!.Value.Replace('\\', '/'))))];
        ChipProject read = ChipProject.Read(Repository.At(project));

        Assert.Multiple(() =>
        {
            Assert.That(Items("Compile"), Is.EquivalentTo(read.Sources));
            Assert.That(Items("Compile"), Has.All.Exist);
            Assert.That(Items("ProjectReference").Select(path => Path.ChangeExtension(path, ".csproj")), Is.SupersetOf(read.Projects));
            Assert.That(Items("ProjectReference"), Has.All.Exist);
        });
    }

    [TestCaseSource(nameof(Projects))]
    public void The_nanoFramework_build_refers_to_what_the_compiled_assembly_refers_to(string project)
    {
        using Mono.Cecil.AssemblyDefinition assembly = Mono.Cecil.AssemblyDefinition.ReadAssembly(ChipBuild.Assembly(Repository.At(project)));
        ChipProject read = ChipProject.Read(Repository.At(project));
        IEnumerable<string> named = NanoProjects.References(read).Select(package => package.Assembly)
            .Concat(NanoProjects.AllProjects(read).Select(path => ChipProject.Read(path).AssemblyName));

        Assert.That(assembly.MainModule.AssemblyReferences.Select(reference => reference.Name), Is.SubsetOf(named));
    }

    [TestCaseSource(nameof(Projects))]
    public void References_and_packages_agree(string project)
    {
        string folder = Path.GetDirectoryName(Repository.At(project))!;
        HashSet<string> packages = [.. XDocument.Load(Path.Combine(folder, "packages.config")).Root!.Elements().Select(package => $"{package.Attribute("id")!.Value}.{package.Attribute("version")!.Value}")];
        IEnumerable<string> hinted = XDocument.Load(Path.ChangeExtension(Repository.At(project), ".nfproj")).Descendants()
            .Where(element => element.Name.LocalName == "HintPath").Select(element => PackageFolder().Match(element.Value).Groups["folder"].Value).Distinct(StringComparer.Ordinal);

        Assert.That(hinted, Is.SubsetOf(packages));
    }

    [Test]
    public void The_solution_lists_every_project()
    {
        string solution = File.ReadAllText(Repository.At("nfproj.sln"));
        Assert.That(Projects().Select(project => $"\"{Path.ChangeExtension(project, ".nfproj").Replace('/', '\\')}\""), Has.All.Matches<string?>(path => solution.Contains(path!, StringComparison.Ordinal)));
    }

    [Test]
    public void Project_ids_are_distinct()
    {
        Assert.That(ChipBuild.DeviceProjects.Select(project => NanoProjects.Id(Path.GetFileNameWithoutExtension(project))), Is.Unique);
    }

    [Test]
    public void Package_versions_are_those_known_to_exist()
    {
        string facts = Path.Combine(Repository.SharedFacts, "FACTS.md");
        if (!File.Exists(facts))
        {
            Assert.Ignore($"{facts} is not here, so package versions are not compared.");
        }

        // The first two columns of the table: the package's id (emphasised, followed by others of its family, or a family's name with an asterisk) and the newest stable version.
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        foreach (string[] cells in File.ReadLines(facts).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 3))
        {
            foreach (string id in cells[1].Split(" / ").Select(name => name.Replace("**", "", StringComparison.Ordinal).Split(' ')[0]))
            {
                known.TryAdd(id, cells[2]);
            }
        }

        string Known(string id) => known.GetValueOrDefault(id) ?? known.GetValueOrDefault(id[..(id.LastIndexOf('.') + 1)] + "*") ?? "";

        Assert.That(NanoPackages.All.Values.Where(package => !Regex.IsMatch(Known(package.Package), $@"(?<![\d.]){Regex.Escape(package.Version)}(?![\d.])", RegexOptions.None, TimeSpan.FromSeconds(1))), Is.Empty);
    }

    [Test]
    public void The_application_for_the_chip_stays_out_of_the_dotnet_solution() =>
        Assert.That(File.ReadAllText(Repository.At("Telltale.slnx")), Does.Not.Contain("hardware/esp32").And.Not.Contain("hardware/nano-reference"));

    [GeneratedRegex(@"packages\\(?<folder>[^\\]+)\\lib", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageFolder();

    private static IEnumerable<string> Files() => NanoProjects.Files().Keys.Select(Repository.Relative);

    private static IEnumerable<string> Projects() => ChipBuild.DeviceProjects.Select(Repository.Relative);
}
