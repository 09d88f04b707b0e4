using System;
using Telltale.Journal;

namespace Telltale.Uplink;

/// <summary>
/// What a unit says of itself and of its journal: the payload of a frame of the kind status. The unit encodes it, the owner's side decodes it,
/// both with this code. FORMAT.md in this folder is normative. One object is made at start-up and filled again and again; nothing is allocated
/// for a status except by <see cref="TryDecode"/>, which makes the two texts.
/// </summary>
public sealed partial class StatusReport
{
    /// <summary>The version that this code writes and reads, the first byte.</summary>
    public const byte Version = 1;

    /// <summary>Length of a stream id in bytes.</summary>
    public const int StreamIdLength = Receipt.StreamIdLength;

    /// <summary>The most dropped ranges in a status.</summary>
    public const int MaximumDroppedRanges = 32;

    /// <summary>The most earlier streams in a status.</summary>
    public const int MaximumOlderStreams = 8;

    /// <summary>The most counters in a status.</summary>
    public const int MaximumCounters = 112;

    /// <summary>The highest number that a counter can have: two bytes.</summary>
    public const int MaximumCounterNumber = 16383;

    /// <summary>The most checks in a status.</summary>
    public const int MaximumChecks = 64;

    /// <summary>The most characters of the firmware's version and of the board's name.</summary>
    public const int MaximumTextLength = 40;

    /// <summary>The most bytes that a status takes, everything at its longest.</summary>
    public const int MaximumLength = 1
        + SectionHeaderLength + 1 + (3 * NumberLength32) + (3 * NumberLength)
        + (MaximumDroppedRanges * (SectionHeaderLength + StreamIdLength + 1 + (2 * NumberLength32)))
        + SectionHeaderLength + (MaximumCounters * (CounterNumberLength + NumberLength))
        + SectionHeaderLength + (2 * (1 + MaximumTextLength))
        + SectionHeaderLength + (MaximumChecks * (NumberLength32 + 1 + (2 * NumberLength)))
        + SectionHeaderLength + (MaximumOlderStreams * (StreamIdLength + (2 * NumberLength32)))
        + MaximumConfigurationLength
        + MaximumPreviousLifeLength;

    /// <summary>True when it says something of the journal: the fields up to <see cref="TimeUtcMilliseconds"/>.</summary>
    public bool HasJournal;

    /// <summary>
    /// The lowest sequence of the frame's own stream that is still in the journal and not released; the status's own sequence when there is none.
    /// Everything below has been released or dropped.
    /// </summary>
    public int OldestSequence;

    /// <summary>Frames in the journal that are not released; -1 where that is not known.</summary>
    public int FramesWaiting = Unknown;

    /// <summary>Bytes of these frames; -1 where that is not known.</summary>
    public long BytesWaiting = Unknown;

    /// <summary>The start-up's number, counted since the unit's enrolment.</summary>
    public int BootNumber;

    /// <summary>When the status was written: milliseconds since the start-up.</summary>
    public long UptimeMilliseconds;

    /// <summary>True when <see cref="TimeUtcMilliseconds"/> is known.</summary>
    public bool IsDated;

    /// <summary>The same moment in UTC, milliseconds since 1970-01-01; meaningful when <see cref="IsDated"/>.</summary>
    public long TimeUtcMilliseconds;

    /// <summary>How many earlier streams have frames in the journal.</summary>
    public int OlderStreamCount;

    /// <summary>The ids of these streams, <see cref="StreamIdLength"/> bytes for each, one after another.</summary>
    public readonly byte[] OlderStreamIds = new byte[MaximumOlderStreams * StreamIdLength];

    /// <summary>The lowest sequence of each that is still in the journal and not released.</summary>
    public readonly int[] OlderStreamOldest = new int[MaximumOlderStreams];

    /// <summary>The highest sequence of each that the unit knows of.</summary>
    public readonly int[] OlderStreamNewest = new int[MaximumOlderStreams];

    /// <summary>How many dropped ranges it names.</summary>
    public int DroppedCount;

    /// <summary>The stream ids of the dropped ranges, <see cref="StreamIdLength"/> bytes for each, one after another.</summary>
    public readonly byte[] DroppedStreamIds = new byte[MaximumDroppedRanges * StreamIdLength];

    /// <summary>Why each range was dropped; a number that is no <see cref="DropReason"/> is kept as it came.</summary>
    public readonly DropReason[] DroppedReasons = new DropReason[MaximumDroppedRanges];

    /// <summary>The first sequence of each range.</summary>
    public readonly int[] DroppedFirst = new int[MaximumDroppedRanges];

