using Telltale.Gnss;

namespace Telltale.Sampling;

/// <content>What makes a moment a sample.</content>
public sealed partial class Sampler
{
    // Of _special: position is not to be kept; something is watched besides the time; the shape filter is on, or was; a sample has been taken by the clock.
    private const int PrivateSpecial = 1;
    private const int WatchingSpecial = 2;
    private const int ShapingSpecial = 4;
    private const int ClockSpecial = 8;

    // At 9600 baud.
    private const int LongestSendingMilliseconds = 1000;
    private const int LookMilliseconds = 1000;
    private const SampleTriggers Forced = SampleTriggers.Distance | SampleTriggers.Course | SampleTriggers.Signal | SampleTriggers.Event | SampleTriggers.Context;

    private SampleTriggers TakeUpNews()
    {
        // What seldom changes is kept in every row, except in one that waits: Filter sees to that.
        CopyState(_row);
        CopyState(_clockRow);
        CopyState(_last);

        SampleTriggers news = Context.News & ~VehicleContext.SourceNews;
        Context.News = SampleTriggers.None;
        if ((news & SampleTriggers.Context) != SampleTriggers.None)
        {
            UseSet();
        }

        return news;
    }

    private void UseSet()
    {
        SamplingSet set = _settings.For(Context.Activity);
        _set = set;
        int interval = set.IntervalMilliseconds;
        _slots.Use(_isPrivate && interval < _settings.PrivateIntervalMilliseconds ? _settings.PrivateIntervalMilliseconds : interval);
        int special = _special & (ShapingSpecial | ClockSpecial);
        if (_rules.Count > 0 || (!_isPrivate && (_driving.IsOn || set.DistanceMetres > 0 || set.CourseDegrees > 0)))
        {
            special |= WatchingSpecial;
        }

        if (_isPrivate)
        {
            special |= PrivateSpecial;
        }
        else if (set.ShapeErrorMillimetres > 0)
        {
            special |= ShapingSpecial;
        }

        _special = special;
    }

    // The next epoch is to say it, where one can be expected.
    private void Await(SampleTriggers why, long uptime)
    {
        _pending |= why;
        if (_waitUptime != long.MaxValue)
        {
            return;
        }

        long until = uptime;
        if (_settings.EventWaitMilliseconds > 0)
        {
            // At start-up the first epoch is still to come.
            long epoch = Context.EpochUptimeMilliseconds > Context.StartUptimeMilliseconds ? Context.EpochUptimeMilliseconds : Context.StartUptimeMilliseconds;
            long expected = epoch + _settings.EventWaitMilliseconds;
            until = expected > uptime ? expected : uptime;
        }

        _waitUptime = until;
        _longestWaitUptime = _settings.EventWaitMilliseconds > 0 ? until + LongestSendingMilliseconds : until;
    }

    private long WaitWhileSending()
    {
        if (_rowUptime == long.MinValue || _waitUptime == long.MaxValue)
        {
            return _waitUptime;
        }

        long until = _rowUptime + LongestSendingMilliseconds;
        until = until < _longestWaitUptime ? until : _longestWaitUptime;
        return until > _waitUptime ? until : _waitUptime;
    }

    // Without epochs the rules are looked at once a second, and at once where no signal was there.
    private void Look(long uptime)
    {
        Sample row = _clockRow;
        row.SignalsPresent = _table.Snapshot(row.Signals, uptime);
        _lookedUptime = uptime;
        _hasSignals = row.SignalsPresent != 0;
        if (_hasSignals)
        {
            _lookUptime = uptime + LookMilliseconds;
        }

        if (_rules.Look(row.Signals, row.SignalsPresent, uptime, Last()) != SampleTriggers.None)
        {
            Await(_events.Count > 0 ? SampleTriggers.Signal | SampleTriggers.Event : SampleTriggers.Signal, uptime);
        }
    }

    private long LookDue()
    {
        if (_rules.Count == 0)
        {
            return long.MaxValue;
        }

        long silent = Context.EpochUptimeMilliseconds + VehicleContext.LongestEpochMilliseconds + 1;
        return !_hasSignals && _lookedUptime >= silent ? long.MaxValue : _lookUptime > silent ? _lookUptime : silent;
    }

    // What else makes an epoch a sample.
    private SampleTriggers Watch(Fix fix, Sample row, long time)
    {
        SampleTriggers triggers = SampleTriggers.None;
        if (_rules.Count > 0)
        {
            triggers = _rules.Look(row.Signals, row.SignalsPresent, row.UptimeMilliseconds, Last());
        }

        if (_driving.IsOn && !_isPrivate)
        {
            _driving.Follow(fix, time, Context.Signals);
        }

        if (_events.Count > 0)
        {
            triggers |= SampleTriggers.Event;
        }

        if (_isPrivate)
        {
            return triggers;
        }

        SamplingSet set = _set;
        if (set.DistanceMetres > 0 && SamplesTaken > 0 && (row.Fields & _last.Fields & FixFields.Position) != 0)
        {
            long distance = set.DistanceMetres * 1000L;
            if (_ground.SquareOfDistance(_last.LatitudeDegreesE7, _last.LongitudeDegreesE7, row.LatitudeDegreesE7, row.LongitudeDegreesE7) >= distance * distance)
            {
                triggers |= SampleTriggers.Distance;
            }
        }

        if (set.CourseDegrees > 0 && SamplesTaken > 0 && (row.Fields & _last.Fields & FixFields.Course) != 0
            && row.SpeedMillimetresPerSecond >= set.CourseMinimumSpeedMillimetresPerSecond && (row.Fields & FixFields.Speed) != 0)
        {
            int turn = row.CourseHundredthsDegree - _last.CourseHundredthsDegree;
            turn = turn < 0 ? -turn : turn;
            turn = turn > 18000 ? 36000 - turn : turn;
            if (turn >= set.CourseDegrees * 100)
            {
                triggers |= SampleTriggers.Course;
            }
        }

        return triggers;
    }

    private void OnSpecialFix(Fix fix, SampleTriggers triggers, long time)
    {
        Sample row = _row;
        if ((_special & ClockSpecial) != 0)
        {
            if (row.UptimeMilliseconds <= _clockUptime)
            {
                // A sample of a later moment has been taken already, and stands for this slot.
                if ((triggers & Forced) != SampleTriggers.None)
                {
                    Await(triggers & Forced, row.UptimeMilliseconds);
                }

                return;
            }

            _special &= ~ClockSpecial;
        }

        if (_isPrivate)
        {
            Blank(row, row.Fields & FixFields.Time);
        }

        if ((_special & WatchingSpecial) != 0)
        {
            triggers |= Watch(fix, row, time);
        }

        if ((_special & ShapingSpecial) != 0)
        {
            if (_set.ShapeErrorMillimetres > 0 && !_isPrivate)
            {
                Filter(row, triggers);
                return;
            }

            if (_isHolding)
            {
                ReleaseHeld(SampleTriggers.Shape);
            }

            _special &= ~ShapingSpecial;
        }

        if (triggers == SampleTriggers.None)
        {
            LeaveOut(row);
        }
        else
        {
            TakeRow(triggers);
        }
    }
}
