using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>
/// A control unit of the simulated vehicle: broadcasts while the ignition is on and for a while afterwards, then sleeps, silent, and acknowledges nothing.
/// </summary>
public class SimulatedNode : ICanNode
{
    private const long LookMicroseconds = 250_000;

    private readonly IVehicle _vehicle;
    private readonly BroadcastMessage[] _messages;
    private readonly long[] _due;
    private readonly long[] _sentCount;
    private readonly PriorityQueue<BusFrame, (long Time, long Order)> _queue = new();
    private long _queueOrder;
    private long _lastIgnition = long.MinValue;
    private long _nextLook;
    private bool _isQueued;
    private int _chosen = -1;
    private BusFrame _frame;
    private bool _hasFrame;
    private long _frameAt;

    /// <summary>Makes a node.</summary>
    /// <param name="vehicle">The vehicle that it is part of.</param>
    /// <param name="bitsPerSecond">The bit rate that it is set to.</param>
    /// <param name="messages">What it broadcasts.</param>
    public SimulatedNode(IVehicle vehicle, int bitsPerSecond, params IReadOnlyList<BroadcastMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _vehicle = vehicle;
        BitsPerSecond = bitsPerSecond;
        _messages = [.. messages];
        _due = new long[_messages.Length];
        _sentCount = new long[_messages.Length];
    }

    /// <inheritdoc/>
    public int BitsPerSecond { get; }

    /// <inheritdoc/>
    public bool IsActive => IsAwake;

    /// <summary>How long the node goes on after the ignition was switched off.</summary>
    public long AfterRunMicroseconds { get; init; } = 3_000_000;

    /// <summary>Frames given up because nobody acknowledged them.</summary>
    public long FramesGivenUp { get; private set; }

    /// <summary>Whether the node is awake, as of the last time that the bus asked.</summary>
    protected bool IsAwake { get; private set; }

    /// <inheritdoc/>
    public long NextFrameAt(long limitMicroseconds)
    {
        if (_hasFrame)
        {
            return _frameAt;
        }

        while (true)
        {
            long next = FindNext();

            // What happens to the ignition before that frame comes first.
            if (_nextLook > Math.Min(next, limitMicroseconds))
            {
                return next;
            }

            Look(_nextLook);
            _nextLook += LookMicroseconds;
        }
    }

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds)
    {
        if (!_hasFrame)
        {
            long at = NextFrameAt(microseconds);
            if (_isQueued)
            {
                _frame = _queue.Dequeue();
            }
            else
            {
                BroadcastMessage message = _messages[_chosen];
                _frame = new BusFrame(message.Key, IsRemote: false, message.Length, message.Encode(_vehicle.StateAt(microseconds), _sentCount[_chosen]));
                _sentCount[_chosen]++;
                _due[_chosen] = Math.Max(_due[_chosen] + message.PeriodMicroseconds, microseconds);
            }

            _frameAt = at;
            _hasFrame = true;
        }

        return _frame;
    }

    /// <inheritdoc/>
    public void FrameStarted(long microseconds)
    {
    }

    /// <inheritdoc/>
    public void ArbitrationLost(long microseconds)
    {
    }

    /// <inheritdoc/>
    public void FrameSent(long microseconds)
    {
        _hasFrame = false;
    }

    /// <inheritdoc/>
    public void FrameFailed(long microseconds, bool notAcknowledged)
    {
        // A real controller repeats; after a few hundred times its software gives up. One time stands for all of them here.
        _hasFrame = false;
        FramesGivenUp++;
    }

    /// <inheritdoc/>
    public virtual void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
    }

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
    }

    /// <summary>Sends a frame at a time of its own.</summary>
    protected void Enqueue(BusFrame frame, long atMicroseconds)
    {
        _queue.Enqueue(frame, (atMicroseconds, _queueOrder));
        _queueOrder++;
    }

    /// <summary>The vehicle's state.</summary>
    protected VehicleState StateAt(long microseconds)
    {
        return _vehicle.StateAt(microseconds);
    }

    /// <summary>Called when the node falls asleep: what was under way is forgotten.</summary>
    protected virtual void FallAsleep()
    {
    }

    private long FindNext()
    {
        long best = long.MaxValue;
        _chosen = -1;
        _isQueued = false;
        if (!IsAwake)
        {
            return best;
        }

        for (int index = 0; index < _due.Length; index++)
        {
            if (_due[index] < best)
            {
                best = _due[index];
                _chosen = index;
            }
        }

        if (_queue.TryPeek(out _, out (long Time, long Order) priority) && priority.Time <= best)
        {
            best = priority.Time;
            _isQueued = true;
        }

        return best;
    }

    private void Look(long microseconds)
    {
        if (_vehicle.StateAt(microseconds).IgnitionOn)
        {
            _lastIgnition = microseconds;
        }

        bool isAwake = _lastIgnition != long.MinValue && microseconds - _lastIgnition <= AfterRunMicroseconds;
        if (isAwake && !IsAwake)
        {
            for (int index = 0; index < _due.Length; index++)
            {
                // Nodes do not all begin at the same microsecond.
                _due[index] = microseconds + (1000 * (index + 1)) + (_messages[index].Key % 7 * 500);
            }
        }
        else if (!isAwake && IsAwake)
        {
            _queue.Clear();
            FallAsleep();
        }

        IsAwake = isAwake;
    }
}
