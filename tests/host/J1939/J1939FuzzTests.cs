using Telltale.Can;
using Telltale.J1939;
using Telltale.Signals;

namespace Telltale.HostTests.J1939;

public class J1939FuzzTests
{
    /// <summary>A million frames, most of them of the transport protocol and of few senders, so that transfers really meet: nothing throws, nothing is out of bounds, nothing allocates.</summary>
    [Test]
    public void A_million_frames_of_nonsense_do_no_harm()
    {
        const int Sessions = 4;
        Random random = new(11);
        TransportReceiver receiver = new(Sessions, TransportReceiver.LongestMessage, null!);
        J1939Listener listener = new(2, 20);
        SignalProfile profile = FmsProfile.Create();
        BroadcastDecoder decoder = new(profile, new SignalTable(profile.Definitions));
        CanFrame frame = new();
        long now = 0;
        long allocated = 0;
        int announced = 0;
        int[] next = new int[4];
        for (int turn = 0; turn < 1_000_000; turn++)
        {
            Fill(frame, random, next);
            bool isAnnouncement = frame.IsExtended && !frame.IsRemote && frame.Length == 8 && ((frame.Identifier >> 8) & 0x3FF00) == 0xEC00 && frame.Data[0] is 16 or 32;
            announced += isAnnouncement ? 1 : 0;
            now += random.Next(100) == 0 ? random.Next(2000) : random.Next(20);

            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isComplete = receiver.Take(frame, now);
            listener.Take(frame, now);
            decoder.Decode(frame, now);
            if ((turn & 63) == 0)
            {
                receiver.Step(now);
                listener.Step(now);
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (isComplete && (receiver.Length is < 9 or > TransportReceiver.LongestMessage || receiver.Source >= 254 || receiver.ParameterGroup > 0x3FFFF))
            {
                Assert.Fail($"{receiver.Length} bytes of {receiver.ParameterGroup} from {receiver.Source}");
            }

            if (receiver.SessionsOpen > Sessions || listener.TroubleCodes.Count > 20)
            {
                Assert.Fail("more than there is room for");
            }
        }

        TestContext.Out.WriteLine(
            $"{receiver.MessagesReceived} messages, {receiver.MessagesLost} lost, {receiver.MessagesTimedOut} timed out, {receiver.MessagesWithoutBuffer} without buffer, "
            + $"{receiver.FramesIgnored} frames ignored, {listener.MessagesRead} DM1, {decoder.FramesDecoded} frames with signals");
        Assert.That(allocated, Is.Zero);
        Assert.That(receiver.MessagesReceived, Is.GreaterThan(500));
        Assert.That(receiver.MessagesTimedOut, Is.GreaterThan(100));
        Assert.That(listener.MessagesRead, Is.GreaterThan(500));

        // Every transfer that was opened ended in one way, or is still open.
        int opened = receiver.MessagesReceived + receiver.MessagesLost + receiver.MessagesTimedOut + receiver.SessionsOpen;
        Assert.That(opened + receiver.MessagesWithoutBuffer, Is.LessThanOrEqualTo(announced));
    }

    private static void Fill(CanFrame frame, Random random, int[] next)
    {
        random.NextBytes(frame.Data);
        frame.IsRemote = random.Next(200) == 0;
        frame.Length = random.Next(20) == 0 ? random.Next(9) : 8;
        int kind = random.Next(20);
        uint source = (uint)random.Next(random.Next(50) == 0 ? 256 : 4);
        uint destination = random.Next(2) == 0 ? 255 : (uint)random.Next(4);
        switch (kind)
        {
            case 0:
                frame.Key = (uint)random.Next() & (random.Next(2) == 0 ? 0x7FFu : 0x1FFF_FFFF);
                frame.IsExtended = random.Next(2) == 0;
                frame.Identifier &= frame.IsExtended ? 0x1FFF_FFFF : 0x7FFu;
                return;
            case 1:
                frame.Key = CanFrame.ExtendedKey | 0x18FECA00 | source;
                return;
            case 2:
                frame.Key = CanFrame.ExtendedKey | 0x18FE0000 | ((uint)random.Next(256) << 8) | source;
                return;
            case 3 or 4 or 5:
                frame.Key = CanFrame.ExtendedKey | 0x18EC0000 | (destination << 8) | source;
                int length = random.Next(10) == 0 ? random.Next(3000) : 9 + random.Next(40);
                frame.Data[0] = random.Next(8) switch { 0 => 17, 1 => 19, 2 => 255, 3 => (byte)random.Next(256), _ => (byte)(destination == 255 ? 32 : 16) };
                frame.Data[1] = frame.Data[0] == 17 ? (byte)random.Next(8) : (byte)length;
                frame.Data[2] = frame.Data[0] == 17 ? (byte)random.Next(8) : (byte)(length >> 8);
                frame.Data[3] = (byte)((length + 6) / 7);
                frame.Data[5] = (byte)(random.Next(3) == 0 ? 0xEB : 0xCA);
                frame.Data[6] = 0xFE;
                frame.Data[7] = 0;
                next[source & 3] = 1;
                return;
            default:
                frame.Key = CanFrame.ExtendedKey | 0x18EB0000 | (destination << 8) | source;
                frame.Data[0] = (byte)(random.Next(10) == 0 ? random.Next(256) : next[source & 3]++);
                return;
        }
    }
}
