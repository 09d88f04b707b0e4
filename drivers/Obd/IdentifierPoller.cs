using Telltale.Can;
using Telltale.IsoTp;
using Telltale.Signals;
using Telltale.Uds;

namespace Telltale.Obd;

/// <summary>
/// Asks ECUs for the signals of a profile that are data identifiers (service 22 of ISO 14229-1), each at the period of its signals, one identifier at a time, in the ECU's default session. What is not
/// answered or refused is asked less and less. It shares the bus and the budget of requests with an <see cref="ObdFlow"/>: never both at once.
/// </summary>
public sealed class IdentifierPoller
{
    /// <summary>Most ECUs; signals of further ones are never asked for.</summary>
    public const int MaximumEcus = 8;

    /// <summary>Signals without an ECU of their own to ask, or of more ECUs than <see cref="MaximumEcus"/>: never asked for.</summary>
    public readonly int SignalsIgnored;

    /// <summary>Requests that ended without a usable answer.</summary>
    public int Failures;

    private const int MostMisses = 20;

    private readonly ObdFlow _flow;
    private readonly SignalTable _table;
    private readonly ObdSettings _settings;
    private readonly UdsClient[] _ecus = new UdsClient[MaximumEcus];
    private readonly uint[] _responseKeys = new uint[MaximumEcus];
    private int _ecuCount;

    // Signals in the order of their identifiers; each identifier knows where its own begin and end.
    private readonly PolledSignal[] _signals;
    private readonly int _identifiers;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly int[] _ecu;
    private readonly int[] _period;
    private readonly long[] _due;
    private readonly int[] _misses;
    private readonly int[] _asked = new int[1];
    private readonly int[] _length = new int[1];

    private int _current = -1;

    /// <summary>Makes a poller.</summary>
    /// <param name="can">The controller.</param>
    /// <param name="flow">With which it shares the bus.</param>
    /// <param name="table">Where values go.</param>
    /// <param name="signals">A profile's; those of other services are left to others.</param>
    /// <param name="settings">Limits.</param>
    public IdentifierPoller(ICanController can, ObdFlow flow, SignalTable table, PolledSignal[] signals, ObdSettings settings)
    {
        _flow = flow;
        _table = table;
        _settings = settings;
        int count = signals.Length;
        _signals = new PolledSignal[count];
        _first = new int[count];
        _end = new int[count];
        _ecu = new int[count];
        _period = new int[count];
        _due = new long[count];
        _misses = new int[count];
        UdsSettings uds = new UdsSettings();
        uds.IsoTp = settings.IsoTp;
        uds.MaximumIdentifiers = 1;
        uds.GiveWayMilliseconds = settings.GiveWayMilliseconds;
        bool[] isTaken = new bool[count];
        int placed = 0;
        for (int index = 0; index < count; index++)
        {
            PolledSignal signal = signals[index];
            if (signal.Service != PolledSignal.ReadDataByIdentifier || isTaken[index])
            {
                continue;
            }

            int ecu = signal.RequestKey == 0 || signal.ResponseKey == 0 ? -1 : Ecu(can, signal.RequestKey, signal.ResponseKey, uds);
            if (ecu < 0)
            {
                SignalsIgnored++;
                continue;
            }

            int entry = _identifiers;
            _identifiers++;
            _ecu[entry] = ecu;
            _first[entry] = placed;
            _period[entry] = signal.PeriodMilliseconds;
            for (int other = index; other < count; other++)
            {
                PolledSignal same = signals[other];
                if (same.Service == PolledSignal.ReadDataByIdentifier && same.Identifier == signal.Identifier && same.RequestKey == signal.RequestKey && same.ResponseKey == signal.ResponseKey)
                {
                    isTaken[other] = true;
                    _signals[placed] = same;
                    placed++;
                    if (same.PeriodMilliseconds < _period[entry])
                    {
                        _period[entry] = same.PeriodMilliseconds;
                    }
                }
            }

            _end[entry] = placed;
        }

        Restart();
    }

    /// <summary>True when the profile has signals to ask for.</summary>
    public bool HasSignals => _identifiers > 0;

    /// <summary>True while a response is awaited.</summary>
    public bool IsWaiting => _current >= 0;

    /// <summary>The uptime at which something is to be asked; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            long next = long.MaxValue;
            for (int entry = 0; entry < _identifiers; entry++)
            {
                if (_due[entry] < next)
                {
                    next = _due[entry];
                }
            }

