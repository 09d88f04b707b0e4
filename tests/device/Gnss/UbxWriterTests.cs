using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

/// <summary>Against messages that u-blox's own tools and other people's programs made.</summary>
[TestClass]
public class UbxWriterTests
{
    private static readonly UbxWriter _writer = new UbxWriter(40);

    [TestMethod]
    public void A_question_has_no_payload()
    {
        _writer.Begin(0x0A, 0x04);
        _writer.End();
        Hex.AreEqual("B5620A0400000E34", _writer.Buffer, _writer.Length);
    }

    [TestMethod]
    public void Messages_that_others_made_are_made_the_same()
    {
        // CFG-RATE of 1 Hz.
        _writer.Begin(0x06, 0x08);
        _writer.Add2(1000);
        _writer.Add2(1);
        _writer.Add2(1);
        _writer.End();
        Hex.AreEqual("B56206080600E803010001000139", _writer.Buffer, _writer.Length);

        // CFG-MSG for one port.
        _writer.Begin(0x06, 0x01);
        _writer.Add1(1);
        _writer.Add1(2);
        _writer.Add1(1);
        _writer.End();
        Hex.AreEqual("B562060103000102010E47", _writer.Buffer, _writer.Length);

        // CFG-PRT of UART 1, 9600 bit/s, UBX alone.
        _writer.Begin(0x06, 0x00);
        _writer.Add4(1);
        _writer.Add4(0x8D0);
        _writer.Add4(9600);
        _writer.Add2(1);
        _writer.Add2(1);
        _writer.AddZeros(4);
        _writer.End();
        Hex.AreEqual("B5620600140001000000D00800008025000001000100000000009A79", _writer.Buffer, _writer.Length);

        // CFG-VALSET of CFG-NAVSPG-DYNMODEL 6 into RAM.
        _writer.Begin(0x06, 0x8A);
        _writer.Add4(0x100);
        _writer.Add4(0x20110021);
        _writer.Add1(6);
        _writer.End();
        Hex.AreEqual("B562068A0900000100002100112006F24F", _writer.Buffer, _writer.Length);
    }

    [TestMethod]
    public void Only_the_low_bits_of_a_value_are_taken_and_negative_ones_in_twos_complement()
    {
        _writer.Begin(0x13, 0x40);
        _writer.Add1(-128);
        _writer.Add2(-2);
        _writer.Add4(-3);
        Assert.AreEqual(13, _writer.Length);
        Hex.AreEqual("80FEFFFDFFFFFF", _writer.Buffer, 6, 7);
    }
}
