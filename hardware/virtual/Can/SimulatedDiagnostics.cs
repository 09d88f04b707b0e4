using System.Text;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>
/// What an ECU answers to the services of SAE J1979 (01, 02, 03, 04, 06, 07, 09, 0A) or SAE J1979-2 (14, 19, 22), from the state of a vehicle. Messages
/// only: how they travel is the business of <see cref="SimulatedEcu"/>. It shares no code with the unit.
/// </summary>
internal sealed class SimulatedDiagnostics
{
    private const byte ServiceNotSupported = 0x11;
    private const byte SubfunctionNotSupported = 0x12;
    private const byte RequestOutOfRange = 0x31;

    private readonly SimulatedEcuSettings _settings;
    private readonly SortedDictionary<int, Func<VehicleState, double, byte[]>> _pids = [];
    private List<ushort> _stored;
    private List<ushort> _pending;
    private List<SimulatedMonitorTest> _tests;
    private ushort _freezeFrameCode;
    private (VehicleState State, double Seconds)? _frozen;

    internal SimulatedDiagnostics(SimulatedEcuSettings settings)
    {
        _settings = settings;
        _stored = [.. settings.StoredTroubleCodes];
        _pending = [.. settings.PendingTroubleCodes];
        _tests = [.. settings.MonitorTests];
        _freezeFrameCode = settings.FreezeFrameCode;
        Define(0x01, (_, _) => [(byte)((_stored.Count > 0 ? 0x80 : 0) | _stored.Count), 0x07, 0xE5, 0x00]);
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
        if (settings.OnlyPids is { } only)
        {
            foreach (int pid in _pids.Keys.Where(pid => !only.Contains(pid)).ToArray())
            {
                _pids.Remove(pid);
            }
        }
    }

    internal long RequestsForSeveralPids { get; private set; }

    internal void Define(int pid, Func<VehicleState, double, byte[]> encode) => _pids[pid] = encode;

    internal void Remove(int pid) => _pids.Remove(pid);

    /// <summary>The response to a request; null for silence.</summary>
    internal byte[]? Answer(byte[] request, bool isFunctional, VehicleState state, double seconds)
    {
        byte[]? response = _settings.VinByIdentifier is { } vin && request is [0x22, 0xF1, 0x90] ? [0x62, 0xF1, 0x90, .. Encoding.ASCII.GetBytes(vin)]
            : _settings.Dialect == ObdDialect.J1979 ? AnswerObd(request, state, seconds) : AnswerUds(request, state, seconds);
        if (response is null)
        {
            // SAE J1979: who cannot answer is silent, to everybody's requests always, to its own where the service is known.
            bool isKnown = _settings.Dialect == ObdDialect.J1979 && request[0] is 0x01 or 0x02 or 0x06 or 0x09;
            return isFunctional || isKnown ? null : [0x7F, request[0], ServiceNotSupported];
        }

        // Nothing negative is said to everybody (ISO 14229-1, 7.5.3), save that a response is pending.
        return isFunctional && response[0] == 0x7F ? null : response;
    }

    private byte[]? AnswerObd(byte[] request, VehicleState state, double seconds)
    {
        return request[0] switch
        {
            0x01 when request.Length > 1 => AnswerData(request, state, seconds),
            0x02 when request.Length == 3 && request[2] == 0 => AnswerFreezeFrame(request[1], state, seconds),
            0x03 when request.Length == 1 => AnswerTroubleCodes(0x43, _stored),
            0x04 when request.Length == 1 => Clear(0x44),
            0x06 when request.Length == 2 => AnswerTests(request[1]),
            0x07 when request.Length == 1 => AnswerTroubleCodes(0x47, _pending),
            0x09 when request.Length == 2 => AnswerInformation(request[1]) is { } data ? [0x49, request[1], .. data] : null,
            0x0A when request.Length == 1 => AnswerTroubleCodes(0x4A, _settings.PermanentTroubleCodes),
            _ => null,
        };
    }

    private byte[]? AnswerUds(byte[] request, VehicleState state, double seconds)
    {
        switch (request[0])
        {
            case 0x14 when request.Length == 4 && request[3] == 0x33:
                return Clear(0x54);
            case 0x19 when request.Length == 5 && request[1] == 0x42 && request[2] == 0x33:
                List<byte> response = [0x59, 0x42, 0x33, 0xFF, 0xFF, 0x04];
                AddUdsTroubleCodes(response, (request[3] & 0x08) != 0 ? _stored : [], 0x0F);
                AddUdsTroubleCodes(response, (request[3] & 0x04) != 0 ? _pending : [], 0x07);
                return [.. response];
            case 0x19 when request.Length == 3 && request[1] == 0x55 && request[2] == 0x33:
                return [0x59, 0x55, 0x33, 0xFF, 0x04, .. _settings.PermanentTroubleCodes.SelectMany(code => new byte[] { (byte)(code >> 8), (byte)code, 0x00, 0x08 })];
            case 0x19:
                return [0x7F, 0x19, SubfunctionNotSupported];
            case 0x22 when request.Length >= 3 && request.Length % 2 == 1:
                return AnswerIdentifiers(request, state, seconds) ?? [0x7F, 0x22, RequestOutOfRange];
            default:
                return null;
        }
    }

    private static void AddUdsTroubleCodes(List<byte> response, IEnumerable<ushort> codes, byte status)
    {
        foreach (ushort code in codes)
        {
            response.AddRange([0x20, (byte)(code >> 8), (byte)code, 0x00, status]);
        }
    }

