namespace Telltale.Obd;

/// <content>What an answer says, and how a request ends.</content>
public sealed partial class ObdFlow
{
    private void TakeMessage(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        if (message[0] == 0x7F)
        {
            TakeNegative(ecu, message, length, uptimeMilliseconds);
            return;
        }

        if (message[0] != _service + 0x40 || !_requester.TakeResponse(ecu, message, length, uptimeMilliseconds))
        {
            // The right answer may still come: a time-out ends the wait.
            Counters.ResponsesMalformed++;
            return;
        }

        Counters.ResponsesReceived++;
        _responses++;
        if (_target >= 0)
        {
            End(ObdOutcome.Answered, uptimeMilliseconds);
        }
        else
        {
            NoLongerPending(ecu, uptimeMilliseconds);
        }
    }

    private void TakeNegative(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        if (length < 3 || message[1] != _service)
        {
            Counters.ResponsesMalformed++;
            return;
        }

        if (message[2] == 0x78 && _pending < MostPending)
        {
            _pending++;
            _ecusPending |= 1 << ecu;
            Counters.ResponsesPending++;
            _deadline = uptimeMilliseconds + _settings.PendingTimeoutMilliseconds;
            return;
        }

        Counters.NegativeResponses++;
        if (_target >= 0)
        {
            End(ObdOutcome.Refused, uptimeMilliseconds);
        }
        else
        {
            NoLongerPending(ecu, uptimeMilliseconds);
        }
    }

    private void NoLongerPending(int ecu, long uptimeMilliseconds)
    {
        if (_ecusPending != 0)
        {
            _ecusPending &= ~(1 << ecu);
            if (_ecusPending == 0)
            {
                _deadline = uptimeMilliseconds + _settings.ResponseTimeoutMilliseconds;
            }
        }
    }

    private void End(ObdOutcome outcome, long uptimeMilliseconds)
    {
        IsWaiting = false;
        _mayBeLate = outcome == ObdOutcome.Unanswered || _target < 0 || _isOnlyFunctional;
        _readyAt = uptimeMilliseconds + _settings.RequestGapMilliseconds;
        if (_readyAt < _sentAt + _spacingMilliseconds)
        {
            _readyAt = _sentAt + _spacingMilliseconds;
        }

        if (outcome == ObdOutcome.Unanswered)
        {
            Counters.Timeouts++;
        }

        if (_isSettled && _target >= 0)
        {
            LookAtSilence(outcome);
        }

        _requester.Finish(outcome, uptimeMilliseconds);
    }

    // ECUs that answered everybody's request but never one of their own: a gateway that passes functional requests only.
    private void LookAtSilence(ObdOutcome outcome)
    {
        if (outcome != ObdOutcome.Unanswered)
        {
            _hasPhysicalAnswer |= !_isOnlyFunctional;
            _silence = 0;
            return;
        }

        _silence++;
        if (_silence >= SilenceOfPhysical && !_hasPhysicalAnswer)
        {
            _isOnlyFunctional = !_isOnlyFunctional;
            _keyedTarget = NoTarget;
            _silence = 0;
        }
    }
}
