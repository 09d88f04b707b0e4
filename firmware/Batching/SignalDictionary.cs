using System;
using System.Text;
using Telltale.Ports;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>The signals that batches name by number, as bytes that the owner can read (FORMAT.md).</summary>
public static class SignalDictionary
{
    private const int Version = 1;
    private const int FlagUnsigned = 1;

    /// <summary>Encodes the definitions; made once when they change.</summary>
    /// <exception cref="ArgumentException">More than 62 signals, or a name or a unit of more than 255 bytes.</exception>
    public static byte[] Encode(SignalDefinition[] definitions)
    {
        if (definitions.Length > SignalTable.MaximumSignals)
        {
            throw new ArgumentException("A dictionary holds at most 62 signals.");
        }

        byte[][] names = new byte[definitions.Length][];
        byte[][] units = new byte[definitions.Length][];
        int length = 2;
        for (int index = 0; index < definitions.Length; index++)
        {
            names[index] = Encoding.UTF8.GetBytes(definitions[index].Name);
            units[index] = Encoding.UTF8.GetBytes(definitions[index].Unit);
            if (names[index].Length > 255 || units[index].Length > 255)
            {
                throw new ArgumentException("A signal's name and its unit have at most 255 bytes.");
            }

            length += names[index].Length + units[index].Length + 2 + 17;
        }

        byte[] output = new byte[length];
        output[0] = Version;
        output[1] = (byte)definitions.Length;
        int position = 2;
        for (int index = 0; index < definitions.Length; index++)
        {
            SignalDefinition definition = definitions[index];
            position = WriteText(output, position, names[index]);
            position = WriteText(output, position, units[index]);
            position = WriteInt32(output, position, definition.Numerator);
            position = WriteInt32(output, position, definition.Denominator);
            position = WriteInt32(output, position, definition.Offset);
            output[position++] = (byte)(definition.IsUnsigned ? FlagUnsigned : 0);
            position = WriteInt32(output, position, definition.StaleAfterMilliseconds);
        }

        return output;
    }

    /// <summary>Decodes a dictionary.</summary>
    /// <returns>The definitions; null when the bytes are not a dictionary of a version known here.</returns>
    public static SignalDefinition[] Decode(byte[] dictionary, int count)
    {
        if (dictionary == null || count > dictionary.Length || count < 2 || dictionary[0] != Version || dictionary[1] > SignalTable.MaximumSignals)
        {
            return null;
        }

        SignalDefinition[] definitions = new SignalDefinition[dictionary[1]];
        int position = 2;
        for (int index = 0; index < definitions.Length; index++)
        {
            if (position >= count)
            {
                return null;
            }

            int nameLength = dictionary[position++];
            int nameOffset = position;
            position += nameLength;
            if (position >= count)
            {
                return null;
            }

            int unitLength = dictionary[position++];
            int unitOffset = position;
            position += unitLength;
            if (nameLength == 0 || position + 17 > count)
            {
                return null;
            }

            int numerator = ReadInt32(dictionary, position);
            int denominator = ReadInt32(dictionary, position + 4);
            int offset = ReadInt32(dictionary, position + 8);
            int flags = dictionary[position + 12];
            int stale = ReadInt32(dictionary, position + 13);
            position += 17;
            if (numerator == 0 || denominator <= 0 || stale < 0 || (flags & ~FlagUnsigned) != 0)
            {
                return null;
            }

            definitions[index] = new SignalDefinition(
                Encoding.UTF8.GetString(dictionary, nameOffset, nameLength),
                unitLength == 0 ? "" : Encoding.UTF8.GetString(dictionary, unitOffset, unitLength),
                numerator,
                denominator,
                offset,
                (flags & FlagUnsigned) != 0,
                stale);
        }

        return position == count ? definitions : null;
    }

    /// <summary>
    /// The number by which batches name a dictionary: the first 4 bytes, big-endian, of HMAC-SHA-256 over its encoding with the key "telltale dictionary".
    /// </summary>
    public static int Id(ICryptography cryptography, byte[] dictionary)
    {
        byte[] mac = cryptography.HmacSha256(Encoding.UTF8.GetBytes("telltale dictionary"), dictionary);
        return ReadInt32(mac, 0);
    }

    private static int WriteText(byte[] output, int position, byte[] text)
    {
        output[position++] = (byte)text.Length;
        Array.Copy(text, 0, output, position, text.Length);
        return position + text.Length;
    }

    private static int WriteInt32(byte[] output, int position, int value)
    {
        output[position] = (byte)(value >> 24);
        output[position + 1] = (byte)(value >> 16);
        output[position + 2] = (byte)(value >> 8);
        output[position + 3] = (byte)value;
        return position + 4;
    }

    private static int ReadInt32(byte[] bytes, int offset) =>
        (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}
