namespace Telltale.HostTests;

/// <summary>Recorded data that is not part of the project: ../shared/corpora beside the repository, or where TELLTALE_CORPORA says.</summary>
internal static class Corpora
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of a file; skips the test, with a message, where the folder is absent.</summary>
    public static string File(params string[] parts)
    {
        if (Folder is null)
        {
            Assert.Ignore("The recorded data is not on this machine (../shared/corpora, or TELLTALE_CORPORA).");
        }

        return Path.Combine([Folder!, .. parts]);
    }

    private static string? Find()
    {
        string folder = Environment.GetEnvironmentVariable("TELLTALE_CORPORA") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "..", "shared", "corpora");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
