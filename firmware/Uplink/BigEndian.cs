namespace Telltale.Uplink;

internal static class BigEndian
{
    internal static int ReadInt32(byte[] bytes, int position) =>
        (bytes[position] << 24) | (bytes[position + 1] << 16) | (bytes[position + 2] << 8) | bytes[position + 3];

    internal static long ReadInt64(byte[] bytes, int position) =>
        ((long)ReadInt32(bytes, position) << 32) | ((long)ReadInt32(bytes, position + 4) & 0xFFFFFFFFL);

    internal static void WriteInt32(byte[] bytes, int position, int value)
    {
        bytes[position] = (byte)(value >> 24);
        bytes[position + 1] = (byte)(value >> 16);
        bytes[position + 2] = (byte)(value >> 8);
        bytes[position + 3] = (byte)value;
    }

    internal static void WriteInt64(byte[] bytes, int position, long value)
    {
        WriteInt32(bytes, position, (int)(value >> 32));
        WriteInt32(bytes, position + 4, (int)value);
    }
}
