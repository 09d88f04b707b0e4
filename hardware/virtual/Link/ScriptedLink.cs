using Telltale.Ports;

namespace Telltale.Virtual.Link;

/// <summary>
/// A link, a network and a broker on the simulated clock, which do what a test or a simulation tells them. It behaves as M2Mqtt does on the chip:
/// a frame that is not acknowledged is sent again after a second, three times, and then the connection is closed.
/// </summary>
/// <remarks>Nothing happens by itself: every call first catches up with what was due until now.</remarks>
public sealed class ScriptedLink(SimulationClock clock) : ILink
{
    private readonly List<Outstanding> _outstanding = [];
    private readonly Queue<int> _acknowledged = new();
    private readonly Queue<byte[]> _messages = new();
    private readonly PriorityQueue<Event, (long Due, int Order)> _events = new();
    private readonly Queue<LinkFailure> _failures = new();
    private long _connectDue;
    private long _uplinkFreeMilliseconds;
    private long _eventMilliseconds;
    private LinkState _state;
    private int _order;
    private int _connection;
    private bool _isCatchingUp;

    /// <inheritdoc/>
    public LinkProtection Protection { get; set; } = LinkProtection.NotApplicable;

    /// <summary>How long an attempt to connect takes, whether it succeeds or fails.</summary>
    public int ConnectMilliseconds { get; set; } = 500;

    /// <summary>Time from publishing to acknowledgement.</summary>
    public int RoundTripMilliseconds { get; set; } = 100;

    /// <summary>Bits a second that the uplink carries; 0 for no limit. The next frame waits for the one before.</summary>
    public int UplinkBitsPerSecond { get; set; }

    /// <summary>How many frames may wait for an acknowledgement.</summary>
    public int InFlightWindow { get; set; } = 8;

    /// <summary>How often M2Mqtt sends a frame again before it gives up; -1 for a client that waits for ever.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>How long M2Mqtt waits before it sends a frame again.</summary>
    public int RetryMilliseconds { get; set; } = 1000;

    /// <summary>False while there is no network: every attempt fails, and an open connection is half open, as without a network it would be.</summary>
    public bool HasNetwork { get; set; } = true;

    /// <summary>True while the connection looks open and carries nothing, either way.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>How many of the next acknowledgements get lost on their way.</summary>
    public int AcknowledgementsToDrop { get; set; }

    /// <summary>How many of the next acknowledgements come twice.</summary>
    public int AcknowledgementsToRepeat { get; set; }

    /// <summary>How many of the next frames the broker acknowledges and forgets.</summary>
    public int FramesToForget { get; set; }

    /// <summary>Called with a copy of each frame that the broker passes on, repetitions included, at the time when it has it.</summary>
    public Action<byte[]>? FrameArrived { get; set; }

    /// <summary>Frames that the broker has, repetitions included, forgotten ones not.</summary>
    public IList<byte[]> Frames { get; } = [];

    /// <summary>Calls of <see cref="Connect"/> that began an attempt.</summary>
    public int Attempts { get; private set; }

    /// <summary>Bytes of frames sent, repetitions included.</summary>
    public long BytesSent { get; private set; }

    /// <summary>When the next thing happens, in milliseconds of the clock; <see cref="long.MaxValue"/> when nothing is under way.</summary>
    public long NextMilliseconds
    {
        get
        {
            CatchUp();
            return NextDue();
        }
    }

    /// <inheritdoc/>
    public LinkState State
    {
        get
        {
            CatchUp();
            return _state;
        }
    }

    /// <inheritdoc/>
    public LinkFailure Failure { get; private set; }

    /// <inheritdoc/>
    public RetainedState StateFound { get; set; }

    private bool Carries => HasNetwork && !IsHalfOpen;

    /// <summary>Makes the next attempt to connect end with <paramref name="failure"/>; calls add up.</summary>
    public void FailNextAttempt(LinkFailure failure) => _failures.Enqueue(failure);

    /// <summary>Ends the connection from outside.</summary>
    public void Drop(LinkFailure failure = LinkFailure.Lost)
    {
        CatchUp();
        End(failure);
    }

    /// <summary>The broker delivers a downlink message, which takes half a round trip; lost when the link is not open then.</summary>
    public void Deliver(byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        CatchUp();
        Schedule(RoundTripMilliseconds / 2, EventKind.MessageArrives, -1, message);
    }

    /// <inheritdoc/>
    public void Connect()
    {
        if (State != LinkState.Closed)
        {
            return;
        }

        _state = LinkState.Connecting;
        Failure = LinkFailure.None;
        Attempts++;
        _connection++;
        _connectDue = _eventMilliseconds + ConnectMilliseconds;
    }

    /// <inheritdoc/>
    public void Close()
    {
        CatchUp();
        End(LinkFailure.None);
    }

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (State != LinkState.Open || _outstanding.Count >= InFlightWindow)
        {
            return false;
        }

