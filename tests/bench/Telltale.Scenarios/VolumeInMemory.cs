using Telltale.Ports;

namespace Telltale.Scenarios;

/// <summary>Files in memory: what a volume costs is not what is measured here.</summary>
internal sealed class VolumeInMemory : IFileVolume
{
    private readonly Dictionary<string, List<byte>> _files = new(StringComparer.Ordinal);

    public string[] List(string prefix) => [.. _files.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];

    public int Length(string name) => _files.TryGetValue(name, out List<byte>? file) ? file.Count : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out List<byte>? file))
        {
            return -1;
        }

        int take = Math.Clamp(file.Count - position, 0, count);
        file.CopyTo(position, buffer, offset, take);
        return take;
    }

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out List<byte>? file))
        {
            _files[name] = file = [];
        }

        file.AddRange(buffer.AsSpan(offset, count));
        return true;
    }

    public bool Create(string name, byte[] buffer, int offset, int count) => !_files.ContainsKey(name) && Append(name, buffer, offset, count);

    public bool Delete(string name) => _files.Remove(name);
}
