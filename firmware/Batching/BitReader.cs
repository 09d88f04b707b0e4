namespace Telltale.Batching;

/// <summary>Reads numbers and codes of FORMAT.md. Behind the end it gives zeros and says so.</summary>
internal class BitReader
{
    /// <summary>True once something was asked for that is not there, or that cannot be.</summary>
    public bool IsOverrun;

    /// <summary>The next byte that was not begun.</summary>
    public int Position;

    private byte[] _input;
    private int _length;
    private int _bits;
    private int _bitCount;

    /// <summary>Begins at an offset.</summary>
    public void Begin(byte[] input, int offset, int length)
    {
        _input = input;
        Position = offset;
        _length = length;
        _bits = 0;
        _bitCount = 0;
        IsOverrun = false;
    }

    /// <summary>True when nothing is left but zeros in the byte that was begun.</summary>
    public bool IsAtEnd()
    {
        return !IsOverrun && Position == _length && (_bits & ((1 << _bitCount) - 1)) == 0;
    }

    /// <summary>Reads at most 24 bits.</summary>
    public int TakeBits(int count)
    {
        while (_bitCount < count)
        {
            if (Position >= _length)
            {
                IsOverrun = true;
                return 0;
            }

            _bits = (_bits << 8) | _input[Position++];
            _bitCount += 8;
        }

        _bitCount -= count;
        return (_bits >> _bitCount) & ((1 << count) - 1);
    }

    /// <summary>Reads a number of seven bits a byte; at most eight bytes.</summary>
    public long TakeNumber()
    {
        long number = 0;
        for (int shift = 0; shift < 56; shift += 7)
        {
            int part = TakeBits(8);
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        IsOverrun = true;
        return 0;
    }

    /// <summary>Reads a value that stands for itself.</summary>
    public int TakeFirst()
    {
        int length = TakeBits(5);
        if (length == BatchFormat.LongFirst)
        {
            length += TakeBits(1);
        }

        return length == 0 ? 0 : UnZigzag(TakeBelow(length));
    }

    /// <summary>Reads a run; -1 where it is longer than any batch.</summary>
    public int TakeRun()
    {
        int length = TakeZeros(12);
        if (length < 0)
        {
            return -1;
        }

        int high = (1 << length) | TakeBits(length);
        return ((high - 1) << BatchFormat.RunOrder) | TakeBits(BatchFormat.RunOrder);
    }

    /// <summary>Reads one code.</summary>
    public int TakeCode(int parameter)
    {
        int one = 1 << parameter;
        int low = one >> 1;
        if (TakeBits(1) == 0)
        {
            return TakeBits(parameter) - low;
        }

        if (TakeBits(1) == 0)
        {
            int within = TakeBits(parameter);
            return within < one - low ? within - one : within;
        }

        int zeros = TakeZeros(31 - parameter);
        return zeros < 0 ? 0 : UnZigzag(TakeBelow(parameter + 1 + zeros) + one);
    }

    // Zeros up to a one, which is taken too; -1 where there are too many.
    private int TakeZeros(int most)
    {
        int zeros = 0;
        while (TakeBits(1) == 0)
        {
            zeros++;
            if (zeros > most || IsOverrun)
            {
                IsOverrun = true;
                return -1;
            }
        }

        return zeros;
    }

    // A number of so many significant bits, of which the highest is not sent.
    private int TakeBelow(int length)
    {
        int below = length - 1;
        int value = 1;
        if (below > 16)
        {
            value = (value << (below - 16)) | TakeBits(below - 16);
            below = 16;
        }

        return (value << below) | TakeBits(below);
    }

    /// <summary>The signed number of a zigzag one.</summary>
    public static int UnZigzag(int zigzag) => ((zigzag >> 1) & 0x7FFFFFFF) ^ -(zigzag & 1);
}
