namespace Telltale.Uplink;

/// <summary>The first certificate in a PEM text (RFC 7468).</summary>
internal static class PemText
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>Decodes it over its own text.</summary>
    /// <returns>Length of the DER from index 0; 0 when there is none, or something in it is not base64.</returns>
    internal static int DecodeInPlace(byte[] bytes, int count)
    {
        int begin = IndexOf(bytes, 0, count, Begin);
        int end = begin < 0 ? -1 : IndexOf(bytes, begin + Begin.Length, count, End);
        if (end < 0)
        {
            return 0;
        }

        int length = 0;
        int bits = 0;
        int held = 0;
        bool isPadded = false;
        for (int index = begin + Begin.Length; index < end; index++)
        {
            int character = bytes[index];
            if (character == ' ' || character == '\r' || character == '\n' || character == '\t')
            {
                continue;
            }

            if (character == '=')
            {
                isPadded = true;
                continue;
            }

            int value = ValueOf(character);
            if (value < 0 || isPadded)
            {
                return 0;
            }

            held = ((held << 6) | value) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[length] = (byte)(held >> bits);
                length++;
            }
        }

        return length;
    }

    private static int ValueOf(int character)
    {
        if (character >= 'A' && character <= 'Z')
        {
            return character - 'A';
        }

        if (character >= 'a' && character <= 'z')
        {
            return character - 'a' + 26;
        }

        if (character >= '0' && character <= '9')
        {
            return character - '0' + 52;
        }

        return character == '+' ? 62 : character == '/' ? 63 : -1;
    }

    private static int IndexOf(byte[] bytes, int start, int end, string text)
    {
        for (int index = start; index <= end - text.Length; index++)
        {
            int matched = 0;
            while (matched < text.Length && bytes[index + matched] == text[matched])
            {
                matched++;
            }

            if (matched == text.Length)
            {
                return index;
            }
        }

        return -1;
    }
}
