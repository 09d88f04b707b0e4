using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Uplink;

/// <content>What comes down the link: receipts, and what follows from their staying away.</content>
public sealed partial class FrameUplink
{
    private void TakeMessages(long uptime)
    {
        for (int count = 0; count < MessagesInStep; count++)
        {
            int length = _link.TakeMessage(_buffer);
            if (length == 0)
            {
                _mayMessagesWait = false;
                return;
            }

            TakeMessage(length, uptime);
        }

        _mayMessagesWait = true;
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

    // A receipt may come twice or be played back: it only ever says what is so. Of what it names the frames go that were sent: the owner may have others with the same numbers, where old flash
    // was written back.
    private void TakeReceipt(long uptime)
    {
        Counters.Receipts++;
        LastReceiptUptimeMilliseconds = uptime;
        if (_receipt.TimeUtcMilliseconds > 0 && Time != null)
        {
            Time.TakeAuthenticated(_receipt.TimeUtcMilliseconds);
        }

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
}
