using System.Diagnostics;
using System.Reflection;
using Telltale.Can;
using Telltale.IsoTp;
using Telltale.Uds;

namespace Telltale.HostTests.Uds;

public class UdsMutationTests
{
    private const int Seed = 20261102;
    private const int Requests = 100_000;

    /// <summary>An ECU whose answers are cut, lengthened, changed, late, doubled, somebody else's, pending, busy or missing.</summary>
    [Test]
    public void Whatever_an_ECU_answers_every_request_ends_and_nothing_but_reading_is_ever_sent()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Bench bench = new(Seed);
        Assert.That(bench.Run(500), Is.Null);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        string? fault = bench.Run(Requests);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        TestContext.Out.WriteLine($"seed {Seed}, {Requests} requests in {watch.Elapsed.TotalSeconds:0.0} s, {allocated} bytes allocated");
        foreach (UdsResult result in Enum.GetValues<UdsResult>())
        {
            TestContext.Out.WriteLine($"{result}: {bench.Results[(int)result]}");
        }

        foreach (string message in bench.Ecu.Seen.Order(StringComparer.Ordinal))
        {
            TestContext.Out.WriteLine("sent " + message);
        }

        Assert.That(fault, Is.Null);
        Assert.That(allocated, Is.Zero);
        Assert.That(bench.Results[(int)UdsResult.None], Is.Zero);
        Assert.That(bench.Results.Skip(1), Has.All.Positive, "results that no request met");
        Assert.That(bench.Ecu.Seen, Is.SubsetOf(ReadOnly));
        Assert.That(bench.Ecu.Seen, Is.SupersetOf(ReadOnly));
        Assert.That(bench.Ecu.Unknown, Is.Zero);
    }

    /// <summary>Every public member that can be called, with whatever arguments.</summary>
    [Test]
    public void No_member_of_the_client_sends_anything_but_reading()
    {
        Random random = new(Seed);
        Ecu ecu = new(new Dice(Seed));
        UdsClient client = new(ecu, new UdsSettings(), Ecu.Address);
        MethodInfo[] methods = [.. typeof(UdsClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.Name.StartsWith("Try", StringComparison.Ordinal))];
        Assert.That(methods, Has.Length.EqualTo(8));
        long now = 0;
        for (int turn = 0; turn < 20_000; turn++)
        {
            MethodInfo method = methods[random.Next(methods.Length)];
            object[] arguments = [.. method.GetParameters().Select(parameter => Argument(parameter, random, now))];
            client.Step(now, maySend: true);
            method.Invoke(client, arguments);
            now += 500;
            client.Step(now, maySend: true);
            ecu.Forget();
        }

        Assert.That(ecu.Seen, Is.SubsetOf(ReadOnly));
        Assert.That(ecu.Seen, Has.Count.GreaterThan(6));
        Assert.That(ecu.Unknown, Is.Zero);
    }

    [Test]
    public void Every_code_of_the_table_is_named_as_its_constant_is()
    {
        FieldInfo[] constants = typeof(UdsNegativeResponse).GetFields();
        Assert.That(constants, Has.Length.EqualTo(59));
        Assert.Multiple(() =>
        {
            foreach (FieldInfo constant in constants)
            {
                Assert.That(UdsNegativeResponse.NameOf((int)constant.GetRawConstantValue()!), Is.EqualTo(constant.Name).IgnoreCase);
            }
        });
        string[] unnamed = ["positiveResponse", "ISOSAEReserved", "reservedByExtendedDataLinkSecurityDocument", "reservedForSpecificConditionsNotCorrect", "vehicleManufacturerSpecificConditionsNotCorrect"];
        Assert.That(Enumerable.Range(0, 256).Count(code => !unnamed.Contains(UdsNegativeResponse.NameOf(code), StringComparer.Ordinal)), Is.EqualTo(59));
    }

    private static readonly string[] ReadOnly = ["10 01", "10 03", "19 01", "19 02", "19 06", "19 0A", "19 0F", "22", "3E 80"];

    private static object Argument(ParameterInfo parameter, Random random, long now)
    {
        if (parameter.ParameterType == typeof(long))
        {
            return now;
        }

        if (parameter.ParameterType == typeof(int[]))
        {
            return Enumerable.Range(0, 16).Select(_ => random.Next(-1, 0x10001)).ToArray();
        }

        return random.Next(4) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(0, 300);
    }

    private sealed class Bench
    {
        private readonly Dice _dice;
        private readonly UdsClient _client;
        private readonly CanFrame _frame = new();
        private readonly int[] _identifiers = new int[5];
        private readonly int[] _lengths = new int[5];
        private long _now;

        public Bench(ulong seed)
        {
            _dice = new Dice(seed);
            Ecu = new Ecu(_dice);
            _client = new UdsClient(Ecu, new UdsSettings { ResponseCapacity = 100 }, Ecu.Address);
        }

        public Ecu Ecu { get; }

        public long[] Results { get; } = new long[(int)UdsResult.ResponseMalformed + 1];

        public string? Run(int requests)
        {
            for (int request = 0; request < requests; request++)
            {
                Rest();
                Ecu.Damages = true;
                _client.LastResult = UdsResult.None;
                if (!TryBegin(request) || !TryFinish())
                {
                    return $"request {request} did not begin, or did not end";
                }

                Results[(int)_client.LastResult]++;
                if (request % 4 == 0)
                {
                    Rest();
                    if (!TryBegin(request) || !TryFinish() || _client.LastResult != UdsResult.Positive)
                    {
                        return $"request {request}, undamaged, ended with {_client.LastResult}";
                    }
                }
            }

            return null;
        }

        private void Rest()
        {
            Ecu.Forget();
            Ecu.Damages = false;
            _now += 3000;
            _client.Step(_now, maySend: true);
        }

        private bool TryBegin(int request)
        {
            switch (request % 9)
            {
                case 0: return _client.TryBeginExtendedSession(_now);
                case 1: return _client.TryReadDtcNumber(_dice.Below(256), _now);
                case 2: return _client.TryReadDtcs(_dice.Below(256), _now);
                case 3: return _client.TryReadSupportedDtcs(_now);
                case 4: return _client.TryReadMirrorDtcs(_dice.Below(256), _now);
                case 5: return _client.TryReadDtcExtendedData(_dice.Below(0x1000000), _dice.Below(256), _now);
                case 6: return _client.TryBeginDefaultSession(_now);
                default:
                    int count = 1 + _dice.Below(_identifiers.Length);
                    for (int index = 0; index < count; index++)
                    {
                        _identifiers[index] = 0x1000 + index;
                        _lengths[index] = Ecu.LengthOf(0x1000 + index);
                    }

                    if (_dice.Below(2) == 0)
                    {
                        _lengths[count - 1] = 0;
                    }

                    return _client.TryReadData(_identifiers, _lengths, count, _now);
            }
        }

        private bool TryFinish()
        {
            for (int turn = 0; turn < 20_000; turn++)
            {
                Ecu.Step(_now);
                while (Ecu.TryReceive(_frame))
                {
                    _client.Take(_frame, _now);
                    Ecu.Step(_now);
                }

                _now += Ecu.IsQuiet ? 100 : 5;
                _client.Step(_now, maySend: true);
                if (!_client.IsBusy)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The ECU, and the bus to it: takes what the client sends, and answers as it should or not.</summary>
    private sealed class Ecu : ICanController
    {
        public static readonly IsoTpAddress Address = IsoTpAddress.NormalFixed(0x10, 0xF1);

        private const int Room = 128;

        private static readonly IsoTpAddress Reversed = Address.Reversed();

        private readonly Dice _dice;
        private readonly CanFrame[] _frames = new CanFrame[Room];
        private readonly Outgoing _outgoing;
        private readonly IsoTpReceiver _receiver;
        private readonly IsoTpSender _sender;
        private readonly byte[] _response = new byte[256];
        private int _first;
        private int _count;
        private int _length;
        private long _due;
        private long _now;
        private int _again;
        private int _full;

        public Ecu(Dice dice)
        {
            _dice = dice;
            for (int index = 0; index < Room; index++)
            {
                _frames[index] = new CanFrame();
            }

            _outgoing = new Outgoing(this);
            IsoTpSettings settings = new();
            _receiver = new IsoTpReceiver(_outgoing, settings, 64);
            _receiver.Listen(Reversed);
            _sender = new IsoTpSender(_outgoing, settings, 256);
        }

        public bool Damages { get; set; }

        /// <summary>Kinds of requests that came, by service and sub-function.</summary>
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        /// <summary>Frames to another address than the ECU's.</summary>
        public int Unknown { get; private set; }

        public bool IsQuiet => _count == 0 && _length == 0 && !_sender.IsSending;

        public CanMode Mode => CanMode.Normal;

        public CanCounters Counters { get; } = new();

        public static int LengthOf(int identifier) => 1 + (identifier & 7) * 3;

        public void Accept(uint[] keys, int count, int doubleBuffered)
        {
        }

        public bool TrySetMode(CanMode mode, bool everything) => true;

        public void Forget()
        {
            _count = 0;
            _length = 0;
            _again = 0;
            _full = 0;
            _sender.Reset();
            _receiver.Reset();
        }

        public bool TrySend(CanFrame frame)
        {
            if (_full > 0)
            {
                _full--;
                return false;
            }

            if (Damages && _dice.Below(200) == 0)
            {
                _full = _dice.Below(100);
                return false;
            }

            if (frame.Key != Address.SendKey)
            {
                Unknown++;
                return true;
            }

            // Flow control may be lost too.
            if (Damages && _dice.Below(50) == 0)
            {
                return true;
            }

            if (!_sender.Take(frame, _now) && _receiver.Take(frame, _now))
            {
                Answer(_receiver.Message, _receiver.Length);
            }

            return true;
        }

        public bool TryReceive(CanFrame frame)
        {
            if (_count == 0)
            {
                return false;
            }

            CanFrame from = _frames[_first];
            frame.Key = from.Key;
            frame.Length = from.Length;
            frame.IsRemote = from.IsRemote;
            Array.Copy(from.Data, frame.Data, 8);
            _first = (_first + 1) % Room;
            _count--;
            return true;
        }

        public void Step(long uptimeMilliseconds)
        {
            _now = uptimeMilliseconds;
            _sender.Step(_now);
            if (_length > 0 && _now >= _due && !_sender.IsSending)
            {
                _sender.TryBegin(Reversed, _response, _length, _now);
                _length = 0;
                if (_again > 0)
                {
                    _again--;
                    _length = 3;
                    _due = _now + _dice.Below(6000);
                }
            }
        }

        private static string Kind(byte[] request) => request[0] switch
        {
            0x10 => request[1] switch { 0x01 => "10 01", 0x03 => "10 03", _ => "10 other" },
            0x19 => request[1] switch { 0x01 => "19 01", 0x02 => "19 02", 0x06 => "19 06", 0x0A => "19 0A", 0x0F => "19 0F", _ => "19 other" },
            0x22 => "22",
            0x3E => request[1] == 0x80 ? "3E 80" : "3E other",
            _ => "other",
        };

        private void Answer(byte[] request, int length)
        {
            Seen.Add(Kind(request));
            if (request[0] == 0x3E)
            {
                return;
            }

            _due = _now + _dice.Below(40);
            _response[0] = (byte)(request[0] + 0x40);
            _response[1] = request[1];
            switch (request[0])
            {
                case 0x10:
                    _response[2] = 0;
                    _response[3] = 50;
                    _response[4] = 1;
                    _response[5] = 0xF4;
                    _length = 6;
                    break;
                case 0x22:
                    _length = 1;
                    for (int place = 1; place < length; place += 2)
                    {
                        _response[_length] = request[place];
                        _response[_length + 1] = request[place + 1];
                        _length += 2 + LengthOf((request[place] << 8) | request[place + 1]);
                    }

                    break;
                default:
                    Array.Copy(request, 2, _response, 2, 4);
                    _length = request[1] switch { 0x01 => 6, 0x06 => 6 + _dice.Below(20), _ => 3 + 4 * _dice.Below(20) };
                    break;
            }

            if (Damages)
            {
                Damage(request[0]);
            }
        }

        private void Damage(int service)
        {
            switch (_dice.Below(10))
            {
                case 0:
                    _length = _dice.Below(_length);
                    break;
                case 1:
                    _length += _dice.Below(80);
                    break;
                case 2:
                    _response[_dice.Below(4)] ^= (byte)(1 << _dice.Below(8));
                    break;
                case 3:
                    _response[_dice.Below(_length)] = (byte)_dice.Below(256);
                    break;
                case 4:
                    _due += _dice.Below(300);
                    break;
                case 5:
                    Negative(service, _dice.Below(256));
                    break;
                case 6:
                    Negative(service, 0x78);
                    _again = _dice.Below(30);
                    break;
                case 7:
                    Negative(service, 0x21);
                    break;
                default:
                    break;
            }
        }

        private void Negative(int service, int code)
        {
            _response[0] = 0x7F;
            _response[1] = (byte)service;
            _response[2] = (byte)code;
            _length = 3;
        }

        private bool Put(CanFrame frame)
        {
            if (_count == Room)
            {
                return false;
            }

            int damage = Damages ? _dice.Below(60) : -1;
            if (damage == 0)
            {
                return true;
            }

            CanFrame to = _frames[(_first + _count) % Room];
            to.Key = damage == 1 ? frame.Key ^ (1u << _dice.Below(29)) : frame.Key;
            to.Length = damage == 2 ? _dice.Below(9) : frame.Length;
            to.IsRemote = damage == 3;
            Array.Copy(frame.Data, to.Data, 8);
            if (damage == 4)
            {
                to.Data[_dice.Below(8)] = (byte)_dice.Below(256);
            }

            _count++;
            return true;
        }

        /// <summary>What the ECU sends with.</summary>
        private sealed class Outgoing(Ecu ecu) : ICanController
        {
            public CanMode Mode => CanMode.Normal;

            public CanCounters Counters { get; } = new();

            public void Accept(uint[] keys, int count, int doubleBuffered)
            {
            }

            public bool TrySetMode(CanMode mode, bool everything) => true;

            public bool TryReceive(CanFrame frame) => false;

            public bool TrySend(CanFrame frame) => ecu.Put(frame);

            public void Step(long uptimeMilliseconds)
            {
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