            long ready = _flow.ReadyAtUptimeMilliseconds;
            return next > ready ? next : ready;
        }
    }

    /// <summary>Adds the messages that answers come in.</summary>
    /// <returns>How many there are now.</returns>
    public int Accept(uint[] keys, int count)
    {
        for (int ecu = 0; ecu < _ecuCount; ecu++)
        {
            bool isThere = false;
            for (int index = 0; index < count; index++)
            {
                isThere |= keys[index] == _responseKeys[ecu];
            }

            if (!isThere)
            {
                keys[count] = _responseKeys[ecu];
                count++;
            }
        }

        return count;
    }

    /// <summary>Forgets what ECUs did not answer.</summary>
    public void Restart()
    {
        for (int entry = 0; entry < _identifiers; entry++)
        {
            _due[entry] = 0;
            _misses[entry] = 0;
        }
    }

    /// <summary>Takes a frame while a response is awaited.</summary>
    /// <returns>True when it came from the ECU that was asked.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        return _current >= 0 && _ecus[_ecu[_current]].Take(frame, uptimeMilliseconds);
    }

    /// <summary>Looks at the answer and the time-outs; to be called after frames were taken.</summary>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <param name="maySend">Whether flow control and repetitions may be sent.</param>
    public void Step(long uptimeMilliseconds, bool maySend)
    {
        if (_current < 0)
        {
            return;
        }

        UdsClient ecu = _ecus[_ecu[_current]];
        ecu.Step(uptimeMilliseconds, maySend);
        if (!ecu.IsBusy)
        {
            Finish(ecu, uptimeMilliseconds);
        }
    }

    /// <summary>Asks for the identifier that is due longest, if one is.</summary>
    /// <returns>False when none is, or nothing could be sent.</returns>
    public bool Ask(long uptimeMilliseconds)
    {
        if (_current >= 0 || uptimeMilliseconds < _flow.ReadyAtUptimeMilliseconds)
        {
            return false;
        }

        int most = -1;
        for (int entry = 0; entry < _identifiers; entry++)
        {
            if (_due[entry] <= uptimeMilliseconds && (most < 0 || _due[entry] < _due[most]))
            {
                most = entry;
            }
        }

        if (most < 0)
        {
            return false;
        }

        UdsClient ecu = _ecus[_ecu[most]];
        ecu.Step(uptimeMilliseconds, true);
        _asked[0] = _signals[_first[most]].Identifier;
        if (!ecu.TryReadData(_asked, _length, 1, uptimeMilliseconds))
        {
            _due[most] = uptimeMilliseconds + _settings.RequestGapMilliseconds;
            return false;
        }

        _flow.CountRequest(uptimeMilliseconds);
        _current = most;
        return true;
    }

    private void Finish(UdsClient ecu, long uptimeMilliseconds)
    {
        int entry = _current;
        _current = -1;
        _flow.CountEnd(uptimeMilliseconds);
        bool isAnswered = false;
        if (ecu.LastResult == UdsResult.Positive)
        {
            int offset = ecu.DataOffset(0);
            int length = ecu.DataLength(0);
            for (int index = _first[entry]; index < _end[entry]; index++)
            {
                PolledSignal signal = _signals[index];
                if (length >= signal.DataLength)
                {
                    _table.Set(signal.SignalIndex, signal.Field.Read(ecu.Response, offset), uptimeMilliseconds);
                    isAnswered = true;
                }
            }
        }

        if (isAnswered)
        {
            _misses[entry] = 0;
            long due = _due[entry] + _period[entry];
            _due[entry] = due > uptimeMilliseconds ? due : uptimeMilliseconds + _period[entry];
            return;
        }

        Failures++;
        if (_misses[entry] < MostMisses)
        {
            _misses[entry]++;
        }

        long wait = (long)_period[entry] << _misses[entry];
        _due[entry] = uptimeMilliseconds + (wait > _settings.LongestPeriodMilliseconds ? _settings.LongestPeriodMilliseconds : wait);
    }

    // -1 when there is no room for another one.
    private int Ecu(ICanController can, uint requestKey, uint responseKey, UdsSettings settings)
    {
        for (int ecu = 0; ecu < _ecuCount; ecu++)
        {
            if (_responseKeys[ecu] == responseKey)
            {
                return ecu;
            }
        }

        if (_ecuCount == MaximumEcus)
        {
            return -1;
        }

        _ecus[_ecuCount] = new UdsClient(can, settings, IsoTpAddress.Normal(requestKey, responseKey));
        _responseKeys[_ecuCount] = responseKey;
        _ecuCount++;
        return _ecuCount - 1;
    }
}
