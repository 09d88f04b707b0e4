using System;
using Telltale.Can;
using Telltale.IsoTp;
using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Asks a vehicle's ECUs for the polled signals of a profile (SAE J1979 over ISO 15765-4, 11-bit identifiers), one request at a time. First it finds
/// out which ECU supports what, then asks each ECU for up to six PIDs at once, at the period of each signal. An ECU that does not answer several
/// PIDs at once is asked for one; what is not answered is asked less and less.
/// </summary>
public sealed class ObdPoller
{
    /// <summary>The ECUs that can answer: 0x7E8 to 0x7EF.</summary>
    public const int MaximumEcus = 8;

    /// <summary>The functional request (ISO 15765-4).</summary>
    public const uint FunctionalRequest = 0x7DF;

    /// <summary>The request to ECU 0; the others follow.</summary>
    public const uint FirstPhysicalRequest = 0x7E0;

    /// <summary>The response of ECU 0; the others follow.</summary>
    public const uint FirstResponse = 0x7E8;

    /// <summary>The vehicle identification number, 17 characters of ISO 3779; meaningful when <see cref="HasVin"/>.</summary>
    public readonly byte[] Vin = new byte[17];

    /// <summary>Whether the vehicle has told its identification number since it was last looked for.</summary>
    public bool HasVin;

    /// <summary>What was done.</summary>
    public readonly ObdCounters Counters = new ObdCounters();

    private const int Discover = 0;
    private const int DiscoverOneByOne = 1;
    private const int Ranges = 2;
    private const int AskVin = 3;
    private const int Poll = 4;

    private const int Answered = 0;
    private const int Unanswered = 1;
    private const int Refused = 2;

    private const int RangesPerEcu = 8;
    private const int MostPids = 6;
    private const int MostPending = 20;
    private const int SilentRequests = 3;

    private readonly ICanController _can;
    private readonly SignalTable _table;
    private readonly ObdSettings _settings;
    private readonly IsoTpReceiver[] _receivers = new IsoTpReceiver[MaximumEcus];
    private readonly CanFrame _request = new CanFrame();

    // Signals in the order of their PIDs; each PID knows where its own begin and end.
    private readonly PolledSignal[] _signals;
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
    private readonly int _highestRange;

    private readonly int[] _support = new int[MaximumEcus * RangesPerEcu];
    private readonly int[] _mostPids = new int[MaximumEcus];
    private readonly int[] _bundlesMissed = new int[MaximumEcus];
    private readonly int[] _asked = new int[MostPids];

    private int _phase;
    private int _ecusPresent;
    private int _walkEcu;
    private int _walkRange;
    private int _failures;
    private int _silence;

    private bool _isWaiting;
    private int _target;
    private int _askedCount;
    private int _answers;
    private int _pending;
    private int _ecusPending;
    private int _overflowsBefore;
    private bool _hasTimedOut;
    private long _deadline;
    private long _next;

