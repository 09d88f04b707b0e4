using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.IsoTp;

namespace Telltale.DeviceTests.IsoTp;

/// <summary>Cases by clause of ISO 15765-2:2016, the sending side.</summary>
[TestClass]
public class IsoTpSenderTests
{
    [TestMethod]
    public void Clause_9_6_2_up_to_7_bytes_are_a_single_frame_padded_to_8()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Begin(2));
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.Ok, (int)bench.Sender.LastResult);
        CollectionAssert.AreEqual(new byte[] { 2, 0, 1, 0xCC, 0xCC, 0xCC, 0xCC, 0xCC }, bench.Can.Sent[0]);
    }

    [TestMethod]
    public void Clause_9_6_3_more_bytes_begin_with_a_first_frame_and_wait_for_flow_control()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Begin(300));
        CollectionAssert.AreEqual(new byte[] { 0x11, 0x2C, 0, 1, 2, 3, 4, 5 }, bench.Can.Sent[0]);
        Assert.AreEqual(1, bench.Can.SentCount);
        Assert.IsTrue(bench.Sender.IsSending);
        Assert.IsFalse(bench.Begin(3), "one message at a time");
    }

    [DataRow(8, 0)]
    [DataRow(100, 0)]
    [DataRow(100, 1)]
    [DataRow(100, 5)]
    [DataRow(4095, 0)]
    [DataRow(4095, 16)]
    [TestMethod]
    public void Clauses_9_6_4_and_9_6_5_3_blocks_of_consecutive_frames_carry_the_rest(int length, int blockSize)
    {
        Bench bench = new Bench();
        bench.Begin(length);
        int at = 6;
        int sequence = 1;
        while (at < length)
        {
            int from = bench.Can.SentCount;
            bench.FlowControl(0, blockSize, 0, 0);
            int frames = bench.Can.SentCount - from;
            int left = (length - at + 6) / 7;
            Assert.AreEqual(blockSize == 0 || left < blockSize ? left : blockSize, frames, "frames in the block");
            for (int frame = from; frame < from + frames; frame++)
            {
                Assert.AreEqual((byte)(0x20 | sequence), bench.Can.Sent[frame][0]);
                sequence = (sequence + 1) & 15;
                for (int index = 1; index < 8; index++)
                {
                    Assert.AreEqual(at < length ? (byte)at : (byte)0xCC, bench.Can.Sent[frame][index]);
                    at++;
                }
            }
        }

        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.Ok, (int)bench.Sender.LastResult);
    }

    [DataRow(0x00, 0)]
    [DataRow(0x14, 20)]
    [DataRow(0x7F, 127)]
    [DataRow(0x80, 127)]
    [DataRow(0xF0, 127)]
    [DataRow(0xF1, 1)]
    [DataRow(0xF9, 1)]
    [DataRow(0xFA, 127)]
    [DataRow(0xFF, 127)]
    [TestMethod]
    public void Clauses_9_6_5_4_and_9_6_5_5_separation_time_passes_between_two_frames(int code, int milliseconds)
    {
        Bench bench = new Bench();
        bench.Begin(20);
        bench.FlowControl(0, 0, code, 5000);
        if (milliseconds == 0)
        {
            Assert.AreEqual(3, bench.Can.SentCount);
            return;
        }

        Assert.AreEqual(2, bench.Can.SentCount);
        bench.Sender.Step(5000 + milliseconds);
        Assert.AreEqual(2, bench.Can.SentCount, "a clock of whole milliseconds cannot tell yet");
        bench.Sender.Step(5000 + milliseconds + 1);
        Assert.AreEqual(3, bench.Can.SentCount);
    }

    [TestMethod]
    public void Clause_9_6_5_2_a_reserved_flow_status_ends_the_message()
    {
        Bench bench = new Bench();
        bench.Begin(20);
        bench.FlowControl(3, 0, 0, 0);
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.InvalidFlowStatus, (int)bench.Sender.LastResult);
    }

    [TestMethod]
    public void Clause_9_6_5_1_overflow_ends_the_message()
    {
        Bench bench = new Bench();
        bench.Begin(20);
        bench.FlowControl(2, 0, 0, 0);
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.BufferOverflow, (int)bench.Sender.LastResult);
    }

    [TestMethod]
    public void Clauses_9_7_and_9_8_4_wait_frames_are_borne_so_often_and_no_more()
    {
        Bench bench = new Bench();
        bench.Begin(20);
        for (int turn = 1; turn <= 10; turn++)
        {
            bench.FlowControl(1, 0, 0, turn * 900);
            bench.Sender.Step(turn * 900 + 899);
            Assert.IsTrue(bench.Sender.IsSending, "turn " + turn);
        }

        bench.FlowControl(1, 0, 0, 9900);
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.WaitFrameOverrun, (int)bench.Sender.LastResult);
    }

    [TestMethod]
    public void Clause_9_8_2_without_flow_control_N_Bs_ends_the_message()
    {
        Bench bench = new Bench();
        bench.Begin(20);
        bench.Sender.Step(1000);
        Assert.IsTrue(bench.Sender.IsSending);
        bench.Sender.Step(1001);
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.TimeoutBs, (int)bench.Sender.LastResult);
    }

    [TestMethod]
    public void Clause_9_8_2_a_controller_without_room_is_tried_again_until_N_As()
    {
        Bench bench = new Bench();
        bench.Can.IsFull = true;
        bench.Begin(3);
        Assert.IsTrue(bench.Sender.IsSending);
        bench.Can.IsFull = false;
        bench.Sender.Step(500);
        Assert.AreEqual(1, bench.Can.SentCount);
        Assert.IsFalse(bench.Sender.IsSending);

        bench.Can.IsFull = true;
        bench.Begin(3);
        bench.Sender.Step(1001);
        Assert.IsFalse(bench.Sender.IsSending);
        Assert.AreEqual((int)IsoTpResult.TimeoutA, (int)bench.Sender.LastResult);
    }

    [TestMethod]
    public void Clause_9_8_3_flow_control_out_of_place_is_ignored()
    {
        Bench bench = new Bench();
        bench.Begin(3);
        bench.FlowControl(0, 0, 0, 0);
        Assert.AreEqual(1, bench.Sender.FramesIgnored);
        Assert.AreEqual(1, bench.Can.SentCount);

        bench.Begin(20);
        ScriptedCan.Fill(bench.Frame, 0x7E8, new byte[] { 0x30, 0 });
        Assert.IsTrue(bench.Sender.Take(bench.Frame, 0), "too short");
        Assert.AreEqual(2, bench.Sender.FramesIgnored);
        Assert.AreEqual(2, bench.Can.SentCount);
    }

    private sealed class Bench
    {
        public readonly ScriptedCan Can = new ScriptedCan();
        public readonly IsoTpSettings Settings = new IsoTpSettings();
        public readonly CanFrame Frame = new CanFrame();
        public readonly IsoTpSender Sender;

        public Bench()
        {
            Sender = new IsoTpSender(Can, Settings, 4095);
        }

        public bool Begin(int length)
        {
            byte[] data = new byte[length];
            for (int index = 0; index < length; index++)
            {
                data[index] = (byte)index;
            }

            return Sender.TryBegin(0x7E0, 0x7E8, data, length, 0);
        }

        public void FlowControl(int status, int blockSize, int separationTime, long uptimeMilliseconds)
        {
            ScriptedCan.Fill(Frame, 0x7E8, new byte[] { (byte)(0x30 | status), (byte)blockSize, (byte)separationTime });
            Sender.Take(Frame, uptimeMilliseconds);
        }
    }
}
