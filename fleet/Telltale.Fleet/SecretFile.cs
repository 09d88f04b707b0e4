namespace Telltale.Fleet;

/// <summary>
/// Files that only their owner may read: mode 0600 in folders of mode 0700 on Unix; elsewhere what the user's profile grants. Written
/// through to the disk before the call returns, because a key that is lost takes its unit's data along.
/// </summary>
public static class SecretFile
{
    /// <summary>Mode of a file that holds a secret.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of a folder that holds secrets.</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Writes a file that must not exist yet.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        Write(path, content, System.IO.FileMode.CreateNew);
    }

    /// <summary>
    /// Writes a file, replacing an older one in one step: a reader finds the old content or the new one, never a part.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + ".new";
        File.Delete(temporary);
        Write(temporary, content, System.IO.FileMode.CreateNew);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Makes a folder for its owner only. One that is there keeps its mode; those above it that are not get the usual one.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    /// <summary>True when someone else than the owner of the file has any right to it (Unix only).</summary>
    public static bool IsOpenToOthers(string path)
    {
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~FolderMode) != UnixFileMode.None;
    }

    private static void Write(string path, ReadOnlySpan<byte> content, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
