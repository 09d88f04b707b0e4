using System.Security.Cryptography;
using System.Text;

namespace Telltale.HostTests.Chip;

/// <summary>
/// The project files of nanoFramework's build (.nfproj, packages.config, nfproj.sln), made from the .csproj files, so that both builds
/// compile the same. A classic project sees only what it names itself, so each names all that it needs through others too.
/// </summary>
internal static class NanoProjects
{
    private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
    private const string FolderType = "{2150E333-8FDC-42A3-9474-1A3956D46DE8}";
    private const string System = "$(NanoFrameworkProjectSystemPath)NFProjectSystem";

    /// <summary>Every file with what it has to contain, by full path.</summary>
    public static SortedDictionary<string, string> Files()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal) { [Repository.At("nfproj.sln")] = Solution() };
        foreach (IGrouping<string, string> folder in ChipBuild.DeviceProjects.GroupBy(project => Path.GetDirectoryName(project)!, StringComparer.Ordinal))
        {
            foreach (string project in folder)
            {
                files[Path.ChangeExtension(project, ".nfproj")] = Project(ChipProject.Read(project));
            }

            files[Path.Combine(folder.Key, "packages.config")] = Packages(folder.SelectMany(project => References(ChipProject.Read(project))));
        }

        return files;
    }

    /// <summary>A project's own references to projects and all that these refer to.</summary>
    public static IReadOnlyList<string> AllProjects(ChipProject project)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        Queue<string> open = new(project.Projects);
        while (open.TryDequeue(out string? path))
        {
            if (found.Add(path))
            {
                foreach (string next in ChipProject.Read(path).Projects)
                {
                    open.Enqueue(next);
                }
            }
        }

        return [.. found];
    }

    /// <summary>The nanoFramework assemblies of a project and of those it refers to.</summary>
    public static IReadOnlyList<NanoPackage> References(ChipProject project) =>
        NanoPackages.Closure(AllProjects(project).SelectMany(path => ChipProject.Read(path).NanoReferences).Concat(project.NanoReferences));

    /// <summary>A project's id, the same on every machine.</summary>
    public static Guid Id(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes("Telltale nfproj " + name)).AsSpan(0, 16));

    private static string Project(ChipProject project)
    {
        string folder = Path.GetDirectoryName(project.Path)!;
        string name = Path.GetFileNameWithoutExtension(project.Path);
        string root = Path.GetRelativePath(folder, Repository.Root).Replace('/', '\\') + "\\";
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append('\n');

        Line("""<?xml version="1.0" encoding="utf-8"?>""");
        Line("""<Project ToolsVersion="Current" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">""");
        Line("  <!-- Written from the .csproj beside it; hardware/nano-reference/README.md says how to write it anew. -->");
        if (project.IsTest)
        {
            Line("  <ItemGroup>");
            Line("""    <ProjectCapability Include="TestContainer" />""");
            Line("  </ItemGroup>");
        }

        Line("""  <PropertyGroup Label="Globals">""");
        Line("""    <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\nanoFramework\v1.0\</NanoFrameworkProjectSystemPath>""");
        Line($"""    <BaseIntermediateOutputPath>$(MSBuildThisFileDirectory){root}artifacts\nf\obj\{name}\</BaseIntermediateOutputPath>""");
        Line("  </PropertyGroup>");
        Line($"""  <Import Project="{System}.Default.props" Condition="Exists('{System}.Default.props')" />""");
        Line("  <PropertyGroup>");
        Line("""    <Configuration Condition=" '$(Configuration)' == '' ">Debug</Configuration>""");
        Line("""    <Platform Condition=" '$(Platform)' == '' ">AnyCPU</Platform>""");
        Line($$"""    <ProjectTypeGuids>{{ProjectType}};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}</ProjectTypeGuids>""");
        Line($"    <ProjectGuid>{Id(name):D}</ProjectGuid>");
        Line($"    <OutputType>{project.OutputType}</OutputType>");
        Line("    <FileAlignment>512</FileAlignment>");
        Line($"    <RootNamespace>{project.RootNamespace}</RootNamespace>");
        Line($"    <AssemblyName>{project.AssemblyName}</AssemblyName>");
        Line("    <LangVersion>12</LangVersion>");
        Line("    <Features>$(Features);noRefSafetyRulesAttribute</Features>");
        if (project.IsTest)
        {
            Line("    <IsCodedUITest>False</IsCodedUITest>");
            Line("    <IsTestProject>true</IsTestProject>");
            Line("    <TestProjectType>UnitTest</TestProjectType>");
        }

        Line("    <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>");
        Line($"""    <OutputPath>$(MSBuildThisFileDirectory){root}artifacts\nf\bin\{name}\$(Configuration)\</OutputPath>""");
        Line("  </PropertyGroup>");
        Line($"""  <Import Project="{System}.props" Condition="Exists('{System}.props')" />""");
        if (project.IsTest)
        {
            Line("  <PropertyGroup>");
            Line("""    <RunSettingsFilePath>$(MSBuildProjectDirectory)\nano.runsettings</RunSettingsFilePath>""");
            Line("  </PropertyGroup>");
        }

        Line("  <ItemGroup>");
        foreach (string source in project.Sources)
        {
            Line($"""    <Compile Include="{Path.GetRelativePath(folder, source).Replace('/', '\\')}" />""");
        }

        Line("  </ItemGroup>");
        Line("  <ItemGroup>");
        if (project.IsTest)
        {
            Line("""    <None Include="nano.runsettings" />""");
        }

        Line("""    <None Include="packages.config" />""");
        Line("  </ItemGroup>");
        Line("  <ItemGroup>");
        foreach (NanoPackage package in References(project))
        {
            Reference(package.Assembly, package.AssemblyVersion, package, ".dll");
            if (package.Assembly == "nanoFramework.TestFramework")
            {
                Reference("nanoFramework.UnitTestLauncher", "0.0.0.0", package, ".exe");
            }
        }

        Line("  </ItemGroup>");
        if (project.Projects.Count > 0)
        {
            Line("  <ItemGroup>");
            foreach (string reference in AllProjects(project))
            {
                Line($"""    <ProjectReference Include="{Path.ChangeExtension(Path.GetRelativePath(folder, reference), ".nfproj").Replace('/', '\\')}" />""");
            }

            Line("  </ItemGroup>");
        }

        Line($"""  <Import Project="{System}.CSharp.targets" Condition="Exists('{System}.CSharp.targets')" />""");
        Line("  <ProjectExtensions>");
        Line("    <ProjectCapabilities>");
        Line("      <ProjectConfigurationsDeclaredAsItems />");
        Line("    </ProjectCapabilities>");
        Line("  </ProjectExtensions>");
        Line("</Project>");
        return text.ToString();

        void Reference(string assembly, string version, NanoPackage package, string extension)
        {
            Line($"""    <Reference Include="{assembly}, Version={version}, Culture=neutral, PublicKeyToken={package.PublicKeyToken}">""");
            Line($"""      <HintPath>{root}packages\{package.Package}.{package.Version}\lib\{assembly}{extension}</HintPath>""");
            Line("      <Private>True</Private>");
            Line("    </Reference>");
        }
    }

    private static string Packages(IEnumerable<NanoPackage> packages)
    {
        StringBuilder text = new();
        text.Append("""<?xml version="1.0" encoding="utf-8"?>""").Append("\n<packages>\n");
        foreach ((string id, string version) in packages.Select(package => (package.Package, package.Version)).Distinct().OrderBy(package => package.Package, StringComparer.Ordinal))
        {
            string development = id == "nanoFramework.TestFramework" ? """ developmentDependency="true" """ : " ";
            text.Append($"""  <package id="{id}" version="{version}" targetFramework="netnano1.0"{development}/>""").Append('\n');
        }

        return text.Append("</packages>\n").ToString();
    }

    private static string Solution()
    {
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append('\n');
        string[] projects = [.. ChipBuild.DeviceProjects.Select(Repository.Relative)];
        string[] folders = [.. projects.Select(project => project[..project.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)];

        Line("Microsoft Visual Studio Solution File, Format Version 12.00");
        Line("# Visual Studio Version 17");
        Line("VisualStudioVersion = 17.0.31903.59");
        Line("MinimumVisualStudioVersion = 10.0.40219.1");
        foreach (string folder in folders)
        {
            Line($$"""Project("{{FolderType}}") = "{{folder}}", "{{folder}}", "{{Braced(folder + "/")}}" """.TrimEnd());
            Line("EndProject");
        }

        foreach (string project in projects)
        {
            string path = Path.ChangeExtension(project, ".nfproj").Replace('/', '\\');
            Line($$"""Project("{{ProjectType}}") = "{{Name(project)}}", "{{path}}", "{{Braced(Name(project))}}" """.TrimEnd());
            Line("EndProject");
        }

        Line("Global");
        Line("\tGlobalSection(SolutionConfigurationPlatforms) = preSolution");
        Line("\t\tDebug|Any CPU = Debug|Any CPU");
        Line("\t\tRelease|Any CPU = Release|Any CPU");
        Line("\tEndGlobalSection");
        Line("\tGlobalSection(ProjectConfigurationPlatforms) = postSolution");
        foreach (string project in projects)
        {
            foreach (string configuration in new[] { "Debug", "Release" })
            {
                foreach (string action in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
                {
                    Line($"\t\t{Braced(Name(project))}.{configuration}|Any CPU.{action} = {configuration}|Any CPU");
                }
            }
        }

        Line("\tEndGlobalSection");
        Line("\tGlobalSection(SolutionProperties) = preSolution");
        Line("\t\tHideSolutionNode = FALSE");
        Line("\tEndGlobalSection");
        Line("\tGlobalSection(NestedProjects) = preSolution");
        foreach (string project in projects)
        {
            Line($"\t\t{Braced(Name(project))} = {Braced(project[..(project.IndexOf('/', StringComparison.Ordinal) + 1)])}");
        }

        Line("\tEndGlobalSection");
        Line("EndGlobal");
        return text.ToString();

        static string Name(string project) => Path.GetFileNameWithoutExtension(project);

        static string Braced(string name) => Id(name).ToString("B").ToUpperInvariant();
    }
}
