using System;
using Telltale.Sealing;

namespace Telltale.Uplink;

/// <content>Frames in flight: which goes out, when, and what its acknowledgement does.</content>
public sealed partial class FrameUplink
{
    // What the broker has and the owner has not receipted is bounded: it may be sent for nothing.
    private bool HasReceiptWindow() => _settings.ReleaseOnAcknowledgement || _journal.SentCount < _settings.ReceiptWindow;

    private bool PublishNext(long uptime)
    {
        if (_inFlight >= _window || uptime < _refusedUntilUptime || !_journal.HasUnsent || !HasReceiptWindow() || IsHeld(uptime))
        {
            return false;
        }

        int length = _journal.ReadNext(_buffer);
        if (length == 0)
        {
            return false;
        }

        // The journal gives what is above ordinary priority first, so nothing of that is left behind this one.
        if (_journal.ReadPriority == (int)FramePriority.Ordinary && IsOverBudget)
        {
            _isHolding = true;
            _heldUntilUptime = uptime + HoldMilliseconds;
            _heldAppended = _journal.Counters.FramesAppended;
            Counters.Holds++;
            return false;
        }

        if (Budget != null && !IsMeasured())
        {
            Budget.ReserveFrame(NetworkClassNow(), length);
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
        _publishedUptimes[_inFlight] = uptime;
        _inFlight++;
        Counters.FramesPublished++;
        Counters.BytesPublished += length;
        ChargeFrame(length);
        return true;
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
                AdaptWindow(uptime - _publishedUptimes[index]);
                if (_expulsions < _settings.TakeOversUntilBackOff || uptime - _openedUptime >= _settings.ShortConnectionMilliseconds)
                {
                    _backOffMilliseconds = _settings.ReconnectMinimumMilliseconds;
                }

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
            _publishedUptimes[index] = _publishedUptimes[index + 1];
            _streamIds[index] = _streamIds[index + 1];
        }

        _streamIds[_inFlight] = streamId;
    }

    // A window of acknowledgements that come late takes one frame out of flight, one that comes in time puts it back: M2Mqtt sends again what has waited for a second.
    private void AdaptWindow(long delayMilliseconds)
    {
        if (delayMilliseconds <= _settings.AcknowledgementTargetMilliseconds)
        {
            _acknowledgementsLate = _acknowledgementsLate > 0 ? 0 : _acknowledgementsLate - 1;
            if (_acknowledgementsLate <= -_window)
            {
                _acknowledgementsLate = 0;
                _window += _window < _tokens.Length ? 1 : 0;
            }

            return;
        }

        Counters.AcknowledgementsLate++;
        _acknowledgementsLate = _acknowledgementsLate < 0 ? 1 : _acknowledgementsLate + 1;
        if (_acknowledgementsLate >= _window)
        {
            _acknowledgementsLate = 0;
            _window -= _window > 1 ? 1 : 0;
        }
    }

    // A frame above ordinary priority that is journalled meanwhile ends the wait.
    private bool IsHeld(long uptime)
    {
        if (_isHolding && (uptime >= _heldUntilUptime || _journal.Counters.FramesAppended != _heldAppended))
        {
            _isHolding = false;
        }

        return _isHolding;
    }
}