    /// <summary>Makes a poller; nothing is sent before <see cref="Step"/> is told that it may.</summary>
    /// <param name="can">The controller.</param>
    /// <param name="table">Where values go.</param>
    /// <param name="signals">What to ask for: service 01.</param>
    /// <param name="settings">Time-outs and limits.</param>
    public ObdPoller(ICanController can, SignalTable table, PolledSignal[] signals, ObdSettings settings)
    {
        _can = can;
        _table = table;
        _settings = settings;
        for (int ecu = 0; ecu < MaximumEcus; ecu++)
        {
            _receivers[ecu] = new IsoTpReceiver(can, settings.IsoTp, settings.ResponseCapacity);
            _receivers[ecu].Listen(FirstResponse + (uint)ecu, FirstPhysicalRequest + (uint)ecu);
        }

        int count = signals.Length;
        _signals = new PolledSignal[count];
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
                if (signal.Identifier == pid)
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
                    placed++;
                }
            }

            if (placed > first)
            {
                _pid[_pids] = pid;
                _first[_pids] = first;
                _end[_pids] = placed;
                _pids++;
                _highestRange = (pid - 1) >> 5;
            }
        }

        _request.Length = 8;
        Restart();
    }

    /// <summary>True while a response is awaited: the loop should come back soon.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>How many ECUs answered.</summary>
    public int EcuCount
    {
        get
        {
            int count = 0;
            for (int ecu = 0; ecu < MaximumEcus; ecu++)
            {
                count += (_ecusPresent >> ecu) & 1;
            }

            return count;
        }
    }

    /// <summary>True once it is known which ECU supports what, and signals are asked for.</summary>
    public bool IsDiscovered => _phase == Poll;

    /// <summary>Forgets what is known of the vehicle: it may be another one.</summary>
    public void Restart()
    {
        _isWaiting = false;
        for (int ecu = 0; ecu < MaximumEcus; ecu++)
        {
            _receivers[ecu].Reset();
        }

        _phase = Discover;
        _ecusPresent = 0;
        _failures = 0;
        _silence = 0;
        _next = long.MinValue;
        HasVin = false;
    }

    /// <summary>Whether an ECU says that it supports a PID.</summary>
    public bool IsSupported(int ecu, int pid)
    {
        int range = (pid - 1) >> 5;
        return ((_support[ecu * RangesPerEcu + range] >> (31 - ((pid - 1) & 31))) & 1) != 0;
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>True when it was a diagnostic response, whoever had asked for it.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        uint ecu = frame.Identifier - FirstResponse;
        if (ecu >= MaximumEcus || frame.IsExtended)
        {
            return false;
        }

        // A response to somebody else must not get flow control from here too.
        if (!_isWaiting || (_target >= 0 && _target != (int)ecu))
        {
            Counters.FramesUnsolicited++;
            if (!_isWaiting && !_hasTimedOut)
            {
                long after = uptimeMilliseconds + _settings.GiveWayMilliseconds;
                if (_next < after)
                {
                    _next = after;
                    Counters.GivenWay++;
                }
            }

            return true;
        }

        IsoTpReceiver receiver = _receivers[ecu];
        if (receiver.Take(frame, uptimeMilliseconds))
        {
            TakeResponse((int)ecu, receiver.Message, receiver.Length, uptimeMilliseconds);
        }

        return true;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="uptimeMilliseconds">Now. Frames that came before now have been given to <see cref="Take"/>.</param>
    /// <param name="maySend">Whether requests may be sent: the configuration allows it, and the bus is alive.</param>
    public void Step(long uptimeMilliseconds, bool maySend)
    {
        if (_isWaiting)
        {
            bool isReceiving = false;
            for (int ecu = 0; ecu < MaximumEcus; ecu++)
            {
                if ((_target < 0 || _target == ecu) && _receivers[ecu].IsReceiving)
                {
                    _receivers[ecu].Step(uptimeMilliseconds);
                    isReceiving |= _receivers[ecu].IsReceiving;
                }
            }

            if (isReceiving || uptimeMilliseconds < _deadline)
            {
                return;
            }

            Finish(_target < 0 && _ecusPresent != 0 ? Answered : Unanswered, uptimeMilliseconds);
        }

        if (maySend && uptimeMilliseconds >= _next && _pids > 0)
        {
            Ask(uptimeMilliseconds);
        }
    }

    private void Ask(long uptimeMilliseconds)
    {
        byte[] data = _request.Data;
        switch (_phase)
        {
            case Discover:
                _ecusPresent = 0;
                data[1] = 0x01;
                data[2] = 0x00;
                Send(-1, 2, uptimeMilliseconds);
                break;
            case DiscoverOneByOne:
                data[1] = 0x01;
                data[2] = 0x00;
                Send(_walkEcu, 2, uptimeMilliseconds);
                break;
            case Ranges:
                data[1] = 0x01;
                data[2] = (byte)(_walkRange << 5);
                Send(_walkEcu, 2, uptimeMilliseconds);
                break;
            case AskVin:
                data[1] = 0x09;
                data[2] = 0x02;
                Send(_walkEcu, 2, uptimeMilliseconds);
                break;
            default:
                AskForPids(uptimeMilliseconds);
                break;
        }
    }

    private void AskForPids(long uptimeMilliseconds)
    {
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

        int ecu = _ecu[most];
        int limit = _isAlone[most] || _silence >= SilentRequests ? 1 : _mostPids[ecu];
        _asked[0] = most;
        _askedCount = 1;
        long soon = uptimeMilliseconds + _settings.RequestGapMilliseconds;
        for (int index = 0; index < _pids && _askedCount < limit; index++)
        {
            if (index != most && _ecu[index] == ecu && _due[index] <= soon && !_isAlone[index])
            {
                _asked[_askedCount] = index;
                _askedCount++;
            }
        }

        byte[] data = _request.Data;
        data[1] = 0x01;
        for (int index = 0; index < _askedCount; index++)
        {
            data[2 + index] = (byte)_pid[_asked[index]];
        }

        Send(ecu, 1 + _askedCount, uptimeMilliseconds);
    }

    private void Send(int target, int length, long uptimeMilliseconds)
    {
        byte[] data = _request.Data;
        data[0] = (byte)length;
        byte padding = _settings.IsoTp.Padding;
        for (int index = 1 + length; index < 8; index++)
        {
            data[index] = padding;
        }

        _request.Identifier = target < 0 ? FunctionalRequest : FirstPhysicalRequest + (uint)target;
        int overflows = _can.Counters.Overflows;
        if (!_can.TrySend(_request))
        {
            Counters.SendsRefused++;
            _next = uptimeMilliseconds + _settings.RequestGapMilliseconds;
            return;
        }

        Counters.RequestsSent++;
        _overflowsBefore = overflows;
        _target = target;
        _answers = 0;
        _pending = 0;
        _ecusPending = 0;
        _isWaiting = true;
        _deadline = uptimeMilliseconds + _settings.ResponseTimeoutMilliseconds;
    }

    private void TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        int service = _request.Data[1];
        if (message[0] == 0x7F)
        {
            if (length < 3 || message[1] != service)
            {
                Counters.ResponsesMalformed++;
                return;
            }

            if (message[2] == 0x78 && _pending < MostPending)
            {
                _pending++;
                _ecusPending |= 1 << ecu;
                Counters.ResponsesPending++;
                _deadline = uptimeMilliseconds + _settings.PendingTimeoutMilliseconds;
                return;
            }

            Counters.NegativeResponses++;
            if (_target >= 0)
            {
                Finish(Refused, uptimeMilliseconds);
            }

            return;
        }

        bool isUnderstood = false;
        if (message[0] == service + 0x40)
        {
            switch (_phase)
            {
                case AskVin:
                    isUnderstood = TakeVin(message, length);
                    break;
                case Poll:
                    isUnderstood = TakeValues(message, length, uptimeMilliseconds);
                    break;
                default:
                    isUnderstood = TakeSupport(ecu, message, length);
                    break;
            }
        }

        if (!isUnderstood)
        {
            // The right answer may still come: a time-out ends the wait.
            Counters.ResponsesMalformed++;
            return;
        }

        Counters.ResponsesReceived++;
        if (_target >= 0)
        {
            Finish(Answered, uptimeMilliseconds);
        }
        else if (_ecusPending != 0)
        {
            // Who had asked for more time no longer needs it.
            _ecusPending &= ~(1 << ecu);
            if (_ecusPending == 0)
            {
                _deadline = uptimeMilliseconds + _settings.ResponseTimeoutMilliseconds;
            }
        }
    }

    private bool TakeSupport(int ecu, byte[] message, int length)
    {
        if (length < 6 || message[1] != _request.Data[2])
        {
            return false;
        }

        int range = message[1] >> 5;
        _support[ecu * RangesPerEcu + range] = (message[2] << 24) | (message[3] << 16) | (message[4] << 8) | message[5];
        if (range == 0)
        {
            _ecusPresent |= 1 << ecu;
        }

        return true;
    }

    private bool TakeVin(byte[] message, int length)
    {
        if (length < 20 || message[1] != 0x02)
        {
            return false;
        }

        for (int index = 3; index < 20; index++)
        {
            int letter = message[index];
            bool isAllowed = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z' && letter != 'I' && letter != 'O' && letter != 'Q');
            if (!isAllowed)
            {
                return false;
            }
        }

        Array.Copy(message, 3, Vin, 0, 17);
        HasVin = true;
        return true;
    }

    private bool TakeValues(byte[] message, int length, long uptimeMilliseconds)
    {
        int place = 1;
        while (place < length)
        {
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

            int entry = _asked[found];
            _answers |= 1 << found;
            int end = _end[entry];
            for (int index = _first[entry]; index < end; index++)
            {
                PolledSignal signal = _signals[index];
                _table.Set(signal.SignalIndex, signal.Field.Read(message, place + 1), uptimeMilliseconds);
            }

            place += 1 + _dataLength[entry];
        }

        return _answers != 0;
    }

    private void Finish(int outcome, long uptimeMilliseconds)
    {
        _isWaiting = false;
        _hasTimedOut = outcome == Unanswered;
        _next = uptimeMilliseconds + _settings.RequestGapMilliseconds;
        if (outcome == Unanswered)
        {
            Counters.Timeouts++;
        }

        switch (_phase)
        {
            case Discover:
                FinishDiscovery(uptimeMilliseconds);
                break;
            case DiscoverOneByOne:
                _walkEcu++;
                if (_walkEcu == MaximumEcus)
                {
                    EndDiscovery(uptimeMilliseconds);
                }

                break;
            case Ranges:
                if (outcome != Answered)
                {
                    _support[_walkEcu * RangesPerEcu + _walkRange] = 0;
                }

                NextRange(uptimeMilliseconds);
                break;
            case AskVin:
                if (outcome == Answered)
                {
                    _phase = Poll;
                }
                else
                {
                    NextVinEcu();
                }

                break;
            default:
                FinishPoll(outcome, uptimeMilliseconds);
                break;
        }
    }

    private void FinishDiscovery(long uptimeMilliseconds)
    {
        // Several ECUs answer at once, and the controller has two buffers.
        if (_can.Counters.Overflows != _overflowsBefore)
        {
            _phase = DiscoverOneByOne;
            _walkEcu = 0;
            return;
        }

        EndDiscovery(uptimeMilliseconds);
    }

    private void EndDiscovery(long uptimeMilliseconds)
    {
        if (_ecusPresent == 0)
        {
            _phase = Discover;
            _next = uptimeMilliseconds + BackOff(_failures);
            _failures++;
            return;
        }

        _failures = 0;
        for (int ecu = 0; ecu < MaximumEcus; ecu++)
        {
            _mostPids[ecu] = _settings.MaximumPidsInRequest;
            _bundlesMissed[ecu] = 0;
            int ranges = ecu * RangesPerEcu;
            if ((_ecusPresent & (1 << ecu)) == 0)
            {
                _support[ranges] = 0;
            }

            Array.Clear(_support, ranges + 1, RangesPerEcu - 1);
        }

        _phase = Ranges;
        _walkEcu = 0;
        _walkRange = 0;
        NextRange(uptimeMilliseconds);
    }

    // The last bit of each range says whether there is another one.
    private void NextRange(long uptimeMilliseconds)
    {
        while (_walkEcu < MaximumEcus)
        {
            if (_walkRange < _highestRange && IsSupported(_walkEcu, (_walkRange + 1) << 5))
            {
                _walkRange++;
                return;
            }

            _walkEcu++;
            _walkRange = 0;
        }

        for (int index = 0; index < _pids; index++)
        {
            _due[index] = uptimeMilliseconds;
            _misses[index] = 0;
            _isAlone[index] = false;
            _ecu[index] = -1;
            for (int ecu = MaximumEcus - 1; ecu >= 0; ecu--)
            {
                if (IsSupported(ecu, _pid[index]))
                {
                    _ecu[index] = ecu;
                }
            }
        }

        _walkEcu = -1;
        _phase = AskVin;
        if (_settings.AsksForVin)
        {
            NextVinEcu();
        }
        else
        {
            _phase = Poll;
        }
    }

    private void NextVinEcu()
    {
        do
        {
            _walkEcu++;
        }
        while (_walkEcu < MaximumEcus && (_ecusPresent & (1 << _walkEcu)) == 0);
        if (_walkEcu == MaximumEcus)
        {
            _phase = Poll;
        }
    }

    private void FinishPoll(int outcome, long uptimeMilliseconds)
    {
        if (outcome == Unanswered)
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
                _isAlone[entry] |= outcome != Unanswered;
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

        if (_askedCount > 1 && outcome == Unanswered)
        {
            int ecu = _target;
            _bundlesMissed[ecu]++;
            if (_bundlesMissed[ecu] >= 2)
            {
                _mostPids[ecu] = 1;
            }
        }
        else if (_askedCount > 1)
        {
            _bundlesMissed[_target] = 0;
        }
    }

    // The ECUs had been silent altogether (engine control off, bus alive): nothing was learnt about single PIDs in that time.
    private void WakeUp(long uptimeMilliseconds)
    {
        for (int ecu = 0; ecu < MaximumEcus; ecu++)
        {
            _mostPids[ecu] = _settings.MaximumPidsInRequest;
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
