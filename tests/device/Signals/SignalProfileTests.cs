using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.Signals;

namespace Telltale.DeviceTests.Signals;

[TestClass]
public class SignalProfileTests
{
    [TestMethod]
    public void The_vector_of_the_format_document_is_read()
    {
        byte[] bytes = Vector();
        SignalProfile profile;

        Assert.AreEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile));
        Assert.AreEqual("car", profile.Name);
        Assert.AreEqual(500, profile.KilobitsPerSecond);
        Assert.AreEqual(2, profile.Definitions.Length);
        Assert.AreEqual("Speed", profile.Definitions[0].Name);
        Assert.AreEqual("km/h", profile.Definitions[0].Unit);
        Assert.AreEqual(1, profile.Definitions[0].Numerator);
        Assert.AreEqual(100, profile.Definitions[0].Denominator);
        Assert.AreEqual(-6767, profile.Definitions[0].Offset);
        Assert.AreEqual(2000, profile.Definitions[0].StaleAfterMilliseconds);
        Assert.AreEqual(CanFrame.ExtendedKey | 0x18FEF100, profile.Broadcast[0].Key);
        Assert.AreEqual(6, profile.Broadcast[0].Field.StartBit);
        Assert.AreEqual(15, profile.Broadcast[0].Field.BitLength);
        Assert.IsTrue(profile.Broadcast[0].Field.IsBigEndian);
        Assert.AreEqual(3, profile.Broadcast[0].SelectorValue);
        Assert.AreEqual(60, profile.Broadcast[0].Selector.StartBit);
        Assert.AreEqual(0x0C, profile.Polled[0].Identifier);
        Assert.AreEqual(2, profile.Polled[0].DataLength);
        Assert.AreEqual(1000, profile.Polled[0].PeriodMilliseconds);
    }

    [TestMethod]
    public void Every_flipped_bit_and_every_cut_is_refused_and_nothing_is_thrown()
    {
        byte[] bytes = Vector();
        SignalProfile profile;
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.AreNotEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile), "bit " + bit);
            Assert.IsNull(profile);

            // And with a checksum that is right again, whatever the content now says.
            if (bit >> 3 < bytes.Length - 2)
            {
                Seal(bytes, bytes.Length);
                SignalProfile.TryLoad(bytes, bytes.Length, out profile);
            }

            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Seal(bytes, bytes.Length);
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.AreNotEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, length, out profile), "length " + length);
        }
    }

    [DataRow(0, 0, (int)SignalProfileFault.NotAProfile)]
    [DataRow(2, 0, (int)SignalProfileFault.UnknownVersion)]
    [DataRow(2, 3, (int)SignalProfileFault.UnknownVersion)]
    [DataRow(3, 1, (int)SignalProfileFault.WrongValue)]
    [DataRow(8, 0, (int)SignalProfileFault.WrongSignalCount)]
    [DataRow(8, 63, (int)SignalProfileFault.WrongSignalCount)]
    [DataRow(10, 2, (int)SignalProfileFault.WrongLength)]
    [DataRow(15, 0, (int)SignalProfileFault.WrongLength)]
    [DataRow(26, 2, (int)SignalProfileFault.WrongDefinition)]
    [DataRow(27, 0, (int)SignalProfileFault.WrongDefinition)]
    [DataRow(34, 0x80, (int)SignalProfileFault.WrongDefinition)]
    [DataRow(71, 0x18, (int)SignalProfileFault.WrongValue)]
    [DataRow(72, 2, (int)SignalProfileFault.UnknownSignal)]
    [DataRow(73, 0x16, (int)SignalProfileFault.WrongValue)]
    [DataRow(75, 33, (int)SignalProfileFault.WrongBitField)]
    [DataRow(77, 17, (int)SignalProfileFault.WrongBitField)]
    [DataRow(82, 2, (int)SignalProfileFault.WrongValue)]
    [DataRow(83, 1, (int)SignalProfileFault.WrongBitField)]
    [DataRow(84, 0x20, (int)SignalProfileFault.WrongValue)]
    [DataRow(90, 0xFF, (int)SignalProfileFault.None)]
    [DataRow(92, 0x80, (int)SignalProfileFault.WrongValue)]
    [TestMethod]
    public void What_a_unit_cannot_use_is_refused_by_name(int place, int value, int fault)
    {
        byte[] bytes = Vector();
        bytes[place] = (byte)value;
        Seal(bytes, bytes.Length);
        SignalProfile profile;
        Assert.AreEqual(fault, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile));
    }

    [TestMethod]
    public void The_vector_of_version_2_is_read()
    {
        byte[] bytes = NewVector();
        SignalProfile profile;

        Assert.AreEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile));
        Assert.AreEqual(ParameterGroupKey.Of(65265, 0), profile.Broadcast[0].Key);
        Assert.AreEqual(0xFAFFu, profile.Broadcast[0].HighestValid);
        Assert.IsNull(profile.Broadcast[0].Selector);
        Assert.AreEqual(ParameterGroupKey.Of(65258), profile.Broadcast[1].Key);
        Assert.AreEqual(0xFAFFu, profile.Broadcast[1].HighestValid);
        Assert.AreEqual(4, profile.Broadcast[1].Selector.StartBit);
        Assert.AreEqual(1, profile.Broadcast[1].SelectorValue);
        PolledSignal polled = profile.Polled[0];
        Assert.AreEqual(PolledSignal.ReadDataByIdentifier, polled.Service);
        Assert.AreEqual(0xB002, polled.Identifier);
        Assert.AreEqual(9, polled.DataLength);
        Assert.AreEqual(6, polled.Field.FirstByte);
        Assert.AreEqual(8, polled.Field.LastByte);
        Assert.AreEqual(0x7C6u, polled.RequestKey);
        Assert.AreEqual(0x7CEu, polled.ResponseKey);
    }

    [TestMethod]
    public void Every_flipped_bit_and_every_cut_of_version_2_is_refused()
    {
        byte[] bytes = NewVector();
        SignalProfile profile;
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.AreNotEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile), "bit " + bit);
            Assert.IsNull(profile);
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.AreNotEqual((int)SignalProfileFault.None, (int)SignalProfile.TryLoad(bytes, length, out profile), "length " + length);
        }
    }

    [DataRow(97, 0xC4, (int)SignalProfileFault.WrongValue)] // a priority in a group
    [DataRow(97, 0xA0, (int)SignalProfileFault.WrongValue)] // any source, but one priority
    [DataRow(95, 0x01, (int)SignalProfileFault.None)] // another group extension
    [DataRow(96, 0xEF, (int)SignalProfileFault.WrongValue)] // a destination in a group
    [DataRow(99, 0x30, (int)SignalProfileFault.WrongValue)] // an unknown flag
    [DataRow(99, 0x11, (int)SignalProfileFault.WrongValue)] // bounded and signed
    [DataRow(103, 0xFF, (int)SignalProfileFault.WrongValue)] // a bound that the field never reaches
    [DataRow(124, 0x21, (int)SignalProfileFault.WrongValue)] // an unknown service
    [DataRow(124, 0x01, (int)SignalProfileFault.WrongValue)] // a PID of 16 bits
    [DataRow(125, 8, (int)SignalProfileFault.WrongBitField)] // an answer too short for the signal
    [DataRow(125, 255, (int)SignalProfileFault.None)]
    [DataRow(136, 0x0F, (int)SignalProfileFault.WrongValue)] // a standard identifier of 12 bits
    [DataRow(139, 0xC6, (int)SignalProfileFault.WrongValue)] // the answer in the message of the request
    [DataRow(142, 0xC0, (int)SignalProfileFault.WrongValue)] // an answer by parameter group
    [TestMethod]
    public void What_version_2_does_not_allow_is_refused_by_name(int place, int value, int fault)
    {
        byte[] bytes = NewVector();
        bytes[place] = (byte)value;
        uint checksum = SignalProfile.Checksum32(bytes, bytes.Length - 4);
        for (int index = 0; index < 4; index++)
        {
            bytes[bytes.Length - 4 + index] = (byte)(checksum >> (8 * index));
        }

        SignalProfile profile;
        Assert.AreEqual(fault, (int)SignalProfile.TryLoad(bytes, bytes.Length, out profile));
    }

    // The example of drivers/Signals/FORMAT.md.
    private static byte[] NewVector()
    {
        return new byte[]
        {
            0x54, 0x50, 2, 0, 0x93, 0, 0xFA, 0, 3, 2, 1, 4, 0x62, 0x6F, 0x74, 0x68,
            5, 0x53, 0x70, 0x65, 0x65, 0x64, 4, 0x6B, 0x6D, 0x2F, 0x68, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xD0, 0x07, 0, 0,
            6, 0x57, 0x65, 0x69, 0x67, 0x68, 0x74, 2, 0x6B, 0x67, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0xD0, 0x07, 0, 0,
            2, 0x4B, 0x6D, 2, 0x6B, 0x6D, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xB8, 0x0B, 0, 0,
            0x00, 0xF1, 0xFE, 0xC0, 0, 0x10, 8, 16, 0xFF, 0xFA, 0, 0,
            0x00, 0xEA, 0xFE, 0xE0, 1, 0x14, 8, 16, 4, 4, 1, 0, 0xFF, 0xFA, 0, 0,
            2, 0x02, 0x22, 9, 0x02, 0xB0, 0x37, 0, 24, 0xE8, 0x03, 0, 0, 0xC6, 0x07, 0, 0, 0xCE, 0x07, 0, 0,
            0x19, 0xE0, 0x49, 0x60,
        };
    }

    // The example of version 1.
    internal static byte[] Vector()
    {
        byte[] bytes = new byte[]
        {
            0x54, 0x50, 1, 0, 0, 0, 0xF4, 0x01, 2, 1, 1, 3, 0x63, 0x61, 0x72,
            5, 0x53, 0x70, 0x65, 0x65, 0x64, 4, 0x6B, 0x6D, 0x2F, 0x68, 0, 1, 0, 0, 0, 100, 0, 0, 0, 0x91, 0xE5, 0xFF, 0xFF, 0xD0, 0x07, 0, 0,
            3, 0x52, 0x50, 0x4D, 3, 0x72, 0x70, 0x6D, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0xB8, 0x0B, 0, 0,
            0, 0xF1, 0xFE, 0x98, 0, 0x06, 6, 15, 60, 4, 3, 0,
            1, 0x02, 1, 2, 0x0C, 0, 7, 0, 16, 0xE8, 0x03, 0, 0, 0, 0, 0, 0,
            0, 0,
        };
        Seal(bytes, bytes.Length);
        return bytes;
    }

    private static void Seal(byte[] bytes, int length)
    {
        bytes[4] = (byte)length;
        bytes[5] = (byte)(length >> 8);
        int checksum = SignalProfile.Checksum(bytes, length - 2);
        bytes[length - 2] = (byte)checksum;
        bytes[length - 1] = (byte)(checksum >> 8);
    }
}
