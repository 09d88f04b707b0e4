using Telltale.DeviceTests.Uplink;
using Telltale.Ports;

namespace Telltale.DeviceTests.Commands;

/// <summary>A volume in memory that can refuse to write, or to write one file.</summary>
internal sealed class FaultyVolume : IFileVolume
{
    /// <summary>Nothing can be written or deleted.</summary>
    public bool IsFull;

    /// <summary>The file that cannot be created; null for none.</summary>
    public string Refused;

    public int Changes;

    private readonly MemoryVolume _volume = new MemoryVolume();

    public string[] List(string prefix) => _volume.List(prefix);

    public int Length(string name) => _volume.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => _volume.Read(name, position, buffer, offset, count);

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        Changes++;
        return !IsFull && _volume.Append(name, buffer, offset, count);
    }

    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        Changes++;
        return !IsFull && name != Refused && _volume.Create(name, buffer, offset, count);
    }

    public bool Delete(string name)
    {
        Changes++;
        return !IsFull && _volume.Delete(name);
    }

    /// <summary>Puts a file in place of what was there.</summary>
    public void Put(string name, byte[] content)
    {
        _volume.Delete(name);
        _volume.Create(name, content, 0, content.Length);
    }

    public void Damage(string name, int position)
    {
        byte[] content = new byte[_volume.Length(name)];
        _volume.Read(name, 0, content, 0, content.Length);
        content[position] ^= 0x40;
        Put(name, content);
    }
}
