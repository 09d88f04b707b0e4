namespace Telltale.Gnss;

/// <summary>Builds sentences of NMEA 0183, as commands for receivers, one after the other in the same buffer.</summary>
public sealed class SentenceWriter
{
    /// <summary>The sentence from index 0, complete after <see cref="End"/>.</summary>
    public readonly byte[] Buffer;

    /// <summary>Bytes of <see cref="Buffer"/> that are used.</summary>
    public int Length;

    /// <summary>Makes a writer.</summary>
    /// <param name="maximumLength">Longest sentence in bytes, from '$' to line feed; a longer one is an exception of the array's.</param>
    public SentenceWriter(int maximumLength)
    {
        Buffer = new byte[maximumLength];
    }

    /// <summary>Begins a sentence, and forgets the one before.</summary>
    /// <param name="text">Address and fields, without the '$'; ASCII.</param>
    public void Begin(string text)
    {
        Length = 0;
        Buffer[Length++] = (byte)'$';
        Add(text);
    }

    /// <summary>Adds text; ASCII.</summary>
    public void Add(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Buffer[Length++] = (byte)text[i];
        }
    }

    /// <summary>Adds a comma and a number.</summary>
    /// <param name="value">More than int.MinValue.</param>
    /// <param name="digits">The least number of digits, filled with zeros; 1 to 10.</param>
    public void AddField(int value, int digits)
    {
        AddField(value, digits, 0);
    }

    /// <summary>Adds a comma and a number with decimals.</summary>
    /// <param name="value">The number times ten to the power of <paramref name="decimals"/>; more than int.MinValue.</param>
    /// <param name="digits">The least number of digits before the point, filled with zeros; at least 1.</param>
    /// <param name="decimals">Decimals, 0 to 9.</param>
    public void AddField(int value, int digits, int decimals)
    {
        Buffer[Length++] = (byte)',';
        if (value < 0)
        {
            Buffer[Length++] = (byte)'-';
            value = -value;
        }

        int count = decimals + digits;
        int power = 1;
        for (int i = 1; i < count; i++)
        {
            power *= 10;
        }

        while (value / power > 9)
        {
            power *= 10;
            count++;
        }

        for (int left = count; left > 0; left--)
        {
            if (left == decimals)
            {
                Buffer[Length++] = (byte)'.';
            }

            Buffer[Length++] = (byte)('0' + (value / power));
            value %= power;
            power /= 10;
        }
    }

    /// <summary>Completes the sentence with its checksum and line end.</summary>
    public void End()
    {
        int sum = 0;
        for (int i = 1; i < Length; i++)
        {
            sum ^= Buffer[i];
        }

        Buffer[Length++] = (byte)'*';
        AddDigit(sum >> 4);
        AddDigit(sum & 15);
        Buffer[Length++] = (byte)'\r';
        Buffer[Length++] = (byte)'\n';
    }

    private void AddDigit(int digit)
    {
        Buffer[Length++] = (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
    }
}
