using Telltale.Can;
using Telltale.Obd;

namespace Telltale.HostTests.IsoTp;

public class IsoTpMutationTests
{
    private const int Seed = 20260301;

    /// <summary>An ECU that answers anything at all.</summary>
    [Test]
    public void The_poller_outlives_whatever_an_ECU_answers()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        Wire requests = new();
        Telltale.Signals.SignalProfile profile = ObdProfile.CreateGeneric();
        Telltale.Signals.SignalTable table = new(profile.Definitions);
        ObdClient poller = new(requests, table, profile.Polled, new ObdSettings { GiveWayMilliseconds = 0 });
        CanFrame answer = new();
        long now = 0;
        for (int turn = 0; turn < 1_000_000; turn++)
        {
            now += random.Next(60);
            if (random.Next(3) != 0)
            {
                answer.Key = 0x7E8 + (uint)random.Next(9);
                answer.Length = random.Next(4) == 0 ? random.Next(9) : 8;
                random.NextBytes(answer.Data);
                if (random.Next(2) == 0)
                {
                    // Likely beginnings: single, first and consecutive frames of positive and negative responses.
                    byte[] start = random.Next(5) switch
                    {
                        0 => [(byte)random.Next(3, 8), 0x41, requests.Last.Data[2]],
                        1 => [0x10, (byte)random.Next(8, 40), 0x41, requests.Last.Data[2]],
                        2 => [(byte)(0x20 | random.Next(16))],
                        3 => [0x03, 0x7F, (byte)(random.Next(2) == 0 ? 0x01 : 0x09), (byte)random.Next(256)],
                        _ => [0x10, 0x14, 0x49, 0x02, 0x01],
                    };
                    start.CopyTo(answer.Data, 0);
                }

                poller.Take(answer, now);
            }

            poller.Step(now, maySend: true);
            if (turn % 20_000 == 0)
            {
                // Another vehicle: what was answered may have been that nothing is supported.
                poller.Restart();
            }
        }

        TestContext.Out.WriteLine($"requests {poller.Counters.RequestsSent}, responses {poller.Counters.ResponsesReceived}, malformed {poller.Counters.ResponsesMalformed}, time-outs {poller.Counters.Timeouts}");
        Assert.That(poller.Counters.RequestsSent, Is.GreaterThan(100));

        // And afterwards it still answers to silence: no request stays under way.
        for (int turn = 0; turn < 1000; turn++)
        {
            now += 100;
            poller.Step(now, maySend: false);
        }

        Assert.That(poller.IsWaiting, Is.False);
    }

    private sealed class Wire : ICanController
    {
        public CanMode Mode => CanMode.Normal;

        public CanCounters Counters { get; } = new();

        public CanFrame Last { get; } = new();

        public void Accept(uint[] keys, int count, int doubleBuffered)
        {
        }

        public bool TrySetMode(CanMode mode, bool everything) => true;

        public bool TryReceive(CanFrame frame) => false;

        public bool TrySend(CanFrame frame)
        {
            Last.Key = frame.Key;
            frame.Data.CopyTo(Last.Data, 0);
            return true;
        }

        public void Step(long uptimeMilliseconds)
        {
        }
    }
}
