using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>
/// Overspeed and harsh driving, from epochs. Harshness is told by the medians of three epochs, speed and course: a single bad fix leaves no trace, a real change of speed does, one epoch later.
/// </summary>
internal sealed class DrivingEvents
{
    /// <summary>What no road vehicle does: an error.</summary>
    public const int ImplausibleMillimetresPerSecondSquared = 15000;

    /// <summary>Anything is to be looked for.</summary>
    public readonly bool IsOn;

    // Epochs nearer together give more noise than acceleration; between those further apart nothing is known.
    private const int ShortestMilliseconds = 200;
    private const int LongestMilliseconds = 2500;
    private const int WorstDilutionHundredths = 300;
    private const int FewestSatellites = 5;
    private const int FullCircle = 36000;

    // 1/100 degree in radians, times ten millions, for a course that changes by so much a millisecond.
    private const long RadiansE7 = 1745329;

    private readonly EventSettings _settings;
    private readonly EventQueue _events;
    private readonly bool _isHarshOn;

    private long _overspeedUptime = long.MaxValue;
    private int _overspeedHighest;
    private bool _isOverspeedReported;

    // The last two epochs, and the median before: speed, course, time.
    private int _epochs;
    private long _time1;
    private int _speed0;
    private int _speed1;
    private int _course0;
    private int _course1;
    private bool _hasMedian;
    private int _medianSpeed;
    private int _medianCourse;
    private long _medianTime;
    private bool _isAccelerating;
    private bool _isBraking;
    private bool _isCornering;

    public DrivingEvents(EventSettings settings, EventQueue events)
    {
        _settings = settings;
        _events = events;
        _isHarshOn = settings.HarshAccelerationMillimetresPerSecondSquared > 0 || settings.HarshBrakingMillimetresPerSecondSquared > 0
            || settings.HarshCorneringMillimetresPerSecondSquared > 0;
        IsOn = _isHarshOn || settings.OverspeedMillimetresPerSecond > 0;
    }

    /// <summary>Takes an epoch.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="time">Its UTC, or else its uptime; milliseconds.</param>
    /// <param name="signals">Where the vehicle's own speed is.</param>
    public void Follow(Fix fix, long time, VehicleSignals signals)
    {
        FixFields fields = fix.Fields;
        bool isGood = (fields & (FixFields.Position | FixFields.Speed)) == (FixFields.Position | FixFields.Speed) && fix.Mode >= FixMode.ThreeDimensional
            && ((fields & FixFields.HorizontalDilution) == 0 || fix.HorizontalDilutionHundredths <= WorstDilutionHundredths)
            && ((fields & FixFields.SatellitesUsed) == 0 || fix.SatellitesUsed >= FewestSatellites);
        if (_settings.OverspeedMillimetresPerSecond > 0)
        {
            if (isGood)
            {
                FollowSpeed(fix.ReceivedUptimeMilliseconds, fix.SpeedMillimetresPerSecond);
            }
            else if ((signals.Seen & VehicleSignals.SpeedSeen) != 0)
            {
                FollowSpeed(fix.ReceivedUptimeMilliseconds, signals.Speed());
            }
        }

        if (!_isHarshOn)
        {
            return;
        }

        if (!isGood)
        {
            Forget();
            return;
        }

        FollowHarsh(time, fix.SpeedMillimetresPerSecond, (fields & FixFields.Course) != 0 ? fix.CourseHundredthsDegree : -1);
    }

    /// <summary>What was is not to be held against what comes.</summary>
    public void Reset()
    {
        _overspeedUptime = long.MaxValue;
        Forget();
    }

    private void Forget()
    {
        _epochs = 0;
        _hasMedian = false;
    }

