using System;

namespace Telltale.Uplink;

/// <summary>
/// Ranges of frames that the owner's side has dealt with, which the unit may release, and dictionaries that it lacks. The owner's side encodes it,
/// the unit decodes it, both with this code. FORMAT.md in this folder is normative. One object is made at start-up and filled again and again.
/// </summary>
public sealed class Receipt
{
    /// <summary>The version that this code writes, the first byte.</summary>
    public const byte Version = 1;

    /// <summary>Length of a stream id in bytes.</summary>
    public const int StreamIdLength = 8;

    /// <summary>The most ranges that a receipt holds; the rest goes into the next receipt.</summary>
    public const int MaximumRanges = 64;

    /// <summary>The most dictionaries that a receipt asks for; the owner's side asks for more in later ones.</summary>
    public const int MaximumWantedDictionaries = 4;

    /// <summary>The most bytes that a receipt takes: every range in a stream of its own, and every dictionary.</summary>
    public const int MaximumLength = 1 + (MaximumRanges * (SectionHeaderLength + StreamIdLength + RangeLength))
        + SectionHeaderLength + (MaximumWantedDictionaries * DictionaryIdLength)
        + SectionHeaderLength + TimeLength;

    /// <summary>How many ranges it holds.</summary>
    public int Count;

    /// <summary>The stream id of each range, <see cref="StreamIdLength"/> bytes for each, one after another.</summary>
    public readonly byte[] StreamIds = new byte[MaximumRanges * StreamIdLength];

    /// <summary>What became of each range.</summary>
    public readonly ReceiptKind[] Kinds = new ReceiptKind[MaximumRanges];

    /// <summary>The first sequence of each range.</summary>
    public readonly int[] First = new int[MaximumRanges];

    /// <summary>The last sequence of each range, not below the first.</summary>
    public readonly int[] Last = new int[MaximumRanges];

    /// <summary>How many dictionaries it asks for.</summary>
    public int WantedCount;

    /// <summary>
    /// The ids of dictionaries that batches refer to and the owner's side lacks (Batching/FORMAT.md); the unit sends those again that it has.
    /// </summary>
    public readonly int[] WantedDictionaries = new int[MaximumWantedDictionaries];

    /// <summary>
    /// UTC in milliseconds since 1970-01-01 by the owner's clock when the receipt was sealed; 0 where it does not say. It is the only time that reaches a unit authenticated.
    /// </summary>
    public long TimeUtcMilliseconds;

