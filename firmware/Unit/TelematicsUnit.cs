using System;
using Telltale.Batching;
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
    private const int RetryMilliseconds = 5000;
    private const int LateMilliseconds = 1000;

    // What is due so soon is done in this step, which saves a wake.
    private const int SlackMilliseconds = 50;

    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;
    private readonly byte[] _payload;
    private readonly SupplyWatch _supply;

    private FrameWriter _writer;
    private IFixSource _fixSource;
    private BatchEncoder _batch;
    private DictionaryKeeper _dictionary;
    private AlertQueue _alerts;
    private StatusWriter _status;
    private UnitCommands _commands;

    private long _now;
    private bool _hasStepped;
    private bool _mayPoll;
    private bool _isBatchDated;
    private IgnitionState _sampledIgnition;
    private long _batchOpenedUptime;
    private long _batchDueUptime;

    // When each part wants to be stepped next.
    private long _busDueUptime = long.MaxValue;
    private long _fixDueUptime = long.MinValue;
    private long _samplerDueUptime = 0;
    private long _uplinkDueUptime = 0;
    private long _dueUptime = long.MinValue;
    private long _liveUntilUptime = long.MinValue;

    // The open batch has to be closed; put off to _retryUptime where that failed.
    private bool _isCloseDue;
    private long _retryUptime = long.MinValue;

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
        _payload = new byte[settings.Journal.MaximumFrameBytes - FrameSealer.MaximumOverhead];
        _supply = new SupplyWatch(settings.LowSupplyMillivolts);
        Reporting = new UnitReporting(this, ports, settings);
    }

    /// <summary>The unit's id; null when it is not enrolled.</summary>
    public string UnitId => Keys == null ? null : Keys.UnitId;

    /// <summary>Ignition, from whatever tells it best.</summary>
    public IgnitionState Ignition => Sampler == null ? IgnitionState.Unknown : Sampler.Context.Ignition;

    /// <summary>Samples in the open batch: what a power cut would take now.</summary>
    public int SamplesInOpenBatch => _batch == null ? 0 : _batch.Count;

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
            return Earlier(uptimeMilliseconds + IdleMilliseconds, Reporting.NextDueUptimeMilliseconds);
        }

        Count(uptimeMilliseconds);
        if (uptimeMilliseconds >= _batchDueUptime && _batch.Count > 0)
        {
            _isCloseDue = true;
        }

        if ((_isCloseDue || _dictionary.IsDue || !Keys.IsReady) && uptimeMilliseconds >= _retryUptime)
        {
            Close();
        }

        // Each part by its own due time: most wakes are for one of them, and asking all costs more than what there is to do.
        // The bus also where an epoch may begin, because signals are noted with its first byte.
        bool isFixDue = uptimeMilliseconds >= _fixDueUptime;
        if (uptimeMilliseconds >= _busDueUptime || (isFixDue && Bus != null && Bus.HasFramesToCome && (Gnss == null || Gnss.IsBetweenEpochs)))
        {
            _busDueUptime = Bus.Step(uptimeMilliseconds);
        }

        if (isFixDue)
        {
            _fixSource.Step(uptimeMilliseconds);
            _fixDueUptime = _fixSource.NextDueUptimeMilliseconds;
        }

        if (isFixDue || uptimeMilliseconds >= _samplerDueUptime - SlackMilliseconds)
        {
            WatchPower(uptimeMilliseconds);
            Sampler.Step(uptimeMilliseconds);
            _samplerDueUptime = Earlier(uptimeMilliseconds + _settings.StepMilliseconds, Sampler.NextDueUptimeMilliseconds);
        }

        if (uptimeMilliseconds >= _uplinkDueUptime - SlackMilliseconds && Keys.IsReady)
        {
            StepUplink(uptimeMilliseconds);
        }

        if (_trial != null)
        {
            StepTrial(uptimeMilliseconds);
        }

        long due = NextDue(uptimeMilliseconds, Reporting.Step(uptimeMilliseconds));
        _dueUptime = due;
        return due;
    }

    /// <summary>Closes the open batch in the next step; for who is about to take the power away.</summary>
    public void RequestClose()
    {
        _isCloseDue = true;
        _retryUptime = long.MinValue;
    }

    /// <summary>Asks for a status as soon as the link is open.</summary>
    public void RequestStatus()
    {
        _status?.Request();
        _uplinkDueUptime = 0;
    }

    /// <summary>Somebody watches: batches are closed after <see cref="UnitSettings.LiveBatchMilliseconds"/> until then.</summary>
    /// <param name="untilUptimeMilliseconds">Uptime; one that has passed ends the watching.</param>
    public void WatchLive(long untilUptimeMilliseconds)
    {
        _liveUntilUptime = untilUptimeMilliseconds;
        _batchDueUptime = BatchDueUptime();
    }

    /// <inheritdoc/>
    public void OnSample(Sample sample)
    {
        Place.Follow(sample);
        if (_batch.Count > 0 && sample.IsDated != _isBatchDated && _now >= _retryUptime)
        {
            Close();
        }

        if (!_batch.Add(sample))
        {
            if (_now >= _retryUptime)
            {
                Close();
            }

            if (!_batch.Add(sample))
            {
                Counters.SamplesLost++;
                return;
            }
        }

        if (_batch.Count == 1)
        {
            _batchOpenedUptime = _now;
            _batchDueUptime = BatchDueUptime();
            _isBatchDated = sample.IsDated;
        }

        // Who takes the key out may take the supply away with it.
        _isCloseDue = _isCloseDue || (_sampledIgnition == IgnitionState.On && sample.Ignition == IgnitionState.Off);
        _sampledIgnition = sample.Ignition;
    }

    /// <inheritdoc/>
    public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
    {
        _alerts.Add(what, value, limit, signalIndex, sample);
        Counters.AlertsLost = _alerts.Lost;
        if (what == UnitEvent.TripEnded)
        {
            EndTrip();
        }
        else if (AlertQueue.PriorityOf(what) != FramePriority.Ordinary)
        {
            // What led to it goes out with it.
            _retryUptime = long.MinValue;
            Close();
        }

        // What only marks a moment goes with the batch that holds it.
    }

    /// <summary>Journals an installation record.</summary>
    /// <returns>False when there are no keys yet, or it could not be sealed or journalled.</returns>
    internal bool TryRecord(InstallationRecord record) =>
        State == UnitState.Running && Keys.IsReady
        && _writer.TryWrite(FrameKind.Installation, FramePriority.Required, 0, _payload, record.Encode(_payload), false);

    private void TakeUp(long uptimeMilliseconds)
    {
        if (!SelfTest.Run(_ports.Cryptography))
        {
            State = UnitState.SealingFailed;
            return;
        }

        Keys = new UnitKeys(_ports.Cryptography, _ports.Volume);
        KeyState = Keys.Load(_ports.Ticks ^ uptimeMilliseconds);
        if (KeyState == UnitKeyState.NotEnrolled)
        {
            State = UnitState.NotEnrolled;
            return;
        }

        CommandLog log = new CommandLog(_ports.Volume);
        log.Load(Keys.StreamId);
        if (!TryGoOn(log))
        {
            return;
        }

        Journal = new FrameJournal(_ports.Volume, _settings.Journal);
        Journal.Recover(Keys.StreamId, Keys.SequenceFloor, Keys.SequenceCeiling);
        _writer = new FrameWriter(_ports.Cryptography, Keys, Journal, Counters, _settings.Journal.MaximumFrameBytes);
        Clock = new UnitClock();
        LoadProfile();
        _batch = new BatchEncoder(Signals.Definitions, _settings.MaximumSamplesInBatch);
        _dictionary = new DictionaryKeeper(Signals.Definitions, _ports.Cryptography, _ports.Volume, Keys.StreamId);
        _alerts = new AlertQueue(Signals.Definitions, _dictionary.Id, _payload.Length);
        _status = new StatusWriter(_settings, _ports, _payload);
        Sampler = new Sampler(_settings.Sampling, Signals, Clock, this, this);
        TakeOver();
        StartReceiver(uptimeMilliseconds);
        BeginFirstEpoch();
        Uplink = new FrameUplink(_ports.Link, Journal, Keys, _ports.Cryptography, _settings.Uplink);
        Uplink.Seed(BitConverter.ToInt32(Keys.StreamId, 4) ^ Keys.BootNumber);
        StartCommands(log);
        UplinkSupervisor = new UplinkSupervisor(_ports, Uplink, uptimeMilliseconds);
        StartTrial(uptimeMilliseconds);
        State = UnitState.Running;
    }

    private void Count(long uptime)
    {
        UnitCounters counters = Counters;
        if (_hasStepped)
        {
            long elapsed = uptime - _now;
            if (elapsed > counters.LongestStepMilliseconds)
            {
                counters.LongestStepMilliseconds = (int)elapsed;
            }

            if (uptime - _dueUptime > LateMilliseconds)
            {
                counters.StepsLate++;
            }
        }

        _hasStepped = true;
        _now = uptime;
        counters.Steps++;
    }

    private void StepUplink(long uptime)
    {
        if (UplinkSupervisor.Step(uptime, Clock, _supply.IsLow))
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
            _dictionary.TakeWanted(Uplink.WantedDictionaries, Uplink.WantedDictionaryCount);
            Uplink.WantedDictionaryCount = 0;
        }

        if (_status.IsDue(uptime, Uplink.IsOpen, Journal.DroppedRangeCount, Reporting.Checks.TurnsToFail) && uptime >= _retryUptime)
        {
            WriteStatus(uptime);
        }

        if (Journal.Counters.FramesAppended != appended)
        {
            due = Uplink.NextDueUptimeMilliseconds;
        }

        _uplinkDueUptime = Earlier(uptime + _settings.StepMilliseconds, due);
        if (_commands != null)
        {
            _uplinkDueUptime = Earlier(_uplinkDueUptime, _commands.NextDueUptimeMilliseconds);
        }
    }

    // Once for each batch; what changes meanwhile only ever brings it forward, and does so by itself.
    private long BatchDueUptime()
    {
        int limit = _settings.BatchMilliseconds;
        if (_supply.IsLow && limit > _settings.LowSupplyBatchMilliseconds)
        {
            limit = _settings.LowSupplyBatchMilliseconds;
        }

        if (_now < _liveUntilUptime && limit > _settings.LiveBatchMilliseconds)
        {
            limit = _settings.LiveBatchMilliseconds;
        }

        return _batchOpenedUptime + limit;
    }

    private long NextDue(long uptime, long due)
    {
        long part = _fixDueUptime;
        due = part < due ? part : due;
        part = _samplerDueUptime;
        due = part < due ? part : due;
        part = _busDueUptime;
        due = part < due ? part : due;
        part = _uplinkDueUptime;
        due = part < due ? part : due;
        if (_isCloseDue || _dictionary.IsDue)
        {
            due = Earlier(due, _retryUptime);
        }
        else if (_batch.Count > 0 && _batchDueUptime < due)
        {
            due = _batchDueUptime;
        }

        return due > uptime ? due : uptime + 1;
    }

    private void TakeOver()
    {
        Sampler.Context.Restore(Keys.Carried, 0);
        Sample newest = NewestSample.Read(Journal, Keys, _ports.Cryptography, _writer.Buffer);
        if (newest != null)
        {
            Sampler.Context.TakeOver(newest);
        }

        if ((Keys.Carried[FrameWriter.FlagsOffset] & FrameWriter.PrivateFlag) != 0)
        {
            Sampler.IsPrivate = true;
        }

        _writer.Carry(Sampler);
    }

    private void StartReceiver(long uptime)
    {
        Place = new ParkingPlace(_ports.Volume);
        Place.Load();
        _fixSource = _ports.FixSource;
        if (_fixSource == null)
        {
            Receiver = new GnssReceiver(_ports.GnssUart, _settings.Gnss);
            Gnss = Receiver.Decoder;

            // The dates of an old recording are right as they are.
            Gnss.EarliestDay = _settings.Sampling.EarliestUtcMilliseconds < UnitClock.DefaultEarliestUtcMilliseconds ? 0 : FirmwareBuild.Day;
            if (Place.IsKnown)
            {
                Receiver.AidPosition(Place.LatitudeDegreesE7, Place.LongitudeDegreesE7, Place.HeightMillimetres, ParkingPlace.AccuracyMillimetres);
            }

            if (_ports.UtcMilliseconds > 0 && _ports.UtcAccuracyMilliseconds > 0)
            {
                Receiver.AidTime(_ports.UtcMilliseconds, _ports.UtcAccuracyMilliseconds, uptime);
            }

            _fixSource = Receiver;
        }

        if (IsSafeMode)
        {
            _fixDueUptime = long.MaxValue;
        }
        else
        {
            _fixSource.Start(Reporting.NewestFix.Before(Sampler), Sampler);
        }
    }

    private void WatchPower(long uptime)
    {
        int supply = _ports.Power.SupplyMillivolts;
        VehicleContext context = Sampler.Context;
        context.Step(uptime, supply, _ports.Power.Ignition);
        if (_supply.HasFallen(supply))
        {
            Counters.LowSupplyCloses += _batch.Count > 0 ? 1 : 0;
            _retryUptime = long.MinValue;
            _isCloseDue = true;
            Close();
            Sampler.Report(UnitEvent.SupplyLow, supply, _settings.LowSupplyMillivolts, uptime);
        }

        // A vehicle that stays awake because it is asked would never be left alone by the bus's own rules.
        bool isOff = context.Ignition == IgnitionState.Off && (context.IgnitionSource == IgnitionSource.Wire || context.IgnitionSource == IgnitionSource.SupplyVoltage);
        bool mayPoll = _settings.Bus.MayPoll && !isOff;
        if (Bus != null && mayPoll != _mayPoll)
        {
            _mayPoll = mayPoll;
            Bus.EnablePolling(mayPoll);
            _busDueUptime = uptime;
        }
    }

    private void EndTrip()
    {
        Counters.TripsEnded++;
        _retryUptime = long.MinValue;
        Close();
        if (!Sampler.IsPrivate)
        {
            Place.Park();
        }

        if (Keys.IsReady)
        {
            _writer.TryBeginEpoch();
        }
    }

    // Seals and journals the dictionary where that is due, then the open batch, then alerts. What fails is kept and tried again later.
    private void Close()
    {
        if ((!Keys.IsReady && !BeginFirstEpoch()) || (_dictionary.IsDue && !WriteDictionary()) || !WriteBatch())
        {
            Retry();
            return;
        }

        if (!_alerts.IsEmpty)
        {
            Counters.AlertsJournalled += _alerts.Write(_writer);
            _uplinkDueUptime = 0;
        }

        if (!_alerts.IsEmpty)
        {
            Retry();
            return;
        }

        _isCloseDue = false;
        _retryUptime = long.MinValue;
    }

    private void Retry()
    {
        _isCloseDue = _batch.Count > 0 || !_alerts.IsEmpty;
        _retryUptime = _now + RetryMilliseconds;
    }

    private bool WriteDictionary()
    {
        if (!_dictionary.TryWrite(_writer))
        {
            return false;
        }

        _uplinkDueUptime = 0;
        Counters.DictionariesJournalled++;
        return true;
    }

    private bool WriteBatch()
    {
        while (_batch.Count > 0)
        {
            int length = _batch.Encode(_payload);
            if (length <= 0)
            {
                // Not even one sample fits a frame: no setting of the journal that the unit accepts leads here, so nothing better is to be had.
                Counters.SamplesLost += _batch.Count;
                _batch.Count = 0;
                break;
            }

            int samples = _batch.EncodedCount;
            if (!_writer.TryWrite(FrameKind.Batch, FramePriority.Ordinary, _dictionary.Id, _payload, length, false))
            {
                return false;
            }

            _batch.Clear();
            _uplinkDueUptime = 0;
            Counters.BatchesJournalled++;
            Counters.SamplesJournalled += samples;
        }

        return true;
    }

    private void WriteStatus(long uptime)
    {
        if (_status.TryWrite(this, _writer, uptime))
        {
            Counters.StatusesJournalled++;
        }
        else
        {
            Retry();
        }
    }

    private bool BeginFirstEpoch()
    {
        if (!_writer.TryBeginEpoch())
        {
            _retryUptime = _now + RetryMilliseconds;
            return false;
        }

        _batch.BootNumber = Keys.BootNumber;
        _alerts.BootNumber = Keys.BootNumber;
        Clock.BootNumber = Keys.BootNumber;
        return true;
    }

    // What the log of commands says before anything else is read. False when the unit has been wiped.
    private bool TryGoOn(CommandLog log)
    {
        if (log.FindOpen() && log.OpenCode == CommandCode.Wipe && !log.IsOpenOfOtherStream)
        {
            UnitCommands.Wipe(_ports.Volume);
            Keys = null;
            KeyState = UnitKeyState.NotEnrolled;
            State = UnitState.NotEnrolled;
            return false;
        }

        // Nobody knows which commands were accepted: those of the old stream die with it.
        if (log.IsLost && Keys.BeginNextStream())
        {
            log.Begin(Keys.StreamId);
        }

        return true;
    }

    private void StartCommands(CommandLog log)
    {
        if (!_settings.Commands.IsEnabled)
        {
            return;
        }

        _commands = new UnitCommands(this, _ports, _settings, _writer);
        Commands = new CommandReceiver(log, _commands, _commands, Keys, Clock, _settings.Commands);
        Uplink.CommandListener = Commands;
    }

    private void LoadProfile()
    {
        SignalDefinition[] definitions = new SignalDefinition[0];
        if (_ports.Can != null && !IsSafeMode)
        {
            SignalProfile profile = ReadProfile();
            if (profile == null)
            {
                profile = ObdProfile.CreateGeneric();
            }

            Bus = new VehicleBus(_ports.Can, profile, _settings.Bus);
            _busDueUptime = long.MinValue;
            _mayPoll = _settings.Bus.MayPoll;
            definitions = profile.Definitions;
        }

        Signals = Bus == null ? new SignalTable(definitions) : Bus.Table;
    }

    private SignalProfile ReadProfile()
    {
        int length = _ports.Volume.Length(ProfileFileName);
        if (length < 0)
        {
            return null;
        }

        byte[] bytes = new byte[length];
        int count = _ports.Volume.Read(ProfileFileName, 0, bytes, 0, length);
        ProfileFault = SignalProfile.TryLoad(bytes, count < 0 ? 0 : count, out SignalProfile profile);
        return profile;
    }

    private static long Earlier(long first, long second) => first < second ? first : second;
}
