using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.J1939;

namespace Telltale.DeviceTests.J1939;

[TestClass]
public class TransportReceiverTests
{
    private const uint Management = CanFrame.ExtendedKey | 0x18EC0000;
    private const uint Transfer = CanFrame.ExtendedKey | 0x18EB0000;

    // A message of 10 bytes of source 0, as pretty_j1939's tests have it.
    private static readonly byte[] s_announce = new byte[] { 32, 10, 0, 2, 255, 0xCA, 0xFE, 0 };
    private static readonly byte[] s_request = new byte[] { 16, 10, 0, 2, 255, 0xCA, 0xFE, 0 };
    private static readonly byte[] s_first = new byte[] { 1, 1, 2, 3, 4, 5, 6, 7 };
    private static readonly byte[] s_second = new byte[] { 2, 8, 9, 10, 255, 255, 255, 255 };

    private static readonly CanFrame _frame = new CanFrame();

    [TestMethod]
    public void Clause_5_10_2_A_broadcast_is_put_together()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Assert.IsFalse(Give(receiver, Management | 0xFF00, s_announce, 0));
        Assert.IsFalse(Give(receiver, Transfer | 0xFF00, s_first, 50));
        Assert.IsTrue(Give(receiver, Transfer | 0xFF00, s_second, 100));

