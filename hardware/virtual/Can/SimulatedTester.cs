namespace Telltale.Virtual.Can;

/// <summary>
/// Another tester on the bus: asks its requests one after the other at an even pace while it is on, and fetches responses of several frames.
/// </summary>
/// <param name="bitsPerSecond">The bit rate that it is set to.</param>
/// <param name="periodMicroseconds">Time between two requests.</param>
/// <param name="requests">Frames to send in turn, such as <c>BusFrame.Of(0x7DF, 2, 1, 0x0C, 0, 0, 0, 0, 0)</c>.</param>
public sealed class SimulatedTester(int bitsPerSecond, long periodMicroseconds, params IReadOnlyList<BusFrame> requests) : ICanNode
{
    // What begins later than this after its own request was asked for by somebody else.
    private const long OwnMicroseconds = 200_000;

    private readonly Queue<(BusFrame Frame, long Time)> _flowControls = new();
    private long _next = -1;
    private int _turn;
    private bool _isFlowControl;
    private long _lastRequest = long.MinValue / 2;

    /// <summary>Whether it asks, and acknowledges others' frames.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Requests sent.</summary>
    public long RequestsSent { get; private set; }

    /// <summary>Single and first frames of responses seen, its own or others'.</summary>
    public long ResponsesSeen { get; private set; }

    /// <inheritdoc/>
    public int BitsPerSecond { get; } = bitsPerSecond;

    /// <inheritdoc/>
    public bool IsActive => IsOn;

    /// <inheritdoc/>
    public long NextFrameAt(long limitMicroseconds)
    {
        if (!IsOn)
        {
            _next = -1;
            _flowControls.Clear();
            return long.MaxValue;
        }

        if (_next < 0)
        {
            _next = limitMicroseconds;
        }

        return _flowControls.TryPeek(out (BusFrame Frame, long Time) waiting) ? Math.Min(waiting.Time, _next) : _next;
    }

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds)
    {
        _isFlowControl = _flowControls.TryPeek(out (BusFrame Frame, long Time) waiting) && waiting.Time <= microseconds;
        return _isFlowControl ? waiting.Frame : requests[_turn % requests.Count];
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
        if (!_isFlowControl)
        {
            RequestsSent++;
            _lastRequest = microseconds;
        }

        Continue();
    }

    /// <inheritdoc/>
    public void FrameFailed(long microseconds, bool notAcknowledged)
    {
        Continue();
    }

    /// <inheritdoc/>
    public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        bool isResponse = frame.Length > 0 && (frame.IsExtended ? (frame.Identifier & ~0xFFu) == 0x18DAF100 : frame.Identifier is >= 0x7E8 and <= 0x7EF);
        if (!IsOn || !isResponse || frame[0] >> 4 > 1)
        {
            return;
        }

        ResponsesSeen++;
        if (frame[0] >> 4 == 1 && microseconds - _lastRequest < OwnMicroseconds)
        {
            uint key = frame.IsExtended ? Telltale.Can.CanFrame.ExtendedKey | 0x18DA00F1 | ((frame.Identifier & 0xFF) << 8) : frame.Identifier - 8;
            _flowControls.Enqueue((BusFrame.Of(key, 0x30, 0, 0, 0, 0, 0, 0, 0), microseconds + 500));
        }
    }

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
    }

    private void Continue()
    {
        if (_isFlowControl)
        {
            _flowControls.Dequeue();
        }
        else
        {
            _turn++;
            _next += periodMicroseconds;
        }
    }
}
