using Telltale.Journal;

namespace Telltale.Uplink;

/// <content>From bytes to the fields; any bytes may be given.</content>
public sealed partial class StatusReport
{
    private byte[] _input;
    private int _end;

    // Set where a number or a text is cut off or out of range; looked at after each section.
    private bool _isBroken;

    /// <summary>Reads a status.</summary>
    /// <param name="bytes">The plaintext of an authentic frame of the kind status.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <returns>
    /// False when it is not a status of a version known here, or is malformed; it is empty then. Sections that this version does not know are
    /// passed over, so that newer firmware can say more.
    /// </returns>
    public bool TryDecode(byte[] bytes, int offset, int count)
    {
        Clear();
        if (bytes == null || offset < 0 || count < 1 || count > bytes.Length - offset || bytes[offset] != Version)
        {
            return false;
        }

        _input = bytes;
        _position = offset + 1;
        bool isGood = TryDecodeSections(offset + count);
        _input = null;
        if (!isGood)
        {
            Clear();
        }

        return isGood;
    }

    private bool TryDecodeSections(int end)
    {
        while (_position < end)
        {
            if (end - _position < SectionHeaderLength)
            {
                return false;
            }

            int kind = _input[_position];
            int length = (_input[_position + 1] << 8) | _input[_position + 2];
            _position += SectionHeaderLength;
            if (length > end - _position)
            {
                return false;
            }

            _end = _position + length;
            _isBroken = false;
            if (!TryDecodeSection(kind) || _isBroken)
            {
                return false;
            }

            _position = _end;
        }

        return true;
    }

    private bool TryDecodeSection(int kind)
    {
        switch (kind)
        {
            case JournalSection:
                return TryDecodeJournal();
            case DroppedSection:
                return TryDecodeDropped();
            case CountersSection:
                return TryDecodeCounters();
            case FirmwareSection:
                return TryDecodeFirmware();
            case ChecksSection:
                return TryDecodeChecks();
            case OlderStreamsSection:
                return TryDecodeOlderStreams();
            case ConfigurationSection:
                return TryDecodeConfiguration();
            case PreviousLifeSection:
                return TryDecodePreviousLife();
            default:
                return true;
        }
    }

    // What follows the known fields was added by newer firmware.
    private bool TryDecodeJournal()
    {
        if (HasJournal)
        {
            return false;
        }

        HasJournal = true;
        int flags = TakeByte();
        OldestSequence = TakeInt32();
        BootNumber = TakeInt32();
        UptimeMilliseconds = TakeNumber();
        IsDated = (flags & FlagDated) != 0;
        TimeUtcMilliseconds = IsDated ? TakeNumber() : 0;
        FramesWaiting = (flags & FlagFramesWaiting) != 0 ? TakeInt32() : Unknown;
        BytesWaiting = (flags & FlagBytesWaiting) != 0 ? TakeNumber() : Unknown;
        return OldestSequence > 0;
    }

    private bool TryDecodeDropped()
    {
        int streamIdOffset = _position;
        _position += StreamIdLength;
        if (_position > _end)
        {
            return false;
        }

        while (_position < _end)
        {
            int reason = TakeByte();
            int first = TakeInt32();
            long last = first + (long)TakeInt32();
            if (_isBroken || last > int.MaxValue || !AddDropped(_input, streamIdOffset, first, (int)last, (DropReason)reason))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryDecodeCounters()
    {
        while (_position < _end)
        {
            int number = TakeInt32();
            long value = TakeNumber();
            if (_isBroken || !AddCounter(number, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryDecodeFirmware()
    {
        if (FirmwareVersion != null)
        {
            return false;
        }

        FirmwareVersion = TakeText();
        Board = TakeText();
        return true;
    }

    private bool TryDecodeChecks()
    {
        while (_position < _end)
        {
            int number = TakeInt32();
            int flags = TakeByte();
            bool hasValue = (flags & CheckFlagValue) != 0;
            long value = hasValue ? TakeSigned() : 0;
            bool hasLimit = (flags & CheckFlagLimit) != 0;
            long limit = hasLimit ? TakeSigned() : 0;
            if (_isBroken || !AddCheck(number, (StatusCheckState)(flags & CheckStateMask), hasValue, value, hasLimit, limit))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryDecodeOlderStreams()
    {
        while (_position < _end)
        {
            int streamIdOffset = _position;
            _position += StreamIdLength;
            if (_position > _end)
            {
                return false;
            }

            int oldest = TakeInt32();
            int newest = TakeInt32();
            if (_isBroken || !AddOlderStream(_input, streamIdOffset, oldest, newest))
            {
                return false;
            }
        }

        return true;
    }

    private int TakeByte()
    {
        if (_position < _end)
        {
            return _input[_position++];
        }

        _isBroken = true;
        return 0;
    }

    private int TakeInt32()
    {
        long number = TakeNumber();
        if (number <= int.MaxValue)
        {
            return (int)number;
        }

        _isBroken = true;
        return 0;
    }

    // At most eight bytes.
    private long TakeNumber()
    {
        long number = 0;
        for (int shift = 0; shift < 7 * NumberLength; shift += 7)
        {
            int part = TakeByte();
            long bits = part & 0x7F;
            number |= bits << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        _isBroken = true;
        return 0;
    }

    private long TakeSigned()
    {
        long number = TakeNumber();
        long half = number >> 1;
        return (number & 1) != 0 ? -half - 1 : half;
    }

    private string TakeText() => TakeText(MaximumTextLength);

    private string TakeText(int maximumLength)
    {
        int length = TakeByte();
        if (length > maximumLength || length > _end - _position)
        {
            _isBroken = true;
            return null;
        }

        char[] characters = new char[length];
        for (int index = 0; index < length; index++)
        {
            int character = _input[_position + index];
            if (character < ' ' || character > '~')
            {
                _isBroken = true;
                return null;
            }

            characters[index] = (char)character;
        }

        _position += length;
        return new string(characters);
    }
}
