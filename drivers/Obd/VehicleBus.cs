using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// Stands before the controller: takes every frame, gives diagnostic responses to the poller and the others to the broadcast decoder, and decides whether the
/// controller takes part on the bus. It listens without acknowledging until the bus is seen alive, sends only where the settings allow, stops
/// when the bus falls silent, when a frame finds nobody to acknowledge it, and for a while after errors.
/// </summary>
public sealed partial class VehicleBus
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

    // How often mode and errors are looked at though nothing happens; less often where nothing but answers comes in and they are looked at before each request anyway.
    private const int WorkMilliseconds = 200;
    private const int PolledWorkMilliseconds = 1000;

    // Up to this many messages have an acceptance filter of their own beside the requests of other testers.
    private const int BroadcastsWithRoom = 3;

    private readonly ICanController _can;
    private readonly VehicleBusSettings _settings;
    private readonly CanFrame _frame = new CanFrame();
    private readonly CanCounters _counters;
    private readonly ObdFlow _flow;
    private readonly ObdScan _scan;
    private readonly bool _isPollable;
    private readonly bool _hasBroadcasts;
    private readonly bool _hasIdentifiers;
    private readonly bool _hasPolled;
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
    private bool _hasNews;
    private long _nextWork = long.MinValue;
    private long _nextModeLook = long.MinValue;
    private long _nextAsk = long.MaxValue;
    private bool _isTakingPart;
    private long _dueUptime = long.MinValue;
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
        _flow = Obd.Flow;
        _scan = Obd.Scan;
        Identifiers = new IdentifierPoller(can, Obd.Flow, Table, profile.Polled, settings.Obd);
        _isPollable = profile.Polled.Length > 0 || Obd.Scan != null;
        _hasBroadcasts = Broadcast.Keys.Length > 0;
        _hasIdentifiers = Identifiers.HasSignals;
        _hasPolled = Obd.Poller.HasSignals || _hasIdentifiers;
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

    /// <summary>True while frames may come that a signal is in: broadcast frames, or an awaited response. Otherwise nothing is gained by a <see cref="Step"/> before it is due.</summary>
    public bool HasFramesToCome => _hasBroadcasts || IsWaiting;

    /// <summary>
    /// The uptime at which <see cref="Step"/> next has something to do; at most <see cref="VehicleBusSettings.IdleMilliseconds"/> after the last one. A loop may sleep
    /// until then, and may come earlier: sooner than that no frame that matters is lost, no request late, and no sleeping bus woken.
    /// </summary>
    public long NextDueUptimeMilliseconds => _hasStepped ? _dueUptime : long.MinValue;

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
    /// <returns><see cref="NextDueUptimeMilliseconds"/>.</returns>
    public long Step(long uptimeMilliseconds)
    {
        ICanController can = _can;
        CanFrame frame = _frame;
        ObdFlow flow = _flow;
        can.Step(uptimeMilliseconds);
        if (can.TryReceive(frame))
        {
            bool isLate = !_hasStepped || uptimeMilliseconds - _lastStep > _settings.LateMilliseconds;
            int count = 0;
            do
            {
                Take(frame, uptimeMilliseconds, isLate);
                count++;
            }
            while (count < FramesInStep && can.TryReceive(frame));
        }
        else if (flow.IsWaiting && flow.IsReceiving)
        {
            // Flow control may be owed.
            _hasNews = true;
        }

        _lastStep = uptimeMilliseconds;
        _hasStepped = true;

        // Most turns of a loop find nothing, or what was decoded already: that has to be cheap.
        if (_hasNews || uptimeMilliseconds >= _nextWork || (_scan != null && _scan.IsRunning))
        {
            _hasNews = false;
            if (uptimeMilliseconds < _nextWork && _isTakingPart && !_isAcceptanceOld && !_hasIdentifiers && !flow.IsWaiting && uptimeMilliseconds < flow.ReadyAtUptimeMilliseconds)
            {
                // A request has ended, and it is too early for the next one.
                _nextWork = NextWork(uptimeMilliseconds, true);
            }
            else
            {
                Work(uptimeMilliseconds);
            }
        }

        long due = flow.IsWaiting ? flow.NextLook(uptimeMilliseconds) : NextDue(uptimeMilliseconds);
        if (_hasBroadcasts && _isAlive && due > uptimeMilliseconds + BroadcastMilliseconds)
        {
            due = uptimeMilliseconds + BroadcastMilliseconds;
        }

        _dueUptime = due;
        return due;
    }

    private void Work(long uptimeMilliseconds)
    {
        // Errors are looked at before anything is sent.
        bool isModeDue = uptimeMilliseconds >= _nextModeLook || _isAcceptanceOld;
        if (HasErrors())
        {
            LookAtErrors(uptimeMilliseconds);
            isModeDue = true;
        }

        bool isAlive = _hasHeard && uptimeMilliseconds - _lastFrame <= _settings.AliveMilliseconds;
        if (isAlive != _isAlive)
        {
            _isAlive = isAlive;
            isModeDue = true;
        }

        // A request that ends may change the identifiers in use, which is a matter of the filters.
        ObdFlow flow = _flow;
        if (flow.IsWaiting)
        {
            flow.Step(uptimeMilliseconds);
        }
        else if (_hasIdentifiers && Identifiers.IsWaiting)
        {
            Identifiers.Step(uptimeMilliseconds, isAlive && _can.Mode == CanMode.Normal);
        }

        bool isFree = !flow.IsWaiting && (!_hasIdentifiers || !Identifiers.IsWaiting);
        // Without signals to ask for, a scan that begins or ends is what decides about sending.
        if (isModeDue || (isFree && (flow.Addressing.IsExtended != _isAcceptanceExtended || !_hasPolled)))
        {
            ChooseMode(uptimeMilliseconds);
        }

        bool isNormal = isAlive && _can.Mode == CanMode.Normal;
        if (isFree && isNormal && _isPollable && uptimeMilliseconds >= flow.ReadyAtUptimeMilliseconds && _isAcceptanceExtended == flow.Addressing.IsExtended)
        {
            Ask(uptimeMilliseconds);
        }

        _nextWork = NextWork(uptimeMilliseconds, isNormal);
    }

    private void Ask(long uptimeMilliseconds)
    {
        // In turns: who asked last waits for the other.
        if (!_hasIdentifiers || !_isIdentifierNext || !Identifiers.Ask(uptimeMilliseconds))
        {
            Obd.Ask(uptimeMilliseconds);
            if (_hasIdentifiers && !_flow.IsWaiting)
            {
                Identifiers.Ask(uptimeMilliseconds);
            }
        }

        _isIdentifierNext = _flow.IsWaiting;
    }

    // Until when nothing happens without a frame or an error. A controller that left its mode by itself is looked at soon.
    private long NextWork(long uptimeMilliseconds, bool isNormal)
    {
        _isTakingPart = isNormal;
        long next = uptimeMilliseconds + (isNormal && !_hasBroadcasts ? PolledWorkMilliseconds : WorkMilliseconds);
        if (_holdUntil > uptimeMilliseconds && _holdUntil < next)
        {
            next = _holdUntil;
        }

        if (_flow.IsWaiting)
        {
            long answer = _flow.WorkUptimeMilliseconds;
            return answer < next ? answer : next;
        }

        if (_hasIdentifiers && Identifiers.IsWaiting)
        {
            return long.MinValue;
        }

        if (_isAlive)
        {
            if (isNormal)
            {
                long ask = Obd.NextDueUptimeMilliseconds;
                if (_hasIdentifiers)
                {
                    ask = Earlier(ask, Identifiers.NextDueUptimeMilliseconds);
                }

                _nextAsk = ask;
                next = ask < next ? ask : next;
            }

            long silent = _lastFrame + _settings.AliveMilliseconds + 1;
            next = silent < next ? silent : next;
        }

        return next;
    }

    private long NextDue(long uptimeMilliseconds)
    {
        if (_hasIdentifiers && Identifiers.IsWaiting)
        {
            return uptimeMilliseconds + WaitingMilliseconds;
        }

        long next = uptimeMilliseconds + _settings.IdleMilliseconds;
        if (_isAlive && _isTakingPart)
        {
            // Nothing but responses comes in; silence ends the taking part.
            long silent = _lastFrame + _settings.AliveMilliseconds + 1;
            next = _nextAsk < next ? _nextAsk : next;
            next = silent < next ? silent : next;
            return next > uptimeMilliseconds ? next : uptimeMilliseconds + 1;
        }

        // Signs of life count only where the loop is not late. Frames found after a long sleep came at an unknown time: the bus is alive if more follow.
        if (_isAlive || uptimeMilliseconds < _listenUntil)
        {
            next = Earlier(next, uptimeMilliseconds + _settings.LateMilliseconds);
        }

        return next;
    }

    private void Take(CanFrame frame, long uptimeMilliseconds, bool isLate)
    {
        ObdFlow flow = _flow;
        if (flow.IsWaiting && _isAlive && !isLate)
        {
            // What comes most of the time where signals are asked for.
            _lastFrame = uptimeMilliseconds;
            if (!flow.Take(frame, uptimeMilliseconds))
            {
                Broadcast.Decode(frame, uptimeMilliseconds);
            }
            else if (!flow.IsReceiving || !flow.IsWaiting)
            {
                // While more of an answer is to come there is nothing else to do.
                _hasNews = true;
            }

            return;
        }

        // What waited in the buffers of a loop that slept came at an unknown time since the last turn: it does not show that the bus is alive now.
        long stamp = uptimeMilliseconds;
        if (isLate)
        {
            stamp = _hasStepped ? _lastStep : uptimeMilliseconds;
            _listenUntil = uptimeMilliseconds + _settings.AliveMilliseconds;
            _hasNews = true;
        }
        else
        {
            if (!_isAlive)
            {
                _hasNews = true;
                if (!_hasHeard || uptimeMilliseconds - _lastFrame > _settings.ForgetMilliseconds)
                {
                    Obd.Restart();
                    Identifiers.Restart();
                }
            }

            _hasHeard = true;
            _lastFrame = uptimeMilliseconds;
            if (HasErrors())
            {
                _hasNews = true;
                _nextWork = long.MinValue;
            }
        }

        if (!_isPollable)
        {
            Broadcast.Decode(frame, stamp);
        }
        else if (_hasIdentifiers && Identifiers.IsWaiting && Identifiers.Take(frame, stamp))
        {
            _hasNews = true;
        }
        else if (flow.Take(frame, stamp))
        {
            _hasNews = true;
        }
        else
        {
            Broadcast.Decode(frame, stamp);
        }
    }

    private static long Earlier(long first, long second)
    {
        return first < second ? first : second;
    }
}
