using System;
using Telltale.Ports;

namespace Telltale.DeviceTests.Uplink;

/// <summary>A small volume in memory.</summary>
internal sealed class MemoryVolume : IFileVolume
{
    /// <summary>Files created.</summary>
    public int Creates;

    /// <summary>Whether no file can be created any more.</summary>
    public bool IsFull { get; set; }

    private string[] _names = new string[64];
    private byte[][] _contents = new byte[64][];
    private int _count;

    public string[] List(string prefix)
    {
        int found = 0;
        for (int index = 0; index < _count; index++)
        {
            found += _names[index].StartsWith(prefix) ? 1 : 0;
        }

        string[] names = new string[found];
        for (int index = _count - 1; index >= 0; index--)
        {
            if (_names[index].StartsWith(prefix))
            {
                found--;
                names[found] = _names[index];
            }
        }

        return names;
    }

    public int Length(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? -1 : _contents[index].Length;
    }

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            return -1;
        }

        int rest = _contents[index].Length - position;
        int taken = rest < 0 ? 0 : rest < count ? rest : count;
        Array.Copy(_contents[index], position, buffer, offset, taken);
        return taken;
    }

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            index = _count;
            _count++;
            _names[index] = name;
            _contents[index] = new byte[0];
        }

        byte[] longer = new byte[_contents[index].Length + count];
        Array.Copy(_contents[index], 0, longer, 0, _contents[index].Length);
        Array.Copy(buffer, offset, longer, _contents[index].Length, count);
        _contents[index] = longer;
        return true;
    }

    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        if (IndexOf(name) >= 0 || IsFull)
        {
            return false;
        }

        Creates++;
        return Append(name, buffer, offset, count);
    }

    public bool Delete(string name)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            return false;
        }

        _count--;
        _names[index] = _names[_count];
        _contents[index] = _contents[_count];
        return true;
    }

    private int IndexOf(string name)
    {
        for (int index = 0; index < _count; index++)
        {
            if (_names[index] == name)
            {
                return index;
            }
        }

        return -1;
    }
}
