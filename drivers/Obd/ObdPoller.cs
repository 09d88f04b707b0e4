using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Asks ECUs for the polled signals of a profile (service 01 of SAE J1979, or data identifiers 0xF4xx of SAE J1979-2) at the period of each, up to six
/// PIDs at once. An ECU that does not answer several PIDs at once is asked for one; what is not answered is asked less and less.
/// </summary>
public sealed class ObdPoller : IObdRequester
{
    private const int MostPids = 6;
    private const int MostUdsPids = 3;
    private const int SilentRequests = 3;

    private readonly ObdFlow _flow;
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

    private readonly int[] _mostPids = new int[ObdAddressing.MaximumEcus];
    private readonly int[] _bundlesMissed = new int[ObdAddressing.MaximumEcus];
    private readonly int[] _asked = new int[MostPids];

    private bool _isBegun;
    private int _target;
    private int _askedCount;
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
                _pids++;
                HighestRange = (pid - 1) >> 5;
            }
        }

        Restart();
    }

    /// <summary>True when the profile has signals to ask for.</summary>
    public bool HasSignals => _pids > 0;

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

        int most = -1;
        for (int index = 0; index < _pids; index++)
        {
            if (_ecu[index] >= 0 && (most < 0 || _due[index] < _due[most]))
            {
                most = index;
            }
        }

        if (most < 0)
        {
            // No ECU supports any of them.
            _next = long.MaxValue;
            return;
        }

        if (_due[most] > uptimeMilliseconds)
        {
            _next = _due[most];
            return;
        }

        Bundle(most, uptimeMilliseconds);
        byte[] request = _flow.Request;
        int place = 1;
        if (_vehicle.IsUds)
        {
            request[place] = 0x22;
            place++;
            for (int index = 0; index < _askedCount; index++)
            {
                request[place] = 0xF4;
                request[place + 1] = (byte)_pid[_asked[index]];
                place += 2;
            }
        }
        else
        {
            request[place] = 0x01;
            place++;
            for (int index = 0; index < _askedCount; index++)
            {
                request[place] = (byte)_pid[_asked[index]];
                place++;
            }
        }

        _target = _ecu[most];
        _answers = 0;
        _flow.TrySend(this, _target, place - 1, uptimeMilliseconds);
    }

    /// <inheritdoc/>
    public bool TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        bool isUds = _vehicle.IsUds;
        int place = 1;
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
            int found = -1;
            for (int index = 0; index < _askedCount && found < 0; index++)
            {
                if (_pid[_asked[index]] == pid)
                {
                    found = index;
                }
            }

            // Where one value has another length than the standard says, the rest cannot be found.
            if (found < 0 || place + 1 + _dataLength[_asked[found]] > length)
            {
                break;
            }

            place++;
            int entry = _asked[found];
            _answers |= 1 << found;
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

            place += _dataLength[entry];
        }

        return _answers != 0;
    }

    /// <inheritdoc/>
    public void Finish(ObdOutcome outcome, long uptimeMilliseconds)
    {
        _next = uptimeMilliseconds;
        if (outcome == ObdOutcome.Unanswered)
        {
            _silence++;
            if (_silence >= SilentRequests)
            {
                _next = uptimeMilliseconds + BackOff(_silence - SilentRequests);
            }
        }
        else
        {
            if (_silence >= SilentRequests)
            {
                WakeUp(uptimeMilliseconds);
            }

            _silence = 0;
        }

        for (int place = 0; place < _askedCount; place++)
        {
            int entry = _asked[place];
            if ((_answers & (1 << place)) != 0)
            {
                _misses[entry] = 0;
                long due = _due[entry] + _period[entry];
                _due[entry] = due > uptimeMilliseconds ? due : uptimeMilliseconds + _period[entry];
            }
            else if (_askedCount > 1)
            {
                // It is not known whether the ECU does not answer this PID, or not several at once.
                _isAlone[entry] |= outcome != ObdOutcome.Unanswered;
                _due[entry] = uptimeMilliseconds;
            }
            else
            {
                if (_misses[entry] < 20)
                {
                    _misses[entry]++;
                }

                long wait = (long)_period[entry] << _misses[entry];
                if (wait > _settings.LongestPeriodMilliseconds)
                {
                    wait = _settings.LongestPeriodMilliseconds;
                }

                _due[entry] = uptimeMilliseconds + wait;
            }
        }

        if (_askedCount > 1 && outcome == ObdOutcome.Unanswered)
        {
            _bundlesMissed[_target]++;
            if (_bundlesMissed[_target] >= 2)
            {
                _mostPids[_target] = 1;
            }
        }
        else if (_askedCount > 1)
        {
            _bundlesMissed[_target] = 0;
        }
    }

    private void Begin(long uptimeMilliseconds)
    {
        _isBegun = true;
        int most = _settings.MaximumPidsInRequest;
        int limit = _vehicle.IsUds ? MostUdsPids : MostPids;
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            _mostPids[ecu] = most < limit ? most : limit;
            _bundlesMissed[ecu] = 0;
        }

        for (int index = 0; index < _pids; index++)
        {
            _due[index] = uptimeMilliseconds;
            _misses[index] = 0;
            _isAlone[index] = false;
            _ecu[index] = -1;
            for (int ecu = ObdAddressing.MaximumEcus - 1; ecu >= 0; ecu--)
            {
                if (_vehicle.IsSupported(ecu, _pid[index]))
                {
                    _ecu[index] = ecu;
                }
            }
        }
    }

    // What is due soon goes with what is due now, as far as the response fits.
    private void Bundle(int most, long uptimeMilliseconds)
    {
        int ecu = _ecu[most];
        int limit = _isAlone[most] || _silence >= SilentRequests ? 1 : _mostPids[ecu];
        int head = _vehicle.IsUds ? 2 : 1;
        int room = _settings.ResponseCapacity - 1 - head - _dataLength[most];
        _asked[0] = most;
        _askedCount = 1;
        long soon = uptimeMilliseconds + _spacingMilliseconds;
        for (int index = 0; index < _pids && _askedCount < limit; index++)
        {
            if (index != most && _ecu[index] == ecu && _due[index] <= soon && !_isAlone[index] && head + _dataLength[index] <= room)
            {
                _asked[_askedCount] = index;
                _askedCount++;
                room -= head + _dataLength[index];
            }
        }
    }

    // The ECUs had been silent altogether (engine control off, bus alive): nothing was learnt about single PIDs in that time.
    private void WakeUp(long uptimeMilliseconds)
    {
        int most = _settings.MaximumPidsInRequest;
        int limit = _vehicle.IsUds ? MostUdsPids : MostPids;
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            _mostPids[ecu] = most < limit ? most : limit;
            _bundlesMissed[ecu] = 0;
        }

        for (int index = 0; index < _pids; index++)
        {
            _misses[index] = 0;
            _due[index] = uptimeMilliseconds;
        }
    }

    private static int BackOff(int failures)
    {
        return failures >= 6 ? 60000 : 1000 << failures;
    }
}
