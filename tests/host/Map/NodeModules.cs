using System.ComponentModel;
using System.Diagnostics;

namespace Telltale.HostTests.Map;

/// <summary>Node.js, and what npm installs for these tests, below artifacts/.</summary>
internal static class NodeModules
{
    private static readonly Lazy<string> Folder = new(Find);

    /// <summary>The folder that holds node_modules as package-lock.json beside this file names them, installed where they are not.</summary>
    public static string Install() => Folder.Value;

    /// <summary>Starts Node.js; fails the test with the command to install Node.js when it is missing.</summary>
    public static Process Start(string[] arguments, params (string Name, string Value)[] environment) =>
        StartProgram("node", arguments, ChromiumPage.RepositoryRoot, environment);

    private static string Find()
    {
        var source = Path.Combine(ChromiumPage.RepositoryRoot, "tests", "host", "Map");
        var folder = Path.Combine(ChromiumPage.RepositoryRoot, "artifacts", "npm", "Telltale.HostTests.Map");
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        Directory.CreateDirectory(folder);
        var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        if (!File.Exists(stamp) || !string.Equals(File.ReadAllText(stamp), wanted, StringComparison.Ordinal))
        {
            foreach (var name in (string[])["package.json", "package-lock.json", ".npmrc"])
            {
                File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
            }

            using var npm = StartProgram("npm", ["ci", "--no-progress", "--loglevel=error"], folder);
            npm.StandardInput.Close();
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            if (npm.ExitCode != 0)
            {
                Assert.Fail($"npm ci for the map page's test failed: {errors}{output.Result}");
            }

            File.WriteAllText(stamp, wanted);
        }

        return folder;
    }

    private static Process StartProgram(string program, string[] arguments, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"'{program}' is missing, which the map page's test runs on. Install Node.js with: apt-get install nodejs npm");
            throw;
        }
    }
}
