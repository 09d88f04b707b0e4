using System.Buffers.Binary;

namespace Telltale.Simulation;

/// <summary>Reads what the journal's FORMAT.md describes, from that page alone.</summary>
internal static class JournalBytes
{
    internal const int HeaderLength = 16;
    private const int RecordHeaderLength = 10;
    private const int TrailerLength = 2;

    /// <summary>True for bytes that begin with a file's header: version, three zeros, stream id, CRC-32.</summary>
    internal static bool HasHeader(ReadOnlySpan<byte> file, out ulong stream)
    {
        stream = 0;
        if (file.Length < HeaderLength || file[0] != 2 || file[1] != 0 || file[2] != 0 || file[3] != 0
            || Crc32.Of(file[..12]) != BinaryPrimitives.ReadUInt32BigEndian(file[12..]))
        {
            return false;
        }

        stream = BinaryPrimitives.ReadUInt64BigEndian(file[4..]);
        return true;
    }

    /// <summary>Walks from one record to the next.</summary>
    /// <param name="records">Records, without a file's header.</param>
    /// <param name="position">Moves on to the next record.</param>
    /// <param name="sequence">The frame's number.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>False at the end, or where it goes on with something else.</returns>
    internal static bool TryNext(ReadOnlySpan<byte> records, ref int position, out int sequence, out ReadOnlySpan<byte> frame)
    {
        sequence = 0;
        frame = default;
        ReadOnlySpan<byte> left = records[position..];
        if (left.Length < RecordHeaderLength + TrailerLength)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(left);
        if (length == 0 || Crc32.Of(left[..6]) != BinaryPrimitives.ReadUInt32BigEndian(left[6..]) || left.Length < RecordHeaderLength + length)
        {
            return false;
        }

        sequence = BinaryPrimitives.ReadInt32BigEndian(left[2..]);
        frame = left.Slice(RecordHeaderLength, length);
        position += Math.Min(RecordHeaderLength + length + TrailerLength, left.Length);
        return true;
    }
}
