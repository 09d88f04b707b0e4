using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>
/// What the vehicle is being used for: ignition and what tells it, activity, trip, distance and running times. Stepped with the board's inputs, and by its <see cref="Sampler"/> with
/// every epoch. Trip number, distance and times count on over restarts, see <see cref="Save"/>.
/// </summary>
public sealed partial class VehicleContext
{
    /// <summary>What the vehicle is being used for. Driving for as long as nothing tells, so that nothing is left out.</summary>
    public UnitActivity Activity = UnitActivity.Driving;

    /// <summary>The ignition.</summary>
    public IgnitionState Ignition;

    /// <summary>What tells the ignition.</summary>
    public IgnitionSource IgnitionSource;

    /// <summary>A trip has begun and not ended.</summary>
    public bool IsInTrip;

    /// <summary>The trip's number, from 1; the newest one while parked, 0 before the first.</summary>
    public int TripNumber;

    /// <summary>Distance driven since the unit's enrolment, in metres.</summary>
    public int DistanceMetres => Odometer.Metres;

    /// <summary>Seconds since the unit's enrolment in which the engine ran. Where the vehicle gives no engine speed: in which the ignition was on.</summary>
    public int EngineSeconds;

    /// <summary>Those of them in which the activity was <see cref="UnitActivity.Idling"/>.</summary>
    public int IdlingSeconds;

    /// <summary>Of <see cref="News"/>: what tells the ignition is another, which makes no sample.</summary>
    internal const SampleTriggers SourceNews = (SampleTriggers)0x10000;

    /// <summary>What there is to be told of since somebody cleared this: <see cref="SampleTriggers.Context"/>, <see cref="SampleTriggers.Event"/>, <see cref="SourceNews"/>.</summary>
    internal SampleTriggers News = SourceNews;

    /// <summary>Position is not to be kept; see <see cref="Save"/>.</summary>
    internal bool IsPrivate;

    /// <summary>The engine runs, by its speed, or else by the ignition.</summary>
    internal bool IsEngineRunning;

    /// <summary>While the engine runs: the uptime at which it had run for no time at all.</summary>
    internal long EngineZeroUptimeMilliseconds;

    internal readonly VehicleSignals Signals;
    internal readonly Odometer Odometer;

    /// <summary>When the last epoch began, in milliseconds of uptime; before the first, so long ago that no difference to it overflows.</summary>
    internal long EpochUptimeMilliseconds = long.MinValue / 2;

    /// <summary>When the first step was; before it, so long ago that no difference to it overflows.</summary>
    internal long StartUptimeMilliseconds = long.MinValue / 2;

    /// <summary>An epoch that is later than this after the last one does not count as coming; milliseconds.</summary>
    internal const int LongestEpochMilliseconds = 2000;

    // Faster is an error; and the odometer's sums are of 32 bits.
    private const int FastestMillimetresPerSecond = 150000;

    // Without epochs the signals are looked at this often.
    private const int LookMilliseconds = 1000;

    private readonly ContextSettings _settings;
    private readonly EventSettings _eventSettings;
    private readonly EventQueue _events;
    private readonly UnitClock _clock;
    private readonly MotionWatch _motion;
    private readonly IgnitionJudge _judge;
    private readonly TowWatch _tow;
    private readonly int _worstDilution;
    private readonly int _worstAccuracy;

    private long _now = long.MinValue;
    private long _dueUptime = long.MinValue;
    private long _lookUptime = long.MinValue / 2;
    private long _lookedUptime = long.MinValue;
    private int _supplyFrom = int.MaxValue;
    private int _supplyTo = int.MaxValue;
    private bool _wasMoving;
    private int _seen;
    private bool _hasInputs;
    private bool _isParked;

    private long _idlingZeroUptime;
    private int _engineMilliseconds;
    private int _idlingMilliseconds;
    private long _onUptime = long.MaxValue;
    private long _offUptime = long.MaxValue;
    private long _runningUptime = long.MaxValue;
    private bool _isIdlingReported;
    private bool _isCharging;
    private long _chargingUptime = long.MaxValue;

    internal VehicleContext(SamplerSettings settings, SignalTable table, UnitClock clock, Ground ground, EventQueue events)
    {
        _settings = settings.Context;
        _eventSettings = settings.Events;
        _events = events;
        _clock = clock;
        _worstDilution = _settings.WorstDilutionHundredths;
        _worstAccuracy = _settings.WorstAccuracyMillimetres;
        Signals = new VehicleSignals(_settings, table);
        _motion = new MotionWatch(_settings);
        _judge = new IgnitionJudge(_settings, Signals, _motion);
        Odometer = new Odometer(ground);
        _tow = new TowWatch(_settings, ground);
    }

    /// <summary>The vehicle moves.</summary>
    public bool IsMoving => _motion.IsMoving;

    /// <summary>
    /// When <see cref="Step"/> has something to do though no input changes; <see cref="long.MaxValue"/> for never. An input that changes is the caller's to notice: the wire, the supply, a signal, an epoch.
    /// </summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            // Signals that were seen may grow too old; and when epochs stop, what came since the last one has not been looked at.
            long silent = EpochUptimeMilliseconds + LongestEpochMilliseconds + 1;
            if (Signals.Seen == 0 && _lookedUptime >= silent)
            {
                return _dueUptime;
            }

