using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Stands before the controller: takes every frame, gives diagnostic responses to the poller and the others to the broadcast decoder, and decides whether the
/// controller takes part on the bus. It listens without acknowledging until the bus is seen alive, sends only where the settings allow, stops
/// when the bus falls silent, when a frame finds nobody to acknowledge it, and for a while after errors.
/// </summary>
public sealed class VehicleBus
{
    /// <summary>The newest values of the profile's signals.</summary>
    public readonly SignalTable Table;

    /// <summary>Decodes what the vehicle sends by itself.</summary>
    public readonly BroadcastDecoder Broadcast;

    /// <summary>Asks the vehicle.</summary>
    public readonly ObdClient Obd;

    /// <summary>Asks for data identifiers of a profile.</summary>
    public readonly IdentifierPoller Identifiers;

    /// <summary>Times that the bus was left alone after errors.</summary>
    public int HoldOffs;

    private const int FramesInStep = 64;
    private const int RetryMilliseconds = 1000;
    private const int WaitingMilliseconds = 10;
    private const int BroadcastMilliseconds = 20;
    private const int WorkMilliseconds = 200;

    // Up to this many messages have an acceptance filter of their own beside the requests of other testers.
    private const int BroadcastsWithRoom = 3;

    private readonly ICanController _can;
    private readonly VehicleBusSettings _settings;
    private readonly CanFrame _frame = new CanFrame();
    private readonly CanCounters _counters;
    private readonly ObdScan _scan;
    private readonly bool _isPollable;
    private readonly uint[] _accepted;

    private bool _isAlive;
    private bool _hasHeard;
    private long _lastFrame;
    private bool _hasStepped;
    private long _lastStep;
    private bool _isOpen;
    private bool _mayPoll;
    private bool _isAcceptanceOld;
    private long _holdUntil;
    private int _holdOff;
    private long _retryAt;
    private int _busOffs;
    private int _errorPassives;
    private int _aborted;
    private bool _isAcceptanceForRequests;
    private bool _isAcceptanceExtended;
    private long _listenUntil;
    private bool _hasReceived;
    private long _nextWork = long.MinValue;
    private bool _isIdentifierNext;

    /// <summary>
    /// Makes the vehicle's bus over a controller that has been started. With a profile that has broadcast signals too, flow control asks for one frame at a time,
    /// whatever the settings say.
    /// </summary>
    public VehicleBus(ICanController can, SignalProfile profile, VehicleBusSettings settings)
    {
        _can = can;
        _settings = settings;
        _counters = can.Counters;
        Table = new SignalTable(profile.Definitions);
        Broadcast = new BroadcastDecoder(profile, Table);
        if (Broadcast.Keys.Length > 0 && settings.Obd.IsoTp.BlockSize != 1)
        {
            // The second receive buffer, into which the second frame of a block would roll over, may hold a broadcast frame.
            settings.Obd.IsoTp.BlockSize = 1;
        }

        Obd = new ObdClient(can, Table, profile.Polled, settings.Obd);
        _scan = Obd.Scan;
        Identifiers = new IdentifierPoller(can, Obd.Flow, Table, profile.Polled, settings.Obd);
        _isPollable = profile.Polled.Length > 0 || Obd.Scan != null;
        _accepted = new uint[2 * ObdAddressing.MaximumEcus + 1 + IdentifierPoller.MaximumEcus + Broadcast.Keys.Length];
        _holdUntil = long.MinValue;
        _retryAt = long.MinValue;
        _holdOff = settings.HoldOffMilliseconds;
        _isAcceptanceOld = true;
        _isOpen = true;
        _mayPoll = settings.MayPoll;
        Baseline();
    }

    /// <summary>True while good frames arrive: the last one at most <see cref="VehicleBusSettings.AliveMilliseconds"/> ago.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>True while the controller takes part on the bus and may send.</summary>
    public bool IsPolling => _can.Mode == CanMode.Normal;

    /// <summary>True while a response is awaited: the loop should come back within a few milliseconds.</summary>
    public bool IsWaiting => Obd.IsWaiting || Identifiers.IsWaiting;

    /// <summary>
    /// The uptime at which <see cref="Step"/> next has something to do; at most <see cref="VehicleBusSettings.IdleMilliseconds"/> after the last one. A loop may sleep
    /// until then, and may come earlier: sooner than that no frame that matters is lost, no request late, and no sleeping bus woken.
    /// </summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            if (!_hasStepped)
            {
                return long.MinValue;
            }

