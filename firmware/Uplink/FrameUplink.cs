using System;
using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Uplink;

/// <summary>
/// Brings the frames of the journal to the owner over a link, and takes the owner's receipts. The broker's acknowledgement only moves the window of
/// frames in flight; a frame leaves the journal when a sealed receipt names it. README.md has the state machine.
/// </summary>
public sealed class FrameUplink
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

    // A step publishes no more than this, so that reading flash does not hold up the loop.
    private const int FramesInStep = 2;
    private const int MessagesInStep = 2;
    private const int PollMilliseconds = 20;
    private const int IdlePollMilliseconds = 250;
    private const int RefusedMilliseconds = 100;
    private const int SettledMilliseconds = 60000;

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
    private int _inFlight;
    private int _nextToken;

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

    /// <summary>True when every frame of the journal has been published and none is in flight; receipts may be outstanding.</summary>
    public bool IsDrained => _inFlight == 0 && !_journal.HasUnsent;

    /// <summary>The uptime in milliseconds of the next attempt to connect; meaningful while there is no connection.</summary>
    public long NextAttemptUptimeMilliseconds => _nextAttemptUptime;

    /// <summary>
    /// The uptime in milliseconds at which the next call of <see cref="Step"/> is wanted, what was journalled since the last call included: at once for a frame that can go,
    /// every 20 ms while something is on its way or connecting, every 250 ms while the link is open and idle, and not before the next attempt while there is none.
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
                due = _lastStepUptime + (_inFlight > 0 ? PollMilliseconds : IdlePollMilliseconds);
                if (_receiptCheckUptime < due && _journal.SentCount > 0 && !_settings.ReleaseOnAcknowledgement)
                {
                    due = _receiptCheckUptime;
                }

                if (_inFlight < _tokens.Length && _journal.HasUnsent && HasReceiptWindow())
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
        else if (uptimeMilliseconds >= _nextAttemptUptime)
        {
            Counters.Attempts++;
            _phase = LinkState.Connecting;
            _connectDeadlineUptime = uptimeMilliseconds + _settings.ConnectTimeoutMilliseconds;
            _link.Connect();
        }

        return NextDueUptimeMilliseconds;
    }

    private void BecomeOpen(long uptime)
    {
        Counters.Connections++;
        LastFailure = LinkFailure.None;
        _phase = LinkState.Open;
        _openedUptime = uptime;
        _lastAcknowledgementUptime = uptime;
        _refusedUntilUptime = uptime;
        _isWatching = false;
        _receiptCheckUptime = uptime + _receiptWaitMilliseconds;
    }

    private void FailAttempt(LinkFailure failure, long uptime)
    {
        Counters.FailedAttempts++;
        LastFailure = failure;
        _phase = LinkState.Closed;
        BackOff(uptime);
    }

    private void Lose(LinkFailure failure, long uptime)
    {
        Counters.LostConnections++;
        LastFailure = failure;
        _phase = LinkState.Closed;
        for (int index = 0; index < _inFlight; index++)
        {
            _journal.MarkUnsent(_streamIds[index], _sequences[index], _sequences[index]);
        }

        _inFlight = 0;

        if (uptime - _openedUptime >= SettledMilliseconds)
        {
            _backOffMilliseconds = _settings.ReconnectMinimumMilliseconds;
        }

        BackOff(uptime);
    }

    private void BackOff(long uptime)
    {
        int half = _backOffMilliseconds / 2;
        _random = (_random * 1103515245) + 12345;
        int jitter = ((_random >> 4) & 0x7FFFFFF) % (half + 1);

        _nextAttemptUptime = uptime + _backOffMilliseconds - jitter;
        _backOffMilliseconds = _backOffMilliseconds < _settings.ReconnectMaximumMilliseconds / 2
            ? _backOffMilliseconds * 2
            : _settings.ReconnectMaximumMilliseconds;
    }

    private void Serve(long uptime)
    {
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

    private void TakeAcknowledgements(long uptime)
    {
        int token = _link.TakeAcknowledgement();
        while (token >= 0)
        {
            int index = 0;
            while (index < _inFlight && _tokens[index] != token)
            {
                index++;
            }

            if (index == _inFlight)
            {
                Counters.StrayAcknowledgements++;
            }
            else
            {
                Counters.FramesAcknowledged++;
                _lastAcknowledgementUptime = uptime;
                _backOffMilliseconds = _settings.ReconnectMinimumMilliseconds;
                if (_settings.ReleaseOnAcknowledgement)
                {
                    _journal.Release(_streamIds[index], _sequences[index], _sequences[index]);
                    _isJournalBusy = true;
                }

                RemoveInFlight(index);
            }

            token = _link.TakeAcknowledgement();
        }
    }

    private void RemoveInFlight(int index)
    {
        _inFlight--;
        byte[] streamId = _streamIds[index];
        for (; index < _inFlight; index++)
        {
            _tokens[index] = _tokens[index + 1];
            _sequences[index] = _sequences[index + 1];
            _streamIds[index] = _streamIds[index + 1];
        }

        _streamIds[_inFlight] = streamId;
    }

    private void TakeMessages(long uptime)
    {
        for (int count = 0; count < MessagesInStep; count++)
        {
            int length = _link.TakeMessage(_buffer);
            if (length == 0)
            {
                return;
            }

            TakeMessage(length, uptime);
        }
    }

    private void TakeMessage(int length, long uptime)
    {
        int payloadLength = _header.TryRead(_buffer, length) && _keys.IsDownlinkOfThisStream(_header)
            ? _opener.Open(_buffer, length, _header, _keys.UnitIdBytes, _keys.DownlinkKey, _payload)
            : -1;
        if (payloadLength < 0)
        {
            Counters.MessagesRefused++;
        }
        else if (_header.Kind == FrameKind.Command && CommandListener != null)
        {
            CommandListener.OnCommand(_payload, payloadLength, uptime);
        }
        else if (_header.Kind != FrameKind.Receipt)
        {
            Counters.MessagesUnserved++;
        }
        else if (!_receipt.TryDecode(_payload, 0, payloadLength))
        {
            Counters.MessagesRefused++;
        }
        else
        {
            TakeReceipt(uptime);
        }
    }

    // A receipt may come twice or be played back: it only ever says what is so. Of what it names the frames go that were sent: the owner may have others with the same numbers, from before old flash
    // was written back.
    private void TakeReceipt(long uptime)
    {
        Counters.Receipts++;
        LastReceiptUptimeMilliseconds = uptime;
        int sent = _journal.SentCount;
        for (int index = 0; index < _receipt.Count; index++)
        {
            int first = _receipt.First[index];
            int last = _receipt.Last[index];
            bool isDamaged = _receipt.Kinds[index] == ReceiptKind.Damaged;
            _receipt.CopyStreamId(index, _streamId);
            int released = _journal.ReleaseSent(_streamId, first, last, !isDamaged);
            if (released < 0)
            {
                Counters.RangesUnknown++;
            }
            else if (isDamaged)
            {
                Counters.FramesRefused += released;
            }
            else
            {
                Counters.FramesReleased += released;
            }
        }

        // There may be files to delete.
        _isJournalBusy = true;
        for (int index = 0; index < _receipt.WantedCount; index++)
        {
            Counters.DictionariesWanted++;
            WantedDictionaries[index] = _receipt.WantedDictionaries[index];
        }

        if (_receipt.WantedCount > 0)
        {
            WantedDictionaryCount = _receipt.WantedCount;
        }

        if (_journal.SentCount < sent)
        {
            // Somebody receives again: a long wait from the time before is over.
            _receiptWaitMilliseconds = _settings.ReceiptMinimumMilliseconds;
            if (_receiptCheckUptime > uptime + _receiptWaitMilliseconds)
            {
                _receiptCheckUptime = uptime + _receiptWaitMilliseconds;
            }
        }
    }

    // Looks whether what had been published at the last look has been receipted. False when the link was closed.
    private bool CheckReceipts(long uptime)
    {
        if (_isWatching && !_settings.ReleaseOnAcknowledgement)
        {
            if (_journal.WatchedCount > 0)
            {
                return Repeat(uptime);
            }

            _isRepeating = false;
            _receiptWaitMilliseconds = _settings.ReceiptMinimumMilliseconds;
        }

        _isWatching = true;
        _journal.WatchSent();
        _receiptCheckUptime = uptime + _receiptWaitMilliseconds;
        return true;
    }

    // Sends again what has waited for its receipt; the second time in a row over a new connection. False when the link was closed for it.
    private bool Repeat(long uptime)
    {
        Counters.ReceiptTimeouts++;
        _receiptWaitMilliseconds = _receiptWaitMilliseconds < _settings.ReceiptMaximumMilliseconds / 2
            ? _receiptWaitMilliseconds * 2
            : _settings.ReceiptMaximumMilliseconds;
        _receiptCheckUptime = uptime + _receiptWaitMilliseconds;
        _isRepeating = !_isRepeating;
        if (_isRepeating)
        {
            _journal.MarkWatchedUnsent();
            return true;
        }

        // Repeating brought nothing: the way back may be dead though the way out is not. A new connection subscribes anew.
        _journal.MarkAllUnsent();
        _link.Close();
        Lose(LinkFailure.Timeout, uptime);
        return false;
    }

    // What the broker has and the owner has not receipted is bounded: it may be sent for nothing.
    private bool HasReceiptWindow() => _settings.ReleaseOnAcknowledgement || _journal.SentCount < _settings.ReceiptWindow;

    private bool PublishNext(long uptime)
    {
        if (_inFlight == _tokens.Length || uptime < _refusedUntilUptime || !_journal.HasUnsent || !HasReceiptWindow())
        {
            return false;
        }

        int length = _journal.ReadNext(_buffer);
        if (length == 0)
        {
            return false;
        }

        int token = _nextToken;
        if (!_link.TryPublish(token, _buffer, length))
        {
            _refusedUntilUptime = uptime + RefusedMilliseconds;
            return false;
        }

        _journal.MarkSent();
        _nextToken = (token + 1) & 0x7FFFFFFF;
        if (_inFlight == 0)
        {
            _lastAcknowledgementUptime = uptime;
        }

        Array.Copy(_journal.ReadStreamId, 0, _streamIds[_inFlight], 0, FrameHeader.StreamIdLength);
        _tokens[_inFlight] = token;
        _sequences[_inFlight] = _journal.ReadSequence;
        _inFlight++;
        Counters.FramesPublished++;
        Counters.BytesPublished += length;
        return true;
    }
}
