using System;
using Telltale.Ports;

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

    private readonly IFileVolume _volume;
    private readonly JournalCounters _counters;
    private readonly Crc32 _crc;
    private readonly byte[] _bytes = new byte[FileHeaderLength];

    public RecordFormat(IFileVolume volume, Crc32 crc, JournalCounters counters)
    {
        _volume = volume;
        _crc = crc;
        _counters = counters;
    }

    /// <summary>Bytes of headers and trailers read since start-up.</summary>
    public int BytesRead { get; private set; }

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
        if (Read(name, 0, FileHeaderLength) != FileHeaderLength || _bytes[0] != Version || _crc.Compute(_bytes, 0, 12) != ReadInt32(_bytes, 12))
        {
            return false;
        }

        Array.Copy(_bytes, 4, streamId, 0, 8);
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

    /// <summary>Takes a record's header out of bytes. False when it is damaged.</summary>
    public bool TryParse(byte[] bytes, int offset)
    {
        Length = (bytes[offset] << 8) | bytes[offset + 1];
        Sequence = ReadInt32(bytes, offset + 2);
        return Length > 0 && Sequence > 0 && _crc.Compute(bytes, offset, CheckedLength) == ReadInt32(bytes, offset + CheckedLength);
    }

    public RecordState ReadHeader(string name, int position)
    {
        int count = Read(name, position, HeaderLength);
        if (count == 0)
        {
            return RecordState.End;
        }

        return count == HeaderLength && TryParse(_bytes, 0) ? RecordState.Found : RecordState.Damaged;
    }

    /// <summary>Reads a record's header together with the trailer in front of it.</summary>
    public RecordState ReadHeaderAndBelow(string name, int position)
    {
        if (position == FileHeaderLength)
        {
            LengthBelow = 0;
            return ReadHeader(name, position);
        }

        if (Read(name, position - TrailerLength, Overhead) != Overhead || !TryParse(_bytes, TrailerLength))
        {
            return RecordState.Damaged;
        }

        LengthBelow = (_bytes[0] << 8) | _bytes[1];
        return RecordState.Found;
    }

    /// <summary>The length of the frame whose record ends at <paramref name="end"/>; 0 when it cannot be read.</summary>
    public int ReadTrailer(string name, int end) =>
        Read(name, end - TrailerLength, TrailerLength) == TrailerLength ? (_bytes[0] << 8) | _bytes[1] : 0;

    /// <summary>Reads bytes that are not a header.</summary>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        // A file system that fails once is asked again: a frame is given up only for what is in flash.
        int taken = _volume.Read(name, position, buffer, offset, count);
        if (taken < 0)
        {
            _counters.ReadFailures++;
            taken = _volume.Read(name, position, buffer, offset, count);
        }

        return taken;
    }

    private int Read(string name, int position, int count)
    {
        int taken = Read(name, position, _bytes, 0, count);
        BytesRead += taken > 0 ? taken : 0;
        return taken;
    }
}
