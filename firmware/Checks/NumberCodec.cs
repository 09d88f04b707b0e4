using System;

namespace Telltale.Checks;

/// <summary>Writes and reads the numbers and texts of FORMAT.md. Reading past the end gives zeros and breaks it.</summary>
internal sealed class NumberCodec
{
    /// <summary>The most bytes of a number.</summary>
    internal const int MaximumLength = 8;

    /// <summary>Where the next byte is written or read.</summary>
    internal int Position;

    /// <summary>Something read was cut off or out of range.</summary>
    internal bool IsBroken;

    private const long LargestNumber = 0xFFFFFFFFFFFFFFL;
    private const long LargestSigned = LargestNumber >> 1;

    private readonly byte[] _bytes;
    private readonly int _end;

    internal NumberCodec(byte[] bytes, int position, int end)
    {
        _bytes = bytes;
        Position = position;
        _end = end;
    }

    internal void PutByte(int value)
    {
        _bytes[Position] = (byte)value;
        Position++;
    }

    internal void PutBytes(byte[] bytes, int count)
    {
        Array.Copy(bytes, 0, _bytes, Position, count);
        Position += count;
    }

    internal void PutNumber(long number)
    {
        number = number < 0 ? 0 : number > LargestNumber ? LargestNumber : number;
        while (number > 0x7F)
        {
            PutByte(((int)number & 0x7F) | 0x80);
            number >>= 7;
        }

        PutByte((int)number);
    }

    internal void PutSigned(long value)
    {
        value = value > LargestSigned ? LargestSigned : value < -LargestSigned ? -LargestSigned : value;
        PutNumber(value < 0 ? (-value * 2) - 1 : value * 2);
    }

    internal void PutText(string text, int maximum)
    {
        if (text.Length > maximum)
        {
            throw new ArgumentException("The text is longer than a record holds.");
        }

        PutByte(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character < ' ' || character > '~')
            {
                throw new ArgumentException("The text has a character that is not printable ASCII.");
            }

            PutByte(character);
        }
    }

    internal int TakeByte()
    {
        if (Position < _end)
        {
            return _bytes[Position++];
        }

        IsBroken = true;
        return 0;
    }

    internal void TakeBytes(byte[] destination, int count)
    {
        if (count > _end - Position)
        {
            IsBroken = true;
            return;
        }

        Array.Copy(_bytes, Position, destination, 0, count);
        Position += count;
    }

    internal long TakeNumber()
    {
        long number = 0;
        for (int shift = 0; shift < 7 * MaximumLength; shift += 7)
        {
            int part = TakeByte();
            long bits = part & 0x7F;
            number |= bits << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        IsBroken = true;
        return 0;
    }

    internal int TakeInt32()
    {
        long number = TakeNumber();
        if (number <= int.MaxValue)
        {
            return (int)number;
        }

        IsBroken = true;
        return 0;
    }

    internal long TakeSigned()
    {
        long number = TakeNumber();
        long half = number >> 1;
        return (number & 1) != 0 ? -half - 1 : half;
    }

    internal string TakeText(int maximum)
    {
        int length = TakeByte();
        if (length > maximum || length > _end - Position)
        {
            IsBroken = true;
            return "";
        }

        char[] characters = new char[length];
        for (int index = 0; index < length; index++)
        {
            int character = TakeByte();
            IsBroken |= character < ' ' || character > '~';
            characters[index] = (char)character;
        }

        return new string(characters);
    }
}
