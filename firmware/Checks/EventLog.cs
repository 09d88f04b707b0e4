using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Checks;

/// <summary>
/// The last notable things: a ring in memory, and a small file with the newest of them that outlives a restart. Entries are numbers; their texts are constants, so that nothing secret can get in.
/// The file is written after an error only, at most <see cref="WritesAtOnce"/> times after a start-up and once every <see cref="WriteMilliseconds"/> after that.
/// </summary>
public sealed class EventLog
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "log";

    /// <summary>How many entries are kept in memory.</summary>
    public const int Capacity = 32;

    /// <summary>How many entries the file holds.</summary>
    public const int KeptCount = 8;

    /// <summary>How often the file may be written in quick succession.</summary>
    public const int WritesAtOnce = 3;

    /// <summary>After so long, in milliseconds, one more write is allowed: 12 a day.</summary>
    public const int WriteMilliseconds = 7200000;

    /// <summary>Entries noted since start-up. The newest has number <c>Total - 1</c>; <see cref="Capacity"/> of them are kept.</summary>
    public int Total;

    /// <summary>How many entries of the start-up before were found in the file.</summary>
    public int PreviousCount;

    /// <summary>The start-up number that those entries are of.</summary>
    public int PreviousBootNumber;

    /// <summary>Writes of the file since start-up.</summary>
    public int Writes;

    /// <summary>Writes that failed.</summary>
    public int WriteFailures;

    private const byte Version = 1;
    private const int HeaderLength = 6;
    private const int EntryLength = 9;
    private const int FileLength = HeaderLength + (KeptCount * EntryLength) + 4;

    private readonly IFileVolume _volume;
    private readonly LogCode[] _codes = new LogCode[Capacity];
    private readonly int[] _values = new int[Capacity];
    private readonly int[] _seconds = new int[Capacity];
    private readonly LogCode[] _previousCodes = new LogCode[KeptCount];
    private readonly int[] _previousValues = new int[KeptCount];
    private readonly int[] _previousSeconds = new int[KeptCount];
    private readonly byte[] _file = new byte[FileLength];
    private readonly Crc32 _crc = new Crc32();

    private int _bootNumber;
    private bool _isDue;
    private int _allowed = WritesAtOnce;
    private long _allowedUptime;

    /// <summary>Makes an empty log; <see cref="Load"/> reads what the start-up before left.</summary>
    public EventLog(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>The number of the oldest entry that is kept.</summary>
    public int Oldest => Total > Capacity ? Total - Capacity : 0;

    /// <summary>What an entry notes.</summary>
    public LogCode CodeOf(int entry) => _codes[entry % Capacity];

    /// <summary>The entry's value; <see cref="LogCode"/> says what it is.</summary>
    public int ValueOf(int entry) => _values[entry % Capacity];

    /// <summary>The uptime of the entry in seconds.</summary>
    public int SecondsOf(int entry) => _seconds[entry % Capacity];

    /// <summary>What an entry of the start-up before notes.</summary>
    public LogCode PreviousCodeOf(int entry) => _previousCodes[entry];

    /// <summary>Its value.</summary>
    public int PreviousValueOf(int entry) => _previousValues[entry];

    /// <summary>Its uptime in seconds.</summary>
    public int PreviousSecondsOf(int entry) => _previousSeconds[entry];

    /// <summary>Reads what the start-up before left. A file that is torn or not understood is as none.</summary>
    public void Load()
    {
        PreviousCount = 0;
        if (_volume.Read(FileName, 0, _file, 0, FileLength) != FileLength || _file[0] != Version || _file[5] > KeptCount
            || _crc.Compute(_file, 0, FileLength - 4) != BitConverter.ToInt32(_file, FileLength - 4))
        {
            return;
        }

        PreviousBootNumber = BitConverter.ToInt32(_file, 1);
        PreviousCount = _file[5];
        for (int index = 0; index < PreviousCount; index++)
        {
            int place = HeaderLength + (index * EntryLength);
            _previousCodes[index] = (LogCode)_file[place];
            _previousValues[index] = BitConverter.ToInt32(_file, place + 1);
            _previousSeconds[index] = BitConverter.ToInt32(_file, place + 5);
        }
    }

    /// <summary>The number of this start-up, which goes into the file.</summary>
    public void SetBootNumber(int bootNumber) => _bootNumber = bootNumber;

    /// <summary>Notes something.</summary>
    public void Note(LogCode code, int value, long uptimeMilliseconds)
    {
        int index = Total % Capacity;
        _codes[index] = code;
        _values[index] = value;
        _seconds[index] = (int)(uptimeMilliseconds / 1000);
        Total++;
        _isDue = _isDue || LogTexts.IsError(code);
    }

    /// <summary>Writes the file where an error was noted since it was written last, and a write is allowed.</summary>
    public void Step(long uptimeMilliseconds)
    {
        if (!_isDue)
        {
            return;
        }

        while (_allowed < WritesAtOnce && uptimeMilliseconds - _allowedUptime >= WriteMilliseconds)
        {
            _allowed++;
            _allowedUptime += WriteMilliseconds;
        }

        if (_allowed > 0)
        {
            Save(uptimeMilliseconds);
        }
    }

    /// <summary>Writes the file, whatever is allowed: for who is about to restart the board.</summary>
    /// <returns>False, counted, when the volume did not take it.</returns>
    public bool Save(long uptimeMilliseconds)
    {
        _isDue = false;
        if (_allowed == WritesAtOnce)
        {
            _allowedUptime = uptimeMilliseconds;
        }

        _allowed = _allowed > 0 ? _allowed - 1 : 0;
        Array.Clear(_file, 0, FileLength);
        _file[0] = Version;
        PutInt32(1, _bootNumber);
        int count = Total < KeptCount ? Total : KeptCount;
        _file[5] = (byte)count;
        for (int index = 0; index < count; index++)
        {
            int entry = Total - count + index;
            int place = HeaderLength + (index * EntryLength);
            _file[place] = (byte)CodeOf(entry);
            PutInt32(place + 1, ValueOf(entry));
            PutInt32(place + 5, SecondsOf(entry));
        }

        PutInt32(FileLength - 4, _crc.Compute(_file, 0, FileLength - 4));
        Writes++;

        // A cut between the two leaves no file, which says nothing wrong.
        if (_volume.Length(FileName) >= 0)
        {
            _volume.Delete(FileName);
        }

        if (_volume.Create(FileName, _file, 0, FileLength))
        {
            return true;
        }

        WriteFailures++;
        return false;
    }

    // Little-endian, as BitConverter reads on chip and desk.
    private void PutInt32(int place, int number)
    {
        _file[place] = (byte)number;
        _file[place + 1] = (byte)(number >> 8);
        _file[place + 2] = (byte)(number >> 16);
        _file[place + 3] = (byte)(number >> 24);
    }
}
