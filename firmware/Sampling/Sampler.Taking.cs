using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <content>How samples are made up and handed over.</content>
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
            long expected = Context.EpochUptimeMilliseconds + _settings.EventWaitMilliseconds;
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

    // With the shape filter an epoch waits until the next one shows whether it is needed.
    private void Filter(Sample row, SampleTriggers triggers)
    {
        bool isForced = (triggers & Forced) != SampleTriggers.None;
        if ((row.Fields & FixFields.Position) == 0)
        {
            // Nothing tells whether it could be left out.
            if (_isHolding)
            {
                ReleaseHeld(SampleTriggers.Shape);
            }

            if (triggers != SampleTriggers.None)
            {
                TakeRow(triggers);
            }
            else
            {
                LeaveOut(row);
            }

            return;
        }

        _slots.Taken(UtcOf(row), row.UptimeMilliseconds, false);
        SampleTriggers reason = triggers & Forced;
        if (_shapedSample != SamplesTaken)
        {
            // The sample before is none that a line can begin at.
            reason |= SampleTriggers.Shape;
        }
        else
        {
            bool isFit = _shape.Fits(row);
            if (!isFit && _isHolding)
            {
                ReleaseHeld(_shape.IsGapOver ? SampleTriggers.Time : SampleTriggers.Shape);
                isFit = _shape.Fits(row);
            }

            if (!isFit)
            {
                reason |= _shape.IsGapOver ? SampleTriggers.Time : SampleTriggers.Shape;
            }
        }

        if (reason == SampleTriggers.None)
        {
            if (_isHolding)
            {
                LeaveOut(_held);
            }

            Fill(row);
            _shape.Narrow();
            _row = _held;
            _held = row;
            _isHolding = true;
            CopyState(_row);
            return;
        }

        if (_isHolding)
        {
            _isHolding = false;
            LeaveOut(_held);
        }

        TakeRow(reason);
        BeginShape();
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

    private void LeaveOut(Sample epoch)
    {
        if (!_isPrivate)
        {
            _extremes.Add(epoch, Last());
        }
    }

    private Sample Last() => SamplesTaken > 0 ? _last : null;

    // What the shape filter holds back becomes a sample.
    private void ReleaseHeld(SampleTriggers triggers)
    {
        _isHolding = false;
        Sample held = _held;
        _held = _last;
        Take(held, triggers, false);
        CopyState(held);
        BeginShape();
    }

    private void BeginShape()
    {
        _shape.Begin(_last, _set);
        _shapedSample = SamplesTaken;
    }

    private void TakeRow(SampleTriggers triggers)
    {
        Sample row = _row;
        Fill(row);
        _row = _last;
        Take(row, triggers, false);
    }

    private long UtcOf(Sample row) => row.IsDated ? row.TimeUtcMilliseconds : _clock.UtcAt(row.UptimeMilliseconds);

    private void TakeByClock(long uptime, SampleTriggers triggers)
    {
        if (_isHolding)
        {
            ReleaseHeld(SampleTriggers.Shape);
        }

        long utc = _clock.UtcAt(uptime);
        bool isByClock = (triggers & SampleTriggers.Time) != SampleTriggers.None;
        if (isByClock)
        {
            _slots.Taken(utc, uptime, true);
        }

        SamplesWithoutEpoch++;
        _clockUptime = uptime;
        _special |= ClockSpecial;
        Sample row = _clockRow;
        Blank(row, FixFields.None);
        row.SignalsPresent = _table.Snapshot(row.Signals, uptime);
        row.UptimeMilliseconds = uptime;
        row.IsDated = _clock.IsSet;
        row.TimeUtcMilliseconds = _clock.IsSet ? utc : 0;
        Fill(row);
        _clockRow = _last;
        Take(row, triggers, isByClock);
    }

    private static void Blank(Sample row, FixFields fields)
    {
        row.Fields = fields;
        row.Mode = FixMode.None;
        row.LatitudeDegreesE7 = 0;
        row.LongitudeDegreesE7 = 0;
        row.HeightMillimetres = 0;
        row.SpeedMillimetresPerSecond = 0;
        row.CourseHundredthsDegree = 0;
        row.SatellitesUsed = 0;
    }

    private void CopyState(Sample row)
    {
        VehicleContext context = Context;
        row.Activity = context.Activity;
        row.Ignition = context.Ignition;
        row.IgnitionSource = context.IgnitionSource;
        row.TripNumber = context.TripNumber;
        row.IsPrivate = _isPrivate;
    }

    // What changes from row to row; see CopyState for the rest.
    private void Fill(Sample row)
    {
        VehicleContext context = Context;
        if (context.IsEngineRunning)
        {
            context.EngineSeconds = (int)((row.UptimeMilliseconds - context.EngineZeroUptimeMilliseconds) / 1000);
            if (context.Activity == UnitActivity.Idling)
            {
                context.Tick(row.UptimeMilliseconds);
            }
        }

        row.DistanceMetres = context.Odometer.Metres;
        row.EngineSeconds = context.EngineSeconds;
        row.IdlingSeconds = context.IdlingSeconds;
        if (_isPrivate)
        {
            row.SignalsPresent &= _settings.PrivateSignals;
        }
    }

    private void Take(Sample sample, SampleTriggers triggers, bool isByClock)
    {
        sample.Triggers = triggers;
        sample.Extremes = SampleExtremes.None;
        sample.SignalExtremesPresent = 0;
        if (_extremes.HasAny)
        {
            _extremes.Finish(Last(), sample);
        }

        _last = sample;
        SamplesTaken++;
        if ((triggers & Forced) != SampleTriggers.None)
        {
            _pending = SampleTriggers.None;
            _waitUptime = long.MaxValue;
            if ((triggers & SampleTriggers.Context) != SampleTriggers.None && !isByClock)
            {
                // The other set begins here.
                _slots.Taken(UtcOf(sample), sample.UptimeMilliseconds, false);
            }
        }

        _listener.OnSample(sample);
        if ((triggers & SampleTriggers.Event) != SampleTriggers.None)
        {
            if (_eventListener != null)
            {
                _events.Deliver(_eventListener, sample);
            }
            else
            {
                _events.Count = 0;
            }
        }
    }

    private int[] ExtremeIndices()
    {
        SignalDefinition[] definitions = _table.Definitions;
        int[] found = new int[SignalTable.MaximumSignals];
        int count = 0;
        if (_settings.ExtremeSignals == null)
        {
            if (Context.Signals.SpeedIndex >= 0)
            {
                found[count++] = Context.Signals.SpeedIndex;
            }

            if (Context.Signals.EngineIndex >= 0)
            {
                found[count++] = Context.Signals.EngineIndex;
            }
        }
        else
        {
            for (int place = 0; place < _settings.ExtremeSignals.Length; place++)
            {
                int index = VehicleSignals.IndexOf(definitions, _settings.ExtremeSignals[place]);
                if (index >= 0 && count < found.Length)
                {
                    found[count++] = index;
                }
            }
        }

        int[] indices = new int[count];
        for (int place = 0; place < count; place++)
        {
            indices[place] = found[place];
        }

        return indices;
    }
}
