using System;
using Telltale.Batching;
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
public sealed class TelematicsUnit : ISampleListener
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

    /// <summary>The GNSS receiver: what it is and how bringing it up went; null where fixes come from <see cref="UnitPorts.FixSource"/>.</summary>
    public GnssReceiver Receiver;

    /// <summary>The decoder of the GNSS receiver; null where fixes come from <see cref="UnitPorts.FixSource"/>.</summary>
    public GnssDecoder Gnss;

    /// <summary>Where the vehicle was parked last.</summary>
    public ParkingPlace Place;

    /// <summary>The sampler.</summary>
    public Sampler Sampler;

    /// <summary>The vehicle's bus; null on a unit without a CAN controller.</summary>
    public VehicleBus Bus;

    /// <summary>The signals, by index of the dictionary.</summary>
    public SignalTable Signals;

    private const string DictionaryMarkPrefix = "dictionary-";
    private const int WaitingMilliseconds = 2;
    private const int IdleMilliseconds = 1000;
    private const int RetryMilliseconds = 5000;
    private const int LowSupplyBatchMilliseconds = 10000;

    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;
    private readonly byte[] _payload;
    private readonly byte[] _frame;
    private readonly IgnitionWatch _ignition;

    private UnitSealer _sealer;
    private IFixSource _fixSource;
    private BatchEncoder _batch;
    private byte[] _dictionary;
    private int _dictionaryId;
    private bool _isDictionaryDue;

    private long _now;
    private bool _hasStepped;
    private IgnitionState _pollingFor;
    private bool _isSupplyLow;
    private bool _isBatchDated;
    private long _batchOpenedUptime;

    // The open batch has to be closed; put off to _retryUptime where that failed.
    private bool _isCloseDue;
    private long _retryUptime = long.MinValue;
    private int _selfCheckFailures;

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

        _ports = ports;
        _settings = settings;
        _frame = new byte[settings.Journal.MaximumFrameBytes];
        _payload = new byte[settings.Journal.MaximumFrameBytes - FrameSealer.MaximumOverhead];
        _ignition = new IgnitionWatch(ports.Power, settings);
    }

    /// <summary>The unit's id; null when it is not enrolled.</summary>
    public string UnitId => Keys == null ? null : Keys.UnitId;

    /// <summary>Ignition, from the wire or from the supply voltage.</summary>
    public IgnitionState Ignition => _ignition.State;

    /// <summary>Samples in the open batch: what a power cut would take now.</summary>
    public int SamplesInOpenBatch => _batch == null ? 0 : _batch.Count;

    /// <summary>
    /// Tests the sealing, takes up keys and journal, reading at most one segment of it, begins a key epoch and loads the signal profile. Look at <see cref="State"/> afterwards.
    /// </summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started.</param>
    public void Start(long uptimeMilliseconds)
    {
        _now = uptimeMilliseconds;
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

        Journal = new FrameJournal(_ports.Volume, _settings.Journal);
        Journal.Recover(Keys.StreamId, Keys.SequenceFloor, Keys.SequenceCeiling);
        _sealer = new UnitSealer(_ports.Cryptography, Keys);
        Clock = new UnitClock();
        LoadProfile();
        _batch = new BatchEncoder(Signals.Definitions, _settings.MaximumSamplesInBatch);
        Sampler = new Sampler(_settings.Sampling, Signals, Clock, this, null);
        StartReceiver(uptimeMilliseconds);
        BeginFirstEpoch();
        Uplink = new FrameUplink(_ports.Link, Journal, Keys, _ports.Cryptography, _settings.Uplink);
        Uplink.Seed(BitConverter.ToInt32(Keys.StreamId, 4) ^ Keys.BootNumber);
        State = UnitState.Running;
    }

    /// <summary>Does what is due. A late call does no harm as long as the UART's buffer lasts.</summary>
    /// <param name="uptimeMilliseconds">Milliseconds since the board started; never falls.</param>
    /// <returns>The uptime at which the next step is wanted.</returns>
    public long Step(long uptimeMilliseconds)
    {
        if (State != UnitState.Running)
        {
            return uptimeMilliseconds + IdleMilliseconds;
        }

        Count(uptimeMilliseconds);
        if (_batch.Count > 0 && !_isCloseDue)
        {
            int limit = _isSupplyLow && _settings.BatchMilliseconds > LowSupplyBatchMilliseconds ? LowSupplyBatchMilliseconds : _settings.BatchMilliseconds;
            _isCloseDue = uptimeMilliseconds - _batchOpenedUptime >= limit;
        }

        if ((_isCloseDue || _isDictionaryDue || !Keys.IsReady) && uptimeMilliseconds >= _retryUptime)
        {
            Close();
        }

        if (Bus != null)
        {
            Bus.Step(uptimeMilliseconds);
        }

        _fixSource.Step(uptimeMilliseconds);
        Sampler.Step(uptimeMilliseconds);
        WatchPower(uptimeMilliseconds);
        if (Keys.IsReady)
        {
            Uplink.Step(uptimeMilliseconds);
        }

        return uptimeMilliseconds + (Bus != null && Bus.IsWaiting ? WaitingMilliseconds : _settings.StepMilliseconds);
    }

    /// <summary>Closes the open batch in the next step; for who is about to take the power away.</summary>
    public void RequestClose()
    {
        _isCloseDue = true;
        _retryUptime = long.MinValue;
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
            _isBatchDated = sample.IsDated;
        }
    }

    private void Count(long uptime)
    {
        if (_hasStepped && uptime - _now > Counters.LongestStepMilliseconds)
        {
            Counters.LongestStepMilliseconds = (int)(uptime - _now);
        }

        _hasStepped = true;
        _now = uptime;
        Counters.Steps++;
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

        _fixSource.Start(Sampler, Sampler);
    }

    private void WatchPower(long uptime)
    {
        int supply = _ports.Power.SupplyMillivolts;
        int low = _settings.LowSupplyMillivolts;
        if (supply >= 0 && low > 0)
        {
            if (!_isSupplyLow && supply <= low)
            {
                _isSupplyLow = true;
                if (_batch.Count > 0)
                {
                    Counters.LowSupplyCloses++;
                    _retryUptime = long.MinValue;
                    Close();
                }
            }
            else if (supply > low + IgnitionWatch.HysteresisMillivolts)
            {
                _isSupplyLow = false;
            }
        }

        bool isTripOver = _ignition.Step(uptime, supply);
        if (Bus != null && _ignition.State != _pollingFor)
        {
            // A vehicle that stays awake because it is asked would never be left alone by the bus's own rules.
            _pollingFor = _ignition.State;
            Bus.EnablePolling(_settings.Bus.MayPoll && _pollingFor != IgnitionState.Off);
        }

        if (isTripOver)
        {
            Counters.TripsEnded++;
            _retryUptime = long.MinValue;
            Close();
            Place.Park();
            if (Keys.IsReady && !Keys.BeginEpoch(Journal.NextSequence))
            {
                Counters.EpochFailures++;
            }
        }
    }

    // Seals and journals the dictionary where that is due, and then the open batch. What fails is kept and tried again later.
    private void Close()
    {
        if (!Keys.IsReady && !BeginFirstEpoch())
        {
            Retry();
            return;
        }

        if (_isDictionaryDue && !JournalDictionary())
        {
            Retry();
            return;
        }

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
            if (!TryJournal(FrameKind.Batch, FramePriority.Ordinary, _payload, length))
            {
                Retry();
                return;
            }

            _batch.Clear();
            Counters.BatchesJournalled++;
            Counters.SamplesJournalled += samples;
        }

        _isCloseDue = false;
        _retryUptime = long.MinValue;
    }

    private void Retry()
    {
        _isCloseDue = _batch.Count > 0;
        _retryUptime = _now + RetryMilliseconds;
    }

    private bool TryJournal(FrameKind kind, FramePriority priority, byte[] payload, int count)
    {
        int length = _sealer.Seal(kind, priority, Journal.NextSequence, _dictionaryId, payload, 0, count, _frame);
        if (length == 0)
        {
            Counters.SealFailures++;
            if (_sealer.SelfCheckFailures != _selfCheckFailures)
            {
                // The sequence has been used on a wrong ciphertext and must not be used again: an empty frame gives it up.
                _selfCheckFailures = _sealer.SelfCheckFailures;
                Journal.TryAppend(_frame, 0, 0);
            }

            return false;
        }

        if (!Journal.TryAppend(_frame, length, (int)priority, kind == FrameKind.Dictionary))
        {
            Counters.JournalFailures++;
            return false;
        }

        return true;
    }

    private bool BeginFirstEpoch()
    {
        if (!Keys.BeginEpoch(Journal.NextSequence))
        {
            Counters.EpochFailures++;
            _retryUptime = _now + RetryMilliseconds;
            return false;
        }

        _batch.BootNumber = Keys.BootNumber;
        Clock.BootNumber = Keys.BootNumber;
        return true;
    }

    private void LoadProfile()
    {
        SignalDefinition[] definitions = new SignalDefinition[0];
        if (_ports.Can != null)
        {
            SignalProfile profile = ReadProfile();
            if (profile == null)
            {
                profile = ObdProfile.CreateGeneric();
            }

            Bus = new VehicleBus(_ports.Can, profile, _settings.Bus);
            definitions = profile.Definitions;
        }

        Signals = Bus == null ? new SignalTable(definitions) : Bus.Table;
        _dictionary = SignalDictionary.Encode(definitions);
        _dictionaryId = SignalDictionary.Id(_ports.Cryptography, _dictionary);
        _isDictionaryDue = !IsDictionaryJournalled();
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

    // A file named after the dictionary says that the stream that it holds has it.
    private bool IsDictionaryJournalled()
    {
        byte[] streamId = new byte[FrameHeader.StreamIdLength];
        return _ports.Volume.Read(DictionaryMarkName(), 0, streamId, 0, streamId.Length) == streamId.Length
            && BitConverter.ToInt64(streamId, 0) == BitConverter.ToInt64(Keys.StreamId, 0);
    }

    private bool JournalDictionary()
    {
        if (!TryJournal(FrameKind.Dictionary, FramePriority.Required, _dictionary, _dictionary.Length))
        {
            return false;
        }

        // Without the mark, after a cut or a failure here, the dictionary is sent once more at the next start-up; that does no harm.
        Counters.DictionariesJournalled++;
        _isDictionaryDue = false;
        string name = DictionaryMarkName();
        _ports.Volume.Delete(name);
        _ports.Volume.Create(name, Keys.StreamId, 0, FrameHeader.StreamIdLength);
        return true;
    }

    private string DictionaryMarkName()
    {
        int id = _dictionaryId;
        char[] digits = new char[8];
        for (int index = 7; index >= 0; index--)
        {
            int digit = id & 15;
            digits[index] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            id >>= 4;
        }

        return DictionaryMarkPrefix + new string(digits);
    }
}
