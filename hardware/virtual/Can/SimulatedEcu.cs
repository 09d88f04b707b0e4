using System.Text;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>
/// An engine control unit that answers SAE J1979 requests (services 01 and 09) over ISO 15765-2 from the state of a vehicle: functional ones to 0x7DF and physical
/// ones to its own identifier. Its transport layer shares no code with the unit's.
/// </summary>
public sealed class SimulatedEcu : SimulatedNode
{
    private const uint FunctionalRequest = 0x7DF;
    private const long FlowControlTimeoutMicroseconds = 1_000_000;
    private const byte Padding = 0xAA;

    private readonly SimulatedEcuSettings _settings;
    private readonly SortedDictionary<int, Func<VehicleState, double, byte[]>> _pids = [];
    private readonly Random _random;
    private readonly uint _requestKey;
    private readonly uint _responseKey;
    private long _engineStarted = -1;

    private byte[] _message = [];
    private int _sent;
    private int _sequence;
    private long _flowControlUntil = -1;

    /// <summary>Makes an ECU.</summary>
    /// <param name="vehicle">The vehicle that it is part of.</param>
    /// <param name="bitsPerSecond">The bit rate that it is set to.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="messages">What it broadcasts.</param>
    public SimulatedEcu(IVehicle vehicle, int bitsPerSecond, SimulatedEcuSettings settings, params IReadOnlyList<BroadcastMessage> messages)
        : base(vehicle, bitsPerSecond, messages)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _random = new Random(settings.Seed);
        _requestKey = 0x7E0 + (uint)settings.Number;
        _responseKey = _requestKey + 8;
        Define(0x01, (_, _) => [0x00, 0x07, 0xE5, 0x00]);
        Define(0x04, (state, _) => [Percent(state.EngineLoadPercent)]);
        Define(0x05, (state, _) => [Temperature(state.CoolantCelsius)]);
        Define(0x0C, (state, _) => Two(state.EngineSpeedRpm * 4));
        Define(0x0D, (state, _) => [One(state.SpeedMetresPerSecond * 3.6)]);
        Define(0x0F, (state, _) => [Temperature(state.IntakeAirCelsius)]);
        Define(0x10, (state, _) => Two(state.MassAirFlowGramsPerSecond * 100));
        Define(0x11, (state, _) => [Percent(state.ThrottlePercent)]);
        Define(0x1C, (_, _) => [0x06]);
        Define(0x1F, (_, seconds) => Two(seconds));
        Define(0x2F, (state, _) => [Percent(state.FuelLevelPercent)]);
        Define(0x42, (state, _) => Two(state.SupplyVolts * 1000));
        Define(0x46, (state, _) => [Temperature(state.AmbientAirCelsius)]);
        Define(0x5C, (state, _) => [Temperature(state.OilCelsius)]);
        Define(0xA6, (state, _) => Four(state.OdometerMetres / 100));
    }

    /// <summary>Requests understood so far.</summary>
    public long RequestsReceived { get; private set; }

    /// <summary>Requests that asked for more than one PID.</summary>
    public long RequestsForSeveralPids { get; private set; }

    /// <summary>Flow control frames taken.</summary>
    public long FlowControlsReceived { get; private set; }

    /// <summary>Defines or replaces a PID of service 01.</summary>
    /// <param name="pid">The PID.</param>
    /// <param name="encode">Gives its data bytes from the vehicle's state and the seconds since the engine was started.</param>
    public void Define(int pid, Func<VehicleState, double, byte[]> encode)
    {
        _pids[pid] = encode;
    }

    /// <summary>Takes a PID away.</summary>
    public void Remove(int pid)
    {
        _pids.Remove(pid);
    }

    /// <inheritdoc/>
    public override void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        bool isFunctional = frame.Key == FunctionalRequest;
        if (!IsAwake || frame.IsRemote || frame.Length == 0 || (!isFunctional && frame.Key != _requestKey))
        {
            return;
        }

        VehicleState state = StateAt(microseconds);
        if (state.EngineSpeedRpm <= 0)
        {
            _engineStarted = -1;
        }
        else if (_engineStarted < 0)
        {
            _engineStarted = microseconds;
        }

        switch (frame[0] >> 4)
        {
            case 0 when frame[0] is > 0 and < 8 && frame[0] < frame.Length:
                byte[] request = new byte[frame[0]];
                for (int index = 0; index < request.Length; index++)
                {
                    request[index] = frame[index + 1];
                }

                RequestsReceived++;
                Answer(request, isFunctional, state, microseconds);
                break;
            case 3 when !isFunctional && frame.Length >= 3:
                FlowControlsReceived++;
                TakeFlowControl(frame, microseconds);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    protected override void FallAsleep()
    {
        _flowControlUntil = -1;
        _engineStarted = -1;
    }

    private static byte One(double value)
    {
        return (byte)Math.Clamp(Math.Round(value), 0, 255);
    }

    private static byte Percent(double value)
    {
        return One(value * 255 / 100);
    }

    private static byte Temperature(double value)
    {
        return One(value + 40);
    }

    private static byte[] Two(double value)
    {
        int number = (int)Math.Clamp(Math.Round(value), 0, 65535);
        return [(byte)(number >> 8), (byte)number];
    }

    private static byte[] Four(double value)
    {
        uint number = (uint)Math.Clamp(Math.Round(value), 0, uint.MaxValue);
        return [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
    }

    private void Answer(byte[] request, bool isFunctional, VehicleState state, long microseconds)
    {
        byte[]? response = request[0] switch
        {
            0x01 when request.Length > 1 => AnswerData(request, state, microseconds),
            0x09 when request.Length == 2 => AnswerInformation(request[1]),
            _ => null,
        };

        if (response is null)
        {
            // SAE J1979: who cannot answer a functional request is silent, and nothing negative is said about PIDs.
            if (isFunctional || request[0] is 0x01 or 0x09)
            {
                return;
            }

            response = [0x7F, request[0], 0x11];
        }

        long at = microseconds + _random.Next(_settings.ShortestResponseMicroseconds, _settings.LongestResponseMicroseconds + 1);
        for (int pending = 0; pending < _settings.PendingResponses; pending++)
        {
            Respond([0x7F, request[0], 0x78], at);
            at += 100_000;
        }

        Respond(response, at);
    }

    private byte[]? AnswerData(byte[] request, VehicleState state, long microseconds)
    {
        int count = request.Length - 1;
        if (count > 1)
        {
            RequestsForSeveralPids++;
            if (_settings.SeveralPids == SeveralPids.AnswersNone)
            {
                return null;
            }

            if (_settings.SeveralPids == SeveralPids.AnswersFirst)
            {
                count = 1;
            }
        }

        double seconds = _engineStarted < 0 ? 0 : (microseconds - _engineStarted) / 1e6;
        List<byte> response = [0x41];
        for (int index = 1; index <= count; index++)
        {
            int pid = request[index];
            if (_settings.SilentPids.Contains(pid))
            {
                continue;
            }

            if ((pid & 0x1F) == 0)
            {
                if (pid == 0 || Supports(pid))
                {
                    response.Add((byte)pid);
                    response.AddRange(SupportMask(pid));
                }
            }
            else if (_pids.TryGetValue(pid, out Func<VehicleState, double, byte[]>? encode))
            {
                response.Add((byte)pid);
                response.AddRange(encode(state, seconds));
            }
        }

        return response.Count > 1 ? [.. response] : null;
    }

    // A range is there when it, or one after it, holds a PID.
    private bool Supports(int range)
    {
        return _pids.Keys.Any(pid => pid > range);
    }

    private byte[] SupportMask(int range)
    {
        uint mask = 0;
        for (int place = 1; place <= 32; place++)
        {
            int pid = range + place;
            if (place == 32 ? pid < 0x100 && Supports(pid) : _pids.ContainsKey(pid))
            {
                mask |= 1u << (32 - place);
            }
        }

        return [(byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask];
    }

    private byte[]? AnswerInformation(int type)
    {
        bool hasVin = _settings.Vin.Length == 17;
        return type switch
        {
            0x00 when hasVin => [0x49, 0x00, 0x40, 0x00, 0x00, 0x00],
            0x02 when hasVin => [0x49, 0x02, 0x01, .. Encoding.ASCII.GetBytes(_settings.Vin)],
            _ => null,
        };
    }

    private void Respond(byte[] message, long atMicroseconds)
    {
        Span<byte> data = stackalloc byte[8];
        data.Fill(Padding);
        if (message.Length <= 7)
        {
            data[0] = (byte)message.Length;
            message.CopyTo(data[1..]);
            Enqueue(BusFrame.Of(_responseKey, data), atMicroseconds);
            return;
        }

        data[0] = (byte)(0x10 | (message.Length >> 8));
        data[1] = (byte)message.Length;
        message.AsSpan(0, 6).CopyTo(data[2..]);
        Enqueue(BusFrame.Of(_responseKey, data), atMicroseconds);
        _message = message;
        _sent = 6;
        _sequence = 1;
        _flowControlUntil = atMicroseconds + FlowControlTimeoutMicroseconds;
    }

    private void TakeFlowControl(BusFrame frame, long microseconds)
    {
        if (_flowControlUntil < 0 || microseconds > _flowControlUntil)
        {
            return;
        }

        int status = frame[0] & 0x0F;
        if (status == 1)
        {
            _flowControlUntil = microseconds + FlowControlTimeoutMicroseconds;
            return;
        }

        if (status != 0)
        {
            _flowControlUntil = -1;
            return;
        }

        int block = frame[1] == 0 ? int.MaxValue : frame[1];
        long separation = frame[2] switch
        {
            <= 0x7F => frame[2] * 1000L,
            >= 0xF1 and <= 0xF9 => (frame[2] - 0xF0) * 100L,
            _ => 127_000L,
        };

        // An ECU needs a moment between two frames, whatever it is allowed.
        long at = microseconds + 200;
        Span<byte> data = stackalloc byte[8];
        while (block > 0 && _sent < _message.Length)
        {
            data.Fill(Padding);
            int part = Math.Min(7, _message.Length - _sent);
            data[0] = (byte)(0x20 | (_sequence & 0x0F));
            _message.AsSpan(_sent, part).CopyTo(data[1..]);
            Enqueue(BusFrame.Of(_responseKey, data), at);
            _sent += part;
            _sequence++;
            block--;
            at += Math.Max(separation, 100);
        }

        _flowControlUntil = _sent < _message.Length ? at + FlowControlTimeoutMicroseconds : -1;
    }
}
