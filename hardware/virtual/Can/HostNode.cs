namespace Telltale.Virtual.Can;

/// <summary>A node whose frames come from outside the simulation, and who hands on what it receives: an adapter between a program and the simulated bus.</summary>
/// <param name="bitsPerSecond">The bit rate that it is set to.</param>
/// <param name="received">Told of every good frame of others, and the time of its end in microseconds.</param>
public sealed class HostNode(int bitsPerSecond, Action<BusFrame, long> received) : ICanNode
{
    private readonly Queue<(BusFrame Frame, long Time)> _queue = new();

    /// <summary>Whether it takes part on the bus: sends, and acknowledges others' frames.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Frames that nobody acknowledged, each given up at once.</summary>
    public long FramesFailed { get; private set; }

    /// <inheritdoc/>
    public int BitsPerSecond { get; set; } = bitsPerSecond;

    /// <summary>Sends a frame, not before a time in microseconds.</summary>
    public void Send(BusFrame frame, long microseconds) => _queue.Enqueue((frame, microseconds));

    /// <inheritdoc/>
    public long NextFrameAt(long limitMicroseconds) => IsActive && _queue.TryPeek(out (BusFrame Frame, long Time) next) ? next.Time : long.MaxValue;

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds) => _queue.Peek().Frame;

    /// <inheritdoc/>
    public void FrameStarted(long microseconds)
    {
    }

    /// <inheritdoc/>
    public void ArbitrationLost(long microseconds)
    {
    }

    /// <inheritdoc/>
    public void FrameSent(long microseconds) => _queue.Dequeue();

    /// <inheritdoc/>
    public void FrameFailed(long microseconds, bool notAcknowledged)
    {
        _queue.Dequeue();
        FramesFailed++;
    }

    /// <inheritdoc/>
    public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds) => received(frame, microseconds);

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
    }
}
