namespace Telltale.HostTests.Gnss;

/// <summary>UBX messages in a stream of bytes, found the slow and plain way, to compare with.</summary>
internal static class UbxMessage
{
    /// <summary>Every message with a right checksum, frame included.</summary>
    public static IEnumerable<byte[]> All(byte[] bytes)
    {
        for (int i = 0; i + 8 <= bytes.Length; i++)
        {
            int length = 8 + bytes[i + 4] + (bytes[i + 5] << 8);
            if (bytes[i] != 0xB5 || bytes[i + 1] != 0x62 || i + length > bytes.Length)
            {
                continue;
            }

            byte[] message = bytes[i..(i + length)];
            if (IsRight(message))
            {
                yield return message;
                i += length - 1;
            }
        }
    }

    /// <summary>Puts the checksum right.</summary>
    public static void Seal(Span<byte> message) => (message[^2], message[^1]) = Checksum(message);

    private static bool IsRight(ReadOnlySpan<byte> message) => Checksum(message) == (message[^2], message[^1]);

    private static (byte First, byte Second) Checksum(ReadOnlySpan<byte> message)
    {
        byte first = 0;
        byte second = 0;
        foreach (byte value in message[2..^2])
        {
            first += value;
            second += first;
        }

        return (first, second);
    }
}
