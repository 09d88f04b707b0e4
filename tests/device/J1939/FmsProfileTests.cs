using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.J1939;
using Telltale.Signals;

namespace Telltale.DeviceTests.J1939;

[TestClass]
public class FmsProfileTests
{
    // SAE J1939-71, 5.1.4: which raw values are values.
    [DataRow(2, 1u)]
    [DataRow(4, 13u)]
    [DataRow(8, 250u)]
    [DataRow(16, 64255u)]
    [DataRow(32, 4211081215u)]
    [TestMethod]
    public void Clause_5_1_4_The_highest_values_say_error_and_not_available(int bits, uint highest)
    {
        Assert.AreEqual(highest, J1939Parameter.HighestValidOf(bits));
    }

    // Frames: EEC1 and CCVS1 of a recording that pretty_j1939's README decodes (649 rpm; speed not available), EEC1 of a genset manual (700 rpm); the others made by the
    // definitions of README.md. What the frame does not bring stays absent.
    [DataRow(0x0CF00400u, "207D87481400F087", 1, 5192)] // 649 rpm
    [DataRow(0x0CF00400u, "FF7D7DE015FFF0FF", 1, 5600)] // 700 rpm
    [DataRow(0x18FEF131u, "F7FFFF07CCFFFFFF", 0, -1)]
    [DataRow(0x18FEF100u, "FFE054FFFFFFFFFF", 0, 21728)] // 84.875 km/h
    [DataRow(0x0CFE6CEEu, "FFFFFFFFFFFFE054", 2, 21728)]
    [DataRow(0x0CFE6CEEu, "FFFFFFFFFFFF00FE", 2, -1)] // error
    [DataRow(0x18FEC1EEu, "40E20100FFFFFFFF", 3, 123456)] // 617 280 m
    [DataRow(0x18FEE900u, "FFFFFFFF10270000", 4, 10000)] // 5 000 l
    [DataRow(0x18FEFC17u, "FFC8FFFFFFFFFFFF", 5, 200)] // 80 %
    [DataRow(0x18FEFC17u, "FFFFFFFFFFFFFFFF", 5, -1)]
    [DataRow(0x18FEE500u, "A0860100FFFFFFFF", 6, 100000)] // 5 000 h
    [DataRow(0x18FEEE00u, "7DFFFFFFFFFFFFFF", 7, 125)] // 85 degC
    [DataRow(0x18FEEE00u, "FEFFFFFFFFFFFFFF", 7, -1)]
    [DataRow(0x18FEEA2Fu, "00204EFFFFFFFFFF", 8, 20000)] // first axle, 10 000 kg
    [DataRow(0x18FEEA2Fu, "10204EFFFFFFFFFF", 9, 20000)] // second
    [DataRow(0x18FEEA2Fu, "FF204EFFFFFFFFFF", 8, -1)] // of an axle that is not said
    [TestMethod]
    public void Each_parameter_of_the_set_is_taken_from_its_frame_and_absent_when_it_says_so(uint identifier, string hex, int signal, int raw)
    {
        SignalProfile profile = FmsProfile.Create();
        SignalTable table = new SignalTable(profile.Definitions);
        BroadcastDecoder decoder = new BroadcastDecoder(profile, table);
        byte[] data = new byte[8];
        for (int index = 0; index < 8; index++)
        {
            data[index] = (byte)((Digit(hex[2 * index]) << 4) | Digit(hex[(2 * index) + 1]));
        }

        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | identifier, data);
        Assert.IsTrue(decoder.Decode(frame, 1000));
        for (int index = 0; index < profile.Definitions.Length; index++)
        {
            bool isBrought = index == signal && raw >= 0;
            Assert.AreEqual(isBrought ? 1000 : long.MinValue, table.SetAt(index), profile.Definitions[index].Name);
        }

        if (raw >= 0)
        {
            Assert.AreEqual(raw, table.RawOf(signal));
        }
    }

    private static int Digit(char character)
    {
        return character <= '9' ? character - '0' : character - 'A' + 10;
    }
}
