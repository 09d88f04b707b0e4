using System;

namespace Telltale.Obd;

/// <content>What is asked for when, and together with what.</content>
public sealed partial class ObdPoller
{
    /// <inheritdoc/>
    public void Finish(ObdOutcome outcome, long uptimeMilliseconds)
    {
        long next = uptimeMilliseconds;
        if (outcome == ObdOutcome.Unanswered)
        {
            _silence++;
            if (_silence >= SilentRequests)
            {
                next = uptimeMilliseconds + BackOff(_silence - SilentRequests);
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

        int count = _askedCount;
        if (_askedGroups > 0 && _answers == (1 << count) - 1)
        {
            FinishWhole(uptimeMilliseconds);
        }
        else
        {
            FinishEach(outcome, uptimeMilliseconds);
        }

        long due = _due[_order[0]];
        _next = due > next ? due : next;

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

    // Everything was answered: what was asked for together and is due together again stays together.
    private void FinishWhole(long uptimeMilliseconds)
    {
        int[] order = _order;
        int groups = _askedGroups;
        int leader = order[0];
        long due = NextDue(leader, uptimeMilliseconds);
        _due[leader] = due;
        _misses[leader] = 0;
        if (groups == 1)
        {
            TakeFromFront(1);
            PutInOrder(leader);
            return;
        }

        for (int place = 0; place < groups; place++)
        {
            _leaders[place] = order[place];
        }

        TakeFromFront(groups);
        for (int place = 1; place < groups; place++)
        {
            int other = _leaders[place];
            long otherDue = NextDue(other, uptimeMilliseconds);
            _due[other] = otherDue;
            _misses[other] = 0;
            if (otherDue != due || _period[other] != _period[leader])
            {
                PutInOrder(other);
                continue;
            }

            int more = _groupCount[other];
            Array.Copy(_members[other], 0, _members[leader], _groupCount[leader], more);
            _groupCount[leader] += more;
            _groupBytes[leader] += _groupBytes[other];
            _groupCount[other] = 0;
        }

        PutInOrder(leader);
    }

    private void FinishEach(ObdOutcome outcome, long uptimeMilliseconds)
    {
        int count = _askedCount;
        for (int place = 0; place < count; place++)
        {
            Dissolve(_asked[place]);
        }

        for (int place = 0; place < count; place++)
        {
            int entry = _asked[place];
            if ((_answers & (1 << place)) != 0)
            {
                _misses[entry] = 0;
                _due[entry] = NextDue(entry, uptimeMilliseconds);
            }
            else if (count > 1)
            {
                // It is not known whether the ECU does not answer this PID, or not several at once.
                _isAlone[entry] |= outcome != ObdOutcome.Unanswered;
                _due[entry] = uptimeMilliseconds;
            }
            else
            {
                if (_misses[entry] < MostMisses)
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
        }

        Sort();
    }

    private long NextDue(int entry, long uptimeMilliseconds)
    {
        int period = _period[entry];
        long due = _due[entry] + period;
        return due > uptimeMilliseconds ? due : uptimeMilliseconds + period;
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
            _members[index][0] = index;
            _groupCount[index] = 1;
            _groupBytes[index] = (_vehicle.IsUds ? 2 : 1) + _dataLength[index];
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
        int leader = order[0];
        int ecu = _ecu[leader];
        int limit = _isAlone[leader] || _silence >= SilentRequests ? 1 : _mostPids[ecu];
        if (_groupCount[leader] > limit)
        {
            DissolveAll();
            leader = order[0];
            ecu = _ecu[leader];
            limit = _isAlone[leader] || _silence >= SilentRequests ? 1 : _mostPids[ecu];
        }

        int count = _groupCount[leader];
        int place = 1;
        int groups = 1;
        bool isInFront = true;
        _asked = _members[leader];
        if (count < limit && _orderCount > 1)
        {
            int room = _settings.ResponseCapacity - 1 - _groupBytes[leader];
            long soon = uptimeMilliseconds + _spacingMilliseconds;
            if (count == 1)
            {
                limit = Share(ecu, limit, soon);
            }

            while (count < limit && place < _orderCount && _due[order[place]] <= soon)
            {
                int other = order[place];
                int more = _groupCount[other];
                if (_ecu[other] == ecu && !_isAlone[other] && count + more <= limit && _groupBytes[other] <= room)
                {
                    if (groups == 1)
                    {
                        Array.Copy(_members[leader], 0, _several, 0, count);
                        _asked = _several;
                    }

                    isInFront = isInFront && place == groups;
                    Array.Copy(_members[other], 0, _several, count, more);
                    count += more;
                    room -= _groupBytes[other];
                    groups++;
                }

                place++;
            }
        }

        _askedCount = count;
        _askedGroups = isInFront ? groups : 0;
    }

    // As many as are asked for in the same number of requests when these are shared out evenly: ten PIDs are twice five, whose responses take a frame less than those to six and four.
    private int Share(int ecu, int limit, long soon)
    {
        int due = 0;
        for (int place = 0; place < _orderCount; place++)
        {
            int leader = _order[place];
            if (_due[leader] > soon)
            {
                break;
            }

            if (_ecu[leader] == ecu && !_isAlone[leader])
            {
                due += _groupCount[leader];
            }
        }

        if (due <= limit)
        {
            return limit;
        }

        int requests = (due + limit - 1) / limit;
        return (due + requests - 1) / requests;
    }

    private void TakeFromFront(int groups)
    {
        _orderCount -= groups;
        if (_orderCount > 0)
        {
            Array.Copy(_order, groups, _order, 0, _orderCount);
        }
    }

    // From the back: most are due later than all others.
    private void PutInOrder(int leader)
    {
        int[] order = _order;
        long[] dues = _due;
        long due = dues[leader];
        int place = _orderCount;
        while (place > 0 && dues[order[place - 1]] > due)
        {
            order[place] = order[place - 1];
            place--;
        }

        order[place] = leader;
        _orderCount++;
    }

    private void Sort()
    {
        _orderCount = 0;
        for (int entry = 0; entry < _pids; entry++)
        {
            if (_ecu[entry] >= 0 && _groupCount[entry] > 0)
            {
                PutInOrder(entry);
            }
        }
    }

    // Each for itself from now on, due when the group was. Does nothing to one that leads no group.
    private void Dissolve(int leader)
    {
        int count = _groupCount[leader];
        if (count < 2)
        {
            return;
        }

        int head = _vehicle.IsUds ? 2 : 1;
        int[] members = _members[leader];
        for (int index = 0; index < count; index++)
        {
            int entry = members[index];
            _groupCount[entry] = 1;
            _groupBytes[entry] = head + _dataLength[entry];
            _due[entry] = _due[leader];
        }
    }

    private void DissolveAll()
    {
        for (int entry = 0; entry < _pids; entry++)
        {
            Dissolve(entry);
        }

        _askedGroups = 0;
        Sort();
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

        DissolveAll();
        for (int index = 0; index < _pids; index++)
        {
            _misses[index] = 0;
            _due[index] = uptimeMilliseconds;
        }
    }

    private static int BackOff(int failures)
    {
        return failures >= 6 ? 60000 : 1000 << failures;
    }
}
