using Telltale.Ports;

namespace Telltale.Virtual.Board;

/// <summary>
/// A volume in a directory of the host. Every call opens, works, flushes to the disk and closes; what the host's file system makes of a power cut
/// is the host's business, so power cuts are simulated elsewhere.
/// </summary>
public sealed class DirectoryVolume : IFileVolume
{
    private readonly string _folder;

    /// <summary>Uses <paramref name="folder"/>, making it where needed.</summary>
    public DirectoryVolume(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Operations that failed because the host's file system did.</summary>
    public int Failures { get; private set; }

    /// <inheritdoc/>
    public string[] List(string prefix)
    {
        return [.. Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)!).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        FileInfo file = new(PathOf(name));
        return file.Exists ? checked((int)file.Length) : -1;
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return -1;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            stream.Position = position;
            return stream.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            Failures++;
            return -1;
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        return Write(name, FileMode.Append, buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        return !File.Exists(PathOf(name)) && Write(name, FileMode.CreateNew, buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            File.Delete(path);
            return true;
        }
        catch (IOException)
        {
            Failures++;
            return false;
        }
    }

    private bool Write(string name, FileMode mode, byte[] buffer, int offset, int count)
    {
        try
        {
            using FileStream stream = new(PathOf(name), mode, FileAccess.Write);
            stream.Write(buffer, offset, count);
            stream.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException)
        {
            Failures++;
            return false;
        }
    }

    private string PathOf(string name)
    {
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.') || name[0] == '.')
        {
            throw new ArgumentException($"'{name}' is not a name on a flat volume.", nameof(name));
        }

        return Path.Combine(_folder, name);
    }
}
