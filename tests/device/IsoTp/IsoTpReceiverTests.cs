using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.IsoTp;

namespace Telltale.DeviceTests.IsoTp;

/// <summary>Cases by clause of ISO 15765-2:2016, the receiving side.</summary>
[TestClass]
public class IsoTpReceiverTests
{
    [DataRow(1)]
    [DataRow(7)]
    [TestMethod]
    public void Clause_9_6_2_a_single_frame_is_a_message(int length)
    {
        Bench bench = new Bench(64, 0);
        byte[] data = new byte[] { (byte)length, 1, 2, 3, 4, 5, 6, 7 };

        Assert.IsTrue(bench.Take(data));
        Assert.AreEqual(length, bench.Receiver.Length);
        Assert.AreEqual(length, (int)bench.Receiver.Message[length - 1]);
        Assert.AreEqual((int)IsoTpResult.Ok, (int)bench.Receiver.LastResult);
        Assert.AreEqual(0, bench.Can.SentCount, "no flow control");
    }

    [DataRow(0, 8)]
    [DataRow(8, 8)]
    [DataRow(15, 8)]
    [DataRow(5, 5)]
    [DataRow(1, 1)]
    [TestMethod]
    public void Clause_9_6_2_2_a_single_frame_of_a_wrong_length_is_ignored(int length, int frameLength)
    {
        Bench bench = new Bench(64, 0);
        byte[] data = new byte[frameLength];
        data[0] = (byte)length;

        Assert.IsFalse(bench.Take(data));
        Assert.AreEqual(1, bench.Receiver.FramesIgnored);
    }

    [DataRow(8, 0)]
    [DataRow(13, 0)]
    [DataRow(14, 0)]
    [DataRow(20, 2)]
    [DataRow(255, 1)]
    [DataRow(256, 8)]
    [DataRow(4095, 0)]
    [DataRow(4095, 255)]
    [TestMethod]
    public void Clauses_9_6_3_and_9_6_4_segments_become_the_message(int length, int blockSize)
    {
        Bench bench = new Bench(4095, blockSize);
        bool isComplete = bench.TakeFirst(length);
        Assert.AreEqual(1, bench.Can.SentCount, "flow control after the first frame");
        int sent = 6;
        int sequence = 1;
        int frames = 0;
        while (sent < length)
        {
            Assert.IsFalse(isComplete);
            byte[] data = new byte[8];
            data[0] = (byte)(0x20 | sequence);
            for (int index = 1; index < 8 && sent < length; index++)
            {
                data[index] = (byte)(sent * 7);
                sent++;
            }

            isComplete = bench.Take(data);
            sequence = (sequence + 1) & 15;
            frames++;
        }

        Assert.IsTrue(isComplete);
        Assert.AreEqual(length, bench.Receiver.Length);
        for (int index = 0; index < length; index++)
        {
            Assert.AreEqual((byte)(index * 7), bench.Receiver.Message[index]);
        }

        int flowControls = blockSize == 0 ? 1 : 1 + (frames - 1) / blockSize;
        Assert.AreEqual(flowControls, bench.Can.SentCount, "flow control");
    }

    [TestMethod]
    public void Clause_9_6_3_2_the_escape_sequence_for_a_length_that_needs_none_is_ignored()
    {
        Bench bench = new Bench(64, 0);
        Assert.IsFalse(bench.Take(new byte[] { 0x10, 0, 0, 0, 0x0F, 0xFF, 1, 2 }));
        Assert.AreEqual(1, bench.Receiver.FramesIgnored);
        Assert.AreEqual(0, bench.Can.SentCount);
    }

    [DataRow(7)]
    [DataRow(1)]
    [TestMethod]
    public void Clause_9_6_3_2_a_first_frame_that_says_less_than_8_bytes_is_ignored(int length)
    {
        Bench bench = new Bench(64, 0);

        Assert.IsFalse(bench.TakeFirst(length));
        Assert.IsFalse(bench.Receiver.IsReceiving);
        Assert.AreEqual(1, bench.Receiver.FramesIgnored);
        Assert.AreEqual(0, bench.Can.SentCount);
    }

    [TestMethod]
    public void Clause_9_6_3_2_a_first_frame_shorter_than_8_bytes_is_ignored()
    {
        Bench bench = new Bench(64, 0);
        Assert.IsFalse(bench.Take(new byte[] { 0x10, 20, 1, 2, 3, 4, 5 }));
        Assert.AreEqual(1, bench.Receiver.FramesIgnored);
    }

