using System;
using Telltale.Gnss;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>
/// Takes samples: position, signals and state of one moment, that of a navigation epoch; without a position where no epoch comes. README.md says what makes it take one.
/// </summary>
public sealed partial class Sampler : IFixListener, IEpochListener
{
    /// <summary>What the vehicle is being used for. To be stepped before <see cref="Step"/>.</summary>
    public readonly VehicleContext Context;

    /// <summary>Samples taken since start-up.</summary>
    public int SamplesTaken;

    /// <summary>How many of them were taken by the clock, because there was no epoch to take them at.</summary>
    public int SamplesWithoutEpoch;

    private readonly SamplerSettings _settings;
    private readonly SignalTable _table;
    private readonly UnitClock _clock;
    private readonly ISampleListener _listener;
    private readonly IUnitEventListener _eventListener;
    private readonly EventQueue _events = new EventQueue();
    private readonly TimeSlots _slots;
    private readonly DrivingEvents _driving;
    private readonly SignalWatch _rules;
    private readonly bool _hasRules;
    private readonly ExtremesWatch _extremes;
    private readonly ShapeFilter _shape;
    private readonly Ground _ground = new Ground();
    private int _extremesWithoutSignal;

    // The epoch that is being taken in, one by the clock, one that the shape filter holds back, and the sample before: whichever becomes a sample changes places with the last one.
    private Sample _row = new Sample();
    private Sample _clockRow = new Sample();
    private Sample _held = new Sample();
    private Sample _last = new Sample();
    private bool _isHolding;

    // The line of the shape filter begins at the sample that was the so many-th.
    private int _shapedSample = -1;

    private SamplingSet _set;
    private bool _isPrivate;

    // What makes an epoch more than an ordinary one, as bits.
    private int _special;
    private long _rowUptime = long.MinValue;
    private long _clockUptime = long.MinValue;

    // What the next sample has to say besides, and when it can wait no longer for an epoch.
    private SampleTriggers _pending;
    private long _waitUptime = long.MaxValue;
    private long _longestWaitUptime;
    private long _lookUptime = long.MinValue / 2;
    private long _lookedUptime = long.MinValue;
    private bool _hasSignals;

    /// <summary>Makes a sampler.</summary>
    /// <param name="settings">Not changed afterwards.</param>
    /// <param name="table">The unit's signals.</param>
    /// <param name="clock">Set from the fixes that pass through here.</param>
    /// <param name="listener">Who gets the samples.</param>
    /// <param name="eventListener">Who gets the events; null for nobody.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public Sampler(SamplerSettings settings, SignalTable table, UnitClock clock, ISampleListener listener, IUnitEventListener eventListener)
    {
        settings.Check();
        _settings = settings;
        _table = table;
        _clock = clock;
        _clock.EarliestUtcMilliseconds = settings.EarliestUtcMilliseconds;
        _listener = listener;
        _eventListener = eventListener;
        Context = new VehicleContext(settings, table, clock, _ground, _events);
        _slots = new TimeSlots(clock, settings.Driving.IntervalMilliseconds);
        _driving = new DrivingEvents(settings.Events, _events);
        _rules = new SignalWatch(settings.Rules, table, _events);
        _hasRules = _rules.Count > 0;
        _extremes = new ExtremesWatch(ExtremeIndices(), table.Definitions, Context.Signals);
        _shape = new ShapeFilter(_ground);
        UseSet();
    }

    /// <summary>Rules that name a signal which the unit does not have.</summary>
    public int RulesWithoutSignal => _rules.WithoutSignal;

    /// <summary>Rules with a threshold in the signal's unit that its raw values cannot reach.</summary>
    public int RulesOutOfRange => _rules.OutOfRange;

    /// <summary>Names of extreme signals that the unit does not have.</summary>
    public int ExtremesWithoutSignal => _extremesWithoutSignal;

    /// <summary>All that the settings say of signals and that has no effect.</summary>
    public int SignalSettingsWithoutEffect => RulesWithoutSignal + RulesOutOfRange + _extremesWithoutSignal;

    /// <summary>Events that were lost because more than 16 happened before a sample could be taken.</summary>
    public int EventsLost => _events.Lost;

    /// <summary>
    /// When <see cref="Step"/> has something to do though no epoch begins and no input changes; <see cref="long.MinValue"/> before the first step.
    /// </summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            long row = _rowUptime;
            long due = row == long.MinValue ? _slots.ClockDueUptimeMilliseconds : _slots.DueWhileSending(row);
            if (_waitUptime != long.MaxValue)
            {
                long wait = WaitWhileSending();
                due = wait < due ? wait : due;
            }

            if (_hasRules)
            {
                long look = LookDue();
                due = look < due ? look : due;
            }

