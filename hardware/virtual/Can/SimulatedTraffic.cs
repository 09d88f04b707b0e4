namespace Telltale.Virtual.Can;

/// <summary>Other traffic on the bus, at a mean rate, with identifiers and data from a seed, as long as it is switched on.</summary>
/// <param name="bitsPerSecond">The bit rate that the node is set to.</param>
/// <param name="framesPerSecond">The mean rate, above 0.</param>
/// <param name="keys">The messages to draw from.</param>
/// <param name="seed">Seed of everything random.</param>
public sealed class SimulatedTraffic(int bitsPerSecond, double framesPerSecond, IReadOnlyList<uint> keys, int seed = 1) : ICanNode
{
    private readonly Random _random = new(seed);
    private long _next = -1;
    private BusFrame? _frame;

    /// <summary>Whether frames are sent and others' acknowledged.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Frames sent.</summary>
    public long FramesSent { get; private set; }

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
            _frame = null;
            return long.MaxValue;
        }

        if (_next < 0)
        {
            _next = limitMicroseconds;
        }

        return _next;
    }

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds)
    {
        if (_frame is null)
        {
            Span<byte> data = stackalloc byte[8];
            _random.NextBytes(data);
            _frame = BusFrame.Of(keys[_random.Next(keys.Count)], data);
        }

        return _frame.Value;
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
        FramesSent++;
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
    }

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
    }

    private void Continue()
    {
        _frame = null;

        // Half regular, half random, so that bursts occur.
        double mean = 1_000_000 / framesPerSecond;
        _next += (long)(mean * (0.5 + _random.NextDouble()));
    }
}
