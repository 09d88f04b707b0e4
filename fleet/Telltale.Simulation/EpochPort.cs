using Telltale.Can;
using Telltale.Gnss;

namespace Telltale.Simulation;

/// <summary>
/// Receiver and bus of one start-up, at the level of epochs: what waits is handed over one epoch a step, the three frames of its signals first, so that a loop that was held up finds
/// each position with the signals of its own moment.
/// </summary>
internal sealed class EpochPort : IFixSource, ICanController
{
    private const int FramesPerEpoch = 3;

    private readonly Queue<(int Number, Epoch Epoch)> _waiting = new();
    private readonly Fix _fix = new();
    private IFixListener? _fixes;
    private IEpochListener? _epochs;
    private int _frame;
    private long _lastStep;

    /// <summary>Epochs that arrived and were not taken yet.</summary>
    internal int Waiting => _waiting.Count;

    /// <inheritdoc/>
    public long NextDueUptimeMilliseconds => _lastStep + 1;

    /// <inheritdoc/>
    public CanMode Mode { get; private set; } = CanMode.ListenOnly;

    /// <inheritdoc/>
    public CanCounters Counters { get; } = new();

    internal void Arrive(int number, in Epoch epoch) => _waiting.Enqueue((number, epoch));

    /// <inheritdoc/>
    public void Start(IFixListener fixes, IEpochListener epochs)
    {
        _fixes = fixes;
        _epochs = epochs;
    }

    /// <inheritdoc cref="IFixSource.Step"/>
    void IFixSource.Step(long uptimeMilliseconds)
    {
        _lastStep = uptimeMilliseconds;
        if (!_waiting.TryDequeue(out (int Number, Epoch Epoch) next))
        {
            return;
        }

        _frame = 0;
        ref readonly Epoch epoch = ref next.Epoch;
        _epochs!.BeginEpoch(uptimeMilliseconds);
        Fix fix = _fix;
        fix.Fields = FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed | FixFields.HorizontalDilution;
        fix.Mode = FixMode.ThreeDimensional;
        fix.TimeUtcMilliseconds = SimulationTimes.Start.ToUnixTimeMilliseconds() + epoch.Time + epoch.ClockOffset;
        fix.ReceivedUptimeMilliseconds = uptimeMilliseconds;
        fix.LatitudeDegreesE7 = epoch.LatitudeE7;
        fix.LongitudeDegreesE7 = epoch.LongitudeE7;
        fix.HeightMillimetres = epoch.HeightMillimetres;
        fix.SpeedMillimetresPerSecond = epoch.SpeedMillimetresPerSecond;
        fix.CourseHundredthsDegree = epoch.CourseHundredths;
        fix.HorizontalDilutionHundredths = 90;
        fix.SatellitesUsed = 9 + (next.Number / 40 % 4);
        _fixes!.OnFix(fix);
    }

    /// <inheritdoc/>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        Mode = mode;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        if (_frame == FramesPerEpoch || !_waiting.TryPeek(out (int Number, Epoch Epoch) next))
        {
            return false;
        }

        SignalCatalogue.WriteFrame(_frame, next.Number, next.Epoch.Signals, frame);
        _frame++;
        Counters.FramesReceived++;
        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(CanFrame frame) => false;

    /// <inheritdoc cref="ICanController.Step"/>
    void ICanController.Step(long uptimeMilliseconds)
    {
    }
}
