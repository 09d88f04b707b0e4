using System.Xml.Linq;
using Telltale.Flashing;
using ChipRepository = Telltale.HostTests.Chip.Repository;

namespace Telltale.HostTests.Flashing;

internal sealed class PinnedAssembliesTests
{
    private static readonly PinnedAssemblies s_pinned = PinnedAssemblies.Current;

    [Test]
    public void Every_package_of_the_application_is_listed_with_its_version()
    {
        (string, string)[] packages = XDocument.Load(ChipRepository.At("hardware", "esp32", "packages.config")).Root!.Elements("package")
            .Select(package => (package.Attribute("id")!.Value, package.Attribute("version")!.Value))
            .ToArray();
        Assert.That(s_pinned.Assemblies.Select(assembly => (assembly.Package, assembly.Version)), Is.SubsetOf(packages));
        Assert.That(s_pinned.Assemblies.Select(assembly => assembly.Package).Concat(s_pinned.ManagedOnly), Is.EquivalentTo(packages.Select(package => package.Item1)));
        Assert.That(s_pinned.Assemblies.Select(assembly => assembly.Name), Is.Unique);
    }

    [Test]
    public void The_checksums_are_those_in_the_packages()
    {
        // The packages' .pe files, where somebody put them beside the working copy; they are not the project's to hand on.
        string folder = Path.Combine(ChipRepository.Root, "..", "interp", "lib");
        if (!Directory.Exists(folder))
        {
            Assert.Ignore($"There are no .pe files of the packages in {folder}.");
        }

        int compared = 0;
        foreach (string file in Directory.GetFiles(folder, "*.pe"))
        {
            ImageAssembly assembly = ApplicationImage.Read(file).Assemblies.Single();
            string name = Path.GetFileNameWithoutExtension(file);
            Assert.That(assembly.Name ?? name, Is.EqualTo(name));
            PinnedAssembly? pinned = s_pinned.Assemblies.FirstOrDefault(candidate => candidate.Name == name);
            if (pinned is not null)
            {
                Assert.That(assembly.NativeChecksum, Is.EqualTo(pinned.Native.Checksum), name);
                compared++;
            }
            else if (s_pinned.ManagedOnly.Contains("nanoFramework." + name, StringComparer.Ordinal) || s_pinned.ManagedOnly.Contains(name, StringComparer.Ordinal))
            {
                Assert.That(assembly.NativeChecksum, Is.Zero, name);
            }
        }

        Assert.That(compared, Is.EqualTo(s_pinned.Assemblies.Count(assembly => File.Exists(Path.Combine(folder, assembly.Name + ".pe")))).And.GreaterThan(10));
    }

    [Test]
    public void What_fits_brings_no_sentence_and_an_interpreter_may_have_more()
    {
        NativeAssembly[] present = [.. s_pinned.NativeAssemblies, new NativeAssembly("System.Math", new Version(100, 0, 5, 5), 1)];
        Assert.That(NativeAssemblyComparison.Compare(s_pinned.NativeAssemblies, present), Is.Empty);
        Assert.That(NativeAssemblyComparison.Compare(present, s_pinned.NativeAssemblies), Has.Count.EqualTo(1).And.One.Contains("no native half of it"));
    }

    [Test]
    public void A_version_is_compared_where_no_checksum_is_known_and_only_there()
    {
        var present = new NativeAssembly("A", new Version(100, 0, 0, 2), 7);
        Assert.That(NativeAssemblyComparison.Compare([new NativeAssembly("A", new Version(100, 0, 0, 2), null)], [present]), Is.Empty);
        Assert.That(NativeAssemblyComparison.Compare([new NativeAssembly("A", new Version(100, 0, 0, 1), null)], [present]), Has.One.Contains("native version 100.0.0.1"));
        Assert.That(NativeAssemblyComparison.Compare([new NativeAssembly("A", new Version(100, 0, 0, 1), 7)], [present]), Is.Empty, "the interpreter compares nothing but the checksum");
        Assert.That(NativeAssemblyComparison.Compare([new NativeAssembly(null, null, 7)], [present]), Is.Empty);
        Assert.That(NativeAssemblyComparison.Compare([new NativeAssembly(null, null, 8)], [present]), Has.Count.EqualTo(1));
    }
}
