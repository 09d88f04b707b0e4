namespace Telltale.Simulation;

/// <summary>CRC-32 of IEEE 802.3, written from the journal's FORMAT.md and not shared with it.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint value = uint.MaxValue;
        foreach (byte next in bytes)
        {
            value = (value >> 8) ^ s_table[(byte)value ^ next];
        }

        return ~value;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            }

            table[index] = value;
        }

        return table;
    }
}
