using Telltale.Can;
using Telltale.IsoTp;
using Telltale.Obd;

namespace Telltale.HostTests.IsoTp;

public class IsoTpMutationTests
{
    private const int Seed = 20260301;
    private const int Exchanges = 100_000;

    /// <summary>Messages between a sender and a receiver, each frame in between perhaps lost, repeated, swapped, cut or changed.</summary>
    [Test]
    public void Damaged_exchanges_never_throw_and_always_end()
    {
        TestContext.Out.WriteLine($"seed {Seed}, {Exchanges} exchanges");
        Random random = new(Seed);
        Wire toReceiver = new();
        Wire toSender = new();
        IsoTpSettings settings = new();
        IsoTpSender sender = new(toReceiver, settings, 512);
        IsoTpReceiver receiver = new(toSender, settings, 400);
        receiver.Listen(0x7E0, 0x7E8);
        byte[] data = new byte[512];
        Dictionary<IsoTpResult, int> results = [];
        int intact = 0;
        long now = 0;
        for (int exchange = 0; exchange < Exchanges; exchange++)
        {
            random.NextBytes(data);
            settings.BlockSize = random.Next(4);
            settings.SeparationTime = random.Next(8) == 0 ? random.Next(256) : 0;
            int length = random.Next(1, random.Next(4) == 0 ? 513 : 40);
            double damage = random.Next(3) == 0 ? 0 : 0.1;
            bool isDelivered = false;
            Assert.That(sender.TryBegin(0x7E0, 0x7E8, data, length, now), Is.True, "the sender is free");
            int turns = 0;
            while (sender.IsSending || receiver.IsReceiving || toReceiver.HasFrame || toSender.HasFrame)
            {
                Assert.That(++turns, Is.LessThan(100_000), "an exchange without end");
                while (toReceiver.TryMove(random, damage, out CanFrame frame))
                {
                    if (receiver.Take(frame, now))
                    {
                        isDelivered |= receiver.Length == length && receiver.Message.AsSpan(0, length).SequenceEqual(data.AsSpan(0, length));
                    }
                }

                while (toSender.TryMove(random, damage, out CanFrame frame))
                {
                    sender.Take(frame, now);
                }

                now += 20;
                sender.Step(now);
                receiver.Step(now);
            }

            results[sender.LastResult] = results.GetValueOrDefault(sender.LastResult) + 1;
            intact += isDelivered ? 1 : 0;
            Assert.That(isDelivered || damage > 0 || length > 400, Is.True, "an undamaged message that fits arrives");
            receiver.Reset();
        }

        TestContext.Out.WriteLine($"{intact} arrived intact; " + string.Join(", ", results.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.That(results.Keys, Does.Contain(IsoTpResult.Ok).And.Contain(IsoTpResult.TimeoutBs).And.Contain(IsoTpResult.BufferOverflow));
    }

    /// <summary>An ECU that answers anything at all.</summary>
    [Test]
    public void The_poller_outlives_whatever_an_ECU_answers()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        Wire requests = new() { IsUnbounded = true };
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
        private readonly List<CanFrame> _frames = [];

        public bool IsUnbounded { get; init; }

        public CanMode Mode => CanMode.Normal;

        public CanCounters Counters { get; } = new();

        public CanFrame Last { get; } = new();

        public bool HasFrame => _frames.Count > 0;

        public void Accept(uint[] keys, int count, int doubleBuffered)
        {
        }

        public bool TrySetMode(CanMode mode, bool everything) => true;

        public bool TryReceive(CanFrame frame) => false;

        public bool TrySend(CanFrame frame)
        {
            Last.Key = frame.Key;
            frame.Data.CopyTo(Last.Data, 0);
            if (IsUnbounded)
            {
                return true;
            }

            if (_frames.Count >= 3)
            {
                return false;
            }

            CanFrame copy = new() { Key = frame.Key, Length = frame.Length, IsRemote = frame.IsRemote };
            frame.Data.CopyTo(copy.Data, 0);
            _frames.Add(copy);
            return true;
        }

        public void Step(long uptimeMilliseconds)
        {
        }

        public bool TryMove(Random random, double damage, out CanFrame frame)
        {
            frame = null!;
            if (_frames.Count == 0)
            {
                return false;
            }

            bool isDamaged = random.NextDouble() < damage;
            int index = isDamaged && random.Next(4) == 0 ? random.Next(_frames.Count) : 0;
            frame = _frames[index];
            bool isRepeated = isDamaged && random.Next(6) == 0;
            if (!isRepeated)
            {
                _frames.RemoveAt(index);
            }

            if (!isDamaged)
            {
                return true;
            }

            switch (random.Next(4))
            {
                case 0:
                    // Lost.
                    frame = new CanFrame { Key = 0x123 };
                    break;
                case 1:
                    frame.Length = random.Next(9);
                    break;
                case 2:
                    frame.Data[0] = (byte)random.Next(256);
                    break;
                default:
                    frame.Data[random.Next(8)] ^= (byte)(1 << random.Next(8));
                    break;
            }

            return true;
        }
    }
}
