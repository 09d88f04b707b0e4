using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Unit;

/// <summary>
/// Start-ups are counted on the volume, with why the life before ended and its last words, so that a unit which crashes soon after each start-up finds out and starts with less
/// (<see cref="IsSafeMode"/>), and the owner learns why. README.md has the file. Two files are written in turns: a power cut between deletion and creation leaves the other.
/// </summary>
public sealed class BootLog
{
    /// <summary>The first of the two files; the other ends in "b".</summary>
    public const string FirstFileName = "boot-a";

    /// <summary>The other file.</summary>
    public const string SecondFileName = "boot-b";

    /// <summary>The most characters of last words that are kept; what is no printable ASCII becomes '?'.</summary>
    public const int MaximumWords = 96;

    /// <summary>So many lives in a row that ended early and unasked for begin safe mode.</summary>
    public const int EarlyEndsUntilSafeMode = 4;

    /// <summary>A life that lasts so long did not end early.</summary>
    public const int StableMilliseconds = 60000;

    /// <summary>How long a life has lasted is written after a minute, after an hour, and then every six hours: less is not worth the flash.</summary>
    public const int FirstHourMilliseconds = 3600000;

    /// <inheritdoc cref="FirstHourMilliseconds"/>
    public const int LaterMilliseconds = 6 * FirstHourMilliseconds;

    /// <summary>So long safe mode is kept before the unit is to try again.</summary>
    public const int SafeModeMilliseconds = 900000;

    /// <summary>Start-ups, this one included.</summary>
    public int Boots;

    /// <summary>Lives in a row, before this one, that ended early and unasked for.</summary>
    public int EarlyEnds;

    /// <summary>Why the life before ended.</summary>
    public BootReason PreviousReason;

    /// <summary>The last words of the life before; empty where there are none.</summary>
    public string PreviousWords = "";

    /// <summary>How long the life before lasted, in seconds; where <see cref="PreviousReason"/> is <see cref="BootReason.Unknown"/>, at least so long.</summary>
    public int PreviousSeconds;

    /// <summary>Writes that failed. The unit goes on: a count is not worth a vehicle's samples.</summary>
    public int Failures;

    private const byte Version = 1;
    private const int HeadLength = 16;
    private const byte StableFlag = 1;

    // Three bytes of the file: 194 days.
    private const int MaximumSeconds = 0xFFFFFF;

    private readonly IFileVolume _volume;
    private readonly Crc32 _checksum = new Crc32();
    private readonly byte[] _file = new byte[HeadLength + MaximumWords + 4];
    private int _generation;
    private bool _isInSecond;
    private bool _isStable;
    private bool _hasEnded;
    private int _seconds;
    private long _writeUptime;

