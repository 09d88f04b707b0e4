using System;

namespace Telltale.Sealing;

/// <summary>
/// The open part of a frame, authenticated by the tag (FORMAT.md, section 2). One object is made at start-up and filled again and again.
/// </summary>
public sealed class FrameHeader
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Bytes of a stream id.</summary>
    public const int StreamIdLength = 8;

    /// <summary>Bytes of <see cref="Salt"/>.</summary>
    public const int SaltLength = 4;

    /// <summary>The most bytes that a header takes: version, kind, stream, two numbers of five bytes, salt, dictionary.</summary>
    public const int MaximumLength = 2 + StreamIdLength + 5 + 5 + SaltLength + 4;

    /// <summary>The format's version, 1 to 15.</summary>
    public int Version = CurrentVersion;

    /// <summary>What the frame carries; a number that is no <see cref="FrameKind"/> is kept as it came.</summary>
    public FrameKind Kind;

    /// <summary>0 to 3; see <see cref="FramePriority"/>.</summary>
    public FramePriority Priority;

    /// <summary>The stream; its first two bytes are the chain's index, big-endian. The array stays, its content changes.</summary>
    public readonly byte[] StreamId = new byte[StreamIdLength];

    /// <summary>The key epoch within the stream, from 1; 0 in frames from the owner.</summary>
    public int Epoch;

    /// <summary>The frame's number within the stream and direction, from 1.</summary>
    public int Sequence;

    /// <summary>
    /// 32 random bits, drawn for each epoch by the unit and for each frame by the owner. With the sequence they make the nonce: who goes on from restored flash or from a restored data
    /// base, and so uses a key and a sequence again, has another IV.
    /// </summary>
    public int Salt;

    /// <summary>The dictionary that a <see cref="FrameKind.Batch"/> refers to; 0 in every other kind, where it is not sent.</summary>
    public int DictionaryId;

    /// <summary>How many bytes the header took when it was read or written.</summary>
    public int Length;

    /// <summary>True for frames from the owner to the unit.</summary>
    public bool IsDownlink => ((int)Kind & 0x80) != 0;

    /// <summary>The chain's index in <see cref="StreamId"/>, 0 to 65,535.</summary>
    public int ChainIndex => (StreamId[0] << 8) | StreamId[1];

    /// <summary>Reads the header at the start of a frame.</summary>
    /// <returns>False for an unknown version, a number out of range or in a longer form than needed, or too few bytes.</returns>
    public bool TryRead(byte[] frame, int count)
    {
        if (frame == null || count > frame.Length || count < 2 + StreamIdLength + 2)
        {
            return false;
        }

        int first = frame[0];
        Version = first >> 4;
        if (Version != CurrentVersion || (first & 0x0C) != 0)
        {
            return false;
        }

        Priority = (FramePriority)(first & 3);
        Kind = (FrameKind)frame[1];
        Array.Copy(frame, 2, StreamId, 0, StreamIdLength);

        int position = ReadNumber(frame, 2 + StreamIdLength, count);
        if (position < 0)
        {
            return false;
        }

        Epoch = _number;
        position = ReadNumber(frame, position, count);
        if (position < 0)
        {
            return false;
        }

        Sequence = _number;
        int fixedLength = SaltLength + (Kind == FrameKind.Batch ? 4 : 0);
        if (position + fixedLength > count)
        {
            return false;
        }

        Salt = ReadInt32(frame, position);
        DictionaryId = Kind == FrameKind.Batch ? ReadInt32(frame, position + SaltLength) : 0;
        position += fixedLength;

        Length = position;
        return true;
    }

    /// <summary>Writes the header at <paramref name="offset"/>.</summary>
    /// <returns>Its length, also in <see cref="Length"/>. There must be room for <see cref="MaximumLength"/> bytes.</returns>
    public int Write(byte[] output, int offset)
    {
        output[offset] = (byte)((Version << 4) | ((int)Priority & 3));
        output[offset + 1] = (byte)Kind;
        Array.Copy(StreamId, 0, output, offset + 2, StreamIdLength);
        int position = WriteNumber(output, offset + 2 + StreamIdLength, Epoch);
        position = WriteNumber(output, position, Sequence);
        WriteInt32(output, position, Salt);
        position += SaltLength;
        if (Kind == FrameKind.Batch)
        {
            WriteInt32(output, position, DictionaryId);
            position += 4;
        }

        Length = position - offset;
        return Length;
    }

    private int _number;

    // Seven bits a byte, least significant first, the shortest form only, so that equal headers are equal bytes; 0 to 2^31 - 1.
    private int ReadNumber(byte[] frame, int position, int count)
    {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (position >= count)
            {
                return -1;
            }

            int part = frame[position++];
            if (shift == 28 && part > 7)
            {
                return -1;
            }

            number |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                _number = number;
                return part == 0 && shift != 0 ? -1 : position;
            }
        }

        return -1;
    }

    internal static int ReadInt32(byte[] bytes, int offset) =>
        (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];

    internal static void WriteInt32(byte[] bytes, int offset, int value)
    {
        bytes[offset] = (byte)(value >> 24);
        bytes[offset + 1] = (byte)(value >> 16);
        bytes[offset + 2] = (byte)(value >> 8);
        bytes[offset + 3] = (byte)value;
    }

    private static int WriteNumber(byte[] output, int position, int number)
    {
        while (number > 0x7F)
        {
            output[position++] = (byte)(number | 0x80);
            number >>= 7;
        }

        output[position++] = (byte)number;
        return position;
    }
}
