using Telltale.Can;

namespace Telltale.Virtual.Can;

/// <summary>
/// Plays a recording in place of a controller, at the port above it: every accepted frame is given out once, when the simulation's UTC reaches its
/// time. Frames recorded before the simulation began are passed over. It only listens.
/// </summary>
public sealed class RecordedCanController : ICanController, IDisposable
{
    private readonly SimulationClock _clock;
    private readonly IEnumerator<RecordedCanFrame> _frames;
    private readonly Queue<RecordedCanFrame> _queue = new();
    private readonly HashSet<uint> _wanted = [];
    private readonly List<uint> _wantedGroups = [];
    private readonly int _capacity;
    private readonly long _startUtcMicroseconds;
    private RecordedCanFrame? _next;
    private bool _everything = true;

    /// <summary>Makes a player.</summary>
    /// <param name="clock">The clock of the simulation, whose start says what UTC its time zero is.</param>
    /// <param name="frames">The recording, in order of time; read as it is needed.</param>
    /// <param name="capacity">How many received frames are kept when nobody fetches them, as in a controller's buffers: further ones overflow. Without bound by default.</param>
    /// <param name="bus">Which bus of the recording; null for that of its first frame.</param>
    public RecordedCanController(SimulationClock clock, IEnumerable<RecordedCanFrame> frames, int capacity = int.MaxValue, string? bus = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _clock = clock;
        _frames = frames.OfBus(bus).GetEnumerator();
        _capacity = capacity;
        _startUtcMicroseconds = (clock.Start - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        do
        {
            Read();
        }
        while (_next is not null && _next.UtcMicroseconds < _startUtcMicroseconds);
    }

    /// <inheritdoc/>
    public CanMode Mode { get; private set; } = CanMode.ListenOnly;

    /// <inheritdoc/>
    public CanCounters Counters { get; } = new();

    /// <summary>True when every frame of the recording has had its time.</summary>
    public bool IsAtEnd => _next is null;

    /// <summary>Frames that were on the bus so far, accepted or not.</summary>
    public long FramesOnBus { get; private set; }

    /// <inheritdoc/>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
        _wanted.Clear();
        _wantedGroups.Clear();
        foreach (uint key in keys.AsSpan(0, count))
        {
            if (ParameterGroupKey.IsGroup(key))
            {
                _wantedGroups.Add(key);
            }
            else
            {
                _wanted.Add(key);
            }
        }
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (mode is not (CanMode.ListenOnly or CanMode.Configuration))
        {
            return false;
        }

        // What was on the bus until now passed, or not, by the filters set until now.
        Play();
        Mode = mode;
        _everything = everything;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Play();
        if (!_queue.TryDequeue(out RecordedCanFrame? recorded))
        {
            return false;
        }

        recorded.CopyTo(frame);
        Counters.FramesReceived++;
        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(CanFrame frame)
    {
        return false;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        Play();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.Dispose();
    }

    private void Play()
    {
        long now = _startUtcMicroseconds + _clock.NowMicroseconds;
        while (_next is not null && _next.UtcMicroseconds <= now)
        {
            FramesOnBus++;

            // Wanted frames are kept even while everything is accepted; of the others one is enough to show that the bus is alive.
            bool isWanted = _wanted.Contains(_next.Key) || _wantedGroups.Exists(group => ParameterGroupKey.Matches(group, _next.Key));
            if (Mode == CanMode.ListenOnly && (isWanted || (_everything && _queue.Count == 0)))
            {
                if (_queue.Count < _capacity)
                {
                    _queue.Enqueue(_next);
                }
                else
                {
                    Counters.Overflows++;
                }
            }

            Read();
        }
    }

    private void Read()
    {
        _next = _frames.MoveNext() ? _frames.Current : null;
    }
}
