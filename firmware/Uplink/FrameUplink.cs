using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Uplink;

/// <summary>
/// Brings the frames of the journal to the owner over a link, and takes the owner's receipts. The broker's acknowledgement only moves the window of
/// frames in flight; a frame leaves the journal when a sealed receipt names it. README.md has the state machine.
/// </summary>
public sealed partial class FrameUplink
{
    /// <summary>What has happened since start-up.</summary>
    public readonly UplinkCounters Counters = new UplinkCounters();

    /// <summary>Why the newest attempt or connection ended.</summary>
    public LinkFailure LastFailure;

    /// <summary>The uptime in milliseconds at which the newest receipt came; -1 before the first.</summary>
    public long LastReceiptUptimeMilliseconds = -1;

    /// <summary>The dictionaries that the newest receipt with such a wish asks for; who serves it sets <see cref="WantedDictionaryCount"/> to 0.</summary>
    public readonly int[] WantedDictionaries = new int[Receipt.MaximumWantedDictionaries];

    /// <summary>How many they are.</summary>
    public int WantedDictionaryCount;

    /// <summary>Takes commands; null counts them as not served.</summary>
    public ICommandListener CommandListener;

    /// <summary>What the connection goes over; null where nobody says, and then it is taken to be there and free of charge.</summary>
    public INetwork Network;

    /// <summary>How many bytes a day it may take; null for no limit.</summary>
    public ByteBudget Budget;

    /// <summary>Sets the clock before each attempt; null where the clock is right or TLS is not used.</summary>
    public TimeKeeper Time;

    /// <summary>Chooses the trust anchor of each attempt; null where the link has one of its own.</summary>
    public TrustAnchors Anchors;

    /// <summary>True while the supply is low: attempts to connect become rare.</summary>
    public bool IsSupplyLow;

    /// <summary>
    /// True when the broker has thrown the unit out again and again soon after it had accepted it, and the unit found the state of another client in the place of its own each time; false again after a connection that lasts a
    /// minute.
    /// </summary>
    public bool IsIdentityInUseElsewhere;

    // A step publishes no more than this, so that reading flash does not hold up the loop.
    private const int FramesInStep = 2;
    private const int MessagesInStep = 2;
    private const int PollMilliseconds = 20;
    private const int RefusedMilliseconds = 100;
    private const int SettledMilliseconds = 60000;
    private const int NetworkPollMilliseconds = 1000;
    private const int ClockPollMilliseconds = 250;
    private const int HoldMilliseconds = 5000;
    private const int KeepAliveMilliseconds = 60000;

    private readonly ILink _link;
    private readonly FrameJournal _journal;
    private readonly UnitKeys _keys;
    private readonly UplinkSettings _settings;
    private readonly FrameOpener _opener;
    private readonly FrameHeader _header = new FrameHeader();
    private readonly Receipt _receipt = new Receipt();
    private readonly byte[] _buffer;
    private readonly byte[] _payload;
    private readonly byte[] _streamId = new byte[FrameHeader.StreamIdLength];

    // The frames in flight, in the order in which they were published.
    private readonly int[] _tokens;
    private readonly int[] _sequences;
    private readonly byte[][] _streamIds;
    private readonly long[] _publishedUptimes;
    private int _inFlight;
    private int _nextToken;

    // How many frames may be in flight at this moment: fewer than the setting's on a slow link.
    private int _window;
    private int _acknowledgementsLate;

    // The last step took as many messages as a step takes.
    private bool _mayMessagesWait;
    private LinkState _phase = LinkState.Closed;
    private long _nextAttemptUptime;
    private long _connectDeadlineUptime;
    private long _openedUptime;
    private long _lastAcknowledgementUptime;
    private long _refusedUntilUptime;
    private int _backOffMilliseconds;
    private int _random;

    private long _lastStepUptime;
    private bool _isJournalBusy;

    private long _receiptCheckUptime;
    private int _receiptWaitMilliseconds;
    private bool _isWatching;
    private bool _isRepeating;

    // Since when connections have ended soon after they opened with another client's state found in between, and how many.
    private long _takeOverUptime;
    private int _takeOvers;

    // Connections in a row that were ended soon after they opened by a broker that went on.
    private int _expulsions;

    // Ordinary frames wait for a new day, or for a cheaper network.
    private bool _isHolding;
    private long _heldUntilUptime;
    private int _heldAppended;

    private long _chargedUptime;
    private long _chargedTransferred;

    /// <summary>Makes an uplink that is closed.</summary>
    /// <param name="link">The connection to the broker.</param>
    /// <param name="journal">Recovered before the first <see cref="Step"/>.</param>
    /// <param name="keys">Loaded, with an epoch begun, before the first <see cref="Step"/>.</param>
    /// <param name="cryptography">What downlink messages are opened with.</param>
    /// <param name="settings">Not changed afterwards.</param>
    public FrameUplink(ILink link, FrameJournal journal, UnitKeys keys, ICryptography cryptography, UplinkSettings settings)
    {
        _link = link;
        _journal = journal;
        _keys = keys;
        _settings = settings;
        _opener = new FrameOpener(cryptography);
        _buffer = new byte[settings.MaximumFrameLength];
        _payload = new byte[settings.MaximumFrameLength];
        _tokens = new int[settings.InFlightWindow];
        _sequences = new int[settings.InFlightWindow];
        _publishedUptimes = new long[settings.InFlightWindow];
        _window = settings.InFlightWindow;
        _streamIds = new byte[settings.InFlightWindow][];
        for (int index = 0; index < settings.InFlightWindow; index++)
        {
            _streamIds[index] = new byte[FrameHeader.StreamIdLength];
        }

        _backOffMilliseconds = settings.ReconnectMinimumMilliseconds;
        _receiptWaitMilliseconds = settings.ReceiptMinimumMilliseconds;
    }

