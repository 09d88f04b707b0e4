using System;
using Telltale.Ports;

namespace Telltale.Journal;

/// <summary>
/// A piece of a file in memory. On nanoFramework opening a file costs more than reading it, and writes to flash besides, so one read serves several records,
/// and what was just written needs none.
/// </summary>
internal sealed class FileWindow
{
    private const int Length = 4096;

    private readonly IFileVolume _volume;
    private readonly JournalCounters _counters;
    private string _name;
    private int _start;
    private int _count;
    private bool _isAtEnd;

    public FileWindow(IFileVolume volume, JournalCounters counters)
    {
        _volume = volume;
        _counters = counters;
    }

    public byte[] Bytes { get; } = new byte[Length];

    /// <summary>Where in <see cref="Bytes"/> stands what was asked for last.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes read since start-up.</summary>
    public int BytesRead { get; private set; }

    /// <summary>Calls of the volume since start-up.</summary>
    public int Reads { get; private set; }

    /// <summary>Brings bytes of a file into the window.</summary>
    /// <param name="name">The file.</param>
    /// <param name="position">Where the bytes begin.</param>
    /// <param name="count">How many, at most 4,096.</param>
    /// <param name="isBackwards">What lies in front of them is wanted next, not what follows.</param>
    /// <returns>How many there are, fewer at the end of the file; -1 when the file cannot be read.</returns>
    public int Load(string name, int position, int count, bool isBackwards)
    {
        bool isSame = name == _name;
        if (!isSame || position < _start || (position + count > _start + _count && !_isAtEnd))
        {
            int kept = 0;
            int from = position;
            if (isBackwards)
            {
                from = position + count - Length;
                from = from < 0 ? 0 : from;
            }
            else if (isSame && position >= _start && position < _start + _count)
            {
                // No byte is read twice on the way forwards.
                kept = _start + _count - position;
                Array.Copy(Bytes, position - _start, Bytes, 0, kept);
            }

            int taken = Read(name, from + kept, Bytes, kept, Length - kept);
            if (taken < 0)
            {
                _name = null;
                return -1;
            }

            BytesRead += taken;
            _name = name;
            _start = from;
            _count = kept + taken;
            _isAtEnd = taken < Length - kept;
        }

        Offset = position - _start;
        int there = _start + _count - position;
        return there < count ? (there < 0 ? 0 : there) : count;
    }

    /// <summary>Reads bytes past the window.</summary>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        // A file system that fails once is asked again: a frame is given up only for what is in flash.
        Reads++;
        int taken = _volume.Read(name, position, buffer, offset, count);
        if (taken < 0)
        {
            _counters.ReadFailures++;
            taken = _volume.Read(name, position, buffer, offset, count);
        }

        return taken;
    }

    /// <summary>Takes what was just written at the end of a file; the window then holds that, if it has room.</summary>
    public void Put(string name, int position, byte[] bytes, int offset, int count)
    {
        _name = count <= Length ? name : null;
        if (_name != null)
        {
            _start = position;
            _count = count;
            _isAtEnd = true;
            Array.Copy(bytes, offset, Bytes, 0, count);
        }
    }

    /// <summary>The file has changed or is gone.</summary>
    public void Forget(string name)
    {
        if (name == _name)
        {
            _name = null;
        }
    }
}
