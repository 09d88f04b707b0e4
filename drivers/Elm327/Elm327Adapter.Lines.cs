using System;
using Telltale.Can;

namespace Telltale.Elm327;

// What the adapter says: bytes to lines, lines to frames or texts.
public sealed partial class Elm327Adapter
{
    private const int LineCapacity = 64;
    private const int MostData = 16;
    private const int TesterAddress = 0xF1;
    private const int PositiveInformation = 0x49;

    private readonly byte[] _line = new byte[LineCapacity];
    private readonly byte[] _data = new byte[MostData];
    private readonly byte[] _vin = new byte[20];

    private byte[][] _texts;
    private byte[] _ok;
    private byte[] _error;
    private byte[] _stn;
    private int _lineLength;
    private int _vinParts;
    private int _vinEcu;

    private static byte[] Text(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < text.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }

    private void MakeTexts()
    {
        // In the order of Elm327Text. What is null is recognised elsewhere.
        _texts = new byte[][]
        {
            Text("?"), Text("NO DATA"), Text("SEARCHING"), Text("UNABLE TO CONNECT"), null, Text("BUS INIT"), Text("BUS BUSY"), Text("BUS ERROR"), Text("CAN ERROR"),
            Text("DATA ERROR"), Text("<DATA ERROR"), Text("<RX ERROR"), Text("BUFFER FULL"), Text("FB ERROR"), Text("ERR94"), Text("ERR"), Text("LV RESET"),
            Text("LP ALERT"), Text("ACT ALERT"), Text("STOPPED"), Text("OUT OF MEMORY"), Text("ELM327"),
        };
        _ok = Text("OK");
        _error = Text("ERROR");
        _stn = Text("STN");
    }

    private void Take(byte value)
    {
        switch (value)
        {
            case (byte)'\r':
                EndLine();
                break;
            case (byte)'>':
                EndLine();
                TakePrompt();
                break;
            case (byte)'\n':
            case 0:
                // The data sheet: a null byte may be inserted, and is to be ignored.
                break;
            default:
                if (_lineLength < LineCapacity)
                {
                    _line[_lineLength] = value;
                }

                if (_lineLength <= LineCapacity)
                {
                    _lineLength++;
                }

                break;
        }
    }

    private void EndLine()
    {
        int length = _lineLength;
        _lineLength = 0;
        if (length > LineCapacity)
        {
            AdapterCounters.LinesUnknown++;
            return;
        }

        int start = 0;
        while (length > start && _line[length - 1] == ' ')
        {
            length--;
        }

        while (start < length && _line[start] == ' ')
        {
            start++;
        }

        if (start == length)
        {
            return;
        }

        if (IsEcho(start, length))
        {
            AdapterCounters.Echoes++;
            return;
        }

        TakeLine(start, length);
    }

    private bool IsEcho(int start, int end)
    {
        // The space that stopped the monitor may come back too, but is trimmed.
        if (_command == null || end - start != _commandLength - 1)
        {
            return false;
        }

        for (int index = start; index < end; index++)
        {
            if (_line[index] != _command[index - start])
            {
                return false;
            }
        }

        return true;
    }

    private void TakeLine(int start, int end)
    {
        if (StartsWith(_texts[(int)Elm327Text.Searching], start, end))
        {
            AdapterCounters.Texts[(int)Elm327Text.Searching]++;

            // Some put the answer on the same line.
            start += _texts[(int)Elm327Text.Searching].Length;
            while (start < end && (_line[start] == '.' || _line[start] == ' '))
            {
                start++;
            }

            if (start == end)
            {
                return;
            }
        }

        if (_phase == SettingUp || _phase == Commanding || _phase == Probing)
        {
            if (TakeAnswer(start, end))
            {
                return;
            }
        }
        else if ((_phase == Monitoring || _phase == Stopping || _phase == Requesting) && TakeData(start, end))
        {
            return;
        }

        TakeText(start, end);
    }

