using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.Signals;

namespace Telltale.DeviceTests.Signals;

[TestClass]
public class BroadcastDecoderTests
{
    [TestMethod]
    public void Wanted_frames_are_decoded_and_others_left_alone()
    {
        SignalTable table;
        BroadcastDecoder decoder = Make(out table);
        CanFrame frame = new CanFrame();

        ScriptedCan.Fill(frame, 0x0AA, new byte[] { 0x1A, 0x6F, 0x9A, 0x6F, 0, 0, 0, 0 });
        Assert.IsTrue(decoder.Decode(frame, 5));
        Assert.AreEqual(0x1A6F, table.RawOf(0));
        Assert.AreEqual(0x1A6F, table.RawOf(1), "the fault bit is no part of it");
        Assert.AreEqual(5L, table.SetAt(0));

        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x0AA, new byte[8]);
        Assert.IsFalse(decoder.Decode(frame, 6), "the same number in the extended format");
        for (uint key = 0; key < 0x800; key++)
        {
            ScriptedCan.Fill(frame, key, new byte[8]);
            Assert.AreEqual(key == 0x0AA || key == 0x2C4 || key == 0x301, decoder.Decode(frame, 7));
        }

        Assert.AreEqual(4, decoder.FramesDecoded);
        Assert.AreEqual(4, decoder.Keys.Length);
    }

    [TestMethod]
    public void A_frame_too_short_for_a_signal_leaves_it_as_it_was()
    {
        SignalTable table;
        BroadcastDecoder decoder = Make(out table);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, 0x0AA, new byte[] { 0x00, 0x01, 0x02 });

        Assert.IsTrue(decoder.Decode(frame, 5));
        Assert.AreEqual(1, table.RawOf(0));
        Assert.AreEqual(long.MinValue, table.SetAt(1));
        Assert.AreEqual(1, decoder.FramesTooShort);
    }

    [TestMethod]
    public void A_multiplexed_signal_is_taken_from_its_own_frames_only()
    {
        SignalTable table;
        BroadcastDecoder decoder = Make(out table);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, 0x301, new byte[] { 1, 77 });
        decoder.Decode(frame, 5);
        Assert.AreEqual(long.MinValue, table.SetAt(3));

        ScriptedCan.Fill(frame, 0x301, new byte[] { 2, 78 });
        decoder.Decode(frame, 6);
        Assert.AreEqual(78, table.RawOf(3));
    }

    [TestMethod]
    public void A_remote_frame_holds_no_values()
    {
        SignalTable table;
        BroadcastDecoder decoder = Make(out table);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, 0x0AA, new byte[8]);
        frame.IsRemote = true;

        Assert.IsFalse(decoder.Decode(frame, 5));
        Assert.AreEqual(long.MinValue, table.SetAt(0));
    }

    [TestMethod]
    public void A_parameter_group_is_decoded_whatever_its_priority_and_source()
    {
        SignalTable table;
        BroadcastDecoder decoder = MakeGroups(out table);
        CanFrame frame = new CanFrame();
        for (uint priority = 0; priority < 8; priority++)
        {
            ScriptedCan.Fill(frame, CanFrame.ExtendedKey | (priority << 26) | 0x00FEF131, new byte[] { 0xFF, (byte)priority, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF });
            Assert.IsTrue(decoder.Decode(frame, 10 + priority));
            Assert.AreEqual(0x100 + (int)priority, table.RawOf(0));
        }

        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x19FEF131, new byte[8]);
        Assert.IsFalse(decoder.Decode(frame, 50), "the same number on the other data page");
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x18FEF031, new byte[8]);
        Assert.IsFalse(decoder.Decode(frame, 50), "the neighbouring group");
        ScriptedCan.Fill(frame, 0x0F1, new byte[8]);
        Assert.IsFalse(decoder.Decode(frame, 50), "a standard frame");
    }

    [TestMethod]
    public void The_nearest_message_takes_a_frame_identifier_then_source_then_group()
    {
        SignalTable table;
        BroadcastDecoder decoder = MakeGroups(out table);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x18FEF1AA, new byte[] { 0, 1, 0, 0, 0, 0, 0, 0 });
        decoder.Decode(frame, 1);
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x0CFEF10B, new byte[] { 0, 2, 0, 0, 0, 0, 0, 0 });
        decoder.Decode(frame, 2);
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x18FEF10B, new byte[] { 0, 3, 0, 0, 0, 0, 0, 0 });
        decoder.Decode(frame, 3);

        Assert.AreEqual(1, table.RawOf(0), "from any source");
        Assert.AreEqual(2, table.RawOf(1), "from source 11");
        Assert.AreEqual(3, table.RawOf(2), "the identifier itself");
        Assert.AreEqual(1L, table.SetAt(0));
        Assert.AreEqual(2L, table.SetAt(1));
    }

    [TestMethod]
    public void The_destination_is_no_part_of_a_group()
    {
        SignalTable table;
        BroadcastDecoder decoder = MakeGroups(out table);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x0C000B03, new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 });

        Assert.IsTrue(decoder.Decode(frame, 5));
        Assert.AreEqual(7, table.RawOf(3));
    }

    [TestMethod]
    public void A_raw_value_that_says_error_or_not_available_leaves_the_signal_as_it_was()
    {
        SignalTable table;
        BroadcastDecoder decoder = MakeGroups(out table);
        CanFrame frame = new CanFrame();
        byte[] data = new byte[8];
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x18FEF100, data);
        for (int raw = 0xFA00; raw <= 0xFFFF; raw++)
        {
            frame.Data[1] = (byte)raw;
            frame.Data[2] = (byte)(raw >> 8);
            Assert.IsTrue(decoder.Decode(frame, raw));
            Assert.AreEqual(raw <= 0xFAFF ? raw : 0xFAFF, table.RawOf(0));
        }

        Assert.AreEqual(0xFAFFL, table.SetAt(0));
    }

    private static BroadcastDecoder MakeGroups(out SignalTable table)
    {
        SignalDefinition[] definitions = new SignalDefinition[4];
        for (int index = 0; index < definitions.Length; index++)
        {
            definitions[index] = new SignalDefinition("S" + index, "", 1, 1, 0, false, 1000);
        }

        BroadcastSignal[] broadcast = new BroadcastSignal[]
        {
            new BroadcastSignal(CanFrame.ExtendedKey | 0x18FEF10B, 2, new BitField(8, 16, false, false), null, 0),
            new BroadcastSignal(ParameterGroupKey.Of(0xFEF1, 0x0B), 1, new BitField(8, 16, false, false), null, 0),
            new BroadcastSignal(ParameterGroupKey.Of(0), 3, new BitField(0, 8, false, false), null, 0),
            new BroadcastSignal(ParameterGroupKey.Of(0xFEF1), 0, new BitField(8, 16, false, false), null, 0, 0xFAFF),
        };
        table = new SignalTable(definitions);
        return new BroadcastDecoder(new SignalProfile("test", 0, definitions, broadcast, new PolledSignal[0]), table);
    }

    private static BroadcastDecoder Make(out SignalTable table)
    {
        SignalDefinition[] definitions = new SignalDefinition[5];
        for (int index = 0; index < definitions.Length; index++)
        {
            definitions[index] = new SignalDefinition("S" + index, "", 1, 1, 0, false, 1000);
        }

        BroadcastSignal[] broadcast = new BroadcastSignal[]
        {
            new BroadcastSignal(0x0AA, 0, new BitField(6, 15, true, false), null, 0),
            new BroadcastSignal(0x0AA, 1, new BitField(22, 15, true, false), null, 0),
            new BroadcastSignal(0x2C4, 2, new BitField(0, 16, false, true), null, 0),
            new BroadcastSignal(0x301, 3, new BitField(8, 8, false, false), new BitField(0, 8, false, false), 2),
            new BroadcastSignal(CanFrame.ExtendedKey | 0x18FEF1FE, 4, new BitField(8, 16, false, false), null, 0),
        };
        table = new SignalTable(definitions);
        return new BroadcastDecoder(new SignalProfile("test", 0, definitions, broadcast, new PolledSignal[0]), table);
    }
}
