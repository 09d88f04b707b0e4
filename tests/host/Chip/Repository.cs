namespace Telltale.HostTests.Chip;

/// <summary>Where things lie in the working copy.</summary>
internal static class Repository
{
    /// <summary>The folder of Telltale.slnx.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>What the people who work on the project share beside its working copy; it may be absent.</summary>
    public static string SharedFacts => Path.Combine(Root, "..", "shared", "nanoframework");

    /// <summary>A path below the root, from parts.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path from the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telltale.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Telltale.slnx above {AppContext.BaseDirectory}.");
    }
}
