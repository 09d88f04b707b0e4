namespace Telltale.Sampling;

/// <content>What the inputs say of ignition, trip, idling, charging and activity.</content>
public sealed partial class VehicleContext
{
    // Everything that depends on time and inputs, and when it has to be looked at again. Nothing before the first step, which brings the inputs.
    private void Evaluate(long uptime)
    {
        if (!_hasInputs)
        {
            return;
        }

        // An epoch is of the moment at which it began, and may come after a step.
        if (uptime < _now)
        {
            uptime = _now;
        }

        _now = uptime;
        _motion.Check(uptime);
        _wasMoving = _motion.IsMoving;
        _seen = Signals.Seen;
        long due = Earlier(_motion.DueUptimeMilliseconds, JudgeCharging(uptime));
        JudgeIgnition(uptime);
        due = Earlier(due, _judge.DueUptimeMilliseconds);
        due = Earlier(due, JudgeTrip(uptime));
        due = Earlier(due, JudgeIdling(uptime));
        due = Earlier(due, CheckResumed(uptime));
        _dueUptime = Earlier(due, JudgeActivity(uptime));
        Odometer.Count(_motion.IsMoving, Ignition == IgnitionState.Off && !IsInTrip);
    }

    // Within these bounds the supply voltage says the same.
    private void ClassifySupply(int supply)
    {
        int on = _settings.SupplyOnMillivolts;
        int off = on - _settings.SupplyHysteresisMillivolts;
        int ambiguous = _settings.SupplyAmbiguousMillivolts;
        _supplyFrom = int.MinValue;
        _supplyTo = int.MaxValue;
        Bound(supply, 0);
        Bound(supply, on);
        Bound(supply, off);
        Bound(supply, ambiguous);
    }

    private void Bound(int supply, int bound)
    {
        if (supply >= bound)
        {
            _supplyFrom = bound > _supplyFrom ? bound : _supplyFrom;
        }
        else
        {
            _supplyTo = bound < _supplyTo ? bound : _supplyTo;
        }
    }

    private void Raise(UnitEvent what, int value, int limit)
    {
        News |= SampleTriggers.Event;
        _events.Add(what, value, limit, -1);
    }

    private static long Earlier(long one, long other) => one < other ? one : other;

    private void JudgeIgnition(long uptime)
    {
        bool hasChanged = _judge.Judge(uptime, IsInTrip, _isCharging);
        if (hasChanged)
        {
            // What holds it may be better than what switched it.
            _judge.Judge(uptime, IsInTrip, _isCharging);
        }

        if (IgnitionSource != _judge.Source)
        {
            IgnitionSource = _judge.Source;
            News |= SourceNews;
        }

        if (hasChanged)
        {
            Ignition = _judge.State;
            News |= SampleTriggers.Context;
            _onUptime = Ignition == IgnitionState.On ? uptime : long.MaxValue;
        }

        bool isEngineRunning = (_seen & VehicleSignals.EngineSeen) != 0 ? (_seen & VehicleSignals.EngineRunningSeen) != 0 : Ignition == IgnitionState.On;
        if (isEngineRunning != IsEngineRunning)
        {
            Count(uptime, isEngineRunning, Activity);
            _runningUptime = isEngineRunning ? uptime : long.MaxValue;
        }
    }

    private long JudgeTrip(long uptime)
    {
        if (Ignition == IgnitionState.On)
        {
            _offUptime = long.MaxValue;
            if (!IsInTrip)
            {
                IsInTrip = true;
                _isParked = false;
                BeginTrip();
            }

            return long.MaxValue;
        }

        if (Ignition == IgnitionState.Unknown)
        {
            return long.MaxValue;
        }

        if (_offUptime == long.MaxValue)
        {
            _offUptime = uptime;
            if (!IsInTrip)
            {
                // At start-up, wherever the vehicle is by now.
                _isParked = true;
                _tow.Park(uptime, false);
            }
        }

        if (!IsInTrip)
        {
            return long.MaxValue;
        }

        int delay = IgnitionSource == IgnitionSource.Wire ? _settings.TripEndByWireMilliseconds
            : IgnitionSource == IgnitionSource.EngineSpeed ? _settings.TripEndByEngineSpeedMilliseconds
            : IgnitionSource == IgnitionSource.SupplyVoltage ? _settings.TripEndBySupplyMilliseconds : _settings.TripEndByMotionMilliseconds;
        if (uptime - _offUptime < delay)
        {
            return _offUptime + delay;
        }

        IsInTrip = false;
        News |= SampleTriggers.Context;
        _resumedUtc = 0;
        _isParked = true;
        if (Odometer.HasPlace)
        {
            _tow.Place(Odometer.LatitudeDegreesE7, Odometer.LongitudeDegreesE7);
        }

        _tow.Park(uptime, true);
        if (_eventSettings.Trips)
        {
            Raise(UnitEvent.TripEnded, TripNumber, 0);
        }

        return long.MaxValue;
    }

