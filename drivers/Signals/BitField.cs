namespace Telltale.Signals;

/// <summary>Where a raw value stands in a data field, and how to take it out: up to 32 bits, either byte order, as a DBC file describes it.</summary>
public sealed class BitField
{
    /// <summary>The first byte of the data that holds a part of it.</summary>
    public readonly int FirstByte;

    /// <summary>The last byte of the data that holds a part of it.</summary>
    public readonly int LastByte;

    /// <summary>Number of bits, 1 to 32.</summary>
    public readonly int BitLength;

    /// <summary>As in a DBC: bit 0 is the least significant bit of byte 0, bit 8 that of byte 1. Intel order: the field's least significant bit; Motorola order: its most significant one.</summary>
    public readonly int StartBit;

    /// <summary>True for Motorola byte order: the most significant byte comes first.</summary>
    public readonly bool IsBigEndian;

    /// <summary>True for two's complement.</summary>
    public readonly bool IsSigned;

    private readonly int _shift;
    private readonly int _signShift;
    // int throughout: nanoFramework's interpreter shifts (int)x by the sign of what x was declared as, so that an unsigned value would not be extended.
    private readonly int _mask;

    /// <summary>Makes a field; <see cref="IsPossible"/> says which arguments are allowed.</summary>
    public BitField(int startBit, int bitLength, bool isBigEndian, bool isSigned)
    {
        StartBit = startBit;
        BitLength = bitLength;
        IsBigEndian = isBigEndian;
        IsSigned = isSigned;
        _signShift = 32 - bitLength;
        _mask = (int)(uint.MaxValue >> _signShift);
        FirstByte = startBit >> 3;
        LastByte = EndByte(startBit, bitLength, isBigEndian);
        _shift = isBigEndian ? 7 - (((startBit & ~7) + 7 - (startBit & 7) + bitLength - 1) & 7) : startBit & 7;
    }

    /// <summary>Whether there is such a field within <paramref name="dataLength"/> bytes.</summary>
    public static bool IsPossible(int startBit, int bitLength, bool isBigEndian, int dataLength)
    {
        return startBit >= 0 && bitLength >= 1 && bitLength <= 32 && EndByte(startBit, bitLength, isBigEndian) < dataLength;
    }

    /// <summary>Takes the raw value out of data that begins at <paramref name="offset"/> and reaches at least to <see cref="LastByte"/>.</summary>
    public int Read(byte[] data, int offset)
    {
        int first = offset + FirstByte;
        int last = offset + LastByte;
        int value;
        if (first == last)
        {
            value = data[first] >> _shift;
        }
        else if (IsBigEndian)
        {
            // The fifth byte that an unaligned field of 32 bits may touch is joined after the shift, where it fits.
            value = 0;
            while (first < last)
            {
                value = (value << 8) | data[first];
                first++;
            }

            value = (value << (8 - _shift)) | (data[last] >> _shift);
        }
        else
        {
            value = 0;
            while (last > first)
            {
                value = (value << 8) | data[last];
                last--;
            }

            value = (value << (8 - _shift)) | (data[first] >> _shift);
        }

        value &= _mask;
        return IsSigned ? (value << _signShift) >> _signShift : value;
    }

    private static int EndByte(int startBit, int bitLength, bool isBigEndian)
    {
        return isBigEndian ? ((startBit & ~7) + 7 - (startBit & 7) + bitLength - 1) >> 3 : (startBit + bitLength - 1) >> 3;
    }
}