    [TestMethod]
    public void Clause_9_6_3_2_a_message_above_the_capacity_is_refused_with_overflow()
    {
        Bench bench = new Bench(64, 0);
        Assert.IsFalse(bench.TakeFirst(65));
        Assert.AreEqual(0x32, (int)bench.Can.Sent[0][0]);
        Assert.AreEqual((int)IsoTpResult.BufferOverflow, (int)bench.Receiver.LastResult);
        Assert.IsFalse(bench.Receiver.IsReceiving);

        Assert.IsFalse(bench.Take(new byte[] { 0x10, 0, 0, 1, 0, 0, 1, 2 }), "the escape sequence, 65536 bytes");
        Assert.AreEqual(0x32, (int)bench.Can.Sent[1][0]);
    }

    [TestMethod]
    public void Clause_9_6_4_4_a_wrong_sequence_number_ends_the_message()
    {
        Bench bench = new Bench(64, 0);
        bench.TakeFirst(30);
        Assert.IsFalse(bench.Take(new byte[] { 0x22, 1, 2, 3, 4, 5, 6, 7 }));
        Assert.AreEqual((int)IsoTpResult.WrongSequenceNumber, (int)bench.Receiver.LastResult);
        Assert.IsFalse(bench.Receiver.IsReceiving);
    }

    [TestMethod]
    public void Clause_9_6_5_flow_control_says_block_size_and_separation_time()
    {
        Bench bench = new Bench(64, 3);
        bench.Settings.SeparationTime = 0xF3;
        bench.TakeFirst(30);

        Assert.AreEqual(0x7E0u, bench.Can.SentKeys[0]);
        Assert.AreEqual(8, bench.Can.Sent[0].Length);
        Assert.AreEqual(0x30, (int)bench.Can.Sent[0][0]);
        Assert.AreEqual(3, (int)bench.Can.Sent[0][1]);
        Assert.AreEqual(0xF3, (int)bench.Can.Sent[0][2]);
        Assert.AreEqual(0xCC, (int)bench.Can.Sent[0][7], "padding");
    }

    [TestMethod]
    public void Clause_9_8_2_without_a_consecutive_frame_N_Cr_ends_the_message()
    {
        Bench bench = new Bench(64, 0);
        bench.TakeFirst(30);
        bench.Receiver.Step(1000);
        Assert.IsTrue(bench.Receiver.IsReceiving);
        bench.Receiver.Step(1001);
        Assert.IsFalse(bench.Receiver.IsReceiving);
        Assert.AreEqual((int)IsoTpResult.TimeoutCr, (int)bench.Receiver.LastResult);
        Assert.IsFalse(bench.Take(new byte[] { 0x21, 1, 2, 3, 4, 5, 6, 7 }), "too late");
    }

    [TestMethod]
    public void Clause_9_8_2_flow_control_that_finds_no_room_is_sent_later_or_N_Ar_ends_the_message()
    {
        Bench bench = new Bench(64, 0);
        bench.Can.IsFull = true;
        bench.TakeFirst(30);
        bench.Receiver.Step(500);
        Assert.AreEqual(0, bench.Can.SentCount);
        bench.Can.IsFull = false;
        bench.Receiver.Step(600);
        Assert.AreEqual(1, bench.Can.SentCount);

        bench = new Bench(64, 0);
        bench.Can.IsFull = true;
        bench.TakeFirst(30);
        bench.Receiver.Step(1001);
        Assert.AreEqual((int)IsoTpResult.TimeoutA, (int)bench.Receiver.LastResult);
        Assert.IsFalse(bench.Receiver.IsReceiving);
    }

    [TestMethod]
    public void Clause_9_8_3_a_consecutive_frame_out_of_place_is_ignored()
    {
        Bench bench = new Bench(64, 0);
        Assert.IsFalse(bench.Take(new byte[] { 0x21, 1, 2, 3, 4, 5, 6, 7 }));
        Assert.AreEqual(1, bench.Receiver.FramesIgnored);
        Assert.AreEqual(0, bench.Receiver.MessagesLost);
    }

    [TestMethod]
    public void Clause_9_8_3_a_new_message_takes_the_place_of_an_unfinished_one()
    {
        Bench bench = new Bench(64, 0);
        bench.TakeFirst(30);
        Assert.IsTrue(bench.Take(new byte[] { 0x02, 0x41, 0x00, 0, 0, 0, 0, 0 }));
        Assert.AreEqual(1, bench.Receiver.MessagesLost);
        Assert.AreEqual(2, bench.Receiver.Length);

        bench.TakeFirst(30);
        bench.TakeFirst(10);
        Assert.AreEqual(2, bench.Receiver.MessagesLost);
        Assert.IsTrue(bench.Take(new byte[] { 0x21, 42, 49, 56, 63, 0, 0, 0 }));
        Assert.AreEqual(10, bench.Receiver.Length);
    }

