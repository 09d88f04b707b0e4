using System;
using Telltale.Can;
using Telltale.Checks;
using Telltale.Commands;
using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Obd;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// The unit: one loop without threads. <see cref="Start"/> once, then <see cref="Step"/> again and again; it does the work that is due and
/// says when it wants to be called next. README.md says what is due when.
/// </summary>
public sealed partial class TelematicsUnit : ISampleListener, IUnitEventListener
{
    /// <summary>The file on the volume that holds the signal profile (drivers/Signals/FORMAT.md); without it ten PIDs of OBD-II are used.</summary>
    public const string ProfileFileName = "profile";

    /// <summary>What has happened since start-up.</summary>
    public readonly UnitCounters Counters = new UnitCounters();

    /// <summary>What the unit is able to do.</summary>
    public UnitState State;

    /// <summary>How the keys were found at start-up.</summary>
    public UnitKeyState KeyState;

    /// <summary>Why the profile on the volume was not taken; <see cref="SignalProfileFault.None"/> when it was, or when there is none.</summary>
    public SignalProfileFault ProfileFault;

    /// <summary>Uptime and UTC. Null before <see cref="Start"/>, like all parts below.</summary>
    public UnitClock Clock;

    /// <summary>The keys, with unit id, stream, boot number and epoch.</summary>
    public UnitKeys Keys;

    /// <summary>The journal.</summary>
    public FrameJournal Journal;

    /// <summary>The uplink.</summary>
    public FrameUplink Uplink;

    /// <summary>Takes the owner's commands; null where the settings leave them out.</summary>
    public CommandReceiver Commands;

    /// <summary>
    /// Not <see cref="RestartReason.None"/> when the board is to restart the unit: <see cref="Step"/> does nothing any more. The board's loop looks at it after each step, and restarts the
    /// chip, or makes and starts another unit on the same ports.
    /// </summary>
    public int RestartRequested;

    /// <summary>What keeps the uplink on the road: network, budget, clock, trust anchors.</summary>
    public UplinkSupervisor UplinkSupervisor;

    /// <summary>The GNSS receiver: what it is and how bringing it up went; null where fixes come from <see cref="UnitPorts.FixSource"/>.</summary>
    public GnssReceiver Receiver;

    /// <summary>The decoder of the GNSS receiver; null where fixes come from <see cref="UnitPorts.FixSource"/>.</summary>
    public GnssDecoder Gnss;

    /// <summary>Where the vehicle was parked last.</summary>
    public ParkingPlace Place;

    /// <summary>The sampler, with what the vehicle is being used for in <see cref="Sampling.Sampler.Context"/>.</summary>
    public Sampler Sampler;

    /// <summary>The vehicle's bus; null on a unit without a CAN controller.</summary>
    public VehicleBus Bus;

    /// <summary>The signals, by index of the dictionary.</summary>
    public SignalTable Signals;

    /// <summary>What the unit says of itself: checks, log, serial console, start-up report.</summary>
    public readonly UnitReporting Reporting;

    private const int IdleMilliseconds = 1000;
    private const int LateMilliseconds = 1000;

    // An epoch, and the batch of one sample that it goes into.
    private const int ReportMilliseconds = 5000;

    // What is due so soon is done in this step, which saves a wake.
    private const int SlackMilliseconds = 50;

    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;
    private readonly SupplyWatch _supply;

    private FrameWriter _writer;
    private IFixSource _fixSource;
    private OpenBatch _open;
    private StatusWriter _status;
    private UnitCommands _commands;

    private long _now;
    private bool _mayPoll;

    // When each part wants to be stepped next.
    private long _busDueUptime = long.MaxValue;
    private long _fixDueUptime = long.MinValue;
    private long _samplerDueUptime = 0;
    private long _uplinkDueUptime = 0;
    private long _lateUptime = long.MaxValue;

