using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Asks ECUs for the polled signals of a profile (service 01 of SAE J1979, or data identifiers 0xF4xx of SAE J1979-2) at the period of each, up to six
/// PIDs at once. An ECU that does not answer several PIDs at once is asked for one; what is not answered is asked less and less.
/// </summary>
public sealed partial class ObdPoller : IObdRequester
{
    private const int MostPids = 6;
    private const int MostUdsPids = 3;
    private const int SilentRequests = 3;
    private const int MostMisses = 20;
    private const int PlainByteMask = 0xFF;
    private const int PlainWord = 0x100;
    private const int PlainIndexShift = 9;

    private readonly ObdFlow _flow;
    private readonly byte[] _request;
    private readonly ObdVehicle _vehicle;
    private readonly SignalTable _table;
    private readonly ObdSettings _settings;
    private readonly int _spacingMilliseconds;

    // Signals in the order of their PIDs; each PID knows where its own begin and end.
    private readonly PolledSignal[] _signals;
    private readonly byte[] _support;
    private readonly int _pids;
    private readonly int[] _pid;
    private readonly int[] _dataLength;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly int[] _period;
    private readonly long[] _due;
    private readonly int[] _misses;
    private readonly int[] _ecu;
    private readonly bool[] _isAlone;

    // Where the only signal of a PID is one or two whole bytes without sign: its index, whether it is two, and its first byte; -1 elsewhere.
    private readonly int[] _plain;

    // PIDs that were asked for and answered together and are due together again are a group: its first one has the members, their number, the bytes of their part of the response and when they are due;
    // the others count 0. In _order stands the first one of each group that some ECU supports, the one that is due first in front, so that nobody has to search.
    private readonly int[][] _members;
    private readonly int[] _groupCount;
    private readonly int[] _groupBytes;
    private readonly int[] _leaders = new int[MostPids];
    private readonly int[] _order;
    private int _orderCount;

    private readonly int[] _mostPids = new int[ObdAddressing.MaximumEcus];
    private readonly int[] _bundlesMissed = new int[ObdAddressing.MaximumEcus];
    private readonly int[] _several = new int[MostPids];

    private bool _isBegun;
    private int _target;
    private int[] _asked;
    private int _askedCount;
    private bool _isAskedUds;

    // How many groups they are, from the front of the order; 0 where others stand between them.
    private int _askedGroups;
    private int _answers;
    private int _silence;
    private long _next;

    /// <summary>Makes a poller.</summary>
    /// <param name="flow">Through which it asks.</param>
    /// <param name="vehicle">What discovery found out.</param>
    /// <param name="table">Where values go.</param>
    /// <param name="signals">What to ask for: service 01.</param>
    /// <param name="settings">Limits.</param>
    public ObdPoller(ObdFlow flow, ObdVehicle vehicle, SignalTable table, PolledSignal[] signals, ObdSettings settings)
    {
        _flow = flow;
        _request = flow.Request;
        _vehicle = vehicle;
        _table = table;
        _settings = settings;
        int evenly = settings.MaximumRequestsPerSecond < 1 ? 1000 : 1000 / settings.MaximumRequestsPerSecond;
        _spacingMilliseconds = settings.RequestGapMilliseconds > evenly ? settings.RequestGapMilliseconds : evenly;

        int count = signals.Length;
        _signals = new PolledSignal[count];
        _support = new byte[count];
        _pid = new int[count];
        _dataLength = new int[count];
        _first = new int[count];
        _end = new int[count];
        _period = new int[count];
        _due = new long[count];
        _misses = new int[count];
        _ecu = new int[count];
        _isAlone = new bool[count];
        _order = new int[count];
        _asked = _several;
        _members = new int[count][];
        _groupCount = new int[count];
        _groupBytes = new int[count];
        _plain = new int[count];
        for (int index = 0; index < count; index++)
        {
            _members[index] = new int[MostPids];
            _members[index][0] = index;
        }

        int placed = 0;
        for (int pid = 1; pid < 256; pid++)
        {
            int first = placed;
            for (int index = 0; index < count; index++)
            {
                PolledSignal signal = signals[index];
                if (signal.Service == PolledSignal.CurrentData && signal.Identifier == pid)
                {
                    if (placed == first)
                    {
                        _dataLength[_pids] = signal.DataLength;
                        _period[_pids] = signal.PeriodMilliseconds;
                    }
                    else if (signal.PeriodMilliseconds < _period[_pids])
                    {
                        _period[_pids] = signal.PeriodMilliseconds;
                    }

                    _signals[placed] = signal;
                    _support[placed] = (byte)ObdParameters.SupportMaskOf(pid, signal.Field, table.Definitions[signal.SignalIndex].Numerator);
                    placed++;
                }
            }

            if (placed > first)
            {
                _pid[_pids] = pid;
                _first[_pids] = first;
                _end[_pids] = placed;
                LookForPlain(_pids);
                _pids++;
                HighestRange = (pid - 1) >> 5;
            }
        }

        HasSignals = _pids > 0;
        Restart();
    }

