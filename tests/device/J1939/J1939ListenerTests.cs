using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.J1939;

namespace Telltale.DeviceTests.J1939;

[TestClass]
public class J1939ListenerTests
{
    private static readonly CanFrame _frame = new CanFrame();

    // The frames of pretty_j1939's tests (tests/test_dm1.log, tests/test_diagnostic_messages.py), with what they say.
    [TestMethod]
    public void A_single_frame_has_lamps_and_one_trouble_code()
    {
        J1939Listener listener = new J1939Listener(2, 20);
        Assert.IsTrue(Give(listener, 0x18FECA00, new byte[] { 0x40, 0xFF, 0x5B, 0x00, 0x03, 0x01, 0xFF, 0xFF }, 0));

        ActiveTroubleCodes codes = listener.TroubleCodes;
        Assert.AreEqual(0, codes.Source);
        Assert.AreEqual((int)J1939Lamp.On, (int)codes.MalfunctionIndicator);
        Assert.AreEqual((int)J1939Lamp.Off, (int)codes.RedStop);
        Assert.AreEqual((int)J1939Lamp.Off, (int)codes.AmberWarning);
        Assert.AreEqual((int)J1939Lamp.Off, (int)codes.Protect);
        Assert.AreEqual(1, codes.Count);
        Assert.AreEqual(91, codes.ParameterOf(0));
        Assert.AreEqual(3, codes.FailureModeOf(0));
        Assert.AreEqual(1, codes.OccurrencesOf(0));
        Assert.IsFalse(codes.IsOldConversion(0));
    }

    [TestMethod]
    public void No_trouble_code_is_none()
    {
        J1939Listener listener = new J1939Listener(2, 20);
        Assert.IsTrue(Give(listener, 0x18FECA00, new byte[] { 0x00, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF }, 0));
        Assert.AreEqual(0, listener.TroubleCodes.Count);
        Assert.IsTrue(Give(listener, 0x18FECA00, new byte[] { 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, 0));
        Assert.AreEqual(0, listener.TroubleCodes.Count, "as older senders have it");
    }

    [TestMethod]
    public void Four_trouble_codes_come_in_packets()
    {
        J1939Listener listener = new J1939Listener(2, 20);
        Give(listener, 0x18ECFF00, new byte[] { 0x20, 0x12, 0x00, 0x03, 0xFF, 0xCA, 0xFE, 0x00 }, 0);
        Give(listener, 0x18EBFF00, new byte[] { 0x01, 0x00, 0xFF, 0x5B, 0x00, 0x03, 0x01, 0x5C }, 50);
        Give(listener, 0x18EBFF00, new byte[] { 0x02, 0x00, 0x04, 0x02, 0x5D, 0x00, 0x05, 0x03 }, 100);
        Assert.IsTrue(Give(listener, 0x18EBFF00, new byte[] { 0x03, 0x5E, 0x00, 0x06, 0x04, 0xFF, 0xFF, 0xFF }, 150));

        ActiveTroubleCodes codes = listener.TroubleCodes;
        Assert.AreEqual(4, codes.Count);
        for (int index = 0; index < 4; index++)
        {
            Assert.AreEqual(91 + index, codes.ParameterOf(index));
            Assert.AreEqual(3 + index, codes.FailureModeOf(index));
            Assert.AreEqual(1 + index, codes.OccurrencesOf(index));
        }

        Assert.AreEqual((int)J1939Lamp.Off, (int)codes.MalfunctionIndicator);
    }

    // SAE J1939-73, 5.7.1.7 to 5.7.1.11: an SPN of 19 bits, its highest three beside the FMI.
    [DataRow(0xFF, 0xFF, 0xFE, 0x7F, 524287, 30, 127, 0)]
    [DataRow(0x00, 0xF0, 0xE3, 0x01, 520192, 3, 1, 0)]
    [DataRow(0x00, 0x00, 0x20, 0x00, 65536, 0, 0, 0)]
    [DataRow(0x54, 0x00, 0x02, 0x85, 84, 2, 5, 1)]
    [TestMethod]
    public void A_trouble_code_has_parameter_failure_mode_count_and_conversion(int first, int second, int third, int fourth, int parameter, int failureMode, int count, int isOld)
    {
        ActiveTroubleCodes codes = new ActiveTroubleCodes(1);
        byte[] data = new byte[] { 0, 0xFF, (byte)first, (byte)second, (byte)third, (byte)fourth, 0xFF, 0xFF };
        Assert.IsTrue(codes.TryRead(data, 8, 3));
        Assert.AreEqual(parameter, codes.ParameterOf(0));
        Assert.AreEqual(failureMode, codes.FailureModeOf(0));
        Assert.AreEqual(count, codes.OccurrencesOf(0));
        Assert.AreEqual(isOld == 1, codes.IsOldConversion(0));
    }

    [TestMethod]
    public void Each_lamp_has_four_states()
    {
        ActiveTroubleCodes codes = new ActiveTroubleCodes(1);
        Assert.IsTrue(codes.TryRead(new byte[] { 0x1B, 0x1B, 0, 0, 0, 0, 0xFF, 0xFF }, 8, 3));
        Assert.AreEqual((int)J1939Lamp.Off, (int)codes.MalfunctionIndicator);
        Assert.AreEqual((int)J1939Lamp.On, (int)codes.RedStop);
        Assert.AreEqual((int)J1939Lamp.Error, (int)codes.AmberWarning);
        Assert.AreEqual((int)J1939Lamp.NotAvailable, (int)codes.Protect);
        Assert.AreEqual(0x1B, codes.FlashCodes);
    }

    [TestMethod]
    public void More_codes_than_are_kept_are_counted()
    {
        ActiveTroubleCodes codes = new ActiveTroubleCodes(2);
        byte[] data = new byte[2 + (4 * 5)];
        for (int index = 0; index < 5; index++)
        {
            data[2 + (4 * index)] = (byte)(index + 1);
        }

        Assert.IsTrue(codes.TryRead(data, data.Length, 0));
        Assert.AreEqual(2, codes.Count);
        Assert.AreEqual(3, codes.CodesLeftOut);
    }

    [TestMethod]
    public void What_is_too_short_or_remote_or_another_message_changes_nothing()
    {
        J1939Listener listener = new J1939Listener(1, 20);
        Assert.IsFalse(Give(listener, 0x18FECA00, new byte[] { 0x40, 0xFF, 0x5B, 0x00, 0x03 }, 0));
        Assert.IsFalse(Give(listener, 0x18FECB00, new byte[] { 0x40, 0xFF, 0x5B, 0x00, 0x03, 0x01, 0xFF, 0xFF }, 0), "previously active ones");
        ScriptedCan.Fill(_frame, CanFrame.ExtendedKey | 0x18FECA00, new byte[8]);
        _frame.IsRemote = true;
        Assert.IsFalse(listener.Take(_frame, 0));
        _frame.IsRemote = false;
        Assert.AreEqual(-1, listener.TroubleCodes.Source);
    }

    private bool Give(J1939Listener listener, uint identifier, byte[] data, long uptimeMilliseconds)
    {
        ScriptedCan.Fill(_frame, CanFrame.ExtendedKey | identifier, data);
        return listener.Take(_frame, uptimeMilliseconds);
    }
}