    /// <summary>Makes the unit; nothing is read or written before <see cref="Start"/>.</summary>
    /// <param name="ports">What it is plugged into.</param>
    /// <param name="settings">Not changed afterwards.</param>
    /// <exception cref="ArgumentException">A port is missing, there are two sources of fixes, or a frame of the journal would not fit the uplink.</exception>
    public TelematicsUnit(UnitPorts ports, UnitSettings settings)
    {
        if (ports.Cryptography == null || ports.Volume == null || ports.Link == null || ports.Power == null)
        {
            throw new ArgumentException("Cryptography, Volume, Link and Power must be set.");
        }

        if ((ports.GnssUart == null) == (ports.FixSource == null))
        {
            throw new ArgumentException("One of GnssUart and FixSource must be set, and not both.");
        }

        if (settings.Uplink.MaximumFrameLength < settings.Journal.MaximumFrameBytes)
        {
            throw new ArgumentException("Uplink.MaximumFrameLength is less than Journal.MaximumFrameBytes: a long frame could never be sent.");
        }

        if (settings.Journal.MaximumFrameBytes - FrameSealer.MaximumOverhead < StatusReport.MaximumLength)
        {
            throw new ArgumentException("Journal.MaximumFrameBytes is too short for a status.");
        }

        _ports = ports;
        _settings = settings;
        _supply = new SupplyWatch(settings.LowSupplyMillivolts);
        Reporting = new UnitReporting(this, ports, settings);
    }

    /// <summary>The unit's id; null when it is not enrolled.</summary>
    public string UnitId => Keys == null ? null : Keys.UnitId;

    /// <summary>Ignition, from whatever tells it best.</summary>
    public IgnitionState Ignition => Sampler == null ? IgnitionState.Unknown : Sampler.Context.Ignition;

    /// <summary>Samples in the open batch: what a power cut would take now.</summary>
    public int SamplesInOpenBatch => _open == null ? 0 : _open.Count;

    /// <summary>The log of start-ups; null where the board has none.</summary>
    public BootLog BootLog => _ports.BootLog;

    /// <summary>After several crashes soon after start-up the unit leaves receiver and bus alone: it keeps the link, so that the owner can reach it.</summary>
    public bool IsSafeMode => _ports.BootLog != null && _ports.BootLog.IsSafeMode;

    /// <summary>Requests may be sent on the bus: the settings allow it and the ignition is not off.</summary>
    internal bool MayPoll => _mayPoll;

    /// <summary>The counters of the CAN controller; null on a unit without one.</summary>
    public CanCounters CanCounters => _ports.Can == null ? null : _ports.Can.Counters;

    /// <summary>
    /// Private mode: position is not sampled, distance is (firmware/Sampling/README.md). Survives restarts once a key file was written, which setting it does as soon as it can.
    /// </summary>
    public bool IsPrivate
    {
        get => Sampler != null && Sampler.IsPrivate;
        set
        {
            if (Sampler != null && value != Sampler.IsPrivate)
            {
                Sampler.IsPrivate = value;
                if (Keys.IsReady)
                {
                    _writer.TryBeginEpoch();
                }
            }
        }
    }

    /// <summary>
    /// Tests the sealing, takes up keys and journal, reading at most one segment of it, begins a key epoch and loads the signal profile. Look at <see cref="State"/> afterwards.
    /// </summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started.</param>
    public void Start(long uptimeMilliseconds)
    {
        _now = uptimeMilliseconds;
        Reporting.Begin(uptimeMilliseconds);
        TakeUp(uptimeMilliseconds);
        Reporting.Started(uptimeMilliseconds);
    }

