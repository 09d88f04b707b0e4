using System;

namespace Telltale.Journal;

/// <summary>The bytes of the journal's files: a header, then records that can be walked forwards and backwards (FORMAT.md, section 2).</summary>
internal sealed class RecordFormat
{
    public const int Version = 2;
    public const int FileHeaderLength = 16;
    public const int HeaderLength = 10;
    public const int TrailerLength = 2;
    public const int Overhead = HeaderLength + TrailerLength;

    private const int CheckedLength = 6;

    private readonly Crc32 _crc;

    public RecordFormat(FileWindow window, Crc32 crc)
    {
        Window = window;
        _crc = crc;
    }

    /// <summary>What files are read through.</summary>
    public FileWindow Window { get; }

    /// <summary>The frame's length in the record found last.</summary>
    public int Length { get; private set; }

    /// <summary>The sequence in the record found last.</summary>
    public int Sequence { get; private set; }

    /// <summary>What the trailer in front of the record found last says of the frame below; 0 at the first record.</summary>
    public int LengthBelow { get; private set; }

    public static int ReadInt32(byte[] bytes, int offset) =>
        (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];

    public static void WriteInt32(byte[] bytes, int offset, int value)
    {
        bytes[offset] = (byte)(value >> 24);
        bytes[offset + 1] = (byte)(value >> 16);
        bytes[offset + 2] = (byte)(value >> 8);
        bytes[offset + 3] = (byte)value;
    }

    public void WriteFileHeader(byte[] output, byte[] streamId)
    {
        output[0] = Version;
        output[1] = 0;
        output[2] = 0;
        output[3] = 0;
        Array.Copy(streamId, 0, output, 4, 8);
        WriteInt32(output, 12, _crc.Compute(output, 0, 12));
    }

    /// <summary>False when there is no whole and right header of this version.</summary>
    public bool ReadFileHeader(string name, byte[] streamId)
    {
        if (Window.Load(name, 0, FileHeaderLength, false) != FileHeaderLength)
        {
            return false;
        }

        byte[] bytes = Window.Bytes;
        int offset = Window.Offset;
        if (bytes[offset] != Version || _crc.Compute(bytes, offset, 12) != ReadInt32(bytes, offset + 12))
        {
            return false;
        }

        Array.Copy(bytes, offset + 4, streamId, 0, 8);
        return true;
    }

    public void WriteRecord(byte[] output, int offset, int sequence, byte[] frame, int count)
    {
        output[offset] = (byte)(count >> 8);
        output[offset + 1] = (byte)count;
        WriteInt32(output, offset + 2, sequence);
        WriteInt32(output, offset + CheckedLength, _crc.Compute(output, offset, CheckedLength));
        Array.Copy(frame, 0, output, offset + HeaderLength, count);
        output[offset + HeaderLength + count] = (byte)(count >> 8);
        output[offset + HeaderLength + count + 1] = (byte)count;
    }

    public RecordState ReadHeader(string name, int position)
    {
        int count = Window.Load(name, position, HeaderLength, false);
        if (count == 0)
        {
            return RecordState.End;
        }

        return count == HeaderLength && TryParse(Window.Bytes, Window.Offset) ? RecordState.Found : RecordState.Damaged;
    }

    /// <summary>Reads a record's header together with the trailer in front of it, on the way from the end of a file to its beginning.</summary>
    /// <param name="name">The file.</param>
    /// <param name="position">Where the record begins.</param>
    /// <param name="length">The length of its frame, as its trailer says.</param>
    public RecordState ReadHeaderAndBelow(string name, int position, int length)
    {
        int below = position > FileHeaderLength ? TrailerLength : 0;
        int count = below + HeaderLength + length + TrailerLength;
        count = count > Window.Bytes.Length ? below + HeaderLength : count;
        if (Window.Load(name, position - below, count, true) != count)
        {
            return RecordState.Damaged;
        }

        LengthBelow = below == 0 ? 0 : ReadInt16(Window.Bytes, Window.Offset);
        return TryParse(Window.Bytes, Window.Offset + below) && Length == length ? RecordState.Found : RecordState.Damaged;
    }

    /// <summary>The length of the frame whose record ends at <paramref name="end"/>; 0 when it cannot be read.</summary>
    public int ReadTrailer(string name, int end) =>
        Window.Load(name, end - TrailerLength, TrailerLength, true) == TrailerLength ? ReadInt16(Window.Bytes, Window.Offset) : 0;

    /// <summary>Reads the frame of a record whose header was found at <paramref name="position"/>. False when it is not all there.</summary>
    public bool ReadFrame(string name, int position, byte[] buffer, int length) => ReadBytes(name, position + HeaderLength, buffer, 0, length);

    /// <summary>Reads a whole record as it is.</summary>
    public bool ReadRecord(string name, int position, byte[] buffer, int offset, int length) => ReadBytes(name, position, buffer, offset, length + Overhead);

    private bool ReadBytes(string name, int position, byte[] buffer, int offset, int count)
    {
        if (count > Window.Bytes.Length)
        {
            return Window.Read(name, position, buffer, offset, count) == count;
        }

        if (Window.Load(name, position, count, false) != count)
        {
            return false;
        }

        Array.Copy(Window.Bytes, Window.Offset, buffer, offset, count);
        return true;
    }

    // Takes a record's header out of bytes. False when it is damaged.
    private bool TryParse(byte[] bytes, int offset)
    {
        Length = ReadInt16(bytes, offset);
        Sequence = ReadInt32(bytes, offset + 2);
        return Length > 0 && Sequence > 0 && _crc.Compute(bytes, offset, CheckedLength) == ReadInt32(bytes, offset + CheckedLength);
    }

    private static int ReadInt16(byte[] bytes, int offset) => (bytes[offset] << 8) | bytes[offset + 1];
}
