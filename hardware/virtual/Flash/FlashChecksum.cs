using System.Buffers.Binary;

namespace Telltale.Virtual.Flash;

/// <summary>littlefs' checksum: CRC-32 with the polynomial 0x04C11DB7, reflected, begun with all ones and not inverted at the end.</summary>
internal static class FlashChecksum
{
    /// <summary>What a checksum begins with.</summary>
    public const uint Seed = 0xFFFFFFFF;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Continues <paramref name="checksum"/> over <paramref name="data"/>.</summary>
    public static uint Add(uint checksum, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 8)
        {
            uint low = checksum ^ BinaryPrimitives.ReadUInt32LittleEndian(data);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            checksum = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            data = data[8..];
        }

        foreach (byte value in data)
        {
            checksum = (checksum >> 8) ^ Tables[0][(checksum ^ value) & 0xFF];
        }

        return checksum;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = new uint[8][];
        for (int table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                uint checksum = table == 0 ? value : tables[table - 1][value];
                for (int bit = 0; bit < 8 && table == 0; bit++)
                {
                    checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
                }

                tables[table][value] = table == 0 ? checksum : (checksum >> 8) ^ tables[0][checksum & 0xFF];
            }
        }

        return tables;
    }
}