            long context = Context.NextDueUptimeMilliseconds;
            return context < due ? context : due;
        }
    }

    /// <summary>
    /// Private mode: no position, height, course, speed over ground or satellites in samples and events, none of the driver's behaviour, and samples further apart. Distance, trips and times go on.
    /// What the shape filter holds back from before is taken first; the change itself is sampled like one of activity.
    /// </summary>
    public bool IsPrivate
    {
        get => _isPrivate;
        set
        {
            if (value == _isPrivate)
            {
                return;
            }

            if (_isHolding)
            {
                ReleaseHeld(SampleTriggers.Shape);
            }

            _isPrivate = value;
            Context.IsPrivate = value;
            Context.News |= VehicleContext.SourceNews;
            _driving.Reset();
            _extremes.HasAny = false;
            UseSet();
            SampleTriggers why = SampleTriggers.Context;
            if (_settings.Events.PrivateMode)
            {
                why |= SampleTriggers.Event;
                _events.Add(UnitEvent.PrivateMode, value ? 1 : 0, 0, -1);
            }

            Await(why, long.MinValue);
        }
    }

    /// <summary>
    /// Says that the first byte of a navigation epoch has arrived: the signals of this moment belong to the position that is being sent. Without this
    /// call they are taken when the epoch is complete.
    /// </summary>
    public void BeginEpoch(long uptimeMilliseconds)
    {
        _rowUptime = uptimeMilliseconds;
        _row.SignalsPresent = _table.Snapshot(_row.Signals, uptimeMilliseconds);
    }

    /// <summary>Takes the fix of an epoch, and a sample where there is a reason.</summary>
    public void OnFix(Fix fix)
    {
        bool hasTime = _clock.Set(fix);
        long uptime = fix.ReceivedUptimeMilliseconds;
        bool isDated = _clock.IsSet;
        long utc = hasTime ? fix.TimeUtcMilliseconds : uptime + _clock.OffsetMilliseconds;
        long time = isDated ? utc : uptime;
        Sample row = _row;
        if (_rowUptime != uptime)
        {
            row.SignalsPresent = _table.Snapshot(row.Signals, uptime);
        }

        _rowUptime = long.MinValue;
        row.UptimeMilliseconds = uptime;
        row.IsDated = isDated;
        row.TimeUtcMilliseconds = isDated ? utc : 0;
        row.Fields = fix.Fields;
        row.Mode = fix.Mode;
        row.LatitudeDegreesE7 = fix.LatitudeDegreesE7;
        row.LongitudeDegreesE7 = fix.LongitudeDegreesE7;
        row.HeightMillimetres = fix.HeightMillimetres;
        row.SpeedMillimetresPerSecond = fix.SpeedMillimetresPerSecond;
        row.CourseHundredthsDegree = fix.CourseHundredthsDegree;
        row.SatellitesUsed = fix.SatellitesUsed;
        Context.Follow(fix, row, time);
        SampleTriggers triggers = _pending;
        if (_slots.Take(utc, uptime, hasTime))
        {
            triggers |= SampleTriggers.Time;
        }

        if (Context.News != SampleTriggers.None)
        {
            triggers |= TakeUpNews();
        }

        if (_special != 0)
        {
            OnSpecialFix(fix, triggers, time);
        }
        else if (triggers == SampleTriggers.None)
        {
            _extremes.Add(row, Last());
        }
        else
        {
            Fill(row);
            _row = _last;
            Take(row, triggers, false);
        }
    }

    /// <summary>
    /// Takes a sample by the clock where no epoch has come for it, and one for what has happened since the last epoch where there is none to wait for.
    /// </summary>
    public void Step(long uptimeMilliseconds)
    {
        if (Context.News != SampleTriggers.None)
        {
            SampleTriggers news = TakeUpNews();
            if (news != SampleTriggers.None)
            {
                Await(news, uptimeMilliseconds);
            }
        }

        if (_hasRules && (uptimeMilliseconds >= _lookUptime || !_hasSignals)
            && uptimeMilliseconds > Context.EpochUptimeMilliseconds + VehicleContext.LongestEpochMilliseconds)
        {
            Look(uptimeMilliseconds);
        }

        if (uptimeMilliseconds < _slots.ClockDueUptimeMilliseconds && uptimeMilliseconds < _waitUptime)
        {
            return;
        }

        bool isDue = uptimeMilliseconds >= _slots.DueWhileSending(_rowUptime);
        if (_slots.ClockDueUptimeMilliseconds == long.MinValue)
        {
            _slots.Start(uptimeMilliseconds);
            isDue = false;
        }

        bool isWaitOver = uptimeMilliseconds >= WaitWhileSending();
        if (isDue || isWaitOver)
        {
            // An epoch that is given up for the one is given up for the other.
            isDue = isDue || uptimeMilliseconds >= _slots.ClockDueUptimeMilliseconds;
            TakeByClock(uptimeMilliseconds, isDue ? _pending | SampleTriggers.Time : _pending);
        }
    }

    /// <summary>Takes a sample at the next epoch, or by the clock where none comes, whatever the slot.</summary>
    /// <param name="uptimeMilliseconds">Now.</param>
    public void RequestSample(long uptimeMilliseconds) => Await(SampleTriggers.Event, uptimeMilliseconds);

    /// <summary>Reports what the caller has found: its sample is taken like those of the sampler's own events, except that <see cref="UnitEvent.SupplyLow"/> waits for no epoch.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="value">How much; <see cref="UnitEvent"/> says of what.</param>
    /// <param name="limit">The limit that was passed.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    public void Report(UnitEvent what, int value, int limit, long uptimeMilliseconds)
    {
        if (what == UnitEvent.SupplyLow && !_settings.Events.SupplyLow)
        {
            return;
        }

        _events.Add(what, value, limit, -1);
        Await(TakeUpNews() | SampleTriggers.Event, uptimeMilliseconds);
        if (what == UnitEvent.SupplyLow)
        {
            TakeByClock(uptimeMilliseconds, _pending);
        }
    }
}
