using System.Diagnostics;
using Telltale.Can;
using Telltale.IsoTp;

namespace Telltale.HostTests.IsoTp;

public class IsoTpExchangeTests
{
    private const int Seed = 20261101;
    private const int Rounds = 500_000;

    /// <summary>Two senders and their receivers at a time, on one bus that loses, doubles, swaps, changes and delays frames, with controllers that are full and a loop that oversleeps.</summary>
    [Test]
    public void A_million_damaged_exchanges_always_end_with_a_result_and_a_clean_one_always_succeeds()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Bench bench = new(Seed);
        bench.Run(1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        string? fault = bench.Run(Rounds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        TestContext.Out.WriteLine($"seed {Seed}, {2 * Rounds} damaged exchanges in {watch.Elapsed.TotalSeconds:0.0} s, {bench.Frames} frames, {allocated} bytes allocated");
        for (int result = 1; result < Bench.Results; result++)
        {
            TestContext.Out.WriteLine($"{(IsoTpResult)result}: sender {bench.SenderResults[result]}, receiver {bench.ReceiverResults[result]}");
        }

        Assert.That(fault, Is.Null);
        Assert.That(allocated, Is.Zero);
        IsoTpResult[] atSender = [IsoTpResult.Ok, IsoTpResult.TimeoutA, IsoTpResult.TimeoutBs, IsoTpResult.TimeoutCs, IsoTpResult.InvalidFlowStatus, IsoTpResult.WaitFrameOverrun, IsoTpResult.BufferOverflow];
        IsoTpResult[] atReceiver = [IsoTpResult.Ok, IsoTpResult.TimeoutA, IsoTpResult.TimeoutBr, IsoTpResult.TimeoutCr, IsoTpResult.WrongSequenceNumber, IsoTpResult.UnexpectedPdu, IsoTpResult.WaitFrameOverrun, IsoTpResult.BufferOverflow];
        Assert.Multiple(() =>
        {
            Assert.That(atSender.Where(result => bench.SenderResults[(int)result] == 0), Is.Empty, "results that no sender met");
            Assert.That(atReceiver.Where(result => bench.ReceiverResults[(int)result] == 0), Is.Empty, "results that no receiver met");
        });
    }

    private sealed class Bench
    {
        public const int Results = (int)IsoTpResult.TimeoutCs + 1;

        private const int Capacity = 100;
        private const int MostTurns = 20_000;

        private static readonly IsoTpAddress[] Addresses =
        [
            IsoTpAddress.Normal(0x7E0, 0x7E8),
            IsoTpAddress.NormalFixed(0x10, 0xF1),
            IsoTpAddress.Extended(0x6F1, 0x12, 0x612, 0xF1),
            IsoTpAddress.Mixed(0x750, 0x758, 0x40),
            IsoTpAddress.MixedFixed(0x55, 0xF1, 0x40),
        ];

        // The other pair: the same identifiers where an address byte tells them apart.
        private static readonly IsoTpAddress[] OtherAddresses =
        [
            IsoTpAddress.Normal(0x7E1, 0x7E9),
            IsoTpAddress.NormalFixed(0x11, 0xF1),
            IsoTpAddress.Extended(0x6F1, 0x13, 0x612, 0xF2),
            IsoTpAddress.Mixed(0x750, 0x758, 0x41),
            IsoTpAddress.MixedFixed(0x55, 0xF1, 0x41),
        ];

        private static readonly IsoTpAddress[] Reversed = [.. Addresses.Select(address => address.Reversed())];
        private static readonly IsoTpAddress[] OtherReversed = [.. OtherAddresses.Select(address => address.Reversed())];

        private readonly Dice _dice;
        private readonly Bus _forth;
        private readonly Bus _back;
        private readonly IsoTpSettings _settings = new();
        private readonly Pair _pair;
        private readonly Pair _other;
        private readonly CanFrame _frame = new();
        private long _now;

        public Bench(int seed)
        {
            _dice = new Dice((ulong)seed);
            _forth = new Bus(_dice);
            _back = new Bus(_dice);
            _pair = new Pair(_forth, _back, _settings, this);
            _other = new Pair(_forth, _back, _settings, this);
        }

        public long Frames => _forth.Sent + _back.Sent;

        public long[] SenderResults { get; } = new long[Results];

        public long[] ReceiverResults { get; } = new long[Results];

        /// <returns>What went wrong, or null.</returns>
        public string? Run(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                int format = _dice.Below(Addresses.Length);
                _settings.BlockSize = _dice.Below(4);
                _settings.SeparationTime = _dice.Below(8) == 0 ? _dice.Below(256) : 0;
                _settings.MaximumWaitFrames = _dice.Below(4);
                SetDamage(1 + _dice.Below(30));
                _pair.Receiver.Listen(Reversed[format]);
                _other.Receiver.Listen(OtherReversed[format]);
                if (!_pair.TryBegin(Addresses[format], Length(), _now) || !_other.TryBegin(OtherAddresses[format], Length(), _now))
                {
                    return $"round {round}: a sender is not free";
                }

                if (!TryFinish(mayHold: true))
                {
                    return $"round {round}: no end; sender {_pair.Sender.IsSending}, receiver {_pair.Receiver.IsReceiving}, others {_other.Sender.IsSending} {_other.Receiver.IsReceiving}";
                }

                if (!_pair.IsAnswered() || !_other.IsAnswered())
                {
                    return $"round {round}: ended without a result";
                }

                // Flow status overflow may still wait for room in the controller.
                SetDamage(0);
                _now += 2000;
                if (!TryFinish(mayHold: false))
                {
                    return $"round {round}: the bus does not come to rest";
                }

                int length = 1 + _dice.Below(30);
                if (!_pair.TryBegin(Addresses[format], length, _now) || !TryFinish(mayHold: false) || !_pair.IsDelivered)
                {
                    return $"round {round}: the clean exchange afterwards, of {length} bytes, failed with {_pair.Sender.LastResult} and {_pair.Receiver.LastResult}";
                }
            }

            return null;
        }

        private int Length()
        {
            return _dice.Below(4) == 0 ? 1 + _dice.Below(Capacity + 20) : 1 + _dice.Below(30);
        }

        private void SetDamage(int damage)
        {
            _forth.Damage = damage;
            _back.Damage = damage;
        }

        private bool TryFinish(bool mayHold)
        {
            _pair.Step(_now);
            _other.Step(_now);
            _pair.Receiver.HoldsBack = mayHold && _dice.Below(8) == 0;
            _other.Receiver.HoldsBack = mayHold && _dice.Below(8) == 0;
            for (int turn = 0; turn < MostTurns; turn++)
            {
                while (_forth.TryReceive(_frame, _now))
                {
                    _pair.TakeAtReceiver(_frame, _now);
                    _other.TakeAtReceiver(_frame, _now);
                }

                while (_back.TryReceive(_frame, _now))
                {
                    _pair.Sender.Take(_frame, _now);
                    _other.Sender.Take(_frame, _now);
                }

                if (!_pair.IsBusy && !_other.IsBusy && _forth.IsEmpty && _back.IsEmpty)
                {
                    return true;
                }

                _now += _forth.IsEmpty && _back.IsEmpty ? 50 : 2;
                if (_forth.Damage > 0 && _dice.Below(100) == 0)
                {
                    _now += _dice.Below(3000);
                }

                _pair.Receiver.HoldsBack &= _dice.Below(10) != 0;
                _other.Receiver.HoldsBack &= _dice.Below(10) != 0;
                _pair.Step(_now);
                _other.Step(_now);
            }

            return false;
        }

        /// <summary>A sender and its receiver.</summary>
        private sealed class Pair
        {
            public readonly IsoTpSender Sender;
            public readonly IsoTpReceiver Receiver;

            private readonly byte[] _data = new byte[Capacity + 20];
            private readonly Bench _bench;
            private int _length;
            private bool _hasReceived;

            public Pair(Bus forth, Bus back, IsoTpSettings settings, Bench bench)
            {
                Sender = new IsoTpSender(forth, settings, Capacity + 20);
                Receiver = new IsoTpReceiver(back, settings, Capacity);
                _bench = bench;
                for (int index = 0; index < _data.Length; index++)
                {
                    _data[index] = (byte)(index * 37);
                }
            }

            public bool IsBusy => Sender.IsSending || Receiver.IsReceiving;

            public bool IsDelivered { get; private set; }

            public bool TryBegin(IsoTpAddress address, int length, long now)
            {
                Sender.LastResult = IsoTpResult.None;
                Receiver.LastResult = IsoTpResult.None;
                _length = length;
                _hasReceived = false;
                IsDelivered = false;
                return Sender.TryBegin(address, _data, length, now);
            }

            public void TakeAtReceiver(CanFrame frame, long now)
            {
                int lost = Receiver.MessagesLost;
                if (Receiver.Take(frame, now))
                {
                    _bench.ReceiverResults[(int)IsoTpResult.Ok]++;
                    IsDelivered = Receiver.Length == _length && Receiver.Message.AsSpan(0, _length).SequenceEqual(_data.AsSpan(0, _length));
                }

                _hasReceived |= Receiver.IsReceiving;
                Count(lost);
            }

            public void Step(long now)
            {
                int lost = Receiver.MessagesLost;
                Sender.Step(now);
                Receiver.Step(now);
                Count(lost);
            }

            public bool IsAnswered()
            {
                _bench.SenderResults[(int)Sender.LastResult]++;
                return Sender.LastResult != IsoTpResult.None && (!_hasReceived || Receiver.LastResult != IsoTpResult.None);
            }

            private void Count(int lostBefore)
            {
                if (Receiver.MessagesLost != lostBefore && Receiver.LastResult != IsoTpResult.Ok)
                {
                    _bench.ReceiverResults[(int)Receiver.LastResult]++;
                }
            }
        }
    }

