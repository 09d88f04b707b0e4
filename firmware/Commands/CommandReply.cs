using System;

namespace Telltale.Commands;

/// <summary>
/// What a unit answers to a command: the payload of a sealed frame of the kind reply. The unit encodes it, the owner's side decodes it, both with this code; FORMAT.md section 2
/// is normative. One object is made at start-up and filled again and again.
/// </summary>
public sealed class CommandReply
{
    /// <summary>The version that this code reads and writes, the first byte.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the data.</summary>
    public const int HeaderLength = 20;

    /// <summary>The most bytes of data.</summary>
    public const int MaximumData = 1536;

    /// <summary>The most bytes that a reply takes.</summary>
    public const int MaximumLength = HeaderLength + MaximumData;

    /// <summary>Length of a stream id in bytes.</summary>
    public const int StreamIdLength = 8;

    /// <summary>What became of the command.</summary>
    public CommandStatus Status;

    /// <summary>The command's code.</summary>
    public CommandCode Code;

    /// <summary>With <see cref="CommandStatus.AlreadyDone"/> the status that the command had when it was new; else <see cref="CommandStatus.Done"/>.</summary>
    public CommandStatus Detail;

    /// <summary>The stream that the command was sealed for. The array stays, its content changes.</summary>
    public readonly byte[] StreamId = new byte[StreamIdLength];

    /// <summary>The command's number.</summary>
    public int Number;

    /// <summary>The highest number that was accepted in the command's stream; 0 for none.</summary>
    public int HighestNumber;

    /// <summary>What there is to be told, by code and status; the first <see cref="DataLength"/> bytes mean something.</summary>
    public readonly byte[] Data = new byte[MaximumData];

    /// <summary>How many bytes of <see cref="Data"/> there are.</summary>
    public int DataLength;

    /// <summary>Puts a sentence in place of the data; printable ASCII, as much of it as there is room for.</summary>
    public void SetText(string text)
    {
        DataLength = 0;
        if (text == null)
        {
            return;
        }

        int count = text.Length < MaximumData ? text.Length : MaximumData;
        for (int index = 0; index < count; index++)
        {
            char letter = text[index];
            Data[index] = (byte)(letter >= ' ' && letter <= '~' ? letter : '?');
        }

        DataLength = count;
    }

    /// <summary>Writes the reply.</summary>
    /// <param name="output">At least <see cref="HeaderLength"/> bytes more than the data.</param>
    /// <returns>How many bytes were written.</returns>
    public int Encode(byte[] output)
    {
        output[0] = Version;
        output[1] = (byte)Status;
        output[2] = (byte)Code;
        output[3] = (byte)Detail;
        Array.Copy(StreamId, 0, output, 4, StreamIdLength);
        CommandBytes.WriteInt32(output, 12, Number);
        CommandBytes.WriteInt32(output, 16, HighestNumber);
        Array.Copy(Data, 0, output, HeaderLength, DataLength);
        return HeaderLength + DataLength;
    }

    /// <summary>Reads a reply.</summary>
    /// <param name="bytes">The payload of an authentic frame of the kind reply, at the array's start.</param>
    /// <param name="count">Its length.</param>
    /// <returns>False when it is of another version, cut off or too long, or has a number out of range. A status or code that is not known here is kept as it came.</returns>
    public bool TryDecode(byte[] bytes, int count)
    {
        if (count < HeaderLength || count > MaximumLength || bytes[0] != Version)
        {
            return false;
        }

        Status = (CommandStatus)bytes[1];
        Code = (CommandCode)bytes[2];
        Detail = (CommandStatus)bytes[3];
        Array.Copy(bytes, 4, StreamId, 0, StreamIdLength);
        Number = CommandBytes.ReadInt32(bytes, 12);
        HighestNumber = CommandBytes.ReadInt32(bytes, 16);
        DataLength = count - HeaderLength;
        Array.Copy(bytes, HeaderLength, Data, 0, DataLength);
        return Number >= 1 && HighestNumber >= 0;
    }
}
