using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

/// <summary>A node that acknowledges, keeps what it receives, and sends what a test gives it.</summary>
internal sealed class Recorder : ICanNode
{
    private readonly Queue<(BusFrame Frame, long Time)> _queue = new();

    public List<BusFrame> Received { get; } = [];

    public int BitsPerSecond { get; init; } = 500_000;

    public bool IsActive { get; init; } = true;

    /// <summary>What the node does with a frame that it received.</summary>
    public Action<BusFrame, long>? Answer { get; set; }

    public void Send(BusFrame frame, long time) => _queue.Enqueue((frame, time));

    public long NextFrameAt(long limitMicroseconds) => _queue.TryPeek(out (BusFrame Frame, long Time) next) ? next.Time : long.MaxValue;

    public BusFrame PeekFrame(long microseconds) => _queue.Peek().Frame;

    public void FrameStarted(long microseconds)
    {
    }

    public void ArbitrationLost(long microseconds)
    {
    }

    public void FrameSent(long microseconds) => _queue.Dequeue();

    public void FrameFailed(long microseconds, bool notAcknowledged) => _queue.Dequeue();

    public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        Received.Add(frame);
        Answer?.Invoke(frame, microseconds);
    }

    public void ErrorSeen(long microseconds)
    {
    }
}
