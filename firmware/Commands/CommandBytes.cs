namespace Telltale.Commands;

/// <summary>Big-endian numbers, and text of ASCII.</summary>
internal static class CommandBytes
{
    internal static void WriteInt32(byte[] output, int offset, int value)
    {
        output[offset] = (byte)(value >> 24);
        output[offset + 1] = (byte)(value >> 16);
        output[offset + 2] = (byte)(value >> 8);
        output[offset + 3] = (byte)value;
    }

    internal static int ReadInt32(byte[] bytes, int offset) =>
        (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}