    /// <summary>The last sequence of each range, included.</summary>
    public readonly int[] DroppedLast = new int[MaximumDroppedRanges];

    /// <summary>How many counters it holds; those that are 0 are left out.</summary>
    public int CounterCount;

    /// <summary>The counters' numbers; <see cref="StatusCounter"/> and FORMAT.md say what they count.</summary>
    public readonly int[] CounterNumbers = new int[MaximumCounters];

    /// <summary>The counters' values.</summary>
    public readonly long[] CounterValues = new long[MaximumCounters];

    /// <summary>How many checks it holds.</summary>
    public int CheckCount;

    /// <summary>The checks' numbers.</summary>
    public readonly int[] CheckNumbers = new int[MaximumChecks];

    /// <summary>How each check stands.</summary>
    public readonly StatusCheckState[] CheckStates = new StatusCheckState[MaximumChecks];

    /// <summary>Whether a check has a value.</summary>
    public readonly bool[] CheckHasValue = new bool[MaximumChecks];

    /// <summary>Whether a check has a limit.</summary>
    public readonly bool[] CheckHasLimit = new bool[MaximumChecks];

    /// <summary>What was measured, in the check's own unit.</summary>
    public readonly long[] CheckValues = new long[MaximumChecks];

    /// <summary>What the value is held against, in the check's own unit.</summary>
    public readonly long[] CheckLimits = new long[MaximumChecks];

    /// <summary>The firmware's version after decoding; null when the status does not name it.</summary>
    public string FirmwareVersion;

    /// <summary>The board's name after decoding; null when the status does not name it.</summary>
    public string Board;

    private const int Unknown = -1;
    private const int SectionHeaderLength = 3;

    // Seven bits a byte: 31 bits take five bytes, 56 bits eight.
    private const int NumberLength32 = 5;
    private const int NumberLength = 8;
    private const int CounterNumberLength = 2;
    private const long LargestNumber = 0xFFFFFFFFFFFFFFL;
    private const long LargestSigned = LargestNumber >> 1;

    private const int JournalSection = 1;
    private const int DroppedSection = 2;
    private const int CountersSection = 3;
    private const int FirmwareSection = 4;
    private const int ChecksSection = 5;
    private const int OlderStreamsSection = 6;
    private const int ConfigurationSection = 7;
    private const int PreviousLifeSection = 8;

    private const int FlagDated = 1;
    private const int FlagFramesWaiting = 2;
    private const int FlagBytesWaiting = 4;

    private const int CheckStateMask = 0x0F;
    private const int CheckFlagValue = 0x10;
    private const int CheckFlagLimit = 0x20;

    private byte[] _firmwareText;
    private byte[] _boardText;

    /// <summary>Takes everything out but what <see cref="SetFirmware"/> has set.</summary>
    public void Clear()
    {
        HasJournal = false;
        OldestSequence = 0;
        FramesWaiting = Unknown;
        BytesWaiting = Unknown;
        BootNumber = 0;
        UptimeMilliseconds = 0;
        IsDated = false;
        TimeUtcMilliseconds = 0;
        OlderStreamCount = 0;
        DroppedCount = 0;
        CounterCount = 0;
        CheckCount = 0;
        FirmwareVersion = null;
        Board = null;
        ClearConfiguration();
        ClearPreviousLife();
    }

    /// <summary>Sets what every status says of the firmware; called once at start-up.</summary>
    /// <param name="version">The firmware's version: printable ASCII, at most <see cref="MaximumTextLength"/> characters.</param>
    /// <param name="board">The board's name, likewise.</param>
    /// <exception cref="ArgumentException">A text is too long or has another character.</exception>
    public void SetFirmware(string version, string board)
    {
        _firmwareText = TextBytes(version);
        _boardText = TextBytes(board);
    }

    /// <summary>Says what the journal holds of the stream that the status belongs to.</summary>
    /// <param name="oldestSequence">See <see cref="OldestSequence"/>.</param>
    /// <param name="framesWaiting">Frames that are not released; -1 where that is not known.</param>
    /// <param name="bytesWaiting">Bytes of these frames; -1 where that is not known.</param>
    public void SetJournal(int oldestSequence, int framesWaiting, long bytesWaiting)
    {
        HasJournal = true;
        OldestSequence = oldestSequence;
        FramesWaiting = framesWaiting;
        BytesWaiting = bytesWaiting;
    }

