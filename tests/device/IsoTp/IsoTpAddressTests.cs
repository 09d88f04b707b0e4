using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.IsoTp;

namespace Telltale.DeviceTests.IsoTp;

/// <summary>Cases by clause of ISO 15765-2:2016, 10.3: how a message finds the other side.</summary>
[TestClass]
public class IsoTpAddressTests
{
    [TestMethod]
    public void Clause_10_3_2_normal_addressing_is_two_identifiers()
    {
        IsoTpAddress address = IsoTpAddress.Normal(0x7E0, 0x7E8);
        Check(address, 0x7E0, 0x7E8, 0);
        Check(address.Reversed(), 0x7E8, 0x7E0, 0);
        Check(IsoTpAddress.NormalFunctional(0x7DF), 0x7DF, IsoTpAddress.NoKey, 0);
    }

    [TestMethod]
    public void Clause_10_3_3_normal_fixed_addressing_has_both_addresses_in_the_identifier()
    {
        IsoTpAddress address = IsoTpAddress.NormalFixed(0x10, 0xF1);
        Check(address, CanFrame.ExtendedKey | 0x18DA10F1, CanFrame.ExtendedKey | 0x18DAF110, 0);
        Check(IsoTpAddress.NormalFixedFunctional(0x33, 0xF1), CanFrame.ExtendedKey | 0x18DB33F1, IsoTpAddress.NoKey, 0);
    }

    [TestMethod]
    public void Clause_10_3_4_extended_addressing_begins_the_data_with_the_target()
    {
        IsoTpAddress address = IsoTpAddress.Extended(0x6F1, 0x12, 0x612, 0xF1);
        Check(address, 0x6F1, 0x612, 1);
        Assert.AreEqual(0x12, (int)address.SendByte);
        Assert.AreEqual(0xF1, (int)address.ReceiveByte);
        Assert.AreEqual(0xF1, (int)address.Reversed().SendByte);
        Assert.AreEqual(0x12, (int)address.Reversed().ReceiveByte);
        Assert.AreEqual(0xDF, (int)IsoTpAddress.ExtendedFunctional(0x6F1, 0xDF).SendByte);
    }

    [TestMethod]
    public void Clause_10_3_5_mixed_addressing_begins_the_data_with_the_address_extension()
    {
        IsoTpAddress address = IsoTpAddress.Mixed(0x750, 0x758, 0x40);
        Check(address, 0x750, 0x758, 1);
        Assert.AreEqual(0x40, (int)address.SendByte);
        Assert.AreEqual(0x40, (int)address.ReceiveByte);
        Check(IsoTpAddress.MixedFunctional(0x7DF, 0x40), 0x7DF, IsoTpAddress.NoKey, 1);

        address = IsoTpAddress.MixedFixed(0x55, 0xF1, 0x40);
        Check(address, CanFrame.ExtendedKey | 0x18CE55F1, CanFrame.ExtendedKey | 0x18CEF155, 1);
        Assert.AreEqual(0x40, (int)address.ReceiveByte);
        Check(IsoTpAddress.MixedFixedFunctional(0xFF, 0xF1, 0x40), CanFrame.ExtendedKey | 0x18CDFFF1, IsoTpAddress.NoKey, 1);
    }

    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [TestMethod]
    public void Clause_10_3_messages_of_every_length_go_over_in_every_format(int format)
    {
        IsoTpAddress address = Physical(format);
        for (int length = 1; length < 60; length++)
        {
            GoOver(address, length);
        }

        GoOver(address, 4095);
    }

    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [TestMethod]
    public void Clause_8_3_1_what_is_functional_is_a_single_frame(int format)
    {
        IsoTpAddress address = Functional(format);
        ScriptedCan can = new ScriptedCan();
        IsoTpSettings settings = new IsoTpSettings();
        IsoTpSender sender = new IsoTpSender(can, settings, 64);
        IsoTpReceiver receiver = new IsoTpReceiver(can, settings, 64);
        receiver.Listen(address.Reversed());
        byte[] data = new byte[8];

        Assert.IsFalse(sender.TryBegin(address, data, address.SingleFrameLength + 1, 0), "too long for one frame");
        Assert.IsFalse(sender.TryBegin(address.Reversed(), data, 2, 0), "there is no way back");
        Assert.IsTrue(sender.TryBegin(address, data, address.SingleFrameLength, 0));
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, can.SentKeys[0], can.Sent[0]);
        Assert.IsTrue(receiver.Take(frame, 0));
        Assert.AreEqual(address.SingleFrameLength, receiver.Length);

