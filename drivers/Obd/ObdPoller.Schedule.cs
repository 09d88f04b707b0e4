using System;

namespace Telltale.Obd;

/// <content>What is asked for when, and together with what.</content>
public sealed partial class ObdPoller
{
    /// <inheritdoc/>
    public void Finish(ObdOutcome outcome, long uptimeMilliseconds)
    {
        _next = uptimeMilliseconds;
        if (outcome == ObdOutcome.Unanswered)
        {
            _silence++;
            if (_silence >= SilentRequests)
            {
                _next = uptimeMilliseconds + BackOff(_silence - SilentRequests);
            }
        }
        else
        {
            if (_silence >= SilentRequests)
            {
                WakeUp(uptimeMilliseconds);
            }

            _silence = 0;
        }

        int[] asked = _asked;
        int count = _askedCount;
        int answers = _answers;
        bool isFirst = _isAskedInFront;
        if (isFirst)
        {
            _orderCount -= count;
            Array.Copy(_order, count, _order, 0, _orderCount);
        }

        for (int place = 0; place < count; place++)
        {
            int entry = asked[place];
            if ((answers & (1 << place)) != 0)
            {
                _misses[entry] = 0;
                int period = _period[entry];
                long due = _due[entry] + period;
                _due[entry] = due > uptimeMilliseconds ? due : uptimeMilliseconds + period;
            }
            else if (count > 1)
            {
                // It is not known whether the ECU does not answer this PID, or not several at once.
                _isAlone[entry] |= outcome != ObdOutcome.Unanswered;
                _due[entry] = uptimeMilliseconds;
            }
            else
            {
                if (_misses[entry] < 20)
                {
                    _misses[entry]++;
                }

                long wait = (long)_period[entry] << _misses[entry];
                if (wait > _settings.LongestPeriodMilliseconds)
                {
                    wait = _settings.LongestPeriodMilliseconds;
                }

                _due[entry] = uptimeMilliseconds + wait;
            }

            if (isFirst)
            {
                PutInOrder(entry);
            }
        }

        if (!isFirst)
        {
            Sort();
        }

        if (count > 1 && outcome == ObdOutcome.Unanswered)
        {
            _bundlesMissed[_target]++;
            if (_bundlesMissed[_target] >= 2)
            {
                _mostPids[_target] = 1;
            }
        }
        else if (count > 1)
        {
            _bundlesMissed[_target] = 0;
        }
    }

    private void Begin(long uptimeMilliseconds)
    {
        _isBegun = true;
        int most = _settings.MaximumPidsInRequest;
        int limit = _vehicle.IsUds ? MostUdsPids : MostPids;
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            _mostPids[ecu] = most < limit ? most : limit;
            _bundlesMissed[ecu] = 0;
        }

        for (int index = 0; index < _pids; index++)
        {
            _due[index] = uptimeMilliseconds;
            _misses[index] = 0;
            _isAlone[index] = false;
            _ecu[index] = -1;
            for (int ecu = ObdAddressing.MaximumEcus - 1; ecu >= 0; ecu--)
            {
                if (_vehicle.IsSupported(ecu, _pid[index]))
                {
                    _ecu[index] = ecu;
                }
            }
        }

        Sort();
    }

    // What is due soon goes with what is due now, as far as the response fits.
    private void Bundle(long uptimeMilliseconds)
    {
        int[] order = _order;
        int[] asked = _asked;
        int most = order[0];
        int ecu = _ecu[most];
        int limit = _isAlone[most] || _silence >= SilentRequests ? 1 : _mostPids[ecu];
        int head = _vehicle.IsUds ? 2 : 1;
        int room = _settings.ResponseCapacity - 1 - head - _dataLength[most];
        asked[0] = most;
        int count = 1;
        int place = 1;
        long soon = uptimeMilliseconds + _spacingMilliseconds;
        while (count < limit && place < _orderCount)
        {
            int entry = order[place];
            if (_due[entry] > soon)
            {
                break;
            }

            int length = head + _dataLength[entry];
            if (_ecu[entry] == ecu && !_isAlone[entry] && length <= room)
            {
                asked[count] = entry;
                count++;
                room -= length;
            }

            place++;
        }

        _askedCount = count;
        _isAskedInFront = place == count;
    }

    // From the back: most are due later than all others.
    private void PutInOrder(int entry)
    {
        int[] order = _order;
        long[] dues = _due;
        long due = dues[entry];
        int place = _orderCount;
        while (place > 0 && dues[order[place - 1]] > due)
        {
            order[place] = order[place - 1];
            place--;
        }

        order[place] = entry;
        _orderCount++;
    }

    private void Sort()
    {
        _orderCount = 0;
        for (int entry = 0; entry < _pids; entry++)
        {
            if (_ecu[entry] >= 0)
            {
                PutInOrder(entry);
            }
        }
    }

    // The ECUs had been silent altogether (engine control off, bus alive): nothing was learnt about single PIDs in that time.
    private void WakeUp(long uptimeMilliseconds)
    {
        int most = _settings.MaximumPidsInRequest;
        int limit = _vehicle.IsUds ? MostUdsPids : MostPids;
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            _mostPids[ecu] = most < limit ? most : limit;
            _bundlesMissed[ecu] = 0;
        }

        for (int index = 0; index < _pids; index++)
        {
            _misses[index] = 0;
            _due[index] = uptimeMilliseconds;
        }

        _isAskedInFront = false;
    }

    private static int BackOff(int failures)
    {
        return failures >= 6 ? 60000 : 1000 << failures;
    }
}
