using nanoFramework.TestFramework;
using Telltale.Signals;

namespace Telltale.DeviceTests.Signals;

[TestClass]
public class BitFieldTests
{
    [DataRow(0, 8, false, false, 0x12)]
    [DataRow(7, 8, true, false, 0x12)]
    [DataRow(0, 16, false, false, 0x3412)]
    [DataRow(7, 16, true, false, 0x1234)]
    [DataRow(6, 15, true, false, 0x1234)]
    [DataRow(3, 12, true, false, 0x234)]
    [DataRow(4, 12, false, false, 0x341)]
    [DataRow(0, 32, false, true, 0x78563412)]
    [DataRow(7, 32, true, true, 0x12345678)]
    [DataRow(4, 32, false, true, -0x587A9CBF)]
    [DataRow(3, 32, true, true, 0x23456789)]
    [DataRow(32, 8, false, true, -102)]
    [DataRow(39, 8, true, true, -102)]
    [DataRow(39, 4, true, true, -7)]
    [DataRow(32, 1, false, false, 0)]
    [DataRow(33, 1, false, false, 1)]
    [DataRow(33, 1, false, true, -1)]
    [DataRow(56, 8, false, false, 0xF0)]
    [DataRow(63, 8, true, false, 0xF0)]
    [DataRow(39, 32, true, true, -0x6543_2110)]
    [TestMethod]
    public void A_field_is_read_in_both_byte_orders(int startBit, int bitLength, bool isBigEndian, bool isSigned, int expected)
    {
        byte[] data = new byte[] { 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0 };
        BitField field = new BitField(startBit, bitLength, isBigEndian, isSigned);

        Assert.IsTrue(BitField.IsPossible(startBit, bitLength, isBigEndian, 8));
        Assert.AreEqual(expected, field.Read(data, 0));
        byte[] shifted = new byte[11];
        for (int index = 0; index < 8; index++)
        {
            shifted[index + 3] = data[index];
        }

        Assert.AreEqual(expected, field.Read(shifted, 3), "at an offset");
    }

    [TestMethod]
    public void Every_field_agrees_with_its_bits_taken_one_by_one()
    {
        byte[] data = new byte[] { 0xA5, 0x3C, 0x97, 0x0F, 0xE1, 0x5A, 0xC3, 0x78 };
        for (int start = 0; start < 64; start++)
        {
            for (int length = 1; length <= 32; length++)
            {
                if (BitField.IsPossible(start, length, false, 8))
                {
                    uint value = 0;
                    for (int bit = length - 1; bit >= 0; bit--)
                    {
                        value = (value << 1) | (uint)((data[(start + bit) >> 3] >> ((start + bit) & 7)) & 1);
                    }

                    Assert.AreEqual((int)value, new BitField(start, length, false, false).Read(data, 0), "Intel " + start + " " + length);
                }

                if (BitField.IsPossible(start, length, true, 8))
                {
                    uint value = 0;
                    int place = start;
                    for (int bit = 0; bit < length; bit++)
                    {
                        value = (value << 1) | (uint)((data[place >> 3] >> (place & 7)) & 1);
                        place = (place & 7) == 0 ? place + 15 : place - 1;
                    }

                    Assert.AreEqual((int)value, new BitField(start, length, true, false).Read(data, 0), "Motorola " + start + " " + length);
                }
            }
        }
    }

    [DataRow(60, 5, false)]
    [DataRow(64, 1, false)]
    [DataRow(-1, 1, false)]
    [DataRow(0, 0, false)]
    [DataRow(0, 33, false)]
    [DataRow(56, 2, true)]
    [DataRow(62, 8, true)]
    [TestMethod]
    public void A_field_outside_of_its_data_is_not_possible(int startBit, int bitLength, bool isBigEndian)
    {
        Assert.IsFalse(BitField.IsPossible(startBit, bitLength, isBigEndian, 8));
    }
}