    [TestMethod]
    public void Clause_9_4_6_reserved_and_foreign_frames_are_left_alone()
    {
        Bench bench = new Bench(64, 0);
        bench.TakeFirst(10);
        Assert.IsFalse(bench.Take(new byte[] { 0x40, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.IsFalse(bench.Take(new byte[] { 0x30, 0, 0 }), "flow control is not for a receiver");
        Assert.IsFalse(bench.Take(new byte[0]));
        Assert.AreEqual(2, bench.Receiver.FramesIgnored);

        ScriptedCan.Fill(bench.Frame, 0x7E9, new byte[] { 0x21, 42, 49, 56, 63, 0, 0, 0 });
        Assert.IsFalse(bench.Receiver.Take(bench.Frame, 0), "another sender");
        ScriptedCan.Fill(bench.Frame, CanFrame.ExtendedKey | 0x7E8, new byte[] { 0x21, 42, 49, 56, 63, 0, 0, 0 });
        Assert.IsFalse(bench.Receiver.Take(bench.Frame, 0), "the same number in the extended format");
        Assert.IsTrue(bench.Take(new byte[] { 0x21, 42, 49, 56, 63, 0, 0, 0 }));
    }

    [TestMethod]
    public void Clause_9_9_several_ECUs_answer_one_functional_request_at_the_same_time()
    {
        const int Ecus = 8;
        ScriptedCan can = new ScriptedCan();
        IsoTpSettings settings = new IsoTpSettings();
        IsoTpSender sender = new IsoTpSender(can, settings, 64);
        Assert.IsTrue(sender.TryBegin(IsoTpAddress.NormalFixedFunctional(0x33, 0xF1), new byte[] { 0x09, 0x02 }, 2, 0));
        Assert.AreEqual(CanFrame.ExtendedKey | 0x18DB33F1, can.SentKeys[0]);
        IsoTpReceiver[] receivers = new IsoTpReceiver[Ecus];
        for (int ecu = 0; ecu < Ecus; ecu++)
        {
            receivers[ecu] = new IsoTpReceiver(can, settings, 64);
            receivers[ecu].Listen(IsoTpAddress.NormalFixed(0x10 + ecu, 0xF1));
        }

        CanFrame frame = new CanFrame();
        for (int part = 0; part < 3; part++)
        {
            for (int ecu = Ecus - 1; ecu >= 0; ecu--)
            {
                byte[] data = new byte[] { (byte)(0x20 | part), (byte)ecu, (byte)ecu, (byte)ecu, (byte)ecu, (byte)ecu, (byte)ecu, (byte)ecu };
                if (part == 0)
                {
                    data[0] = 0x10;
                    data[1] = 20;
                }

                ScriptedCan.Fill(frame, IsoTpAddress.NormalFixed(0x10 + ecu, 0xF1).ReceiveKey, data);
                for (int index = 0; index < Ecus; index++)
                {
                    Assert.AreEqual(part == 2 && index == ecu, receivers[index].Take(frame, 0));
                }
            }
        }

        Assert.AreEqual(1 + Ecus, can.SentCount, "flow control to each");
        for (int ecu = 0; ecu < Ecus; ecu++)
        {
            Assert.AreEqual(IsoTpAddress.NormalFixed(0x17 - ecu, 0xF1).SendKey, can.SentKeys[1 + ecu]);
            Assert.AreEqual(20, receivers[ecu].Length);
            Assert.AreEqual(ecu, (int)receivers[ecu].Message[19]);
        }
    }

    private sealed class Bench
    {
        public readonly ScriptedCan Can = new ScriptedCan();
        public readonly IsoTpSettings Settings = new IsoTpSettings();
        public readonly CanFrame Frame = new CanFrame();
        public readonly IsoTpReceiver Receiver;

        public Bench(int capacity, int blockSize)
        {
            Settings.BlockSize = blockSize;
            Receiver = new IsoTpReceiver(Can, Settings, capacity);
            Receiver.Listen(0x7E8, 0x7E0);
        }

        public bool Take(byte[] data)
        {
            ScriptedCan.Fill(Frame, 0x7E8, data);
            return Receiver.Take(Frame, 0);
        }

        public bool TakeFirst(int length)
        {
            return Take(new byte[] { (byte)(0x10 | (length >> 8)), (byte)length, 0, 7, 14, 21, 28, 35 });
        }
    }
}
