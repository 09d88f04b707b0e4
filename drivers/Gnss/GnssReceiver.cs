using System;
using Telltale.Ports;

namespace Telltale.Gnss;

/// <summary>
/// A GNSS receiver at a UART: finds its baud rate, finds out what it is, tells it to send what is needed and no more, and does so again when it falls silent or restarts.
/// What it sends is decoded all the while, whatever the state. Never waits; allocates nothing after the constructor. README.md has the states and times.
/// </summary>
public sealed partial class GnssReceiver : IFixSource, IFixListener, IReceiverListener
{
    /// <summary>Longest <see cref="Model"/>.</summary>
    public const int MaximumModelLength = 30;

    /// <summary>What has been done since this object was made.</summary>
    public readonly GnssReceiverCounters Counters = new GnssReceiverCounters();

    /// <summary>What decodes the receiver's messages, with counters of its own.</summary>
    public readonly GnssDecoder Decoder;

    /// <summary>What is being done.</summary>
    public GnssReceiverState State;

    /// <summary>What the receiver is.</summary>
    public GnssReceiverKind Kind;

    /// <summary>Bits a second at which the receiver was found last; 0 before.</summary>
    public int BaudRate;

    /// <summary>u-blox: protocol version in hundredths, 18.00 as 1800; 0 where the receiver does not state one.</summary>
    public int ProtocolVersion;

    /// <summary>Model or firmware as the receiver states it, ASCII, <see cref="ModelLength"/> bytes.</summary>
    public readonly byte[] Model = new byte[MaximumModelLength];

    /// <summary>Bytes of <see cref="Model"/>; 0 while nothing is known.</summary>
    public int ModelLength;

    /// <summary>The receiver has been told everything that it is to be told, and took it.</summary>
    public bool IsConfigured;

    private const int Attempts = 3;

    // So many bytes without a valid message are not of this baud rate. Shorter than an epoch, longer than one sentence.
    private const int WrongRateBytes = 512;
    private const int FirstPauseMilliseconds = 1000;
    private const int UnansweredPauseMilliseconds = 200;
    private const int RateChangeMilliseconds = 300;
    private const int FirstPvtMilliseconds = 4000;
    private const int FirstRetryMilliseconds = 10000;
    private const int LongestRetryMilliseconds = 3600000;
    private const int StableMilliseconds = 600000;
    private const int RateChangeAttempts = 2;
    private const int SentencesOfRestart = 3;
    private const int WatchMilliseconds = 250;

    // A vehicle is not further from where it was than 60 m/s take it.
    private const int AidFromFixMilliseconds = 600000;
    private const int AidFromFixMillimetres = 100000;
    private const int FastestMetresPerSecond = 60;

    private const int Probes = 5;

    private readonly IUartPort _port;
    private readonly GnssReceiverSettings _settings;
    private readonly byte[] _bytes = new byte[BytesAtOnce];
    private readonly int[] _rates;
    private readonly object _synchronisation = (byte)0xB5;
    private readonly UbloxCommands _ublox;
    private readonly SentenceCommands _sentences;
    private readonly ReceiverReports _reports;
    private readonly ReceiverAid _aid = new ReceiverAid();

    private IFixListener _fixes;
    private IEpochListener _epochs;
    private Fix _fix;

    // Nothing came in the step before.
    private bool _hasPaused = true;

    // The last position, and since when the receiver has been the same without a restart.
    private long _positionUptime = long.MinValue;
    private long _sinceUptime;
    private bool _isAidDue;

    // When the state is judged next.
    private long _judgedUptime;

    private long _stepUptime;

    private int _valid;
    private long _validUptime;
    private long _stateUptime;
    private int _rateIndex;
    private int _firstRate;
    private int _openRate;
    private int _round;
    private int _pauseMilliseconds;
    private bool _hasHeardBytes;
    private bool _hasAskedAgain;
    private int _validAtOpen;
    private int _bytesAtOpen;
    private int _skippedAtOpen;

    private int _probe;
    private ReceiverCommands _commands;
    private int _step;
    private int _tries;
    private long _sentUptime;
    private bool _isWaiting;
    private bool _hasFailed;
    private int _answer;
    private bool _isWaitingForPvt;
    private bool _isGivingUp;
    private int _pvtMatched;
    private bool _hasPvtHeader;
    private int _ubxAtPvt;
    private int _sentencesAtCommand;
    private int _rateChangeFailures;
    private int _retryMilliseconds = FirstRetryMilliseconds;
    private int _sentencesWhenRunning;
    private bool _hasStartedUp;