    /// <summary>Does what is due. A late call does no harm as long as the UART's buffer lasts.</summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started; never falls.</param>
    /// <returns>The uptime at which the next step is wanted.</returns>
    public long Step(long uptimeMilliseconds)
    {
        if (State != UnitState.Running || RestartRequested != RestartReason.None)
        {
            Reporting.Step(uptimeMilliseconds);
            StepSleepIdle(uptimeMilliseconds);
            return Earlier(uptimeMilliseconds + IdleMilliseconds, Reporting.NextDueUptimeMilliseconds);
        }

        Count(uptimeMilliseconds);
        if (uptimeMilliseconds >= _open.DueUptimeMilliseconds)
        {
            _open.Close(uptimeMilliseconds);
        }

        // Each part by its own due time: most wakes are for one of them, and asking all costs more than what there is to do.
        // The bus also where an epoch may begin, because signals are noted with its first byte.
        bool isFixDue = uptimeMilliseconds >= _fixDueUptime;
        long soon = uptimeMilliseconds + SlackMilliseconds;
        if (uptimeMilliseconds >= _busDueUptime || (isFixDue && Bus != null && Bus.HasFramesToCome && (Gnss == null || Gnss.IsBetweenEpochs)))
        {
            _busDueUptime = Bus.Step(uptimeMilliseconds);
        }

        if (isFixDue)
        {
            _fixSource.Step(uptimeMilliseconds);
            _fixDueUptime = _fixSource.NextDueUptimeMilliseconds;
        }

        if (isFixDue || soon >= _samplerDueUptime)
        {
            WatchPower(uptimeMilliseconds);
            Sampler.Step(uptimeMilliseconds);
            _samplerDueUptime = Earlier(uptimeMilliseconds + _settings.StepMilliseconds, Sampler.NextDueUptimeMilliseconds);
        }

        if (_open.HasWritten)
        {
            _open.HasWritten = false;
            _uplinkDueUptime = uptimeMilliseconds;
        }

        if (soon >= _uplinkDueUptime && Keys.IsReady)
        {
            StepUplink(uptimeMilliseconds);
        }

        if (_trial != null)
        {
            StepTrial(uptimeMilliseconds);
        }

        if (_sleep != null)
        {
            StepSleep(uptimeMilliseconds);
        }

        long due = Reporting.Step(uptimeMilliseconds);
        long part = _fixDueUptime;
        due = part < due ? part : due;
        part = _samplerDueUptime;
        due = part < due ? part : due;
        part = _busDueUptime;
        due = part < due ? part : due;
        part = _uplinkDueUptime;
        due = part < due ? part : due;
        part = _open.DueUptimeMilliseconds;
        due = part < due ? part : due;
        due = due > uptimeMilliseconds ? due : uptimeMilliseconds + 1;
        _lateUptime = due + LateMilliseconds;
        return due;
    }

    /// <summary>Closes the open batch in the next step; for who is about to take the power away.</summary>
    public void RequestClose() => _open?.RequestClose();

    /// <summary>Takes a sample of this moment, sends it with what waits in the open batch, and a status.</summary>
    public void ReportNow()
    {
        if (State == UnitState.Running)
        {
            Sampler.RequestSample(_now);
            _samplerDueUptime = _now;
            _open.RequestClose();
            _open.StayShort(_now + ReportMilliseconds);
            RequestStatus();
        }
    }

    /// <summary>Asks for a status as soon as the link is open.</summary>
    public void RequestStatus()
    {
        _status?.Request();
        _uplinkDueUptime = 0;
    }

    /// <summary>Somebody watches: batches are closed after <see cref="UnitSettings.LiveBatchMilliseconds"/> until then.</summary>
    /// <param name="untilUptimeMilliseconds">Uptime; one that has passed ends the watching.</param>
    public void WatchLive(long untilUptimeMilliseconds) => _open?.WatchLive(untilUptimeMilliseconds);

    /// <inheritdoc/>
    public void OnSample(Sample sample)
    {
        Place.Follow(sample);
        _open.Add(sample, _now);
    }

    /// <inheritdoc/>
    public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
    {
        _open.AddAlert(what, value, limit, signalIndex, sample, _now);
        if (what == UnitEvent.TripEnded)
        {
            EndTrip();
        }
    }

    /// <summary>Journals an installation record.</summary>
    /// <returns>False when there are no keys yet, or it could not be sealed or journalled.</returns>
    internal bool TryRecord(InstallationRecord record) =>
        State == UnitState.Running && Keys.IsReady
        && _writer.TryWrite(FrameKind.Installation, FramePriority.Required, 0, _writer.Payload, record.Encode(_writer.Payload), false);

