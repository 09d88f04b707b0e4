using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>
/// A control unit that answers legislated OBD over ISO 15765-2 from the state of a vehicle: functional requests, and physical ones to its own identifier.
/// Its transport layer shares no code with the unit's.
/// </summary>
public sealed class SimulatedEcu : SimulatedNode
{
    private const long FlowControlTimeoutMicroseconds = 1_000_000;
    private const byte Padding = 0xAA;

    private readonly SimulatedEcuSettings _settings;
    private readonly SimulatedDiagnostics _diagnostics;
    private readonly Random _random;
    private readonly uint _functionalKey;
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
        _diagnostics = new SimulatedDiagnostics(settings);
        _random = new Random(settings.Seed);
        const uint extended = Telltale.Can.CanFrame.ExtendedKey;
        _functionalKey = settings.IsExtended ? extended | 0x18DB33F1 : 0x7DF;
        _requestKey = settings.IsExtended ? extended | 0x18DA00F1 | ((uint)settings.Address << 8) : 0x7E0 + (uint)settings.Number;
        _responseKey = settings.IsExtended ? extended | 0x18DAF100 | settings.Address : 0x7E8 + (uint)settings.Number;
    }

    /// <summary>Requests understood so far.</summary>
    public long RequestsReceived { get; private set; }

    /// <summary>Requests that asked for more than one PID.</summary>
    public long RequestsForSeveralPids => _diagnostics.RequestsForSeveralPids;

    /// <summary>Flow control frames taken.</summary>
    public long FlowControlsReceived { get; private set; }

    /// <summary>Defines or replaces a PID of service 01.</summary>
    /// <param name="pid">The PID.</param>
    /// <param name="encode">Gives its data bytes from the vehicle's state and the seconds since the engine was started.</param>
    public void Define(int pid, Func<VehicleState, double, byte[]> encode)
    {
        _diagnostics.Define(pid, encode);
    }

    /// <summary>Takes a PID away.</summary>
    public void Remove(int pid)
    {
        _diagnostics.Remove(pid);
    }

    /// <inheritdoc/>
    public override void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        bool isFunctional = frame.Key == _functionalKey;
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
                if (_settings.Gateway?.Passes(isFunctional) == false)
                {
                    break;
                }

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

    private void Answer(byte[] request, bool isFunctional, VehicleState state, long microseconds)
    {
        double seconds = _engineStarted < 0 ? 0 : (microseconds - _engineStarted) / 1e6;
        if (_diagnostics.Answer(request, isFunctional, state, seconds) is not { } response)
        {
            return;
        }

        long at = microseconds + _random.Next(_settings.ShortestResponseMicroseconds, _settings.LongestResponseMicroseconds + 1) + (_settings.Gateway?.DelayMicroseconds ?? 0);
        for (int pending = 0; pending < _settings.PendingResponses; pending++)
        {
            Respond([0x7F, request[0], 0x78], at);
            at += 100_000;
        }

        Respond(_settings.MalformedShare > 0 && _random.NextDouble() < _settings.MalformedShare ? Damage(response) : response, at);
    }

    private byte[] Damage(byte[] response)
    {
        byte[] damaged = [.. response];
        switch (_random.Next(4))
        {
            case 0:
                return damaged[..Math.Max(1, _random.Next(damaged.Length))];
            case 1:
                damaged[0] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                damaged[_random.Next(damaged.Length)] ^= (byte)_random.Next(1, 256);
                break;
            default:
                return [.. damaged, .. damaged];
        }

        return damaged;
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
