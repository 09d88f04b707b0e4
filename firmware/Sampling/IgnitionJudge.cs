namespace Telltale.Sampling;

/// <summary>Tells ignition from the best source there is; README.md has the table. What it says has settled.</summary>
internal sealed class IgnitionJudge
{
    /// <summary>What counts.</summary>
    public IgnitionState State;

    /// <summary>What told it.</summary>
    public IgnitionSource Source;

    /// <summary>When something that is seen will have settled; <see cref="long.MaxValue"/> where nothing is.</summary>
    public long DueUptimeMilliseconds = long.MaxValue;

    /// <summary>The ignition wire, as <see cref="VehicleContext.Step"/> has it.</summary>
    public int Wire = -1;

    /// <summary>The supply voltage, as <see cref="VehicleContext.Step"/> has it.</summary>
    public int SupplyMillivolts = -1;

    private readonly ContextSettings _settings;
    private readonly VehicleSignals _signals;
    private readonly MotionWatch _motion;

    // What is seen, what by, and how long it has to be so.
    private IgnitionState _seen;
    private IgnitionSource _by;
    private int _settle;
    private IgnitionState _candidate;
    private long _candidateUptime;

    public IgnitionJudge(ContextSettings settings, VehicleSignals signals, MotionWatch motion)
    {
        _settings = settings;
        _signals = signals;
        _motion = motion;
    }

    /// <summary>Looks at everything.</summary>
    /// <param name="uptime">Now.</param>
    /// <param name="isInTrip">A trip has not ended: who moves drives.</param>
    /// <param name="isCharging">The vehicle is plugged in, so that its supply voltage tells nothing.</param>
    /// <returns>True where <see cref="State"/> has changed.</returns>
    public bool Judge(long uptime, bool isInTrip, bool isCharging)
    {
        See(isInTrip, isCharging);
        DueUptimeMilliseconds = long.MaxValue;
        if (_seen == State)
        {
            _candidate = State;
            Source = State == IgnitionState.Unknown ? IgnitionSource.None : _by;
            return false;
        }

        if (_seen != _candidate)
        {
            _candidate = _seen;
            _candidateUptime = uptime;
        }

        // At start-up the first look counts, except at a vehicle that has just not moved yet.
        bool isFirst = State == IgnitionState.Unknown && _by != IgnitionSource.Motion;
        if (!isFirst && uptime - _candidateUptime < _settle)
        {
            DueUptimeMilliseconds = _candidateUptime + _settle;
            return false;
        }

        State = _seen;
        Source = _by;
        return true;
    }

    private void See(bool isInTrip, bool isCharging)
    {
        ContextSettings settings = _settings;
        bool isMoving = _motion.IsMoving;
        if (Wire >= 0)
        {
            Say(Wire > 0 ? IgnitionState.On : IgnitionState.Off, IgnitionSource.Wire, settings.WireSettleMilliseconds);
            return;
        }

        bool hasSupply = SupplyMillivolts >= 0 && settings.SupplyOnMillivolts > 0 && !isCharging;
        bool isSupplyOn = hasSupply && SupplyMillivolts >= settings.SupplyOnMillivolts;

        // What moves within a trip goes on with it, whatever an alternator saves; and a carried vehicle's wheels do not turn.
        bool isDriven = isMoving && (isInTrip || _motion.IsByVehicle || (hasSupply && !isSupplyOn && SupplyMillivolts >= settings.SupplyAmbiguousMillivolts));
        int signals = _signals.Seen;
        if ((signals & VehicleSignals.EngineRunningSeen) != 0)
        {
            Say(IgnitionState.On, IgnitionSource.EngineSpeed, settings.EngineOnSettleMilliseconds);
        }
        else if (isSupplyOn && (State == IgnitionState.On || !isDriven))
        {
            Say(IgnitionState.On, IgnitionSource.SupplyVoltage, settings.SupplySettleMilliseconds);
        }
        else if (isDriven)
        {
            Say(IgnitionState.On, IgnitionSource.Motion, 0);
        }
        else if ((signals & VehicleSignals.EngineSeen) != 0)
        {
            Say(IgnitionState.Off, IgnitionSource.EngineSpeed, settings.EngineOffSettleMilliseconds);
        }
        else if (hasSupply)
        {
            bool isOff = State != IgnitionState.On || SupplyMillivolts < settings.SupplyOnMillivolts - settings.SupplyHysteresisMillivolts;
            Say(isOff ? IgnitionState.Off : IgnitionState.On, IgnitionSource.SupplyVoltage, settings.SupplySettleMilliseconds);
        }
        else if (isCharging && !isMoving)
        {
            Say(IgnitionState.Off, IgnitionSource.Motion, settings.SupplySettleMilliseconds);
        }
        else
        {
            Say(isMoving ? IgnitionState.On : IgnitionState.Off, IgnitionSource.Motion, isMoving ? 0 : settings.MotionOffSettleMilliseconds);
        }
    }

    private void Say(IgnitionState seen, IgnitionSource by, int settle)
    {
        _seen = seen;
        _by = by;
        _settle = settle;
    }
}