    private void Count(long uptime)
    {
        UnitCounters counters = Counters;
        int elapsed = (int)(uptime - _now);
        if (elapsed > counters.LongestStepMilliseconds && _lateUptime != long.MaxValue)
        {
            counters.LongestStepMilliseconds = elapsed;
        }

        if (uptime > _lateUptime)
        {
            counters.StepsLate++;
        }

        _now = uptime;
        counters.Steps++;
    }

    private void StepUplink(long uptime)
    {
        if (UplinkSupervisor.Step(uptime, Clock, _supply.IsLow, Sampler))
        {
            _status.Request();
        }

        int appended = Journal.Counters.FramesAppended;
        long due = Uplink.Step(uptime);
        if (Commands != null)
        {
            Commands.Step(uptime);
            _commands.Step(uptime);
            if (RestartRequested != RestartReason.None)
            {
                return;
            }
        }

        if (Uplink.WantedDictionaryCount > 0)
        {
            _open.TakeWantedDictionaries(Uplink.WantedDictionaries, Uplink.WantedDictionaryCount);
            Uplink.WantedDictionaryCount = 0;
        }

        if (_status.IsDue(uptime, Uplink.IsOpen, Journal.DroppedRangeCount, Reporting.Checks.TurnsToFail)
            && _status.TryWrite(this, _writer, uptime))
        {
            Counters.StatusesJournalled++;
        }

        if (Journal.Counters.FramesAppended != appended)
        {
            due = Uplink.NextDueUptimeMilliseconds;
        }

        _uplinkDueUptime = Earlier(uptime + _settings.Uplink.IdlePollMilliseconds, due);
        if (_commands != null)
        {
            due = _commands.NextDueUptimeMilliseconds;
            _uplinkDueUptime = due == long.MinValue ? uptime + _settings.StepMilliseconds : Earlier(_uplinkDueUptime, due);
        }
    }

    private void WatchPower(long uptime)
    {
        int supply = _ports.Power.SupplyMillivolts;
        VehicleContext context = Sampler.Context;
        context.Step(uptime, supply, _ports.Power.Ignition);
        if (_supply.HasFallen(supply))
        {
            Counters.LowSupplyCloses += _open.Count > 0 ? 1 : 0;
            _open.IsSupplyLow = true;
            _open.Close(uptime);
            Sampler.Report(UnitEvent.SupplyLow, supply, _settings.LowSupplyMillivolts, uptime);
        }

        _open.IsSupplyLow = _supply.IsLow;

        // A vehicle that stays awake because it is asked would never be left alone by the bus's own rules.
        bool isOff = context.Ignition == IgnitionState.Off
            && (context.IgnitionSource == IgnitionSource.Wire || context.IgnitionSource == IgnitionSource.SupplyVoltage || IsLeftAlone(context, supply));
        bool mayPoll = _settings.Bus.MayPoll && !isOff;
        if (Bus != null && mayPoll != _mayPoll)
        {
            _mayPoll = mayPoll;
            Bus.EnablePolling(mayPoll);
            _busDueUptime = uptime;
        }
    }

    // An ECU that answers with the ignition off says that the engine stands, and stays awake to say so. With a trip over and no alternator at work it is asked no more.
    private bool IsLeftAlone(VehicleContext context, int supplyMillivolts)
    {
        ContextSettings limits = _settings.Sampling.Context;
        return context.IgnitionSource == IgnitionSource.EngineSpeed && context.Activity == UnitActivity.Parked && !context.IsInTrip
            && supplyMillivolts >= 0 && supplyMillivolts < limits.SupplyOnMillivolts - limits.SupplyHysteresisMillivolts;
    }

    private void EndTrip()
    {
        Counters.TripsEnded++;
        _open.Close(_now);
        if (!Sampler.IsPrivate)
        {
            Place.Park();
        }

        if (Keys.IsReady)
        {
            _writer.TryBeginEpoch();
        }
    }

    private static long Earlier(long first, long second) => first < second ? first : second;
}