    private byte[]? AnswerIdentifiers(byte[] request, VehicleState state, double seconds)
    {
        List<byte> response = [0x62];
        if (request.Length > 3)
        {
            RequestsForSeveralPids++;
            if (_settings.SeveralPids == SeveralPids.AnswersNone)
            {
                return null;
            }
        }

        for (int place = 1; place < request.Length; place += 2)
        {
            byte[]? data = request[place] switch
            {
                0xF4 => DataOf(request[place + 1], state, seconds),
                0xF8 => AnswerInformation(request[place + 1]) is { } information
                    ? request[place + 1] % 0x20 == 0 ? information : information[1..]
                    : null,
                _ => null,
            };
            if (data is not null && !(_settings.SeveralPids == SeveralPids.AnswersFirst && response.Count > 1))
            {
                response.AddRange([request[place], request[place + 1], .. data]);
            }
        }

        return response.Count > 1 ? [.. response] : null;
    }

    private byte[]? AnswerData(byte[] request, VehicleState state, double seconds)
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

        List<byte> response = [0x41];
        for (int index = 1; index <= count; index++)
        {
            if (DataOf(request[index], state, seconds) is { } data)
            {
                response.AddRange([request[index], .. data]);
            }
        }

        return response.Count > 1 ? [.. response] : null;
    }

    private byte[]? AnswerFreezeFrame(byte pid, VehicleState state, double seconds)
    {
        // What supports no freeze frame says so with a code of zero.
        if (pid == 0x02)
        {
            return [0x42, 0x02, 0x00, (byte)(_freezeFrameCode >> 8), (byte)_freezeFrameCode];
        }

        if (_freezeFrameCode == 0)
        {
            return null;
        }

        _frozen ??= (state, seconds);
        return DataOf(pid, _frozen.Value.State, _frozen.Value.Seconds) is { } data ? [0x42, pid, 0x00, .. data] : null;
    }

    private byte[]? DataOf(int pid, VehicleState state, double seconds)
    {
        if (_settings.SilentPids.Contains(pid))
        {
            return null;
        }

        if ((pid & 0x1F) == 0)
        {
            return pid == 0 || _pids.Keys.Any(other => other > pid) ? Mask(pid, _pids.Keys) : null;
        }

        return _pids.TryGetValue(pid, out Func<VehicleState, double, byte[]>? encode) ? encode(state, seconds) : null;
    }

    // Four bytes that say which of the 32 after a number there are, the last bit whether there are more.
    private static byte[] Mask(int range, IEnumerable<int> identifiers)
    {
        uint mask = 0;
        foreach (int identifier in identifiers.Where(identifier => identifier > range))
        {
            mask |= identifier < range + 32 ? 1u << (32 - (identifier - range)) : 1;
        }

        return [(byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask];
    }

    private static byte[] AnswerTroubleCodes(byte service, IReadOnlyList<ushort> codes)
    {
        return [service, (byte)codes.Count, .. codes.SelectMany(code => new[] { (byte)(code >> 8), (byte)code })];
    }

    private byte[] Clear(byte response)
    {
        _stored = [];
        _pending = [];
        _tests = [];
        _freezeFrameCode = 0;
        _frozen = null;
        return [response];
    }

    private byte[]? AnswerTests(byte monitor)
    {
        if ((monitor & 0x1F) == 0)
        {
            int[] monitors = [.. _tests.Select(test => (int)test.Monitor)];
            return monitor == 0 || monitors.Any(other => other > monitor) ? [0x46, monitor, .. Mask(monitor, monitors)] : null;
        }

        SimulatedMonitorTest[] tests = [.. _tests.Where(test => test.Monitor == monitor)];
        return tests.Length == 0
            ? null
            : [0x46, .. tests.SelectMany(test => new byte[]
            {
                test.Monitor, test.Test, test.Scaling, (byte)(test.Value >> 8), (byte)test.Value, (byte)(test.Minimum >> 8), (byte)test.Minimum, (byte)(test.Maximum >> 8), (byte)test.Maximum,
            })];
    }

    // With the count of items first, except for the types supported.
    private byte[]? AnswerInformation(int type)
    {
        Dictionary<int, byte[]> known = [];
        if (_settings.Vin.Length == 17)
        {
            known[0x02] = [0x01, .. Encoding.ASCII.GetBytes(_settings.Vin)];
        }

        if (_settings.CalibrationIds.Count > 0)
        {
            known[0x04] = [(byte)_settings.CalibrationIds.Count, .. _settings.CalibrationIds.SelectMany(id => Padded(id, 16))];
        }

        if (_settings.CalibrationVerificationNumbers.Count > 0)
        {
            known[0x06] = [(byte)_settings.CalibrationVerificationNumbers.Count, .. _settings.CalibrationVerificationNumbers.SelectMany(number => Four(number))];
        }

        if (_settings.InUseCounters.Count > 0)
        {
            known[0x08] = [(byte)_settings.InUseCounters.Count, .. _settings.InUseCounters.SelectMany(counter => Two(counter))];
        }

        if (_settings.Name.Length > 0)
        {
            known[0x0A] = [0x01, .. Padded(_settings.Name, 20)];
        }

        return type == 0 ? known.Count > 0 ? Mask(0, known.Keys) : null : known.GetValueOrDefault(type);
    }

    private static byte[] Padded(string text, int length)
    {
        byte[] padded = new byte[length];
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length)), padded);
        return padded;
    }

    private static byte One(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static byte Percent(double value) => One(value * 255 / 100);

    private static byte Temperature(double value) => One(value + 40);

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
}