            if (IsWaiting)
            {
                return _lastStep + WaitingMilliseconds;
            }

            if (_isAlive && Broadcast.Keys.Length > 0)
            {
                return _lastStep + BroadcastMilliseconds;
            }

            long next = _lastStep + _settings.IdleMilliseconds;
            if (_isAlive && _can.Mode == CanMode.Normal)
            {
                // Nothing but responses comes in; silence ends the taking part.
                next = Earlier(next, Obd.NextDueUptimeMilliseconds);
                if (Identifiers.HasSignals)
                {
                    next = Earlier(next, Identifiers.NextDueUptimeMilliseconds);
                }

                next = Earlier(next, _lastFrame + _settings.AliveMilliseconds + 1);
            }
            else if (_isAlive || _lastStep < _listenUntil)
            {
                // Signs of life count only where the loop is not late. Frames found after a long sleep came at an unknown time: the bus is alive if more follow.
                next = Earlier(next, _lastStep + _settings.LateMilliseconds);
            }

            return next > _lastStep ? next : _lastStep + 1;
        }
    }

    /// <summary>Uptime at which the last frame was seen; <see cref="long.MinValue"/> before the first.</summary>
    public long LastFrameUptimeMilliseconds => _hasHeard ? _lastFrame : long.MinValue;

    /// <summary>Allows or forbids sending; takes effect in the next <see cref="Step"/>.</summary>
    public void EnablePolling(bool mayPoll)
    {
        if (mayPoll != _mayPoll)
        {
            _mayPoll = mayPoll;
            _isAcceptanceOld = true;
            _nextWork = long.MinValue;
        }
    }

    /// <summary>Takes what was received, and does what is due: at <see cref="NextDueUptimeMilliseconds"/> at the latest, and at any time before.</summary>
    public void Step(long uptimeMilliseconds)
    {
        bool isLate = !_hasStepped || uptimeMilliseconds - _lastStep > _settings.LateMilliseconds;
        Drain(uptimeMilliseconds, isLate);
        _lastStep = uptimeMilliseconds;
        _hasStepped = true;

        // Most turns of a loop find nothing, which has to be cheap. Errors are looked at before anything is sent.
        if (!_hasReceived && uptimeMilliseconds < _nextWork && (_scan == null || !_scan.IsRunning))
        {
            return;
        }

        if (_counters.BusOffs != _busOffs || _counters.ErrorPassives != _errorPassives || _counters.TransmissionsAborted != _aborted)
        {
            LookAtErrors(uptimeMilliseconds);
        }

        _isAlive = _hasHeard && uptimeMilliseconds - _lastFrame <= _settings.AliveMilliseconds;
        if (_isPollable)
        {
            // A request that ends may change the identifiers in use, which is a matter of the filters.
            Obd.Step(uptimeMilliseconds, false);
            if (Identifiers.IsWaiting)
            {
                Identifiers.Step(uptimeMilliseconds, _isAlive && _can.Mode == CanMode.Normal);
            }
        }

        ChooseMode(uptimeMilliseconds);
        if (_isPollable && _isAlive && _can.Mode == CanMode.Normal && _isAcceptanceExtended == Obd.Flow.Addressing.IsExtended && !IsWaiting)
        {
            // In turns: who asked last waits for the other.
            if (!Identifiers.HasSignals || !_isIdentifierNext || !Identifiers.Ask(uptimeMilliseconds))
            {
                Obd.Ask(uptimeMilliseconds);
                if (Identifiers.HasSignals && !Obd.IsWaiting)
                {
                    Identifiers.Ask(uptimeMilliseconds);
                }
            }

            _isIdentifierNext = Obd.IsWaiting;
        }

        _nextWork = IsWaiting ? long.MinValue : NextWork(uptimeMilliseconds);
    }

    // Until when nothing happens without a frame or an error. A controller that left its mode by itself is looked at soon.
    private long NextWork(long uptimeMilliseconds)
    {
        long next = uptimeMilliseconds + WorkMilliseconds;
        if (_isAlive)
        {
            next = Earlier(next, _lastFrame + _settings.AliveMilliseconds + 1);
            if (_can.Mode == CanMode.Normal)
            {
                next = Earlier(next, Obd.NextDueUptimeMilliseconds);
                if (Identifiers.HasSignals)
                {
                    next = Earlier(next, Identifiers.NextDueUptimeMilliseconds);
                }
            }
        }

        return next;
    }

    private void Drain(long uptimeMilliseconds, bool isLate)
    {
        _can.Step(uptimeMilliseconds);

        // What waited in the buffers of a loop that slept came at an unknown time since the last turn: it does not show that the bus is alive now.
        long stamp = isLate && _hasStepped ? _lastStep : uptimeMilliseconds;
        _hasReceived = false;
        for (int count = 0; count < FramesInStep && _can.TryReceive(_frame); count++)
        {
            _hasReceived = true;
            if (!isLate)
            {
                if (!_hasHeard || uptimeMilliseconds - _lastFrame > _settings.ForgetMilliseconds)
                {
                    Obd.Restart();
                    Identifiers.Restart();
                }

                _hasHeard = true;
                _lastFrame = uptimeMilliseconds;
            }
            else
            {
                _listenUntil = uptimeMilliseconds + _settings.AliveMilliseconds;
            }

            if (!_isPollable || (!Identifiers.Take(_frame, stamp) && !Obd.Take(_frame, stamp)))
            {
                Broadcast.Decode(_frame, stamp);
            }
        }
    }

    private void LookAtErrors(long uptimeMilliseconds)
    {
        if (_counters.BusOffs != _busOffs || _counters.ErrorPassives != _errorPassives)
        {
            _holdUntil = uptimeMilliseconds + _holdOff;
            HoldOffs++;
            _holdOff *= 2;
            if (_holdOff > _settings.LongestHoldOffMilliseconds)
            {
                _holdOff = _settings.LongestHoldOffMilliseconds;
            }
        }
        else if (_counters.TransmissionsAborted != _aborted)
        {
            // Nobody acknowledged: there is nobody, or nobody who hears. The next frame heard says more.
            _lastFrame = uptimeMilliseconds - _settings.AliveMilliseconds - 1;
        }

        Baseline();
    }

    private void ChooseMode(long uptimeMilliseconds)
    {
        CanMode mode = _can.Mode;
        bool wantsRequests = _mayPoll && (Obd.HasWork || Identifiers.HasSignals);
        bool wantsNormal = _isAlive && wantsRequests && uptimeMilliseconds >= _holdUntil;
        CanMode wanted = wantsNormal ? CanMode.Normal : CanMode.ListenOnly;

        // Without an own wish to hear, every frame is welcome as a sign of life. Where polling is off, a silence of the wanted messages alone is
        // no reason to open the filters at once: messages sent once in a second are lost among the others.
        bool wantsOpen;
        if (wantsRequests)
        {
            wantsOpen = !_isAlive;
        }
        else if (Broadcast.Keys.Length == 0)
        {
            wantsOpen = true;
        }
        else
        {
            wantsOpen = !_hasHeard || uptimeMilliseconds - _lastFrame > 10 * _settings.AliveMilliseconds;
        }

        // Filters stay until the answers to what was asked have come.
        bool isExtended = Obd.Flow.Addressing.IsExtended;
        _isAcceptanceOld |= wantsRequests != _isAcceptanceForRequests || (wantsRequests && isExtended != _isAcceptanceExtended);
        if ((mode == wanted && wantsOpen == _isOpen && !_isAcceptanceOld) || uptimeMilliseconds < _retryAt)
        {
            return;
        }

        if (_isAcceptanceOld)
        {
            int count = 0;
            int responses = 0;
            uint[] keys = Broadcast.Keys;
            if (wantsRequests)
            {
                responses = Obd.Flow.Addressing.Accept(_accepted, keys.Length <= BroadcastsWithRoom, out count);
                if (Identifiers.HasSignals)
                {
                    // Their frames come in quick succession too: they go before requests of other testers, which may be left out.
                    count = Identifiers.Accept(_accepted, responses);
                    responses = count;
                }
            }

            for (int index = 0; index < keys.Length; index++)
            {
                _accepted[count] = keys[index];
                count++;
            }

            _can.Accept(_accepted, count, responses);
        }

        if (_can.TrySetMode(wanted, wantsOpen))
        {
            _isOpen = wantsOpen;
            _isAcceptanceOld = false;
            _isAcceptanceForRequests = wantsRequests;
            _isAcceptanceExtended = isExtended;
        }
        else
        {
            _retryAt = uptimeMilliseconds + RetryMilliseconds;
        }

        // A mode change gives up what was waiting to be sent; that is no news.
        Baseline();
    }

    private static long Earlier(long first, long second)
    {
        return first < second ? first : second;
    }

    private void Baseline()
    {
        _busOffs = _counters.BusOffs;
        _errorPassives = _counters.ErrorPassives;
        _aborted = _counters.TransmissionsAborted;
    }
}
