namespace Telltale.Journal;

/// <summary>CRC-32 as in ISO 3309 and IEEE 802.3: polynomial 0x04C11DB7 reflected, start and final complement; "123456789" gives 0xCBF43926.</summary>
public sealed class Crc32
{
    // For half a byte each: a table for whole bytes takes 1 KB and a million instructions to fill.
    private readonly int[] _table;

    /// <summary>Makes the table.</summary>
    public Crc32()
    {
        _table = new int[16];
        for (int index = 0; index < 16; index++)
        {
            int value = index;
            for (int bit = 0; bit < 4; bit++)
            {
                int shifted = (value >> 1) & 0x7FFFFFFF;
                value = (value & 1) != 0 ? shifted ^ unchecked((int)0xEDB88320) : shifted;
            }

            _table[index] = value;
        }
    }

    /// <summary>The checksum of bytes.</summary>
    public int Compute(byte[] buffer, int offset, int count)
    {
        int[] table = _table;
        int crc = -1;
        int end = offset + count;
        for (int position = offset; position < end; position++)
        {
            crc ^= buffer[position];
            crc = ((crc >> 4) & 0x0FFFFFFF) ^ table[crc & 15];
            crc = ((crc >> 4) & 0x0FFFFFFF) ^ table[crc & 15];
        }

        return ~crc;
    }
}
