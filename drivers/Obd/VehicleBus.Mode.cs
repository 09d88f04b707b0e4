using Telltale.Can;

namespace Telltale.Obd;

/// <content>Whether the controller takes part on the bus, and what it lets through.</content>
public sealed partial class VehicleBus
{
    private bool HasErrors() =>
        _counters.BusOffs != _busOffs || _counters.ErrorPassives != _errorPassives || _counters.TransmissionsAborted != _aborted;

    private void LookAtErrors(long uptimeMilliseconds)
    {
        if (_counters.BusOffs != _busOffs || _counters.ErrorPassives != _errorPassives)
        {
            _holdUntil = uptimeMilliseconds + _holdOff;
            HoldOffs++;
            _holdOff *= 2;
            if (_holdOff > _settings.LongestHoldOffMilliseconds)
            {
                _holdOff = _settings.LongestHoldOffMilliseconds;
            }
        }
        else if (_counters.TransmissionsAborted != _aborted)
        {
            // Nobody acknowledged: there is nobody, or nobody who hears. The next frame heard says more.
            _lastFrame = uptimeMilliseconds - _settings.AliveMilliseconds - 1;
        }

        Baseline();
    }

    private void ChooseMode(long uptimeMilliseconds)
    {
        CanMode mode = _can.Mode;
        bool wantsRequests = _mayPoll && (Obd.HasWork || Identifiers.HasSignals);
        bool wantsNormal = _isAlive && wantsRequests && uptimeMilliseconds >= _holdUntil;
        CanMode wanted = wantsNormal ? CanMode.Normal : CanMode.ListenOnly;

        // Without an own wish to hear, every frame is welcome as a sign of life. Where polling is off, a silence of the wanted messages alone is
        // no reason to open the filters at once: messages sent once in a second are lost among the others.
        bool wantsOpen;
        if (wantsRequests)
        {
            wantsOpen = !_isAlive;
        }
        else if (Broadcast.Keys.Length == 0)
        {
            wantsOpen = true;
        }
        else
        {
            wantsOpen = !_hasHeard || uptimeMilliseconds - _lastFrame > 10 * _settings.AliveMilliseconds;
        }

        // Filters stay until the answers to what was asked have come.
        bool isExtended = _flow.Addressing.IsExtended;
        _nextModeLook = uptimeMilliseconds;
        _isAcceptanceOld |= wantsRequests != _isAcceptanceForRequests || (wantsRequests && isExtended != _isAcceptanceExtended);
        if (mode == wanted && wantsOpen == _isOpen && !_isAcceptanceOld)
        {
            // Until errors are forgiven it is looked at in every turn, otherwise now and then.
            _nextModeLook = uptimeMilliseconds < _holdUntil ? uptimeMilliseconds : uptimeMilliseconds + WorkMilliseconds;
            return;
        }

        if (uptimeMilliseconds < _retryAt)
        {
            return;
        }

        if (_isAcceptanceOld)
        {
            int count = 0;
            int responses = 0;
            uint[] keys = Broadcast.Keys;
            if (wantsRequests)
            {
                responses = _flow.Addressing.Accept(_accepted, keys.Length <= BroadcastsWithRoom, out count);
                if (Identifiers.HasSignals)
                {
                    // Their frames come in quick succession too: they go before requests of other testers, which may be left out.
                    count = Identifiers.Accept(_accepted, responses);
                    responses = count;
                }
            }

            for (int index = 0; index < keys.Length; index++)
            {
                _accepted[count] = keys[index];
                count++;
            }

            _can.Accept(_accepted, count, responses);
        }

        if (_can.TrySetMode(wanted, wantsOpen))
        {
            _isOpen = wantsOpen;
            _isAcceptanceOld = false;
            _isAcceptanceForRequests = wantsRequests;
            _isAcceptanceExtended = isExtended;
        }
        else
        {
            _retryAt = uptimeMilliseconds + RetryMilliseconds;
        }

        // A mode change gives up what was waiting to be sent; that is no news.
        Baseline();
    }

    private void Baseline()
    {
        _busOffs = _counters.BusOffs;
        _errorPassives = _counters.ErrorPassives;
        _aborted = _counters.TransmissionsAborted;
    }
}
