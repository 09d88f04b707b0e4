namespace Telltale.Batching;

/// <summary>
/// Writes numbers and codes of FORMAT.md into an array. What does not fit ends in an <see cref="System.IndexOutOfRangeException"/>, because the runtime looks at every
/// access anyway and looking first would cost each value as much again.
/// </summary>
internal class BitWriter
{
    /// <summary>Where to write; set by the owner before anything else.</summary>
    public byte[] Output;

    /// <summary>The next byte.</summary>
    public int Position;

    // The significant bits of small numbers.
    protected readonly byte[] _lengths = new byte[256];

    // Fewer than 16 bits wait here between calls, above them rubbish.
    protected int _bits;
    protected int _bitCount;

    public BitWriter()
    {
        for (int value = 1; value < _lengths.Length; value++)
        {
            _lengths[value] = (byte)(_lengths[value >> 1] + 1);
        }
    }

    /// <summary>Begins to write at an offset.</summary>
    public void Begin(byte[] output, int offset)
    {
        Output = output;
        Position = offset;
        _bits = 0;
        _bitCount = 0;
    }

    /// <summary>Writes what waits and fills the last byte with zeros.</summary>
    public void End()
    {
        if (_bitCount >= 8)
        {
            _bitCount -= 8;
            Output[Position++] = (byte)(_bits >> _bitCount);
        }

        if (_bitCount > 0)
        {
            Output[Position++] = (byte)(_bits << (8 - _bitCount));
            _bitCount = 0;
        }
    }

    /// <summary>Writes a byte; before the first bit only.</summary>
    public void PutByte(int value)
    {
        Output[Position++] = (byte)value;
    }

    /// <summary>Writes a number of seven bits a byte, least significant first; before the first bit only.</summary>
    public void PutNumber(long number)
    {
        while (number > 0x7F)
        {
            Output[Position++] = (byte)(((int)number & 0x7F) | 0x80);
            number >>= 7;
        }

        Output[Position++] = (byte)number;
    }

    /// <summary>Writes at most 16 bits, most significant first.</summary>
    public void PutBits(int value, int count)
    {
        int bits = (_bits << count) | value;
        int bitCount = _bitCount + count;
        if ((bitCount & 16) != 0)
        {
            bitCount &= 15;
            int pair = bits >> bitCount;
            int position = Position;
            byte[] output = Output;
            output[position] = (byte)(pair >> 8);
            output[position + 1] = (byte)pair;
            Position = position + 2;
        }

        _bits = bits;
        _bitCount = bitCount;
    }

    /// <summary>Writes some bits, and after them a value that stands for itself: how long it is in zigzag form, then its bits below the highest.</summary>
    /// <param name="head">The bits before it.</param>
    /// <param name="headLength">How many, at most 16.</param>
    /// <param name="value">The value.</param>
    public void PutFirst(int head, int headLength, int value)
    {
        int zigzag = (value << 1) ^ (value >> 31);
        int length = (zigzag & ~255) == 0 ? _lengths[zigzag] : zigzag < 0 ? 32 : BitLength(zigzag);
        int below = length == 0 ? 0 : length - 1;
        int rest = length == 0 ? 0 : zigzag - (1 << below);
        if (below > 16 || length >= BatchFormat.LongFirst)
        {
            PutLongFirst(head, headLength, length, rest);
            return;
        }

        // What PutBits would do three times, in one call.
        byte[] output = Output;
        int position = Position;
        int bits = (_bits << headLength) | head;
        int bitCount = _bitCount + headLength;
        if ((bitCount & 16) != 0)
        {
            bitCount &= 15;
            int pair = bits >> bitCount;
            output[position] = (byte)(pair >> 8);
            output[position + 1] = (byte)pair;
            position += 2;
        }

        bits = (bits << 5) | length;
        bitCount += 5;
        if ((bitCount & 16) != 0)
        {
            bitCount &= 15;
            int pair = bits >> bitCount;
            output[position] = (byte)(pair >> 8);
            output[position + 1] = (byte)pair;
            position += 2;
        }

        bits = (bits << below) | rest;
        bitCount += below;
        if ((bitCount & 16) != 0)
        {
            bitCount &= 15;
            int pair = bits >> bitCount;
            output[position] = (byte)(pair >> 8);
            output[position + 1] = (byte)pair;
            position += 2;
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
    }

    /// <summary>Writes a run, 0 to 1,023: exponential Golomb code of order 3.</summary>
    public void PutRun(int run)
    {
        int high = (run >> BatchFormat.RunOrder) + 1;
        int length = (_lengths[high] << 1) + BatchFormat.RunOrder - 1;
        if (length > 16)
        {
            PutBits(0, length - 16);
            length = 16;
        }

        PutBits(run + (1 << BatchFormat.RunOrder), length);
    }

    /// <summary>Writes one code.</summary>
    public void PutCode(int value, int parameter)
    {
        int one = 1 << parameter;
        int low = one >> 1;
        if ((uint)(value + low) < (uint)one)
        {
            PutBits(value + low, parameter + 1);
        }
        else if ((uint)(value + one) < (uint)(one << 1))
        {
            PutBits((one << 1) | ((value + one) & (one - 1)), parameter + 2);
        }
        else
        {
            PutFar(((value << 1) ^ (value >> 31)) - one, parameter);
        }
    }

    private void PutLongFirst(int head, int headLength, int length, int rest)
    {
        PutBits(head, headLength);
        if (length >= BatchFormat.LongFirst)
        {
            PutBits((BatchFormat.LongFirst << 1) | (length - BatchFormat.LongFirst), 6);
        }
        else
        {
            PutBits(length, 5);
        }

        int below = length - 1;
        if (below > 16)
        {
            PutBits(rest >> 16, below - 16);
            below = 16;
        }

        if (below > 0)
        {
            PutBits(rest & 0xFFFF, below);
        }
    }

    // The significant bits of a number that is not negative.
    private int BitLength(int value)
    {
        int length = 0;
        while (value >= 256)
        {
            value >>= 8;
            length += 8;
        }

        return length + _lengths[value];
    }

    // The third form of a code: 11, zeros, and the zigzag value less 2^parameter.
    protected void PutFar(int rest, int parameter)
    {
        int length = rest < 0 ? 32 : BitLength(rest);
        PutBits(3, 2);
        int zeros = length - 1 - parameter;
        if (zeros > 16)
        {
            PutBits(0, 16);
            zeros -= 16;
        }

        PutBits(0, zeros);
        if (length > 16)
        {
            PutBits((rest >> 16) & ((1 << (length - 16)) - 1), length - 16);
            length = 16;
        }

        PutBits(rest & 0xFFFF, length);
    }

    // Puts the state of a loop back.
    protected void Keep(int position, int bits, int bitCount)
    {
        Position = position;
        _bits = bits;
        _bitCount = bitCount;
    }
}