    /// <summary>Makes a log over the unit's volume; nothing is read before <see cref="Begin"/>.</summary>
    public BootLog(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>The unit is to run with its link and its commands alone: no receiver, no bus.</summary>
    public bool IsSafeMode => EarlyEnds >= EarlyEndsUntilSafeMode;

    /// <summary>There was a life before this one.</summary>
    public bool HasPrevious => Boots > 1;

    /// <summary>A life begins: reads what the one before left, and writes that this one has begun. Call once, before anything that can crash.</summary>
    public void Begin()
    {
        bool isFirst = TryRead(FirstFileName);
        int generation = _generation;
        bool isSecond = TryRead(SecondFileName);
        if (isFirst && (!isSecond || generation - _generation > 0))
        {
            isFirst = TryRead(FirstFileName);
            isSecond = false;
        }

        Boots = 0;
        EarlyEnds = 0;
        PreviousReason = BootReason.Unknown;
        PreviousWords = "";
        PreviousSeconds = 0;
        if (isFirst || isSecond)
        {
            _isInSecond = isSecond;
            Take();
        }

        Boots++;
        _isStable = false;
        _hasEnded = false;
        _seconds = 0;
        _writeUptime = StableMilliseconds;
        Write(BootReason.Unknown, "");
    }

    /// <summary>To be called now and then: writes how long this life has lasted, which is all that the next one learns of it where the power goes.</summary>
    /// <param name="uptimeMilliseconds">Milliseconds since this life began.</param>
    public void Step(long uptimeMilliseconds)
    {
        // Safe mode is stable by nature and says nothing about the rest.
        if (uptimeMilliseconds >= _writeUptime && !_hasEnded && !IsSafeMode)
        {
            _isStable = true;
            _writeUptime = uptimeMilliseconds < FirstHourMilliseconds ? FirstHourMilliseconds : uptimeMilliseconds + LaterMilliseconds;
            SetSeconds(uptimeMilliseconds);
            Write(BootReason.Unknown, "");
        }
    }

    /// <summary>True when safe mode has lasted long enough: call <see cref="End"/> with <see cref="BootReason.SafeModeOver"/> and restart.</summary>
    public bool IsSafeModeOver(long uptimeMilliseconds) => IsSafeMode && uptimeMilliseconds >= SafeModeMilliseconds;

    /// <summary>The life is about to end, and says why. Only the first reason of a life counts. May be called by another thread than <see cref="Step"/> is.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="words">What may help who looks for the cause: a message, a number. No secrets: the owner is told them, and the console prints them.</param>
    /// <param name="uptimeMilliseconds">Milliseconds since this life began.</param>
    public void End(BootReason reason, string words, long uptimeMilliseconds)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            SetSeconds(uptimeMilliseconds);
            Write(reason, words == null ? "" : words);
        }
    }

    // An end that the unit was asked for, or that lies past the first minute, says nothing against the next life.
    private static bool IsAskedFor(BootReason reason) =>
        reason == BootReason.Command || reason == BootReason.Configuration || reason == BootReason.SafeModeOver || reason == BootReason.Wiped
        || reason == BootReason.Asleep;

    private bool TryRead(string name)
    {
        byte[] file = _file;
        int length = _volume.Length(name);
        if (length < HeadLength + 4 || length > file.Length || _volume.Read(name, 0, file, 0, length) != length
            || file[0] != Version || file[12] + HeadLength + 4 != length
            || BitConverter.ToInt32(file, length - 4) != _checksum.Compute(file, 0, length - 4))
        {
            return false;
        }

        _generation = BitConverter.ToInt32(file, 4);
        return true;
    }

    private void Take()
    {
        byte[] file = _file;
        Boots = BitConverter.ToInt32(file, 8);
        PreviousReason = (BootReason)file[2];
        int early = file[3];
        bool isStable = (file[1] & StableFlag) != 0;
        EarlyEnds = isStable || IsAskedFor(PreviousReason) ? 0 : early < 255 ? early + 1 : early;
        PreviousSeconds = (BitConverter.ToInt32(file, 12) >> 8) & MaximumSeconds;
        int length = file[12];
        char[] words = new char[length];
        for (int index = 0; index < length; index++)
        {
            words[index] = (char)file[HeadLength + index];
        }

        PreviousWords = new string(words);
    }

    private void Write(BootReason reason, string words)
    {
        byte[] file = _file;
        int length = words.Length < MaximumWords ? words.Length : MaximumWords;
        _generation++;
        file[0] = Version;
        file[1] = _isStable ? StableFlag : (byte)0;
        file[2] = (byte)reason;
        file[3] = (byte)EarlyEnds;
        Put(4, _generation);
        Put(8, Boots);
        Put(12, length | (_seconds << 8));
        for (int index = 0; index < length; index++)
        {
            char character = words[index];
            file[HeadLength + index] = (byte)(character >= ' ' && character <= '~' ? character : '?');
        }

        Put(HeadLength + length, _checksum.Compute(file, 0, HeadLength + length));
        string name = _isInSecond ? FirstFileName : SecondFileName;
        if (_volume.Length(name) >= 0)
        {
            _volume.Delete(name);
        }

        if (_volume.Create(name, file, 0, HeadLength + length + 4))
        {
            _isInSecond = !_isInSecond;
        }
        else
        {
            Failures++;
        }
    }

    private void SetSeconds(long uptimeMilliseconds)
    {
        long seconds = uptimeMilliseconds / 1000;
        _seconds = seconds < MaximumSeconds ? (int)seconds : MaximumSeconds;
    }

    private void Put(int position, int value)
    {
        _file[position] = (byte)value;
        _file[position + 1] = (byte)(value >> 8);
        _file[position + 2] = (byte)(value >> 16);
        _file[position + 3] = (byte)(value >> 24);
    }
}
