namespace Telltale.Virtual.Can;

/// <summary>A node on the simulated bus. The bus asks and tells; times are microseconds since the start of the simulation and never go back.</summary>
public interface ICanNode
{
    /// <summary>The bit rate that the node is set to.</summary>
    int BitsPerSecond { get; }

    /// <summary>Whether the node takes part: acknowledges good frames and marks bad ones. False in listen-only mode, asleep, or bus-off.</summary>
    bool IsActive { get; }

    /// <summary>When the node has a frame to send, looking no further than <paramref name="limitMicroseconds"/>; anything later when it has none until then.</summary>
    long NextFrameAt(long limitMicroseconds);

    /// <summary>The frame to send. Called once the time of <see cref="NextFrameAt"/> has come.</summary>
    BusFrame PeekFrame(long microseconds);

    /// <summary>The peeked frame is on the wire: it won the bus and will end in <see cref="FrameSent"/> or <see cref="FrameFailed"/>.</summary>
    void FrameStarted(long microseconds);

    /// <summary>A frame with a lower identifier won.</summary>
    void ArbitrationLost(long microseconds);

    /// <summary>The frame was sent and acknowledged.</summary>
    void FrameSent(long microseconds);

    /// <summary>The frame failed: nobody acknowledged, or it was destroyed.</summary>
    void FrameFailed(long microseconds, bool notAcknowledged);

    /// <summary>A good frame of another node ended.</summary>
    void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds);

    /// <summary>What was on the bus was no good frame for this node.</summary>
    void ErrorSeen(long microseconds);
}