    /// <summary>One direction of the bus: what was sent comes out later, or not as it was.</summary>
    private sealed class Bus : ICanController
    {
        private const int Room = 64;
        private const int MostFramesOnTheWay = 6;

        private readonly CanFrame[] _frames = new CanFrame[Room];
        private readonly long[] _due = new long[Room];
        private readonly Dice _dice;
        private int _count;
        private int _refusals;
        private long _now;

        public Bus(Dice dice)
        {
            _dice = dice;
            for (int index = 0; index < Room; index++)
            {
                _frames[index] = new CanFrame();
            }
        }

        /// <summary>How many frames in 100 are damaged.</summary>
        public int Damage
        {
            get;
            set
            {
                field = value;
                _refusals = 0;
            }
        }

        public long Sent { get; private set; }

        public bool IsEmpty => _count == 0;

        public CanMode Mode => CanMode.Normal;

        public CanCounters Counters { get; } = new();

        public void Accept(uint[] keys, int count, int doubleBuffered)
        {
        }

        public bool TrySetMode(CanMode mode, bool everything) => true;

        public bool TryReceive(CanFrame frame) => TryReceive(frame, _now);

        public void Step(long uptimeMilliseconds) => _now = uptimeMilliseconds;

        public bool TrySend(CanFrame frame)
        {
            if (_refusals > 0)
            {
                _refusals--;
                return false;
            }

            if (_count >= MostFramesOnTheWay)
            {
                return false;
            }

            if (Damage > 0 && _dice.Below(400) == 0)
            {
                _refusals = _dice.Below(60);
                return false;
            }

            Sent++;
            int copies = 1;
            long due = _now;
            int change = -1;
            int place = _count;
            if (_dice.Below(100) < Damage)
            {
                switch (_dice.Below(5))
                {
                    case 0: copies = 0; break;
                    case 1: copies = 2; break;
                    case 2: place = _dice.Below(_count + 1); break;
                    case 3: due += _dice.Below(1500); break;
                    default: change = _dice.Below(4); break;
                }
            }

            for (; copies > 0; copies--)
            {
                Insert(place, frame, due);
                Change(_frames[place], change);
            }

            return true;
        }

