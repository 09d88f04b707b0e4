using System;

namespace Telltale.Uplink;

/// <content>From the fields to bytes.</content>
public sealed partial class StatusReport
{
    private byte[] _output;
    private int _position;

    /// <summary>Writes the status as FORMAT.md says: the plaintext of a sealed frame of the kind status.</summary>
    /// <param name="output">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public int Encode(byte[] output)
    {
        _output = output;
        output[0] = Version;
        _position = 1;
        if (HasJournal)
        {
            EncodeJournal();
        }

        EncodeOlderStreams();
        EncodeDropped();
        EncodeCounters();
        EncodeChecks();
        if (_firmwareText != null)
        {
            int start = BeginSection(FirmwareSection);
            PutText(_firmwareText);
            PutText(_boardText);
            EndSection(start);
        }

        EncodeConfiguration();
        EncodePreviousLife();
        _output = null;
        return _position;
    }

    private void EncodeJournal()
    {
        int start = BeginSection(JournalSection);
        int flags = IsDated ? FlagDated : 0;
        if (FramesWaiting >= 0)
        {
            flags |= FlagFramesWaiting;
        }

        if (BytesWaiting >= 0)
        {
            flags |= FlagBytesWaiting;
        }

        _output[_position++] = (byte)flags;
        PutNumber(OldestSequence);
        PutNumber(BootNumber);
        PutNumber(UptimeMilliseconds);
        if (IsDated)
        {
            PutNumber(TimeUtcMilliseconds);
        }

        if (FramesWaiting >= 0)
        {
            PutNumber(FramesWaiting);
        }

        if (BytesWaiting >= 0)
        {
            PutNumber(BytesWaiting);
        }

        EndSection(start);
    }

    private void EncodeOlderStreams()
    {
        if (OlderStreamCount == 0)
        {
            return;
        }

        int start = BeginSection(OlderStreamsSection);
        for (int index = 0; index < OlderStreamCount; index++)
        {
            Array.Copy(OlderStreamIds, index * StreamIdLength, _output, _position, StreamIdLength);
            _position += StreamIdLength;
            PutNumber(OlderStreamOldest[index]);
            PutNumber(OlderStreamNewest[index]);
        }

        EndSection(start);
    }

    private void EncodeDropped()
    {
        int index = 0;
        while (index < DroppedCount)
        {
            int start = BeginSection(DroppedSection);
            int streamIdOffset = index * StreamIdLength;
            Array.Copy(DroppedStreamIds, streamIdOffset, _output, _position, StreamIdLength);
            _position += StreamIdLength;
            do
            {
                _output[_position++] = (byte)DroppedReasons[index];
                PutNumber(DroppedFirst[index]);
                PutNumber(DroppedLast[index] - DroppedFirst[index]);
                index++;
            }
            while (index < DroppedCount
                && BitConverter.ToInt64(DroppedStreamIds, index * StreamIdLength) == BitConverter.ToInt64(DroppedStreamIds, streamIdOffset));
            EndSection(start);
        }
    }

    private void EncodeCounters()
    {
        if (CounterCount == 0)
        {
            return;
        }

        int start = BeginSection(CountersSection);
        for (int index = 0; index < CounterCount; index++)
        {
            PutNumber(CounterNumbers[index]);
            PutNumber(CounterValues[index]);
        }

        EndSection(start);
    }

    private void EncodeChecks()
    {
        if (CheckCount == 0)
        {
            return;
        }

        int start = BeginSection(ChecksSection);
        for (int index = 0; index < CheckCount; index++)
        {
            int flags = (int)CheckStates[index] & CheckStateMask;
            if (CheckHasValue[index])
            {
                flags |= CheckFlagValue;
            }

            if (CheckHasLimit[index])
            {
                flags |= CheckFlagLimit;
            }

            PutNumber(CheckNumbers[index]);
            _output[_position++] = (byte)flags;
            if (CheckHasValue[index])
            {
                PutSigned(CheckValues[index]);
            }

            if (CheckHasLimit[index])
            {
                PutSigned(CheckLimits[index]);
            }
        }

        EndSection(start);
    }

    private int BeginSection(int kind)
    {
        _output[_position] = (byte)kind;
        _position += SectionHeaderLength;
        return _position;
    }

    private void EndSection(int start)
    {
        int length = _position - start;
        _output[start - 2] = (byte)(length >> 8);
        _output[start - 1] = (byte)length;
    }

    // Seven bits a byte, least significant first.
    private void PutNumber(long number)
    {
        while (number > 0x7F)
        {
            _output[_position++] = (byte)(((int)number & 0x7F) | 0x80);
            number >>= 7;
        }

        _output[_position++] = (byte)number;
    }

    private void PutSigned(long value) => PutNumber(value < 0 ? (-value * 2) - 1 : value * 2);

    // What is longer is cut off; what is no printable ASCII becomes '?'.
    private void PutText(string text, int maximumLength)
    {
        int length = text.Length < maximumLength ? text.Length : maximumLength;
        _output[_position++] = (byte)length;
        for (int index = 0; index < length; index++)
        {
            char character = text[index];
            _output[_position++] = (byte)(character >= ' ' && character <= '~' ? character : '?');
        }
    }

    private void PutText(byte[] text)
    {
        _output[_position++] = (byte)text.Length;
        Array.Copy(text, 0, _output, _position, text.Length);
        _position += text.Length;
    }
}