    /// <summary>True while the link is open.</summary>
    public bool IsOpen => _phase == LinkState.Open;

    /// <summary>Frames that were handed to the link and not acknowledged yet.</summary>
    public int InFlight => _inFlight;

    /// <summary>How many frames may be in flight at this moment, 1 to <see cref="UplinkSettings.InFlightWindow"/>.</summary>
    public int Window => _window;

    /// <summary>True while only alerts, statuses and what else is above ordinary priority goes out, because the day's bytes are used up.</summary>
    public bool IsOverBudget => Budget != null && Budget.IsUsedUp(NetworkClassNow());

    /// <summary>True when every frame of the journal has been published and none is in flight; receipts may be outstanding.</summary>
    public bool IsDrained => _inFlight == 0 && !_journal.HasUnsent;

    /// <summary>The uptime in milliseconds of the next attempt to connect; meaningful while there is no connection.</summary>
    public long NextAttemptUptimeMilliseconds => _nextAttemptUptime;

    /// <summary>
    /// The uptime in milliseconds at which the next call of <see cref="Step"/> is wanted, what was journalled since the last call included: at once for a frame that can go,
    /// every 20 ms while something is on its way, more messages may wait than a step takes, or connecting, every <see cref="UplinkSettings.IdlePollMilliseconds"/> while the link is open and idle, and not before the next attempt while there is none.
    /// </summary>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            long due = _nextAttemptUptime;
            if (_phase == LinkState.Connecting)
            {
                due = _lastStepUptime + PollMilliseconds;
            }
            else if (_phase == LinkState.Open)
            {
                due = _lastStepUptime + (_inFlight > 0 || _mayMessagesWait ? PollMilliseconds : _settings.IdlePollMilliseconds);
                if (_receiptCheckUptime < due && _journal.SentCount > 0 && !_settings.ReleaseOnAcknowledgement)
                {
                    due = _receiptCheckUptime;
                }

                if (_inFlight < _window && _journal.HasUnsent && HasReceiptWindow() && !IsHeld(_lastStepUptime))
                {
                    long free = _lastStepUptime + PollMilliseconds;
                    free = _refusedUntilUptime > free ? _refusedUntilUptime : free;
                    due = free < due ? free : due;
                }
            }

            return _isJournalBusy && due > _lastStepUptime + PollMilliseconds ? _lastStepUptime + PollMilliseconds : due;
        }
    }

    /// <summary>Makes the waits before reconnecting differ between units that lost the same broker at the same moment.</summary>
    /// <param name="seed">Anything that differs from unit to unit and from start-up to start-up.</param>
    public void Seed(int seed)
    {
        _random = seed;
    }

    /// <summary>Does what is due. A late call does no harm: whatever has come in is taken before any deadline is judged.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime; never falls.</param>
    /// <returns><see cref="NextDueUptimeMilliseconds"/>.</returns>
    public long Step(long uptimeMilliseconds)
    {
        _lastStepUptime = uptimeMilliseconds;
        _isJournalBusy = _journal.Step();
        LinkState state = _link.State;
        if (_phase == LinkState.Open)
        {
            if (state != LinkState.Open)
            {
                Lose(_link.Failure, uptimeMilliseconds);
            }
            else
            {
                Serve(uptimeMilliseconds);
            }
        }
        else if (_phase == LinkState.Connecting)
        {
            if (state == LinkState.Open)
            {
                BecomeOpen(uptimeMilliseconds);
                Serve(uptimeMilliseconds);
            }
            else if (state == LinkState.Closed)
            {
                FailAttempt(_link.Failure, uptimeMilliseconds);
            }
            else if (uptimeMilliseconds >= _connectDeadlineUptime)
            {
                _link.Close();
                FailAttempt(LinkFailure.Timeout, uptimeMilliseconds);
            }
        }
        else if (uptimeMilliseconds >= _nextAttemptUptime && IsReadyToConnect(uptimeMilliseconds))
        {
            Counters.Attempts++;
            _phase = LinkState.Connecting;
            _connectDeadlineUptime = uptimeMilliseconds + _settings.ConnectTimeoutMilliseconds;
            if (Anchors != null)
            {
                Anchors.BeginAttempt();
            }

            ChargeAttempt();
            _link.Connect();
        }

        return NextDueUptimeMilliseconds;
    }

    private void BecomeOpen(long uptime)
    {
        Counters.Connections++;
        LastFailure = LinkFailure.None;
        if (Time != null)
        {
            Time.OnOpened();
        }

        if (Anchors != null)
        {
            Anchors.OnOpened();
        }

        _phase = LinkState.Open;
        _openedUptime = uptime;
        _chargedUptime = uptime;
        _lastAcknowledgementUptime = uptime;
        _refusedUntilUptime = uptime;
        _isWatching = false;
        _receiptCheckUptime = uptime + _receiptWaitMilliseconds;
    }

    private void Serve(long uptime)
    {
        if (IsIdentityInUseElsewhere && uptime - _openedUptime >= SettledMilliseconds)
        {
            IsIdentityInUseElsewhere = false;
        }

        ChargeConnection(uptime);
        TakeAcknowledgements(uptime);
        TakeMessages(uptime);
        if (_inFlight > 0 && uptime - _lastAcknowledgementUptime >= _settings.AcknowledgementTimeoutMilliseconds)
        {
            Counters.SilentConnections++;
            _link.Close();
            Lose(LinkFailure.Timeout, uptime);
            return;
        }

        if (uptime >= _receiptCheckUptime && !CheckReceipts(uptime))
        {
            return;
        }

        for (int count = 0; count < FramesInStep && PublishNext(uptime); count++)
        {
        }
    }
}