    private void BeginTrip()
    {
        TripNumber++;
        News |= SampleTriggers.Context;
        if (_eventSettings.Trips)
        {
            Raise(UnitEvent.TripBegan, TripNumber, 0);
        }
    }

    // The engine runs and the vehicle stands: from the later of the two.
    private long JudgeIdling(long uptime)
    {
        if (!IsEngineRunning || _motion.IsMoving || _isCharging || IsPrivate)
        {
            _isIdlingReported = false;
            return long.MaxValue;
        }

        int limit = _eventSettings.ExcessiveIdlingSeconds;
        if (limit == 0 || _isIdlingReported)
        {
            return long.MaxValue;
        }

        long since = _motion.StandingUptimeMilliseconds > _runningUptime ? _motion.StandingUptimeMilliseconds : _runningUptime;
        long due = since + (limit * 1000L);
        if (uptime < due)
        {
            return due;
        }

        _isIdlingReported = true;
        Raise(UnitEvent.ExcessiveIdling, (int)((uptime - since) / 1000), limit);
        return long.MaxValue;
    }

    private long JudgeCharging(long uptime)
    {
        bool isCharging = (Signals.Seen & VehicleSignals.ChargingSeen) != 0 && !_motion.IsMoving;
        if (isCharging == _isCharging)
        {
            _chargingUptime = long.MaxValue;
            return long.MaxValue;
        }

        if (_chargingUptime == long.MaxValue)
        {
            _chargingUptime = uptime;
        }

        // Who drives off is not charged.
        int settle = isCharging ? _settings.ChargingOnMilliseconds : _motion.IsMoving ? 0 : _settings.ChargingOffMilliseconds;
        if (uptime - _chargingUptime < settle)
        {
            return _chargingUptime + settle;
        }

        _isCharging = isCharging;
        _chargingUptime = long.MaxValue;
        return long.MaxValue;
    }

    private long JudgeActivity(long uptime)
    {
        long due = long.MaxValue;
        UnitActivity activity;
        if (_isCharging)
        {
            activity = UnitActivity.Charging;
        }
        else if (Ignition == IgnitionState.Unknown)
        {
            activity = UnitActivity.Driving;
        }
        else if (Ignition == IgnitionState.On || IsInTrip)
        {
            activity = UnitActivity.Driving;
            if (!_motion.IsMoving)
            {
                long since = _motion.StandingUptimeMilliseconds;
                if (Ignition == IgnitionState.On && _onUptime > since)
                {
                    since = _onUptime;
                }

                due = since + _settings.IdlingAfterMilliseconds;
                if (uptime >= due)
                {
                    // Off for so long, the trip is as good as over.
                    activity = Ignition == IgnitionState.On ? UnitActivity.Idling : UnitActivity.Parked;
                    due = long.MaxValue;
                }
            }
        }
        else
        {
            activity = _tow.IsTowed ? UnitActivity.Towed : UnitActivity.Parked;
        }

        if (activity != Activity)
        {
            if (activity == UnitActivity.Towed)
            {
                Odometer.Forget();
                if (_eventSettings.Towing)
                {
                    Raise(UnitEvent.Towing, _tow.Metres, _settings.TowDistanceMetres);
                }
            }

            Count(uptime, IsEngineRunning, activity);
            News |= SampleTriggers.Context;
        }

        return due;
    }
}