    /// <summary>Says when the status was written.</summary>
    /// <param name="bootNumber">The start-up's number.</param>
    /// <param name="uptimeMilliseconds">Milliseconds since the start-up.</param>
    /// <param name="isDated">Whether UTC is known.</param>
    /// <param name="timeUtcMilliseconds">UTC in milliseconds since 1970-01-01, where it is known.</param>
    public void SetTime(int bootNumber, long uptimeMilliseconds, bool isDated, long timeUtcMilliseconds)
    {
        BootNumber = bootNumber;
        UptimeMilliseconds = uptimeMilliseconds;
        IsDated = isDated;
        TimeUtcMilliseconds = timeUtcMilliseconds;
    }

    /// <summary>Adds an earlier stream of which frames are in the journal.</summary>
    /// <returns>False when there is no room, or the numbers are none; nothing is added then.</returns>
    public bool AddOlderStream(byte[] streamId, int streamIdOffset, int oldest, int newest)
    {
        if (OlderStreamCount == MaximumOlderStreams || oldest < 1 || newest < 0)
        {
            return false;
        }

        Array.Copy(streamId, streamIdOffset, OlderStreamIds, OlderStreamCount * StreamIdLength, StreamIdLength);
        OlderStreamOldest[OlderStreamCount] = oldest;
        OlderStreamNewest[OlderStreamCount] = newest;
        OlderStreamCount++;
        return true;
    }

    /// <summary>Adds a dropped range; ranges of one stream are best added one after another, because they share its id then.</summary>
    /// <returns>False when there is no room, or the range is none; nothing is added then.</returns>
    public bool AddDropped(byte[] streamId, int streamIdOffset, int first, int last, DropReason reason)
    {
        if (DroppedCount == MaximumDroppedRanges || first < 1 || last < first)
        {
            return false;
        }

        Array.Copy(streamId, streamIdOffset, DroppedStreamIds, DroppedCount * StreamIdLength, StreamIdLength);
        DroppedReasons[DroppedCount] = reason;
        DroppedFirst[DroppedCount] = first;
        DroppedLast[DroppedCount] = last;
        DroppedCount++;
        return true;
    }

    /// <summary>Adds a counter.</summary>
    /// <param name="number">Its number, of <see cref="StatusCounter"/> or FORMAT.md.</param>
    /// <param name="value">Its value; one of 0 is left out, one below 0 is a 32-bit counter that has wrapped.</param>
    /// <returns>False when there is no room, or the number is above <see cref="MaximumCounterNumber"/>; nothing is added then.</returns>
    public bool AddCounter(int number, long value)
    {
        if (number > MaximumCounterNumber)
        {
            return false;
        }

        if (value == 0)
        {
            return true;
        }

        if (CounterCount == MaximumCounters)
        {
            return false;
        }

        CounterNumbers[CounterCount] = number;
        CounterValues[CounterCount] = value < 0 ? value & 0xFFFFFFFFL : value > LargestNumber ? LargestNumber : value;
        CounterCount++;
        return true;
    }

    /// <summary>Adds a check with what was measured and what it is held against.</summary>
    /// <param name="number">The check's number.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="limit">What that is held against.</param>
    /// <returns>False when there is no room; nothing is added then.</returns>
    public bool AddCheck(int number, StatusCheckState state, long value, long limit)
    {
        return AddCheck(number, state, true, value, true, limit);
    }

    /// <summary>Adds a check that has no value or no limit.</summary>
    /// <param name="number">The check's number.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="hasValue">Whether anything was measured.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="hasLimit">Whether there is a limit.</param>
    /// <param name="limit">What the value is held against.</param>
    /// <returns>False when there is no room; nothing is added then.</returns>
    public bool AddCheck(int number, StatusCheckState state, bool hasValue, long value, bool hasLimit, long limit)
    {
        if (CheckCount == MaximumChecks)
        {
            return false;
        }

        CheckNumbers[CheckCount] = number;
        CheckStates[CheckCount] = state;
        CheckHasValue[CheckCount] = hasValue;
        CheckValues[CheckCount] = hasValue ? Bounded(value) : 0;
        CheckHasLimit[CheckCount] = hasLimit;
        CheckLimits[CheckCount] = hasLimit ? Bounded(limit) : 0;
        CheckCount++;
        return true;
    }

    private static long Bounded(long value) => value > LargestSigned ? LargestSigned : value < -LargestSigned ? -LargestSigned : value;

    private static byte[] TextBytes(string text)
    {
        if (text.Length > MaximumTextLength)
        {
            throw new ArgumentException("The text is longer than a status holds.");
        }

        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            char character = text[index];
            if (character < ' ' || character > '~')
            {
                throw new ArgumentException("The text has a character that is not printable ASCII.");
            }

            bytes[index] = (byte)character;
        }

        return bytes;
    }
}