    /// <summary>Makes the receiver's side in the unit; the port is opened by <see cref="Start"/>.</summary>
    /// <param name="port">The UART, not opened by anyone else.</param>
    /// <param name="settings">Not changed afterwards.</param>
    /// <exception cref="ArgumentException">Something is missing or out of range.</exception>
    public GnssReceiver(IUartPort port, GnssReceiverSettings settings)
    {
        if (port == null || settings == null)
        {
            throw new ArgumentNullException(port == null ? nameof(port) : nameof(settings));
        }

        if (settings.BaudRate <= 0 || settings.IntervalMilliseconds < 100 || settings.IntervalMilliseconds > 1000)
        {
            throw new ArgumentException("The baud rate is more than 0, the interval 100 to 1,000 milliseconds.");
        }

        _port = port;
        _settings = settings;

        // The commonest first; 0 stands for the one that the receiver was found at last.
        _rates = new int[] { 0, settings.BaudRate, 9600, 38400, 115200, 57600, 19200, 4800, 230400, 460800 };
        Decoder = new GnssDecoder(this);
        Decoder.ReceiverListener = this;
        _ublox = new UbloxCommands(settings.IntervalMilliseconds, Decoder.SatelliteInterval);
        _sentences = new SentenceCommands(settings.IntervalMilliseconds);
        _reports = new ReceiverReports(Model);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no listener for the fixes.</exception>
    public void Start(IFixListener fixes, IEpochListener epochs)
    {
        if (fixes == null)
        {
            throw new ArgumentNullException(nameof(fixes));
        }

        _fixes = fixes;
        _epochs = epochs;
        _firstRate = _settings.BaudRate;
        _rateIndex = -1;
        State = GnssReceiverState.Searching;

        // Opened at once, so that nothing is lost that comes before the first step.
        Open(_firstRate);
    }

    /// <summary>
    /// Gives a place to start with, which is sent to a receiver that takes it and has no fix yet. One that is wrong by more than its accuracy makes the first fix later instead of earlier.
    /// </summary>
    /// <param name="latitudeDegreesE7">Latitude in 1e-7 degree.</param>
    /// <param name="longitudeDegreesE7">Longitude in 1e-7 degree.</param>
    /// <param name="heightMillimetres">Height above mean sea level in millimetres.</param>
    /// <param name="positionAccuracyMillimetres">How far off that can be, more than 0.</param>
    public void AidPosition(int latitudeDegreesE7, int longitudeDegreesE7, int heightMillimetres, int positionAccuracyMillimetres)
    {
        ReceiverAid aid = _aid;
        aid.HasPosition = true;
        aid.LatitudeDegreesE7 = latitudeDegreesE7;
        aid.LongitudeDegreesE7 = longitudeDegreesE7;
        aid.HeightMillimetres = heightMillimetres;
        aid.PositionAccuracyMillimetres = positionAccuracyMillimetres;
        _isAidDue = true;
    }

    /// <summary>Gives a time to start with; as <see cref="AidPosition"/>.</summary>
    /// <param name="utcMilliseconds">UTC in milliseconds since 1970-01-01, from 1980 on.</param>
    /// <param name="accuracyMilliseconds">How far off that can be, more than 0. There is no way to give a time of which that is not known.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime at that moment.</param>
    public void AidTime(long utcMilliseconds, int accuracyMilliseconds, long uptimeMilliseconds)
    {
        ReceiverAid aid = _aid;
        aid.HasTime = true;
        aid.UtcOffsetMilliseconds = utcMilliseconds - uptimeMilliseconds;
        aid.TimeAccuracyMilliseconds = accuracyMilliseconds;
        _isAidDue = true;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        _stepUptime = uptimeMilliseconds;
        if (State == GnssReceiverState.Stopped)
        {
            return;
        }

        Read(uptimeMilliseconds);
        Decoder.Step(uptimeMilliseconds);

        if (uptimeMilliseconds < _judgedUptime)
        {
            return;
        }

        // Judged after everything that had arrived was decoded: a loop that was held up is no silence.
        int valid = Decoder.Counters.Sentences + Decoder.Counters.UbxMessages;
        if (valid != _valid)
        {
            _valid = valid;
            _validUptime = uptimeMilliseconds;
        }

        if (State == GnssReceiverState.Running)
        {
            Watch(uptimeMilliseconds);
        }
        else
        {
            BringUp(uptimeMilliseconds);
        }

        // Fifty times a second would cost more than reading a fix does.
        _judgedUptime = State == GnssReceiverState.Running ? uptimeMilliseconds + WatchMilliseconds : uptimeMilliseconds;
    }

    /// <inheritdoc/>
    public void OnFix(Fix fix)
    {
        if ((fix.Fields & FixFields.Position) != 0)
        {
            _fix = fix;
            _positionUptime = fix.ReceivedUptimeMilliseconds;
        }

        _fixes.OnFix(fix);
    }

    /// <inheritdoc/>
    public void OnAcknowledgement(int messageClass, int messageId, bool isAccepted)
    {
        _ubxAtPvt++;
        TakeAnswer(messageClass | (messageId << 8), isAccepted);
    }

    /// <inheritdoc/>
    public void OnVersion(byte[] buffer, int offset, int count)
    {
        _ubxAtPvt++;
        _reports.Version(buffer, offset, count);
        Know(GnssReceiverKind.Ublox);
    }

    /// <inheritdoc/>
    public void OnSentence(byte[] buffer, int offset, int count)
    {
        switch (_reports.Sentence(buffer, offset, count))
        {
            case ReceiverReports.Identity:
                Know(_reports.Kind);
                break;
            case ReceiverReports.Answer:
                TakeAnswer(_reports.Number, _reports.IsAccepted);
                break;
            case ReceiverReports.StartUp:
                _hasStartedUp |= State == GnssReceiverState.Running;
                break;
        }
    }

    private void TakeAnswer(int answer, bool isAccepted)
    {
        if (_isWaiting && _commands != null && _commands.Answer == answer)
        {
            _answer = isAccepted ? 1 : -1;
        }
    }

    private void Know(GnssReceiverKind kind)
    {
        if (Kind == GnssReceiverKind.Unknown && (State == GnssReceiverState.Searching || State == GnssReceiverState.Resting || State == GnssReceiverState.Identifying))
        {
            Kind = kind;
            ModelLength = _reports.ModelLength;
            ProtocolVersion = _reports.Protocol;
        }
    }

    private void BringUp(long uptime)
    {
        switch (State)
        {
            case GnssReceiverState.Searching:
                Search(uptime);
                return;
            case GnssReceiverState.Resting:
                Rest(uptime);
                return;
            case GnssReceiverState.ChangingBaudRate:
                ChangeBaudRate(uptime);
                return;
        }

        if (IsSilent(uptime))
        {
            return;
        }

        if (State == GnssReceiverState.Identifying)
        {
            Identify(uptime);
        }
        else
        {
            Configure(uptime);
        }
    }

    private void Found(long uptime)
    {
        BaudRate = _openRate;
        _firstRate = _openRate;
        _round = 0;
        _sinceUptime = uptime;
        bool wasAsked = State == GnssReceiverState.Searching;
        BeginIdentifying(uptime, wasAsked);
    }

    private void BeginIdentifying(long uptime, bool wasAsked)
    {
        State = GnssReceiverState.Identifying;
        IsConfigured = false;
        _probe = 0;
        if (Kind == GnssReceiverKind.Unknown && !wasAsked)
        {
            Ask(uptime);
        }
    }

    private bool IsSilent(long uptime)
    {
        if (uptime - _validUptime < _settings.SilenceMilliseconds)
        {
            return false;
        }

        Counters.Silences++;
        BeginSearch(BaudRate);
        return true;
    }

    private void Run(long uptime, bool isConfigured)
    {
        State = GnssReceiverState.Running;
        IsConfigured = isConfigured;
        _stateUptime = uptime;
        _hasStartedUp = false;
        _burstMilliseconds = 0;
        _burstPauseMilliseconds = 0;
        _burstsUnforeseen = 0;
        _sentencesWhenRunning = Decoder.Counters.Sentences;
    }

    private void Watch(long uptime)
    {
        if (IsSilent(uptime))
        {
            return;
        }

        if (_isAidDue)
        {
            Aid(uptime);
        }

        bool hasRestarted = _hasStartedUp
            || (IsConfigured && Kind == GnssReceiverKind.Ublox && Decoder.Counters.Sentences - _sentencesWhenRunning >= SentencesOfRestart);
        if (!hasRestarted && (IsConfigured || _commands == null || _commands.Steps == 0))
        {
            if (uptime - _stateUptime >= StableMilliseconds)
            {
                _retryMilliseconds = FirstRetryMilliseconds;
            }

            return;
        }

        if (uptime - _stateUptime < _retryMilliseconds)
        {
            return;
        }

        // Again, and each time later: a receiver that will not do as it is told is not to be told for ever.
        _retryMilliseconds = _retryMilliseconds > LongestRetryMilliseconds >> 1 ? LongestRetryMilliseconds : _retryMilliseconds << 1;
        if (hasRestarted)
        {
            Counters.Restarts++;
            _sinceUptime = uptime;
        }

        Forget();
        BeginIdentifying(uptime, false);
    }
}