    private bool StartsWith(byte[] text, int start, int end)
    {
        if (end - start < text.Length)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (_line[start + index] != text[index])
            {
                return false;
            }
        }

        return true;
    }

    private bool Contains(byte[] text, int start, int end)
    {
        for (int index = start; index <= end - text.Length; index++)
        {
            if (StartsWith(text, index, end))
            {
                return true;
            }
        }

        return false;
    }

    // The answer to a command; false for anything else.
    private bool TakeAnswer(int start, int end)
    {
        if (end - start == 1 && _line[start] == '?')
        {
            _isRefused = true;
            AdapterCounters.Texts[(int)Elm327Text.NotUnderstood]++;
            return true;
        }

        if (end - start == 2 && StartsWith(_ok, start, end))
        {
            _isOk = true;
            return true;
        }

        if (_phase == Commanding)
        {
            switch (_commandKind)
            {
                case MeasuresSupply:
                    return TakeVoltage(start, end);
                case DescribesProtocol:
                    return TakeProtocol(start, end);
                default:
                    return false;
            }
        }

        bool isStn = _phase == SettingUp && StartsWith(_stn, start, end);
        bool isSignOn = StartsWith(_texts[(int)Elm327Text.SignOn], start, end);
        if (_phase == SettingUp && ((_step == SignOnStep && isSignOn) || (_step == IdentifyStep && isStn)))
        {
            IsStn |= isStn;
            _hasSignedOn |= isSignOn;
            VersionLength = end - start > MaximumVersionLength ? MaximumVersionLength : end - start;
            Array.Copy(_line, start, Version, 0, VersionLength);
            return true;
        }

        // The answer to AT I, or noise of a wrong baud rate.
        return _phase == Probing;
    }

    // "12.6V", also with two decimals or without the letter.
    private bool TakeVoltage(int start, int end)
    {
        int value = 0;
        int digits = 0;
        int decimals = Unknown;
        for (int index = start; index < end; index++)
        {
            int letter = _line[index];
            if (letter >= '0' && letter <= '9' && digits < 6)
            {
                value = (value * 10) + letter - '0';
                digits++;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (letter == '.' && decimals < 0 && digits > 0)
            {
                decimals = 0;
            }
            else if (letter != 'V' || index != end - 1)
            {
                return false;
            }
        }

        if (digits == 0 || decimals > 3)
        {
            return false;
        }

        for (int place = decimals < 0 ? 0 : decimals; place < 3; place++)
        {
            value *= 10;
        }

        // Nothing that an OBD-II socket can carry.
        if (value > 60000)
        {
            return false;
        }

        _isOk = true;
        TakeSupply(value);
        return true;
    }

    // "6", or "A6" for one that was found.
    private bool TakeProtocol(int start, int end)
    {
        int digit = _line[end - 1] - '0';
        bool isFound = end - start == 2 && _line[start] == 'A';
        if ((end - start != 1 && !isFound) || digit < 1 || digit > 9)
        {
            return false;
        }

        _isOk = true;
        Protocol = (Elm327Protocol)digit;
        _chipProtocol = digit;
        _chipHeader = 0;
        return true;
    }

    private static int Nibble(int letter)
    {
        if (letter >= '0' && letter <= '9')
        {
            return letter - '0';
        }

        return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : Unknown;
    }

    // A line of hexadecimal digits, with or without spaces; false when it is something else.
    private bool TakeData(int start, int end)
    {
        int protocol = _chipProtocol;
        int header = 0;
        if (IsCan(protocol))
        {
            header = IsExtended(protocol) ? 8 : 3;
        }

        uint identifier = 0;
        int digits = 0;
        int count = 0;
        int high = 0;
        int index = start;
        for (; index < end; index++)
        {
            int letter = _line[index];
            if (letter == ' ')
            {
                continue;
            }

            int nibble = Nibble(letter);
            if (nibble < 0)
            {
                break;
            }

            if (digits < header)
            {
                identifier = (identifier << 4) | (uint)nibble;
            }
            else if (((digits - header) & 1) == 0)
            {
                high = nibble << 4;
            }
            else if (count < MostData)
            {
                _data[count] = (byte)(high | nibble);
                count++;
            }
            else
            {
                break;
            }

            digits++;
        }

        bool isRemote = false;
        if (index < end)
        {
            if (_line[index] == '<')
            {
                // Data with a fault behind it.
                TakeText(index, end);
                return true;
            }

            isRemote = digits == header && header > 0 && end - index == 3 && _line[index] == 'R' && _line[index + 1] == 'T' && _line[index + 2] == 'R';
            if (!isRemote)
            {
                return false;
            }
        }

        if (protocol == 0)
        {
            _hasAnswer = true;
            return true;
        }

        bool isGood = digits >= header && ((digits - header) & 1) == 0 && (IsCan(protocol) ? TakeFrame(identifier, count, isRemote) : TakeMessage(protocol, count));
        if (!isGood)
        {
            AdapterCounters.LinesMalformed++;
        }

        return true;
    }

    private bool TakeFrame(uint identifier, int count, bool isRemote)
    {
        bool isExtended = IsExtended(_chipProtocol);
        if (count > 8 || identifier > (isExtended ? 0x1FFFFFFFu : 0x7FFu))
        {
            return false;
        }

        if (_phase == Requesting)
        {
            _hasAnswer = true;
            if (isExtended && _isMapped)
            {
                int ecu = (identifier & 0x1FFFFF00) == 0x18DAF100 ? EcuOf((int)(identifier & 0xFF)) : Unknown;
                if (ecu < 0)
                {
                    return false;
                }

                identifier = FirstResponse + (uint)ecu;
                isExtended = false;
            }
        }
        else
        {
            _hasHeard = true;
            Protocol = (Elm327Protocol)_chipProtocol;
        }

        CanFrame frame = NextInQueue();
        if (frame != null)
        {
            frame.Identifier = identifier;
            frame.IsExtended = isExtended;
            frame.IsRemote = isRemote;
            frame.Length = count;
            Array.Copy(_data, 0, frame.Data, 0, count);
        }

        return true;
    }

    // J1850 and ISO 9141-2: priority, 6B, source, data, checksum. ISO 14230-4: format with length, F1, source, data, checksum. The adapter has looked at the checksum.
    private bool TakeMessage(int protocol, int count)
    {
        int first = 3;
        int length = count - 4;
        if (length < 1)
        {
            return false;
        }

        bool isForTester = _data[1] == 0x6B;
        if (protocol == (int)Elm327Protocol.Kwp2000Slow || protocol == (int)Elm327Protocol.Kwp2000Fast)
        {
            isForTester = _data[1] == TesterAddress;
            length = _data[0] & 0x3F;
            if (length == 0)
            {
                first = 4;
                length = _data[3];
            }
        }

        int ecu = isForTester && first + length + 1 == count && length >= 1 && length <= 7 ? EcuOf(_data[2]) : Unknown;
        if (ecu < 0)
        {
            return false;
        }

        _hasAnswer = true;
        if (_target >= 0 && _target != ecu)
        {
            // Asked of one, answered by all.
            return true;
        }

        if (_data[first] == PositiveInformation && length == 7)
        {
            TakeInformation(ecu, first);
            return true;
        }

        CanFrame frame = NextInQueue();
        if (frame != null)
        {
            frame.Identifier = FirstResponse + (uint)ecu;
            frame.Length = length + 1;
            frame.Data[0] = (byte)length;
            Array.Copy(_data, first, frame.Data, 1, length);
        }

        return true;
    }

    // SAE J1979, service 09 before CAN: five messages of four bytes, the first with three bytes of padding. On CAN it is one of 20 bytes in three frames.
    private void TakeInformation(int ecu, int first)
    {
        int part = _data[first + 2];
        if (_data[first + 1] != 0x02 || part < 1 || part > 5 || (part != 1 && (part != _vinParts + 1 || ecu != _vinEcu)))
        {
            _vinParts = 0;
            AdapterCounters.LinesMalformed++;
            return;
        }

        _vinEcu = ecu;
        _vinParts = part;
        Array.Copy(_data, first + 3, _vin, (part - 1) * 4, 4);
        if (part < 5)
        {
            return;
        }

        _vinParts = 0;
        _vin[0] = PositiveInformation;
        _vin[1] = 0x02;
        _vin[2] = 0x01;
        for (int segment = 0; segment < 3; segment++)
        {
            CanFrame frame = NextInQueue();
            if (frame == null)
            {
                return;
            }

            frame.Identifier = FirstResponse + (uint)ecu;
            frame.Length = 8;
            if (segment == 0)
            {
                frame.Data[0] = 0x10;
                frame.Data[1] = 20;
                Array.Copy(_vin, 0, frame.Data, 2, 6);
            }
            else
            {
                frame.Data[0] = (byte)(0x20 | segment);
                Array.Copy(_vin, (7 * segment) - 1, frame.Data, 1, 7);
            }
        }
    }

    private void TakeText(int start, int end)
    {
        if (_line[start] == '!')
        {
            start++;
        }

        int found = Unknown;
        for (int text = 0; text < _texts.Length && found < 0; text++)
        {
            if (_texts[text] != null && StartsWith(_texts[text], start, end))
            {
                found = text;
            }
        }

        if (found == (int)Elm327Text.BusInitialisationError && !Contains(_error, start, end))
        {
            found = Contains(_ok, start, end) ? (int)Elm327Text.BusInitialised : Unknown;
        }

        if (found < 0)
        {
            AdapterCounters.LinesUnknown++;
            return;
        }

        AdapterCounters.Texts[found]++;
        Act((Elm327Text)found);
    }

    private void Act(Elm327Text text)
    {
        switch (text)
        {
            case Elm327Text.NotUnderstood:
                AdapterCounters.CommandsRefused++;
                _isRefused = true;
                _hasFailed = true;
                break;
            case Elm327Text.BusBusy:
                _hasFailed = true;
                _wantsRetry = true;
                break;
            case Elm327Text.Stopped:
                if (_phase == Requesting)
                {
                    _hasFailed = true;
                    _wantsRetry = true;
                }

                break;
            case Elm327Text.CanError:
                _hasFailed = true;
                Counters.TransmissionsAborted++;
                break;
            case Elm327Text.DataError:
            case Elm327Text.LineDataError:
                Counters.MessageErrors++;
                break;
            case Elm327Text.LineReceiveError:
                Counters.MessageErrors++;
                _receiveErrors++;
                break;
            case Elm327Text.BufferFull:
            case Elm327Text.OutOfMemory:
                CountOverflow();
                break;
            case Elm327Text.UnableToConnect:
            case Elm327Text.BusInitialisationError:
                _hasFailed = true;
                HoldOff();
                break;
            case Elm327Text.BusError:
                _hasFailed = true;
                Counters.MessageErrors++;
                HoldOff();
                break;
            case Elm327Text.FeedbackError:
                _hasFailed = true;
                Counters.ControllerFaults++;
                HoldOff();
                break;
            case Elm327Text.FatalCanError:
                Counters.ControllerFaults++;
                HoldOff();
                Restart();
                break;
            case Elm327Text.InternalError:
                Counters.ControllerFaults++;
                Restart();
                break;
            case Elm327Text.LowPowerAlert:
                Pause(LowPowerMilliseconds);
                break;
            case Elm327Text.LowVoltageReset:
            case Elm327Text.SignOn:
                // The settings are gone. While it is being set up from the start that is as it should be.
                if (_phase != SettingUp || _step != SignOnStep)
                {
                    Restart();
                }

                break;
            default:
                // NO DATA, SEARCHING..., BUS INIT: OK and ACT ALERT are news; a prompt or the next command follows anyway.
                break;
        }
    }
}