    private void FollowSpeed(long uptime, int speed)
    {
        int limit = _settings.OverspeedMillimetresPerSecond;
        if (speed <= limit)
        {
            _overspeedUptime = long.MaxValue;
            if (speed < limit - _settings.OverspeedHysteresisMillimetresPerSecond)
            {
                _isOverspeedReported = false;
            }

            return;
        }

        if (_overspeedUptime == long.MaxValue)
        {
            _overspeedUptime = uptime;
            _overspeedHighest = speed;
        }

        if (speed > _overspeedHighest)
        {
            _overspeedHighest = speed;
        }

        if (!_isOverspeedReported && uptime - _overspeedUptime >= _settings.OverspeedHoldMilliseconds)
        {
            _isOverspeedReported = true;
            _events.Add(UnitEvent.Overspeed, _overspeedHighest, limit, -1);
        }
    }

    private void FollowHarsh(long time, int speed, int course)
    {
        if (_epochs > 0)
        {
            long elapsed = time - _time1;
            if (elapsed >= 0 && elapsed < ShortestMilliseconds)
            {
                return;
            }

            if (elapsed < 0 || elapsed > LongestMilliseconds)
            {
                Forget();
            }
        }

        if (_epochs == 2)
        {
            int medianSpeed = Median(_speed0, _speed1, speed);
            int medianCourse = -1;
            if (_course0 >= 0 && _course1 >= 0 && course >= 0)
            {
                medianCourse = (_course1 + Median(Turn(_course1, _course0), 0, Turn(_course1, course)) + FullCircle) % FullCircle;
            }

            if (_hasMedian)
            {
                Compare(medianSpeed, medianCourse, (int)(_time1 - _medianTime));
            }

            _hasMedian = true;
            _medianSpeed = medianSpeed;
            _medianCourse = medianCourse;
            _medianTime = _time1;
        }
        else
        {
            _epochs++;
        }

        _speed0 = _speed1;
        _course0 = _course1;
        _time1 = time;
        _speed1 = speed;
        _course1 = course;
    }

    // Fires at the first median that is beyond a limit, and again when one was below half of it.
    private void Compare(int speed, int course, int elapsed)
    {
        EventSettings settings = _settings;
        int acceleration = (speed - _medianSpeed) * 1000 / elapsed;
        bool isFast = speed >= settings.HarshMinimumSpeedMillimetresPerSecond || _medianSpeed >= settings.HarshMinimumSpeedMillimetresPerSecond;
        _isAccelerating = Judge(acceleration, settings.HarshAccelerationMillimetresPerSecondSquared, isFast, _isAccelerating, UnitEvent.HarshAcceleration);
        _isBraking = Judge(-acceleration, settings.HarshBrakingMillimetresPerSecondSquared, isFast, _isBraking, UnitEvent.HarshBraking);
        if (course >= 0 && _medianCourse >= 0)
        {
            int turn = Turn(_medianCourse, course);
            long across = (long)((speed + _medianSpeed) >> 1) * (turn < 0 ? -turn : turn) * RadiansE7 / (10000000L * elapsed);
            int cornering = across > int.MaxValue ? int.MaxValue : (int)across;
            _isCornering = Judge(cornering, settings.HarshCorneringMillimetresPerSecondSquared, isFast, _isCornering, UnitEvent.HarshCornering);
        }
    }

    private bool Judge(int value, int limit, bool isFast, bool isReported, UnitEvent what)
    {
        if (limit == 0 || value > ImplausibleMillimetresPerSecondSquared)
        {
            return isReported;
        }

        if (isReported)
        {
            return value >= limit >> 1;
        }

        if (value < limit || !isFast)
        {
            return false;
        }

        _events.Add(what, value, limit, -1);
        return true;
    }

    private static int Median(int one, int other, int third)
    {
        int low = one < other ? one : other;
        int high = one < other ? other : one;
        return third < low ? low : third > high ? high : third;
    }

    // The short way round, in 1/100 degree.
    private static int Turn(int from, int to)
    {
        int turn = to - from;
        return turn > FullCircle / 2 ? turn - FullCircle : turn <= -FullCircle / 2 ? turn + FullCircle : turn;
    }
}
