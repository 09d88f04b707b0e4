using Telltale.Can;
using Telltale.IsoTp;

namespace Telltale.Obd;

/// <summary>
/// One request at a time: time-outs, response pending, the budget of requests, and giving way to another tester. What is asked is the business of an
/// <see cref="IObdRequester"/>. Requests fit a single frame, as all of SAE J1979 do.
/// </summary>
public sealed partial class ObdFlow
{
    /// <summary>The longest request, in bytes.</summary>
    public const int MaximumRequest = 7;

    /// <summary>The target of a functional request.</summary>
    public const int Everybody = -1;

    /// <summary>The identifiers in use.</summary>
    public readonly ObdAddressing Addressing = new ObdAddressing();

    /// <summary>What was done.</summary>
    public readonly ObdCounters Counters = new ObdCounters();

    /// <summary>True while a response is awaited. Set by this class alone; a field, because a loop looks at it in every turn.</summary>
    public bool IsWaiting;

    // A part of an answer has come, or may have.
    internal bool IsReceiving;

    private const int NoTarget = -2;
    private const int MostPending = 20;

    // ECUs mostly take 5 to 20 ms to answer.
    private const int FirstLookMilliseconds = 20;
    private const int LookMilliseconds = 10;
    private const int SilenceOfPhysical = 2;

    private readonly ICanController _can;
    private readonly CanCounters _canCounters;
    private readonly ObdSettings _settings;
    private readonly IsoTpReceiver[] _receivers = new IsoTpReceiver[ObdAddressing.MaximumEcus];
    private readonly CanFrame _request = new CanFrame();
    private readonly int _spacingMilliseconds;

    private IObdRequester _requester;
    private int _target;
    private int _keyedTarget = NoTarget;

    // Of a request to one ECU: what answers it, and where that is put together.
    private uint _answerIdentifier;
    private bool _isAnswerExtended;
    private IsoTpReceiver _answer;
    private int _service;
    private int _responses;
    private int _pending;
    private int _ecusPending;
    private int _overflowsBefore;
    private bool _mayBeLate;
    private long _deadline;
    private long _sentAt;
    private long _readyAt;
    private long _giveWayUntil;

    private bool _isSettled;
    private bool _hasPhysicalAnswer;
    private bool _isOnlyFunctional;
    private int _silence;

    /// <summary>Makes a flow.</summary>
    /// <param name="can">The controller.</param>
    /// <param name="settings">Time-outs and limits.</param>
    public ObdFlow(ICanController can, ObdSettings settings)
    {
        _can = can;
        _canCounters = can.Counters;
        _settings = settings;
        _spacingMilliseconds = settings.MaximumRequestsPerSecond < 1 ? 1000 : (999 + settings.MaximumRequestsPerSecond) / settings.MaximumRequestsPerSecond;
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            _receivers[ecu] = new IsoTpReceiver(can, settings.IsoTp, settings.ResponseCapacity);
        }

