using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Drives;

/// <summary>
/// Fills what a sample says about the use of the vehicle, from what the samples before it and its own speed say: trip, activity, ignition,
/// distance, running times. Distance is the trapezoid of speed over ground between samples, counted while the vehicle is faster than a standing receiver's noise.
/// </summary>
internal sealed class TripRecorder
{
    /// <summary>Below this speed a vehicle counts as standing.</summary>
    public const int StandingMillimetresPerSecond = 500;

    private const long IdlingAfterMilliseconds = 120_000;

    // A unit that has been in use for two years.
    private long _millimetres = 31_245_678_901;
    private long _engineMilliseconds = 2_812_345_678;
    private long _idlingMilliseconds = 412_345_678;
    private int _trip = 1840;
    private IgnitionState _ignition = IgnitionState.Off;
    private UnitActivity _activity = UnitActivity.Parked;
    private long _movedUptime = long.MinValue / 2;
    private long _lastUptime;
    private int _lastSpeed;
    private bool _hasLast;

    /// <summary>Takes the next sample of the unit.</summary>
    /// <param name="sample">With uptime, fields and speed.</param>
    /// <param name="isIgnitionOn">Terminal 15.</param>
    public void Record(Sample sample, bool isIgnitionOn)
    {
        long uptime = sample.UptimeMilliseconds;
        int speed = sample.Fields.HasFlag(FixFields.Speed) ? sample.SpeedMillimetresPerSecond : 0;
        IgnitionState ignition = isIgnitionOn ? IgnitionState.On : IgnitionState.Off;
        bool isContext = !_hasLast || ignition != _ignition;
        if (isIgnitionOn && _ignition != IgnitionState.On)
        {
            _trip++;
            _movedUptime = uptime;
        }

        bool isMoving = isIgnitionOn && speed >= StandingMillimetresPerSecond;
        long elapsed = _hasLast ? uptime - _lastUptime : 0;
        if (isMoving && _hasLast)
        {
            _millimetres += (speed + _lastSpeed) * elapsed / 2000;
        }

        _movedUptime = isMoving ? uptime : _movedUptime;
        UnitActivity activity = !isIgnitionOn ? UnitActivity.Parked
            : uptime - _movedUptime >= IdlingAfterMilliseconds ? UnitActivity.Idling
            : UnitActivity.Driving;
        if (isIgnitionOn && _ignition == IgnitionState.On)
        {
            _engineMilliseconds += elapsed;
            _idlingMilliseconds += activity is UnitActivity.Idling ? elapsed : 0;
        }

        sample.Triggers = isContext || activity != _activity ? SampleTriggers.Context : SampleTriggers.Time;
        sample.Activity = activity;
        sample.Ignition = ignition;
        sample.IgnitionSource = IgnitionSource.Wire;
        sample.TripNumber = _trip;
        sample.DistanceMetres = (int)(_millimetres / 1000);
        sample.EngineSeconds = (int)(_engineMilliseconds / 1000);
        sample.IdlingSeconds = (int)(_idlingMilliseconds / 1000);
        _ignition = ignition;
        _activity = activity;
        _lastUptime = uptime;
        _lastSpeed = speed;
        _hasLast = true;
    }
}
