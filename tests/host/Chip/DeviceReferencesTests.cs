using Mono.Cecil;

namespace Telltale.HostTests.Chip;

/// <summary>A device assembly knows nothing but nanoFramework, and drivers and firmware little of that.</summary>
public sealed class DeviceReferencesTests
{
    private static readonly string[] Everywhere = ["mscorlib", "nanoFramework.System.Text", "nanoFramework.System.Collections"];

    [TestCaseSource(nameof(DeviceProjects))]
    public void A_device_assembly_refers_to_nothing_but_nanoFramework(string project)
    {
        HashSet<string> allowed = new(Everywhere, StringComparer.Ordinal);
        if (project.StartsWith("hardware/", StringComparison.Ordinal))
        {
            allowed.UnionWith(ChipBuild.ReferenceProjects.Select(path => Path.GetFileNameWithoutExtension(path)));
        }

        if (project.StartsWith("tests/", StringComparison.Ordinal))
        {
            allowed.Add("nanoFramework.TestFramework");
        }

        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(ChipBuild.Assembly(Repository.At(project)));
        IEnumerable<string> strangers = assembly.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !allowed.Contains(name) && !name.StartsWith("Telltale.", StringComparison.Ordinal));

        Assert.That(strangers, Is.Empty);
    }

    [TestCaseSource(nameof(LowerProjects))]
    public void Drivers_know_nothing_of_the_firmware_and_the_firmware_nothing_of_the_hardware(string project)
    {
        string[] above = project.StartsWith("drivers/", StringComparison.Ordinal) ? ["firmware", "hardware"] : ["hardware"];
        IEnumerable<string> names = above.SelectMany(folder => ChipBuild.DeviceProjects.Where(path => Repository.Relative(path).StartsWith(folder + "/", StringComparison.Ordinal)))
            .Select(path => Path.GetFileNameWithoutExtension(path));

        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(ChipBuild.Assembly(Repository.At(project)));

        Assert.That(assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Intersect(names, StringComparer.Ordinal), Is.Empty);
    }

    private static IEnumerable<string> DeviceProjects() => ChipBuild.DeviceProjects.Select(Repository.Relative);

    private static IEnumerable<string> LowerProjects() => DeviceProjects().Where(project => project.StartsWith("drivers/", StringComparison.Ordinal) || project.StartsWith("firmware/", StringComparison.Ordinal));
}
