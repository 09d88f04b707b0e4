using Telltale.Can;

namespace Telltale.Virtual.Can;

/// <summary>
/// Plays a candump log on the simulation clock in the controller's place: every frame once, at its recorded time, whatever bus it was recorded on. It
/// only listens, so nothing that the unit might send can disturb a recording; and as no filter stands before it, every frame comes through.
/// </summary>
public sealed class RecordedCanController : ICanController
{
    private readonly SimulationClock _clock;
    private readonly IEnumerator<CandumpRecord> _records;
    private bool _hasNext;

    /// <summary>Makes a player; frames recorded before the clock's start are passed over.</summary>
    /// <param name="clock">Its UTC is the log's.</param>
    /// <param name="records">In the order of time, as logs are.</param>
    public RecordedCanController(SimulationClock clock, IEnumerable<CandumpRecord> records)
    {
        _clock = clock;
        _records = records.GetEnumerator();
        long start = clock.Start.ToUnixTimeMilliseconds() * 1000;
        do
        {
            _hasNext = _records.MoveNext();
        }
        while (_hasNext && _records.Current.TimeMicroseconds < start);
    }

    /// <inheritdoc/>
    public CanMode Mode { get; private set; } = CanMode.Configuration;

    /// <inheritdoc/>
    public CanCounters Counters { get; } = new();

    /// <summary>True when the log is over.</summary>
    public bool IsAtEnd => !_hasNext;

    /// <inheritdoc/>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (mode is not (CanMode.ListenOnly or CanMode.Configuration or CanMode.Sleep))
        {
            return false;
        }

        Mode = mode;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        long now = (_clock.Start.ToUnixTimeMilliseconds() * 1000) + _clock.NowMicroseconds;
        while (_hasNext && _records.Current.TimeMicroseconds <= now)
        {
            CandumpRecord record = _records.Current;
            _hasNext = _records.MoveNext();
            if (Mode == CanMode.ListenOnly)
            {
                record.CopyTo(frame);
                Counters.FramesReceived++;
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool TrySend(CanFrame frame)
    {
        return false;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
    }
}
