using Telltale.Ports;

namespace Telltale.HostTests.Unit;

/// <summary>A volume in memory that can refuse to write, and counts what is read.</summary>
internal sealed class MemoryVolume : IFileVolume
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Makes every write fail, as a full or broken volume does.</summary>
    public bool IsFull { get; set; }

    /// <summary>Files whose name begins so are refused.</summary>
    public string? Refused { get; set; }

    public long BytesRead { get; set; }

    public string[] List(string prefix) => [.. _files.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];

    public int Length(string name) => _files.TryGetValue(name, out byte[]? content) ? content.Length : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out byte[]? content))
        {
            return -1;
        }

        int taken = Math.Clamp(content.Length - position, 0, count);
        Array.Copy(content, position, buffer, offset, taken);
        BytesRead += taken;
        return taken;
    }

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        if (IsFull || (Refused is { } prefix && name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return false;
        }

        byte[] before = _files.GetValueOrDefault(name, []);
        _files[name] = [.. before, .. buffer.AsSpan(offset, count)];
        return true;
    }

    public bool Create(string name, byte[] buffer, int offset, int count) => !_files.ContainsKey(name) && Append(name, buffer, offset, count);

    public bool Delete(string name) => !IsFull && _files.Remove(name);
}