            return Earlier(_dueUptime, _lookUptime > silent ? _lookUptime : silent);
        }
    }

    /// <summary>Looks at the inputs, before <see cref="Sampler.Step"/> of the same turn. Costs little where nothing is due.</summary>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <param name="supplyMillivolts">The supply voltage, -1 where it is not known.</param>
    /// <param name="ignitionWire">The ignition wire: 1 on, 0 off, -1 not fitted.</param>
    public void Step(long uptimeMilliseconds, int supplyMillivolts, int ignitionWire)
    {
        bool isDue = uptimeMilliseconds >= _dueUptime || ignitionWire != _judge.Wire || supplyMillivolts < _supplyFrom || supplyMillivolts >= _supplyTo;
        if (uptimeMilliseconds > EpochUptimeMilliseconds + LongestEpochMilliseconds && (uptimeMilliseconds >= _lookUptime || Signals.Seen == 0))
        {
            // No epoch brings the signals here.
            _lookedUptime = uptimeMilliseconds;
            Signals.ReadTable(uptimeMilliseconds);
            if (Signals.Seen != 0)
            {
                _lookUptime = uptimeMilliseconds + LookMilliseconds;
            }

            if ((Signals.Seen & VehicleSignals.SpeedSeen) != 0)
            {
                FollowSpeed(uptimeMilliseconds);
            }

            isDue = isDue || Signals.Seen != _seen || _motion.IsMoving != _wasMoving;
        }

        if (isDue)
        {
            if (!_hasInputs)
            {
                _hasInputs = true;
                StartUptimeMilliseconds = uptimeMilliseconds;
            }

            ClassifySupply(supplyMillivolts);
            _judge.SupplyMillivolts = supplyMillivolts;
            _judge.Wire = ignitionWire;
            Evaluate(uptimeMilliseconds);
        }
    }

    /// <summary>Takes an epoch: the fix as it came, and the signals of the same moment.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="row">The signals, and whether the moment has a UTC.</param>
    /// <param name="time">UTC where it has one, else uptime; milliseconds.</param>
    internal void Follow(Fix fix, Sample row, long time)
    {
        long uptime = fix.ReceivedUptimeMilliseconds;
        EpochUptimeMilliseconds = uptime;
        VehicleSignals signals = Signals;
        signals.Read(row.Signals, row.SignalsPresent);
        int seen = signals.Seen;
        FixFields fields = fix.Fields;
        bool isGood = (fields & FixFields.Position) != 0 && fix.Mode >= FixMode.TwoDimensional
            && ((fields & FixFields.HorizontalDilution) == 0 || fix.HorizontalDilutionHundredths <= _worstDilution)
            && ((fields & FixFields.HorizontalAccuracy) == 0 || fix.HorizontalAccuracyMillimetres <= _worstAccuracy);
        int speed = isGood && (fields & FixFields.Speed) != 0 ? fix.SpeedMillimetresPerSecond : -1;
        bool isChanged = true;
        if ((seen & VehicleSignals.SpeedSeen) == 0)
        {
            if (speed >= 0)
            {
                _motion.Follow(uptime, speed, false);
            }
        }
        else
        {
            if (seen == _seen && _motion.IsSteady)
            {
                // The same once more.
                isChanged = false;
                _motion.SpeedUptimeMilliseconds = uptime;
            }
            else
            {
                _motion.Follow(uptime, (seen & VehicleSignals.MovingSeen) != 0 ? FastestMillimetresPerSecond : 0, true);
            }

            if (speed < 0)
            {
                speed = signals.Speed();
            }
        }

        if (speed > FastestMillimetresPerSecond)
        {
            speed = -1;
        }

        Odometer.Follow(time, speed, isGood ? fix : null);
        if (_isParked && isGood && _tow.Follow(fix, uptime))
        {
            Evaluate(uptime);
        }
        else if (uptime >= _dueUptime || (isChanged && (seen != _seen || _motion.IsMoving != _wasMoving)))
        {
            Evaluate(uptime);
        }
    }

    /// <summary>While the engine runs: brings the running times up to a moment, which is not before that of the last call.</summary>
    internal void Tick(long uptime)
    {
        EngineSeconds = (int)((uptime - EngineZeroUptimeMilliseconds) / 1000);
        if (Activity == UnitActivity.Idling)
        {
            IdlingSeconds = (int)((uptime - _idlingZeroUptime) / 1000);
        }
    }

    // Starts and stops the counting of running times. A part of a second that stopping cuts off is kept.
    private void Count(long uptime, bool isEngineRunning, UnitActivity activity)
    {
        if (IsEngineRunning)
        {
            Tick(uptime);
        }

        if (isEngineRunning != IsEngineRunning)
        {
            if (isEngineRunning)
            {
                EngineZeroUptimeMilliseconds = uptime - (EngineSeconds * 1000L) - _engineMilliseconds;
            }
            else
            {
                _engineMilliseconds = (int)((uptime - EngineZeroUptimeMilliseconds) % 1000);
            }
        }

        bool wasIdling = IsEngineRunning && Activity == UnitActivity.Idling;
        bool isIdling = isEngineRunning && activity == UnitActivity.Idling;
        if (isIdling != wasIdling)
        {
            if (isIdling)
            {
                _idlingZeroUptime = uptime - (IdlingSeconds * 1000L) - _idlingMilliseconds;
            }
            else
            {
                _idlingMilliseconds = (int)((uptime - _idlingZeroUptime) % 1000);
            }
        }

        IsEngineRunning = isEngineRunning;
        Activity = activity;
    }

    // Without epochs the vehicle's own speed goes on telling.
    private void FollowSpeed(long uptime)
    {
        _motion.Follow(uptime, (Signals.Seen & VehicleSignals.MovingSeen) != 0 ? FastestMillimetresPerSecond : 0, true);
        int speed = Signals.Speed();
        Odometer.Follow(_clock.IsSet ? _clock.UtcAt(uptime) : uptime, speed <= FastestMillimetresPerSecond ? speed : -1, null);
    }
}