        frame.Data[address.Offset] = 0x10;
        frame.Data[address.Offset + 1] = 20;
        Assert.IsFalse(receiver.Take(frame, 0));
        Assert.IsFalse(receiver.IsReceiving, "a first frame");
        Assert.AreEqual(1, receiver.FramesIgnored);
        Assert.AreEqual(1, can.SentCount, "nothing but the request was ever sent");
    }

    [TestMethod]
    public void Clause_10_3_4_frames_for_another_target_are_left_alone()
    {
        ScriptedCan can = new ScriptedCan();
        IsoTpSettings settings = new IsoTpSettings();
        IsoTpAddress address = IsoTpAddress.Extended(0x6F1, 0x12, 0x612, 0xF1);
        IsoTpReceiver receiver = new IsoTpReceiver(can, settings, 64);
        receiver.Listen(address);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, 0x612, new byte[] { 0xF2, 2, 0x41, 0 });
        Assert.IsFalse(receiver.Take(frame, 0));
        ScriptedCan.Fill(frame, 0x612, new byte[0]);
        Assert.IsFalse(receiver.Take(frame, 0));
        Assert.AreEqual(1, receiver.FramesIgnored, "the empty one, which is for nobody");
        ScriptedCan.Fill(frame, 0x612, new byte[] { 0xF1, 2, 0x41, 0 });
        Assert.IsTrue(receiver.Take(frame, 0));

        IsoTpSender sender = new IsoTpSender(can, settings, 64);
        Assert.IsTrue(sender.TryBegin(address, new byte[20], 20, 0));
        ScriptedCan.Fill(frame, 0x612, new byte[] { 0xF2, 0x30, 0, 0 });
        Assert.IsFalse(sender.Take(frame, 0));
        Assert.AreEqual(1, can.SentCount);
        ScriptedCan.Fill(frame, 0x612, new byte[] { 0xF1, 0x30, 0, 0 });
        Assert.IsTrue(sender.Take(frame, 0));
        Assert.IsFalse(sender.IsSending);
    }

    private static void GoOver(IsoTpAddress address, int length)
    {
        IsoTpSettings settings = new IsoTpSettings();
        ScriptedCan forth = new ScriptedCan();
        ScriptedCan back = new ScriptedCan();
        IsoTpSender sender = new IsoTpSender(forth, settings, 4095);
        IsoTpReceiver receiver = new IsoTpReceiver(back, settings, 4095);
        receiver.Listen(address.Reversed());
        byte[] data = new byte[length];
        for (int index = 0; index < length; index++)
        {
            data[index] = (byte)(index * 7);
        }

        CanFrame frame = new CanFrame();
        Assert.IsTrue(sender.TryBegin(address, data, length, 0));
        int taken = 0;
        int answered = 0;
        bool isComplete = false;
        while (taken < forth.SentCount)
        {
            Assert.AreEqual(address.SendKey, forth.SentKeys[taken]);
            ScriptedCan.Fill(frame, forth.SentKeys[taken], forth.Sent[taken]);
            isComplete = receiver.Take(frame, 0);
            taken++;
            while (answered < back.SentCount)
            {
                Assert.AreEqual(address.ReceiveKey, back.SentKeys[answered]);
                ScriptedCan.Fill(frame, back.SentKeys[answered], back.Sent[answered]);
                Assert.IsTrue(sender.Take(frame, 0));
                answered++;
            }
        }

        Assert.IsTrue(isComplete, "length " + length);
        Assert.AreEqual(length, receiver.Length);
        for (int index = 0; index < length; index++)
        {
            Assert.AreEqual(data[index], receiver.Message[index]);
        }

        // A single frame, or a first frame of one byte less and consecutive frames of as many as a single frame.
        int offset = address.Offset;
        int frames = length <= 7 - offset ? 1 : 1 + length / (7 - offset);
        Assert.AreEqual(frames, forth.SentCount, "frames for length " + length);
        Assert.AreEqual((int)IsoTpResult.Ok, (int)sender.LastResult);
    }

    private static IsoTpAddress Physical(int format)
    {
        switch (format)
        {
            case 0: return IsoTpAddress.Normal(0x7E0, 0x7E8);
            case 1: return IsoTpAddress.NormalFixed(0x10, 0xF1);
            case 2: return IsoTpAddress.Extended(0x6F1, 0x12, 0x612, 0xF1);
            case 3: return IsoTpAddress.Mixed(0x750, 0x758, 0x40);
            default: return IsoTpAddress.MixedFixed(0x55, 0xF1, 0x40);
        }
    }

    private static IsoTpAddress Functional(int format)
    {
        switch (format)
        {
            case 0: return IsoTpAddress.NormalFunctional(0x7DF);
            case 1: return IsoTpAddress.NormalFixedFunctional(0x33, 0xF1);
            case 2: return IsoTpAddress.ExtendedFunctional(0x6F1, 0xDF);
            case 3: return IsoTpAddress.MixedFunctional(0x7DF, 0x40);
            default: return IsoTpAddress.MixedFixedFunctional(0xFF, 0xF1, 0x40);
        }
    }

    private static void Check(IsoTpAddress address, uint sendKey, uint receiveKey, int offset)
    {
        Assert.AreEqual(sendKey, address.SendKey);
        Assert.AreEqual(receiveKey, address.ReceiveKey);
        Assert.AreEqual(offset, address.Offset);
        Assert.AreEqual(7 - offset, address.SingleFrameLength);
        Assert.AreEqual(receiveKey == IsoTpAddress.NoKey, address.IsFunctional);
    }
}