        _request.Length = 8;
        Restart(false);
    }

    /// <summary>The earliest uptime at which the next request may go out.</summary>
    public long ReadyAtUptimeMilliseconds => _readyAt > _giveWayUntil ? _readyAt : _giveWayUntil;

    /// <summary>The uptime at which waiting ends without an answer.</summary>
    public long DeadlineUptimeMilliseconds => _deadline;

    /// <summary>While a response is awaited: the uptime from which on <see cref="Step"/> has something to do, if no frame comes before.</summary>
    public long WorkUptimeMilliseconds => IsReceiving ? long.MinValue : _deadline;

    /// <summary>
    /// While a response is awaited: the uptime at which it is worth looking for frames, after <paramref name="uptimeMilliseconds"/>. One ECU alone sends one frame before it has to wait for flow control, so it is given
    /// time; several fill the buffers of a controller together.
    /// </summary>
    public long NextLook(long uptimeMilliseconds)
    {
        if (_answer != null && !IsReceiving)
        {
            long first = _sentAt + FirstLookMilliseconds;
            if (first > uptimeMilliseconds)
            {
                return first;
            }
        }

        return uptimeMilliseconds + LookMilliseconds;
    }

    /// <summary>True while nothing is asked because another tester was seen.</summary>
    public bool IsGivingWay(long uptimeMilliseconds)
    {
        return uptimeMilliseconds < _giveWayUntil;
    }

    /// <summary>True when ECUs answer functional requests only, as behind some gateways.</summary>
    public bool IsOnlyFunctional => _isOnlyFunctional;

    /// <summary>Whether frames were lost in the controller since the last request went out.</summary>
    public bool HasOverflown => _canCounters.Overflows != _overflowsBefore;

    /// <summary>The request to be: <see cref="MaximumRequest"/> bytes from index 1, service identifier first.</summary>
    public byte[] Request => _request.Data;

    /// <summary>Forgets what is under way and known of the vehicle.</summary>
    /// <param name="isExtended">The identifiers to use from now on.</param>
    public void Restart(bool isExtended)
    {
        IsWaiting = false;
        _keyedTarget = NoTarget;
        _isSettled = false;
        _hasPhysicalAnswer = false;
        _isOnlyFunctional = false;
        _silence = 0;
        Addressing.Use(isExtended);
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            if (isExtended)
            {
                _receivers[ecu].Reset();
            }
            else
            {
                _receivers[ecu].Listen(Addressing.ResponseKey(ecu), Addressing.RequestKey(ecu));
            }
        }
    }

    /// <summary>Says that the ECUs are known: from now on silence to physical requests means something.</summary>
    public void Settle()
    {
        _isSettled = true;
    }

    /// <summary>Sends what stands in <see cref="Request"/>.</summary>
    /// <param name="requester">Who is told of the answer and the end.</param>
    /// <param name="target">The ECU, or <see cref="Everybody"/>.</param>
    /// <param name="length">How many bytes, 1 to <see cref="MaximumRequest"/>.</param>
    /// <param name="uptimeMilliseconds">Now; not before <see cref="ReadyAtUptimeMilliseconds"/>.</param>
    /// <returns>False when another request is under way, it is too early, or the controller took no frame.</returns>
    public bool TrySend(IObdRequester requester, int target, int length, long uptimeMilliseconds)
    {
        if (IsWaiting || uptimeMilliseconds < _readyAt || uptimeMilliseconds < _giveWayUntil)
        {
            return false;
        }

        byte[] data = _request.Data;
        data[0] = (byte)length;
        if (length < MaximumRequest)
        {
            byte padding = _settings.IsoTp.Padding;
            for (int index = 1 + length; index < 8; index++)
            {
                data[index] = padding;
            }
        }

        if (target != _keyedTarget)
        {
            Address(target);
        }

        int overflows = _canCounters.Overflows;
        if (!_can.TrySend(_request))
        {
            Counters.SendsRefused++;
            _readyAt = uptimeMilliseconds + _settings.RequestGapMilliseconds;
            return false;
        }

        Counters.RequestsSent++;
        _overflowsBefore = overflows;
        _requester = requester;
        _target = target;
        _service = data[1];
        _responses = 0;
        _pending = 0;
        _ecusPending = 0;
        IsWaiting = true;
        IsReceiving = _answer == null || _answer.IsReceiving;
        _sentAt = uptimeMilliseconds;
        _deadline = uptimeMilliseconds + _settings.ResponseTimeoutMilliseconds;
        return true;
    }

    /// <summary>Another part has sent a request: it counts in the budget.</summary>
    internal void CountRequest(long uptimeMilliseconds)
    {
        Counters.RequestsSent++;
        _sentAt = uptimeMilliseconds;
        if (_readyAt < uptimeMilliseconds + _spacingMilliseconds)
        {
            _readyAt = uptimeMilliseconds + _spacingMilliseconds;
        }
    }

    /// <summary>That request has ended.</summary>
    internal void CountEnd(long uptimeMilliseconds)
    {
        if (_readyAt < uptimeMilliseconds + _settings.RequestGapMilliseconds)
        {
            _readyAt = uptimeMilliseconds + _settings.RequestGapMilliseconds;
        }

        _mayBeLate = true;
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>True when it was a diagnostic request or response, whoever had asked for it.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        IsoTpReceiver receiver = _answer;
        if (IsWaiting && receiver != null && frame.Identifier == _answerIdentifier && frame.IsExtended == _isAnswerExtended)
        {
            // What comes most of the time: frames of the ECU that was asked. A consecutive frame names no service.
            if (frame.Data[0] >> 4 != 2 && !IsToThisUnit(frame))
            {
                Counters.FramesUnsolicited++;
                GiveWay(uptimeMilliseconds);
            }
            else if (receiver.Take(frame, uptimeMilliseconds))
            {
                IsReceiving = false;
                TakeMessage(_target, receiver.Message, receiver.Length, uptimeMilliseconds);
            }
            else
            {
                IsReceiving = receiver.IsReceiving;
            }

            return true;
        }

        return TakeOther(frame, uptimeMilliseconds);
    }

    private bool TakeOther(CanFrame frame, long uptimeMilliseconds)
    {
        int ecu = Addressing.EcuOf(frame);
        if (ecu == ObdAddressing.NoResponse)
        {
            if (!Addressing.IsRequest(frame))
            {
                return false;
            }

            Counters.RequestsOfOthers++;
            GiveWay(uptimeMilliseconds);
            return true;
        }

        if (ecu == ObdAddressing.UnknownEcu && IsWaiting && _target < 0 && IsToThisUnit(frame))
        {
            ecu = Addressing.Learn(frame);
            if (ecu >= 0)
            {
                _receivers[ecu].Listen(Addressing.ResponseKey(ecu), Addressing.RequestKey(ecu));
            }
        }

        if (IsWaiting && _isOnlyFunctional && ecu != _target)
        {
            // The others answer what was meant for one.
            return true;
        }

        // A response to somebody else must not get flow control from here too.
        if (ecu < 0 || !IsWaiting || (_target >= 0 && _target != ecu))
        {
            Counters.FramesUnsolicited++;
            if (!IsWaiting && !_mayBeLate)
            {
                GiveWay(uptimeMilliseconds);
            }

            return true;
        }

        if (!IsToThisUnit(frame))
        {
            Counters.FramesUnsolicited++;
            GiveWay(uptimeMilliseconds);
            return true;
        }

        IsoTpReceiver receiver = _receivers[ecu];
        IsReceiving = true;
        if (receiver.Take(frame, uptimeMilliseconds))
        {
            TakeMessage(ecu, receiver.Message, receiver.Length, uptimeMilliseconds);
        }

        return true;
    }

    /// <summary>Looks at the time-outs.</summary>
    /// <param name="uptimeMilliseconds">Now. Frames that came before now have been given to <see cref="Take"/>.</param>
    public void Step(long uptimeMilliseconds)
    {
        if (!IsWaiting)
        {
            return;
        }

        bool isReceiving = false;
        int last = _target < 0 ? ObdAddressing.MaximumEcus - 1 : _target;
        for (int ecu = _target < 0 ? 0 : _target; ecu <= last; ecu++)
        {
            IsoTpReceiver receiver = _receivers[ecu];
            if (receiver.IsReceiving)
            {
                receiver.Step(uptimeMilliseconds);
                isReceiving |= receiver.IsReceiving;
            }
        }

        IsReceiving = isReceiving;
        if (!isReceiving && uptimeMilliseconds >= _deadline)
        {
            End(_target < 0 && _responses > 0 ? ObdOutcome.Answered : ObdOutcome.Unanswered, uptimeMilliseconds);
        }
    }

    // Most requests go where the last one went.
    private void Address(int target)
    {
        bool isFunctional = target < 0 || _isOnlyFunctional;
        _request.Key = isFunctional ? Addressing.FunctionalKey : Addressing.RequestKey(target);
        _keyedTarget = target;
        _answer = null;
        if (!isFunctional)
        {
            _answer = _receivers[target];
            _isAnswerExtended = Addressing.IsExtended;
            _answerIdentifier = Addressing.ResponseKey(target) & ~CanFrame.ExtendedKey;
        }
    }

    // Whether the service that a frame names is the one asked for. Only the beginning of a message names it.
    private bool IsToThisUnit(CanFrame frame)
    {
        byte[] data = frame.Data;
        int place;
        switch (data[0] >> 4)
        {
            case 0: place = 1; break;
            case 1: place = 2; break;
            default: return true;
        }

        // Too short to name a service is malformed, whomever it is for.
        return frame.Length <= place + 1 || data[place] == _service + 0x40 || (data[place] == 0x7F && data[place + 1] == _service);
    }

    private void GiveWay(long uptimeMilliseconds)
    {
        if (uptimeMilliseconds >= _giveWayUntil && _settings.GiveWayMilliseconds > 0)
        {
            Counters.GivenWay++;
        }

        _giveWayUntil = uptimeMilliseconds + _settings.GiveWayMilliseconds;
    }
}
