using System.Buffers.Text;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>Writes raw values of signals as a JSON array by position in the dictionary, null where absent, without leaving anything to collect.</summary>
internal sealed class SignalText
{
    // "-2147483648," for each of 62 signals, and two brackets.
    private readonly byte[] _buffer = new byte[(SignalTable.MaximumSignals * 12) + 2];

    /// <summary>The array in UTF-8, good until the next call; empty when no signal is present.</summary>
    /// <param name="present">A bit for every signal present.</param>
    /// <param name="raw">Raw values by position.</param>
    /// <param name="count">How many signals the dictionary has.</param>
    /// <param name="isUnsigned">A bit for every signal whose raw value is unsigned.</param>
    public ReadOnlySpan<byte> Write(long present, int[] raw, int count, long isUnsigned)
    {
        if (present == 0)
        {
            return default;
        }

        Span<byte> buffer = _buffer;
        int position = 0;
        byte separator = (byte)'[';
        for (int index = 0; index < count; index++)
        {
            buffer[position++] = separator;
            separator = (byte)',';
            int written = 4;
            if ((present & (1L << index)) == 0)
            {
                "null"u8.CopyTo(buffer[position..]);
            }
            else if ((isUnsigned & (1L << index)) != 0)
            {
                Utf8Formatter.TryFormat((uint)raw[index], buffer[position..], out written);
            }
            else
            {
                Utf8Formatter.TryFormat(raw[index], buffer[position..], out written);
            }

            position += written;
        }

        buffer[position++] = (byte)']';
        return buffer[..position];
    }
}