        Outstanding outstanding = new(token, frame.AsSpan(0, count).ToArray());
        _outstanding.Add(outstanding);
        Send(outstanding);
        return true;
    }

    /// <inheritdoc/>
    public int TakeAcknowledgement()
    {
        CatchUp();
        return _acknowledged.TryDequeue(out int token) ? token : -1;
    }

    /// <inheritdoc/>
    public int TakeMessage(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        CatchUp();
        while (_messages.TryDequeue(out byte[]? message))
        {
            if (message.Length <= buffer.Length)
            {
                message.CopyTo(buffer, 0);
                return message.Length;
            }
        }

        return 0;
    }

    /// <summary>Lets everything happen that was due until now, in the order in which it was due.</summary>
    public void CatchUp()
    {
        if (_isCatchingUp)
        {
            return;
        }

        _isCatchingUp = true;
        try
        {
            while (TakeNext(clock.NowMilliseconds))
            {
            }
        }
        finally
        {
            _eventMilliseconds = clock.NowMilliseconds;
            _isCatchingUp = false;
        }
    }

    private bool TakeNext(long nowMilliseconds)
    {
        long next = NextDue();
        if (next > nowMilliseconds)
        {
            return false;
        }

        _eventMilliseconds = next;
        if (_state == LinkState.Connecting && _connectDue == next)
        {
            FinishConnecting();
            return true;
        }

        if (_events.TryPeek(out Event? happening, out (long Due, int Order) first) && first.Due == next)
        {
            _events.Dequeue();
            if (happening.Connection == _connection && _state == LinkState.Open && Carries)
            {
                Happen(happening);
            }

            return true;
        }

        RetryDueAt(next);
        return true;
    }

    private long NextDue()
    {
        long next = _state == LinkState.Connecting ? _connectDue : long.MaxValue;
        if (_events.TryPeek(out _, out (long Due, int Order) first))
        {
            next = Math.Min(next, first.Due);
        }

        foreach (Outstanding frame in _outstanding)
        {
            next = Math.Min(next, frame.RetryDue);
        }

        return next;
    }

    private void FinishConnecting()
    {
        if (_failures.TryDequeue(out LinkFailure failure))
        {
            End(failure);
        }
        else if (!HasNetwork)
        {
            End(LinkFailure.Unreachable);
        }
        else
        {
            _state = LinkState.Open;
            _uplinkFreeMilliseconds = _eventMilliseconds;
        }
    }

    private void Happen(Event happening)
    {
        switch (happening.Kind)
        {
            case EventKind.FrameArrives:
                ReachBroker(happening);
                break;
            case EventKind.AcknowledgementArrives:
                _outstanding.RemoveAll(frame => frame.Token == happening.Token);
                _acknowledged.Enqueue(happening.Token);
                break;
            default:
                _messages.Enqueue(happening.Bytes);
                break;
        }
    }

    private void ReachBroker(Event happening)
    {
        if (FramesToForget > 0)
        {
            FramesToForget--;
        }
        else
        {
            byte[] copy = [.. happening.Bytes];
            Frames.Add(copy);
            FrameArrived?.Invoke(copy);
        }

        if (AcknowledgementsToDrop > 0)
        {
            AcknowledgementsToDrop--;
            return;
        }

        int times = AcknowledgementsToRepeat > 0 ? 2 : 1;
        AcknowledgementsToRepeat -= times - 1;
        for (int time = 0; time < times; time++)
        {
            Schedule(RoundTripMilliseconds - (RoundTripMilliseconds / 2), EventKind.AcknowledgementArrives, happening.Token, []);
        }
    }

    private void Send(Outstanding frame)
    {
        frame.Sent++;
        BytesSent += frame.Bytes.Length;
        long begins = Math.Max(_eventMilliseconds, _uplinkFreeMilliseconds);
        _uplinkFreeMilliseconds = UplinkBitsPerSecond == 0 ? begins : begins + (frame.Bytes.Length * 8L * 1000 / UplinkBitsPerSecond);
        int wait = (int)(_uplinkFreeMilliseconds - _eventMilliseconds);
        frame.RetryDue = Retries < 0 ? long.MaxValue : _eventMilliseconds + RetryMilliseconds;
        if (Carries)
        {
            Schedule(wait + (RoundTripMilliseconds / 2), EventKind.FrameArrives, frame.Token, frame.Bytes);
        }
    }

    private void RetryDueAt(long milliseconds)
    {
        Outstanding? due = _outstanding.Find(frame => frame.RetryDue == milliseconds);
        if (due is not null)
        {
            Retry(due);
        }
    }

    private void Retry(Outstanding frame)
    {
        if (frame.Sent > Retries)
        {
            // MqttMsgPublished with IsPublished = false: M2Mqtt has forgotten the frame, and the adapter closes the connection.
            End(LinkFailure.Timeout);
        }
        else
        {
            Send(frame);
        }
    }

    private void Schedule(int delayMilliseconds, EventKind kind, int token, byte[] bytes)
    {
        _events.Enqueue(new Event(_connection, kind, token, bytes), (_eventMilliseconds + delayMilliseconds, _order++));
    }

    private void End(LinkFailure failure)
    {
        if (_state == LinkState.Closed)
        {
            return;
        }

        _state = LinkState.Closed;
        Failure = failure;
        _outstanding.Clear();
        _acknowledged.Clear();
        _events.Clear();
    }

    private enum EventKind
    {
        FrameArrives,
        AcknowledgementArrives,
        MessageArrives,
    }

    private sealed record Event(int Connection, EventKind Kind, int Token, byte[] Bytes);

    private sealed class Outstanding(int token, byte[] bytes)
    {
        public int Token { get; } = token;

        public byte[] Bytes { get; } = bytes;

        public int Sent { get; set; }

        public long RetryDue { get; set; }
    }
}