        public bool TryReceive(CanFrame frame, long now)
        {
            _now = now;
            if (_count == 0 || _due[0] > now)
            {
                return false;
            }

            Copy(_frames[0], frame);
            CanFrame first = _frames[0];
            _count--;
            for (int index = 0; index < _count; index++)
            {
                _frames[index] = _frames[index + 1];
                _due[index] = _due[index + 1];
            }

            _frames[_count] = first;
            return true;
        }

        private static void Copy(CanFrame from, CanFrame to)
        {
            to.Key = from.Key;
            to.Length = from.Length;
            to.IsRemote = from.IsRemote;
            Array.Copy(from.Data, to.Data, 8);
        }

        private void Insert(int place, CanFrame frame, long due)
        {
            CanFrame free = _frames[_count];
            for (int index = _count; index > place; index--)
            {
                _frames[index] = _frames[index - 1];
                _due[index] = _due[index - 1];
            }

            Copy(frame, free);
            _frames[place] = free;
            _due[place] = due;
            _count++;
        }

        private void Change(CanFrame frame, int change)
        {
            switch (change)
            {
                case 0:
                    frame.Length = _dice.Below(9);
                    frame.IsRemote = _dice.Below(8) == 0;
                    break;
                case 1:
                    frame.Data[_dice.Below(2)] = (byte)_dice.Below(256);
                    break;
                case 2:
                    frame.Data[_dice.Below(8)] ^= (byte)(1 << _dice.Below(8));
                    break;
                case 3:
                    frame.Key ^= 1u << _dice.Below(11);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Pseudo-random numbers (xorshift64*), the same on every machine.</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed * 0x9E3779B97F4A7C15;

        public int Below(int limit)
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)limit);
        }
    }
}
