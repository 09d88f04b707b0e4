using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <content>How samples are made up, held back and handed over.</content>
public sealed partial class Sampler
{
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
        Take(row, triggers, true);
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
            if ((triggers & SampleTriggers.Context) != SampleTriggers.None)
            {
                // The other set begins here.
                _slots.Change(UtcOf(sample), sample.UptimeMilliseconds, isByClock);
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
                int index = VehicleSignals.Find(definitions, _settings.ExtremeSignals[place]);
                if (index < 0)
                {
                    _extremesWithoutSignal++;
                }
                else if (count < found.Length)
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
