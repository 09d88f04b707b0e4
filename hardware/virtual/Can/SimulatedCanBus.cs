namespace Telltale.Virtual.Can;

/// <summary>
/// A CAN bus (ISO 11898-1) at the level of frames: their time on the wire with stuff bits, arbitration by identifier, acknowledgement by any other active node,
/// error frames, repetition. An active node with another bit rate destroys every frame, as on a real bus.
/// </summary>
/// <param name="clock">The clock of the simulation.</param>
/// <param name="bitsPerSecond">The bit rate of the vehicle's own nodes.</param>
public sealed class SimulatedCanBus(SimulationClock clock, int bitsPerSecond = 500_000)
{
    // Error flag, its superposition, delimiter and intermission.
    private const int ErrorFrameBits = 6 + 6 + 8 + BusFrame.IntermissionBits;

    private readonly List<ICanNode> _nodes = [];
    private ICanNode? _sender;
    private BusFrame _frame;
    private long _started;
    private long _ends;
    private long _freeAt;
    private bool _isAdvancing;
    private Action<BusFrame, ICanNode, long>? _completed;
    private Action<BusFrame, ICanNode, long>? _begun;

    /// <summary>The bit rate of the vehicle's own nodes.</summary>
    public int BitsPerSecond { get; } = bitsPerSecond;

    /// <summary>The clock of the simulation.</summary>
    public SimulationClock Clock { get; } = clock;

    /// <summary>Good frames so far.</summary>
    public long FramesCompleted { get; private set; }

    /// <summary>Failed frames so far: not acknowledged, or destroyed.</summary>
    public long FramesFailed { get; private set; }

    /// <summary>Time with a frame on the wire, in microseconds.</summary>
    public long BusyMicroseconds { get; private set; }

    /// <summary>When the frame now on the wire began; <see cref="long.MaxValue"/> while there is none.</summary>
    internal long BusySinceMicroseconds => _sender is null ? long.MaxValue : _started;

    /// <summary>Has an observer told of every good frame: frame, its sender, the time of its end in microseconds.</summary>
    public void WhenCompleted(Action<BusFrame, ICanNode, long> observer)
    {
        _completed += observer;
    }

    /// <summary>Has an observer told of every frame that begins, good or not: frame, its sender, the time of its start in microseconds.</summary>
    public void WhenBegun(Action<BusFrame, ICanNode, long> observer)
    {
        _begun += observer;
    }

    /// <summary>Connects a node.</summary>
    public void Attach(ICanNode node)
    {
        _nodes.Add(node);
    }

    /// <summary>Disconnects a node, as by unplugging it.</summary>
    public void Detach(ICanNode node)
    {
        _nodes.Remove(node);
        if (ReferenceEquals(_sender, node))
        {
            _sender = null;
            _freeAt = _ends;
        }
    }

    /// <summary>Lets everything happen that happens until now. Whoever drives the simulation calls it at least once a second, as a vehicle answers only for the last second.</summary>
    public void AdvanceToNow()
    {
        // A node that looks at the bus while the bus is telling it something sees what it is told.
        if (_isAdvancing)
        {
            return;
        }

        _isAdvancing = true;
        try
        {
            while ((_sender is not null || TryStart(Clock.NowMicroseconds)) && _ends <= Clock.NowMicroseconds)
            {
                Complete();
            }
        }
        finally
        {
            _isAdvancing = false;
        }
    }

    private bool TryStart(long now)
    {
        long start = long.MaxValue;
        foreach (ICanNode node in _nodes)
        {
            start = Math.Min(start, node.NextFrameAt(Math.Min(now, start)));
        }

        start = Math.Max(start, _freeAt);
        if (start > now)
        {
            return false;
        }

        ICanNode? winner = null;
        BusFrame best = default;
        foreach (ICanNode node in _nodes)
        {
            if (node.NextFrameAt(start) <= start)
            {
                BusFrame frame = node.PeekFrame(start);
                if (winner is null || frame.ArbitrationValue < best.ArbitrationValue)
                {
                    winner?.ArbitrationLost(start);
                    winner = node;
                    best = frame;
                }
                else
                {
                    node.ArbitrationLost(start);
                }
            }
        }

        if (winner is null)
        {
            return false;
        }

        _sender = winner;
        _frame = best;
        _started = start;
        _ends = start + ((long)best.CountBits() * 1_000_000 / BitsPerSecond);
        winner.FrameStarted(start);
        _begun?.Invoke(best, winner, start);
        return true;
    }

    private void Complete()
    {
        ICanNode sender = _sender!;
        _sender = null;
        BusyMicroseconds += _ends - _started;
        bool isAcknowledged = false;
        bool isDestroyed = !IsAtRate(sender);
        foreach (ICanNode node in _nodes)
        {
            if (!ReferenceEquals(node, sender) && node.IsActive)
            {
                isAcknowledged |= IsAtRate(node);
                isDestroyed |= !IsAtRate(node);
            }
        }

        if (isAcknowledged && !isDestroyed)
        {
            FramesCompleted++;
            _freeAt = _ends + Bits(BusFrame.IntermissionBits);
            sender.FrameSent(_ends);
            foreach (ICanNode node in _nodes)
            {
                if (ReferenceEquals(node, sender))
                {
                    continue;
                }

                if (IsAtRate(node))
                {
                    node.FrameReceived(_frame, _started, _ends);
                }
                else
                {
                    node.ErrorSeen(_ends);
                }
            }

            _completed?.Invoke(_frame, sender, _ends);
            return;
        }

        FramesFailed++;
        _freeAt = _ends + Bits(ErrorFrameBits);
        sender.FrameFailed(_ends, notAcknowledged: !isDestroyed);
        foreach (ICanNode node in _nodes)
        {
            if (!ReferenceEquals(node, sender))
            {
                node.ErrorSeen(_ends);
            }
        }
    }

    private bool IsAtRate(ICanNode node)
    {
        return node.BitsPerSecond == BitsPerSecond;
    }

    private long Bits(int count)
    {
        return (long)count * 1_000_000 / BitsPerSecond;
    }
}
