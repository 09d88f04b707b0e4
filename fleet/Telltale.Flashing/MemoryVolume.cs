using Telltale.Ports;

namespace Telltale.Flashing;

/// <summary>One file, to be read by the code that reads it on the chip.</summary>
internal sealed class MemoryVolume : IFileVolume
{
    private readonly string _name;
    private readonly byte[] _content;

    public MemoryVolume(string name, byte[] content)
    {
        _name = name;
        _content = content;
    }

    public string[] List(string prefix) => _name.StartsWith(prefix, StringComparison.Ordinal) ? [_name] : [];

    public int Length(string name) => name == _name ? _content.Length : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        int length = Math.Min(count, _content.Length - position);
        Array.Copy(_content, position, buffer, offset, length);
        return length;
    }

    public bool Append(string name, byte[] buffer, int offset, int count) => false;

    public bool Create(string name, byte[] buffer, int offset, int count) => false;

    public bool Delete(string name) => false;
}