        CheckMessage(receiver, 0, 255);
        Assert.AreEqual(0, receiver.SessionsOpen);
        Assert.IsFalse(Give(receiver, Transfer | 0xFF00, s_second, 150), "nothing is open any more");
    }

    [TestMethod]
    public void Clause_5_10_3_A_transfer_between_two_others_is_overheard()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Management | 0x0001, new byte[] { 17, 2, 1, 255, 255, 0xCA, 0xFE, 0 }, 20);
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, s_first, 40));
        Assert.IsTrue(Give(receiver, Transfer | 0x0100, s_second, 60));
        CheckMessage(receiver, 0, 1);

        Give(receiver, Management | 0x0001, new byte[] { 19, 10, 0, 2, 255, 0xCA, 0xFE, 0 }, 80);
        Assert.AreEqual(0, receiver.MessagesLost);
        Assert.AreEqual(0, receiver.FramesIgnored);
    }

    [TestMethod]
    public void Clause_5_10_3_What_the_receiver_asks_for_again_is_taken_then()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Management | 0x0001, new byte[] { 17, 2, 1, 255, 255, 0xCA, 0xFE, 0 }, 20);

        // The first packet was disturbed.
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, s_second, 60));
        Give(receiver, Management | 0x0001, new byte[] { 17, 1, 1, 255, 255, 0xCA, 0xFE, 0 }, 80);
        Assert.IsTrue(Give(receiver, Transfer | 0x0100, s_first, 100));
        CheckMessage(receiver, 0, 1);
    }

    [TestMethod]
    public void Clause_5_10_3_A_packet_that_comes_twice_counts_once()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Management | 0x0001, new byte[] { 17, 2, 1, 255, 255, 0xCA, 0xFE, 0 }, 20);
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, s_first, 40));
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, s_first, 50));
        Assert.IsTrue(Give(receiver, Transfer | 0x0100, s_second, 60));
        CheckMessage(receiver, 0, 1);
    }

    [TestMethod]
    public void A_packet_without_all_its_data_is_ignored_and_the_last_may_be_without_its_filling()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Transfer | 0x0100, new byte[] { 1, 1, 2, 3, 4, 5, 6 }, 10);
        Assert.AreEqual(1, receiver.FramesIgnored);
        Give(receiver, Transfer | 0x0100, s_first, 20);
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, new byte[] { 2, 8, 9 }, 30));
        Assert.AreEqual(2, receiver.FramesIgnored);
        Assert.IsTrue(Give(receiver, Transfer | 0x0100, new byte[] { 2, 8, 9, 10 }, 40));
        CheckMessage(receiver, 0, 1);
    }

    [TestMethod]
    public void Clause_5_10_3_A_message_with_a_hole_is_lost_with_its_acknowledgment()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Transfer | 0x0100, s_second, 60);
        Give(receiver, Management | 0x0001, new byte[] { 19, 10, 0, 2, 255, 0xCA, 0xFE, 0 }, 80);
        Assert.AreEqual(1, receiver.MessagesLost);
        Assert.AreEqual(0, receiver.SessionsOpen);
    }

    [DataRow(0x0100u)]
    [DataRow(0x0001u)]
    [TestMethod]
    public void Clause_5_10_3_Either_side_may_abort(uint who)
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0x0100, s_request, 0);
        Give(receiver, Management | who, new byte[] { 255, 1, 255, 255, 255, 0xCB, 0xFE, 0 }, 10);
        Assert.AreEqual(1, receiver.SessionsOpen, "another group's");
        Give(receiver, Management | who, new byte[] { 255, 3, 255, 255, 255, 0xCA, 0xFE, 0 }, 10);
        Assert.AreEqual(0, receiver.SessionsOpen);
        Assert.AreEqual(1, receiver.MessagesLost);
        Assert.IsFalse(Give(receiver, Transfer | 0x0100, s_first, 20));
    }

    [TestMethod]
    public void Clause_5_10_2_A_packet_out_of_order_ends_a_broadcast()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Give(receiver, Transfer | 0xFF00, s_second, 50);
        Assert.AreEqual(1, receiver.MessagesLost);
        Assert.IsFalse(Give(receiver, Transfer | 0xFF00, s_first, 100));
        Assert.IsFalse(Give(receiver, Transfer | 0xFF00, s_second, 150));
    }

    [TestMethod]
    public void Several_senders_at_once_are_kept_apart()
    {
        TransportReceiver receiver = new TransportReceiver(3, 100, null);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Give(receiver, Management | 0xFF0B, s_announce, 1);
        Give(receiver, Management | 0x0100, s_request, 2);
        Assert.AreEqual(3, receiver.SessionsOpen);
        Give(receiver, Transfer | 0xFF0B, s_first, 3);
        Give(receiver, Transfer | 0x0100, s_first, 4);
        Give(receiver, Transfer | 0xFF00, s_first, 5);
        Assert.IsTrue(Give(receiver, Transfer | 0x0100, s_second, 6));
        CheckMessage(receiver, 0, 1);
        Assert.IsTrue(Give(receiver, Transfer | 0xFF00, s_second, 7));
        CheckMessage(receiver, 0, 255);
        Assert.IsTrue(Give(receiver, Transfer | 0xFF0B, s_second, 8));
        CheckMessage(receiver, 11, 255);
        Assert.AreEqual(3, receiver.MessagesReceived);
    }

    [TestMethod]
    public void A_new_transfer_of_the_same_sender_ends_the_old()
    {
        TransportReceiver receiver = new TransportReceiver(2, 100, null);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Give(receiver, Transfer | 0xFF00, s_first, 50);
        Give(receiver, Management | 0xFF00, s_announce, 60);
        Assert.AreEqual(1, receiver.MessagesLost);
        Assert.AreEqual(1, receiver.SessionsOpen);
        Give(receiver, Transfer | 0xFF00, s_first, 100);
        Assert.IsTrue(Give(receiver, Transfer | 0xFF00, s_second, 150));
    }

    [TestMethod]
    public void What_finds_no_buffer_is_counted()
    {
        TransportReceiver receiver = new TransportReceiver(1, 20, null);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Give(receiver, Management | 0xFF01, s_announce, 0);
        Assert.AreEqual(1, receiver.MessagesWithoutBuffer, "no session");
        receiver.Step(10000);
        Give(receiver, Management | 0xFF01, new byte[] { 32, 21, 0, 3, 255, 0xCA, 0xFE, 0 }, 10000);
        Assert.AreEqual(2, receiver.MessagesWithoutBuffer, "a longer message");
    }

    [TestMethod]
    public void Only_wanted_groups_take_a_session()
    {
        TransportReceiver receiver = new TransportReceiver(1, 100, new int[] { 0xFECA });
        Give(receiver, Management | 0xFF01, new byte[] { 32, 17, 0, 3, 255, 0xEB, 0xFE, 0 }, 0);
        Assert.AreEqual(0, receiver.SessionsOpen);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Assert.AreEqual(1, receiver.SessionsOpen);
    }

    // Clause 5.13.3: the time-outs. Each lets the transfer live to its last millisecond.
    [DataRow(750, 0)] // T1 after the announcement
    [DataRow(750, 1)] // T1 between the packets of a broadcast
    [DataRow(1250, 2)] // T3 after the request to send
    [DataRow(1250, 3)] // T2 after the clear to send
    [DataRow(750, 4)] // T1 between packets of one clear to send
    [DataRow(1250, 5)] // T3 after the last packet asked for
    [DataRow(1050, 6)] // T4 after a clear to send that holds
    [TestMethod]
    public void Clause_5_13_3_A_transfer_that_falls_silent_ends(int milliseconds, int state)
    {
        for (int late = 0; late < 2; late++)
        {
            TransportReceiver receiver = new TransportReceiver(1, 100, null);
            if (state < 2)
            {
                Give(receiver, Management | 0xFF00, s_announce, 0);
                if (state == 1)
                {
                    Give(receiver, Transfer | 0xFF00, s_first, 0);
                }
            }
            else
            {
                Give(receiver, Management | 0x0100, s_request, 0);
                if (state >= 3)
                {
                    byte count = (byte)(state == 5 ? 1 : state == 6 ? 0 : 2);
                    Give(receiver, Management | 0x0001, new byte[] { 17, count, (byte)(count == 0 ? 255 : 1), 255, 255, 0xCA, 0xFE, 0 }, 0);
                }

                if (state == 4 || state == 5)
                {
                    Give(receiver, Transfer | 0x0100, s_first, 0);
                }
            }

            receiver.Step(milliseconds + late);
            Assert.AreEqual(late, receiver.MessagesTimedOut, "state " + state);
            Assert.AreEqual(1 - late, receiver.SessionsOpen);
        }
    }

    [TestMethod]
    public void A_packet_after_the_time_out_is_too_late_though_nobody_has_looked()
    {
        TransportReceiver receiver = new TransportReceiver(1, 100, null);
        Give(receiver, Management | 0xFF00, s_announce, 0);
        Give(receiver, Transfer | 0xFF00, s_first, 751);
        Assert.AreEqual(1, receiver.MessagesTimedOut);
        Assert.AreEqual(0, receiver.SessionsOpen);
    }

    [DataRow(32, 8, 0, 2)] // fits a single frame
    [DataRow(32, 10, 0, 1)] // too few packets
    [DataRow(32, 10, 0, 3)] // too many
    [DataRow(32, 0xFA, 0x06, 255)] // 1786 bytes
    [DataRow(16, 10, 0, 2)] // a request to everybody
    [DataRow(99, 10, 0, 2)] // a reserved control byte
    [TestMethod]
    public void Clause_5_10_A_malformed_announcement_opens_nothing(int control, int low, int high, int packets)
    {
        TransportReceiver receiver = new TransportReceiver(1, TransportReceiver.LongestMessage, null);
        Give(receiver, Management | 0xFF00, new byte[] { (byte)control, (byte)low, (byte)high, (byte)packets, 255, 0xCA, 0xFE, 0 }, 0);
        Assert.AreEqual(0, receiver.SessionsOpen);
        Assert.AreEqual(1, receiver.FramesIgnored);
    }

    [TestMethod]
    public void The_longest_message_has_1785_bytes()
    {
        TransportReceiver receiver = new TransportReceiver(1, TransportReceiver.LongestMessage, null);
        Give(receiver, Management | 0xFF00, new byte[] { 32, 0xF9, 0x06, 255, 255, 0xCA, 0xFE, 0 }, 0);
        byte[] packet = new byte[8];
        for (int sequence = 1; sequence <= 255; sequence++)
        {
            packet[0] = (byte)sequence;
            for (int index = 1; index < 8; index++)
            {
                packet[index] = (byte)(((sequence - 1) * 7) + index);
            }

            Assert.AreEqual(sequence == 255, Give(receiver, Transfer | 0xFF00, packet, sequence));
        }

        Assert.AreEqual(1785, receiver.Length);
        for (int index = 0; index < 1785; index++)
        {
            Assert.AreEqual((byte)(index + 1), receiver.Message[index]);
        }
    }

    private static void CheckMessage(TransportReceiver receiver, int source, int destination)
    {
        Assert.AreEqual(10, receiver.Length);
        for (int index = 0; index < 10; index++)
        {
            Assert.AreEqual((byte)(index + 1), receiver.Message[index]);
        }

        Assert.AreEqual(0xFECA, receiver.ParameterGroup);
        Assert.AreEqual(source, receiver.Source);
        Assert.AreEqual(destination, receiver.Destination);
    }

    private bool Give(TransportReceiver receiver, uint key, byte[] data, long uptimeMilliseconds)
    {
        ScriptedCan.Fill(_frame, key, data);
        return receiver.Take(_frame, uptimeMilliseconds);
    }
}
