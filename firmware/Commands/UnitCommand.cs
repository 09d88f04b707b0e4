using System;

namespace Telltale.Commands;

/// <summary>
/// One command: the payload of a sealed downlink frame of the kind command. The owner's side encodes it, the unit decodes it, both with this code; FORMAT.md section 1 is
/// normative. One object is made at start-up and filled again and again.
/// </summary>
public sealed class UnitCommand
{
    /// <summary>The version that this code reads and writes, the first byte.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the arguments.</summary>
    public const int HeaderLength = 18;

    /// <summary>The most bytes of arguments.</summary>
    public const int MaximumArguments = 3072;

    /// <summary>The most bytes that a command takes.</summary>
    public const int MaximumLength = HeaderLength + MaximumArguments;

    /// <summary>The longest time from making to expiry that is accepted, in milliseconds: 31 days.</summary>
    public const long MaximumLifeMilliseconds = 31L * 86400000L;

    /// <summary>Its number, 1 to 2^31 - 1: given by the owner, in each stream from 1 without gaps.</summary>
    public int Number;

    /// <summary>What to do; a number that is no <see cref="CommandCode"/> is kept as it came.</summary>
    public CommandCode Code;

    /// <summary>UTC at which the owner made it, in milliseconds since 1970-01-01.</summary>
    public long MadeUtcMilliseconds;

    /// <summary>UTC from which on it must not be acted upon, in milliseconds since 1970-01-01.</summary>
    public long ExpiresUtcMilliseconds;

    /// <summary>The array that the arguments are in; after <see cref="TryDecode"/> the one that was decoded, not a copy.</summary>
    public byte[] Arguments;

    /// <summary>Where the arguments start.</summary>
    public int ArgumentsOffset;

    /// <summary>How many bytes they are.</summary>
    public int ArgumentsCount;

    // Below 2^48 milliseconds, the year 10889: sums stay far from overflow.
    private const int TimeLength = 6;

    /// <summary>Writes the command.</summary>
    /// <param name="output">At least <see cref="HeaderLength"/> bytes more than the arguments.</param>
    /// <returns>How many bytes were written; 0 when a number, a time or the length of the arguments is out of range.</returns>
    public int Encode(byte[] output)
    {
        if (Number < 1 || (int)Code < 0 || (int)Code > 255 || ArgumentsCount < 0 || ArgumentsCount > MaximumArguments
            || !IsTime(MadeUtcMilliseconds) || !IsTime(ExpiresUtcMilliseconds))
        {
            return 0;
        }

        output[0] = Version;
        output[1] = (byte)Code;
        CommandBytes.WriteInt32(output, 2, Number);
        WriteTime(output, 6, MadeUtcMilliseconds);
        WriteTime(output, 6 + TimeLength, ExpiresUtcMilliseconds);
        if (ArgumentsCount > 0)
        {
            Array.Copy(Arguments, ArgumentsOffset, output, HeaderLength, ArgumentsCount);
        }

        return HeaderLength + ArgumentsCount;
    }

    /// <summary>Reads a command.</summary>
    /// <param name="bytes">The payload of an authentic frame of the kind command, at the array's start.</param>
    /// <param name="count">Its length.</param>
    /// <returns>False when it is of another version, cut off, too long, or has a number out of range.</returns>
    public bool TryDecode(byte[] bytes, int count)
    {
        if (count < HeaderLength || count > MaximumLength || bytes[0] != Version)
        {
            return false;
        }

        Code = (CommandCode)bytes[1];
        Number = CommandBytes.ReadInt32(bytes, 2);
        MadeUtcMilliseconds = ReadTime(bytes, 6);
        ExpiresUtcMilliseconds = ReadTime(bytes, 6 + TimeLength);
        Arguments = bytes;
        ArgumentsOffset = HeaderLength;
        ArgumentsCount = count - HeaderLength;
        return Number >= 1;
    }

    private static bool IsTime(long milliseconds) => milliseconds >= 0 && milliseconds < 1L << 48;

    private static void WriteTime(byte[] output, int offset, long value)
    {
        CommandBytes.WriteInt32(output, offset + 2, (int)value);
        output[offset + 1] = (byte)(value >> 32);
        output[offset] = (byte)(value >> 40);
    }

    private static long ReadTime(byte[] bytes, int offset)
    {
        long high = (bytes[offset] << 8) | bytes[offset + 1];
        long low = CommandBytes.ReadInt32(bytes, offset + 2) & 0xFFFFFFFFL;
        return (high << 32) | low;
    }
}