    private const byte StreamSection = 1;
    private const byte WantedSection = 2;
    private const byte TimeSection = 3;
    private const int SectionHeaderLength = 3;
    private const int RangeLength = 9;
    private const int DictionaryIdLength = 4;
    private const int TimeLength = 8;

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        Count = 0;
        WantedCount = 0;
        TimeUtcMilliseconds = 0;
    }

    /// <summary>Adds a range; ranges of one stream are best added one after another, because they share its section then.</summary>
    /// <param name="kind">What became of the frames.</param>
    /// <param name="streamId">An array that holds the stream's id.</param>
    /// <param name="streamIdOffset">Where the id starts.</param>
    /// <param name="first">The first sequence.</param>
    /// <param name="last">The last sequence, included.</param>
    /// <returns>False when the receipt is full or the range is backwards; nothing is added then.</returns>
    public bool TryAdd(ReceiptKind kind, byte[] streamId, int streamIdOffset, int first, int last)
    {
        if (Count == MaximumRanges || first < 0 || last < first)
        {
            return false;
        }

        Array.Copy(streamId, streamIdOffset, StreamIds, Count * StreamIdLength, StreamIdLength);
        Kinds[Count] = kind;
        First[Count] = first;
        Last[Count] = last;
        Count++;
        return true;
    }

    /// <summary>Asks for a dictionary.</summary>
    /// <returns>False when the receipt asks for as many as it can, and not for this one.</returns>
    public bool TryAddWanted(int dictionaryId)
    {
        for (int index = 0; index < WantedCount; index++)
        {
            if (WantedDictionaries[index] == dictionaryId)
            {
                return true;
            }
        }

        if (WantedCount == MaximumWantedDictionaries)
        {
            return false;
        }

        WantedDictionaries[WantedCount] = dictionaryId;
        WantedCount++;
        return true;
    }

    /// <summary>Copies the stream id of a range.</summary>
    public void CopyStreamId(int index, byte[] destination)
    {
        Array.Copy(StreamIds, index * StreamIdLength, destination, 0, StreamIdLength);
    }

    /// <summary>Writes the receipt as FORMAT.md says: the plaintext of a sealed frame of the kind receipt.</summary>
    /// <param name="output">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public int Encode(byte[] output)
    {
        output[0] = Version;
        int position = 1;
        int index = 0;
        while (index < Count)
        {
            int end = index + 1;
            while (end < Count && IsSameStream(index, end))
            {
                end++;
            }

            int length = StreamIdLength + ((end - index) * RangeLength);
            output[position] = StreamSection;
            output[position + 1] = (byte)(length >> 8);
            output[position + 2] = (byte)length;
            Array.Copy(StreamIds, index * StreamIdLength, output, position + SectionHeaderLength, StreamIdLength);
            position += SectionHeaderLength + StreamIdLength;
            for (; index < end; index++)
            {
                output[position] = (byte)Kinds[index];
                WriteInt32(output, position + 1, First[index]);
                WriteInt32(output, position + 5, Last[index]);
                position += RangeLength;
            }
        }

        position = WantedCount == 0 ? position : EncodeWanted(output, position);
        return TimeUtcMilliseconds <= 0 ? position : EncodeTime(output, position);
    }

    /// <summary>Reads a receipt.</summary>
    /// <param name="bytes">The plaintext of an authentic frame of the kind receipt.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <returns>
    /// False when it is not a receipt of a version known here, or is malformed; the receipt is empty then. Sections and kinds that
    /// this version does not know are passed over, so that a newer owner's side can say more.
    /// </returns>
    public bool TryDecode(byte[] bytes, int offset, int count)
    {
        Clear();
        int end = offset + count;
        if (count < 1 || bytes[offset] != Version || !TryDecodeSections(bytes, offset + 1, end))
        {
            Clear();
            return false;
        }

        return true;
    }

    private static void WriteInt32(byte[] output, int position, int value)
    {
        output[position] = (byte)(value >> 24);
        output[position + 1] = (byte)(value >> 16);
        output[position + 2] = (byte)(value >> 8);
        output[position + 3] = (byte)value;
    }

    // A sequence beyond 31 bits comes out negative, and no sequence is.
    private static int ReadInt32(byte[] bytes, int position)
    {
        return (bytes[position] << 24) | (bytes[position + 1] << 16) | (bytes[position + 2] << 8) | bytes[position + 3];
    }

    private bool TryDecodeSections(byte[] bytes, int position, int end)
    {
        while (position < end)
        {
            if (end - position < SectionHeaderLength)
            {
                return false;
            }

            int length = (bytes[position + 1] << 8) | bytes[position + 2];
            int start = position + SectionHeaderLength;
            if (length > end - start)
            {
                return false;
            }

            if ((bytes[position] == StreamSection && !TryDecodeStream(bytes, start, length))
                || (bytes[position] == WantedSection && !TryDecodeWanted(bytes, start, length))
                || (bytes[position] == TimeSection && !TryDecodeTime(bytes, start, length)))
            {
                return false;
            }

            position = start + length;
        }

        return true;
    }

    private bool TryDecodeStream(byte[] bytes, int start, int length)
    {
        int rangesLength = length - StreamIdLength;
        if (rangesLength < 0 || rangesLength % RangeLength != 0)
        {
            return false;
        }

        for (int position = start + StreamIdLength; position < start + length; position += RangeLength)
        {
            int first = ReadInt32(bytes, position + 1);
            int last = ReadInt32(bytes, position + 5);
            if (first < 0 || last < first)
            {
                return false;
            }

            if (bytes[position] <= (byte)ReceiptKind.Damaged && !TryAdd((ReceiptKind)bytes[position], bytes, start, first, last))
            {
                return false;
            }
        }

        return true;
    }

    private int EncodeWanted(byte[] output, int position)
    {
        int length = WantedCount * DictionaryIdLength;
        output[position] = WantedSection;
        output[position + 1] = 0;
        output[position + 2] = (byte)length;
        position += SectionHeaderLength;
        for (int index = 0; index < WantedCount; index++)
        {
            WriteInt32(output, position, WantedDictionaries[index]);
            position += DictionaryIdLength;
        }

        return position;
    }

    // Those that there is no room for are passed over: they are asked for again.
    private bool TryDecodeWanted(byte[] bytes, int start, int length)
    {
        if (length % DictionaryIdLength != 0)
        {
            return false;
        }

        for (int position = start; position < start + length; position += DictionaryIdLength)
        {
            TryAddWanted(ReadInt32(bytes, position));
        }

        return true;
    }

    private int EncodeTime(byte[] output, int position)
    {
        output[position] = TimeSection;
        output[position + 1] = 0;
        output[position + 2] = TimeLength;
        WriteInt32(output, position + SectionHeaderLength, (int)(TimeUtcMilliseconds >> 32));
        WriteInt32(output, position + SectionHeaderLength + 4, (int)TimeUtcMilliseconds);
        return position + SectionHeaderLength + TimeLength;
    }

    // A later version may say more behind the time.
    private bool TryDecodeTime(byte[] bytes, int start, int length)
    {
        if (length < TimeLength)
        {
            return false;
        }

        long time = ((long)ReadInt32(bytes, start) << 32) | ((long)ReadInt32(bytes, start + 4) & 0xFFFFFFFFL);
        TimeUtcMilliseconds = time > 0 ? time : 0;
        return true;
    }

    private bool IsSameStream(int left, int right)
    {
        int leftPosition = left * StreamIdLength;
        int rightPosition = right * StreamIdLength;
        for (int index = 0; index < StreamIdLength; index++)
        {
            if (StreamIds[leftPosition + index] != StreamIds[rightPosition + index])
            {
                return false;
            }
        }

        return true;
    }
}