    /// <summary>True when the profile has signals to ask for.</summary>
    public readonly bool HasSignals;

    /// <summary>The highest range of 32 PIDs that is asked for, 0 to 7.</summary>
    public readonly int HighestRange;

    /// <summary>The uptime before which nothing is asked; <see cref="long.MaxValue"/> when no ECU supports anything.</summary>
    public long NextDueUptimeMilliseconds => _isBegun ? _next : long.MinValue;

    /// <summary>Forgets what was learnt about ECUs.</summary>
    public void Restart()
    {
        _isBegun = false;
        _silence = 0;
        _next = long.MinValue;
    }

    /// <summary>Asks for what is due.</summary>
    public void Ask(long uptimeMilliseconds)
    {
        if (!_isBegun)
        {
            Begin(uptimeMilliseconds);
        }

        if (uptimeMilliseconds < _next)
        {
            return;
        }

        if (_orderCount == 0)
        {
            // No ECU supports any of them.
            _next = long.MaxValue;
            return;
        }

        long due = _due[_order[0]];
        if (due > uptimeMilliseconds)
        {
            _next = due;
            return;
        }

        Bundle(uptimeMilliseconds);
        byte[] request = _request;
        int[] asked = _asked;
        int[] pids = _pid;
        int count = _askedCount;
        int length = 1 + count;
        bool isUds = _vehicle.IsUds;
        if (isUds)
        {
            request[1] = 0x22;
            int place = 2;
            for (int index = 0; index < count; index++)
            {
                request[place] = 0xF4;
                request[place + 1] = (byte)pids[asked[index]];
                place += 2;
            }

            length = place - 1;
        }
        else
        {
            request[1] = 0x01;
            for (int index = 0; index < count; index++)
            {
                request[index + 2] = (byte)pids[asked[index]];
            }
        }

        _isAskedUds = isUds;
        int target = _ecu[asked[0]];
        _target = target;
        _answers = 0;
        _flow.TrySend(this, target, length, uptimeMilliseconds);
    }

    /// <inheritdoc/>
    public bool TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        // Mostly everything in the order asked.
        int[] asked = _asked;
        int[] pids = _pid;
        int[] lengths = _dataLength;
        int[] plains = _plain;
        int count = _isAskedUds ? 0 : _askedCount;
        int index = 0;
        int place = 1;
        while (index < count)
        {
            int entry = asked[index];
            int data = place + 1;
            int next = data + lengths[entry];
            if (next > length || message[place] != pids[entry])
            {
                break;
            }

            int plain = plains[entry];
            if (plain < 0)
            {
                Decode(entry, message, data, uptimeMilliseconds);
            }
            else
            {
                int first = data + (plain & PlainByteMask);
                int value = message[first];
                if ((plain & PlainWord) != 0)
                {
                    value = (value << 8) | message[first + 1];
                }

                _table.Set(plain >> PlainIndexShift, value, uptimeMilliseconds);
            }

            place = next;
            index++;
        }

        int answers = _answers | ((1 << index) - 1);
        _answers = place < length ? answers | TakeRest(message, place, length, uptimeMilliseconds) : answers;
        return _answers != 0;
    }

    // In any order. The bits of what was found.
    private int TakeRest(byte[] message, int place, int length, long uptimeMilliseconds)
    {
        bool isUds = _isAskedUds;
        int[] asked = _asked;
        int answers = 0;
        while (place < length)
        {
            if (isUds)
            {
                if (message[place] != 0xF4 || place + 1 == length)
                {
                    break;
                }

                place++;
            }

            int pid = message[place];
            int found = _askedCount - 1;
            while (found >= 0 && _pid[asked[found]] != pid)
            {
                found--;
            }

            // Where one value has another length than the standard says, the rest cannot be found.
            place++;
            if (found < 0 || place + _dataLength[asked[found]] > length)
            {
                break;
            }

            answers |= 1 << found;
            Decode(asked[found], message, place, uptimeMilliseconds);
            place += _dataLength[asked[found]];
        }

        return answers;
    }

    private void Decode(int entry, byte[] message, int place, long uptimeMilliseconds)
    {
        int end = _end[entry];
        for (int index = _first[entry]; index < end; index++)
        {
            int support = _support[index];
            if (support == 0 || (message[place] & support) != 0)
            {
                PolledSignal signal = _signals[index];
                _table.Set(signal.SignalIndex, signal.Field.Read(message, place), uptimeMilliseconds);
            }
        }
    }

    private void LookForPlain(int entry)
    {
        _plain[entry] = -1;
        int only = _first[entry];
        BitField field = _signals[only].Field;
        int bits = field.BitLength;
        int firstBit = field.IsBigEndian ? 7 : 0;
        bool isPlain = (field.StartBit & 7) == firstBit && (bits == 8 || (bits == 16 && field.IsBigEndian)) && !field.IsSigned;
        if (isPlain && _end[entry] == only + 1 && _support[only] == 0)
        {
            _plain[entry] = (_signals[only].SignalIndex << PlainIndexShift) | (bits == 16 ? PlainWord : 0) | field.FirstByte;
        }
    }
}
