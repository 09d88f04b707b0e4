using Telltale.Ports;

namespace Telltale.Uplink;

/// <content>When an attempt to connect is made, what its failure leads to, and what it is charged with.</content>
public sealed partial class FrameUplink
{
    // Not without a network, and not before the clock is set as well as can be.
    private bool IsReadyToConnect(long uptime)
    {
        if (Network != null)
        {
            Network.Refresh();
            if (!Network.IsUp)
            {
                LastFailure = LinkFailure.Unreachable;
                _nextAttemptUptime = uptime + NetworkPollMilliseconds;
                return false;
            }
        }

        if (Time != null && !Time.Prepare(uptime))
        {
            _nextAttemptUptime = uptime + ClockPollMilliseconds;
            return false;
        }

        return true;
    }

    private void FailAttempt(LinkFailure failure, long uptime)
    {
        Counters.FailedAttempts++;
        Counters.Count(failure);
        LastFailure = failure;
        _phase = LinkState.Closed;

        if (Time != null)
        {
            Time.OnFailed(failure);
        }

        if (Anchors != null)
        {
            Anchors.OnFailed(failure);
        }

        BackOff(uptime);
        if (failure == LinkFailure.Lost && _link.StateFound == RetainedState.Other)
        {
            // It was open, and for less time than passes between two steps.
            JudgeTakeOver(uptime);
        }
    }

    private void Lose(LinkFailure failure, long uptime)
    {
        Counters.LostConnections++;
        Counters.Count(failure);
        LastFailure = failure;
        _phase = LinkState.Closed;
        for (int index = 0; index < _inFlight; index++)
        {
            _journal.MarkUnsent(_streamIds[index], _sequences[index], _sequences[index]);
        }

        _inFlight = 0;
        _acknowledgementsLate = 0;
        if (uptime - _openedUptime >= SettledMilliseconds)
        {
            _backOffMilliseconds = _settings.ReconnectMinimumMilliseconds;
        }

        BackOff(uptime);
        if (uptime - _openedUptime >= _settings.ShortConnectionMilliseconds)
        {
            _takeOvers = 0;
            _expulsions = 0;
        }
        else if (failure == LinkFailure.Lost)
        {
            JudgeTakeOver(uptime);
        }
    }

    // MQTT 3.1.1 has no word for it: the broker closes the older connection (section 3.1.4-2) and publishes its will (3.1.2-8). The other client's state, or its will, is then retained where the unit's own was. A broker that begins
    // anew has what the unit published last, or nothing; a shutdown in order, or a balancer that ends connections, leaves the unit's own will.
    private void JudgeTakeOver(long uptime)
    {
        Counters.ShortConnections++;
        bool isOther = _link.StateFound == RetainedState.Other;
        _expulsions = isOther || _link.StateFound == RetainedState.OwnOffline ? _expulsions + 1 : 1;
        if (!isOther || _takeOvers == 0 || uptime - _takeOverUptime > SettledMilliseconds)
        {
            _takeOvers = 0;
            _takeOverUptime = uptime;
        }

        _takeOvers++;
        if (isOther && (_takeOvers >= _settings.TakeOversUntilBackOff || IsIdentityInUseElsewhere))
        {
            _takeOvers = 0;
            IsIdentityInUseElsewhere = true;
            Counters.IdentityConflicts++;
            _nextAttemptUptime = uptime + _settings.TakeOverBackOffMilliseconds - Jitter(_settings.TakeOverBackOffMilliseconds / 2);
        }
    }

    private void BackOff(long uptime)
    {
        long wait = _backOffMilliseconds - Jitter(_backOffMilliseconds / 2);
        bool isSlow = IsSupplyLow || IsOverBudget || (Network != null && Network.Class == NetworkClass.Roaming);
        _nextAttemptUptime = uptime + (isSlow ? wait * _settings.SlowFactor : wait);
        _backOffMilliseconds = _backOffMilliseconds < _settings.ReconnectMaximumMilliseconds / 2
            ? _backOffMilliseconds * 2
            : _settings.ReconnectMaximumMilliseconds;
    }

    private int Jitter(int most)
    {
        _random = (_random * 1103515245) + 12345;
        return ((_random >> 4) & 0x7FFFFFF) % (most + 1);
    }

    private NetworkClass NetworkClassNow() => Network == null ? NetworkClass.Home : Network.Class;

    private bool IsMeasured() => Network != null && Network.BytesTransferred >= 0;

    private void ChargeAttempt()
    {
        if (Budget != null)
        {
            Budget.CountHandshake(NetworkClassNow(), !IsMeasured());
            ChargeMeasured();
        }
    }

    private void ChargeFrame(int length)
    {
        if (Budget != null && !IsMeasured())
        {
            Budget.ChargeFrame(NetworkClassNow(), length);
        }
    }

    private void ChargeConnection(long uptime)
    {
        if (Budget == null)
        {
            return;
        }

        if (IsMeasured())
        {
            ChargeMeasured();
        }
        else if (uptime - _chargedUptime >= KeepAliveMilliseconds)
        {
            _chargedUptime += KeepAliveMilliseconds;
            Budget.ChargeKeepAlive(NetworkClassNow());
        }
    }

    private void ChargeMeasured()
    {
        if (IsMeasured())
        {
            long transferred = Network.BytesTransferred;

            // The adapter's count begins anew when a modem restarts.
            long added = transferred >= _chargedTransferred ? transferred - _chargedTransferred : transferred;
            _chargedTransferred = transferred;
            if (added > 0)
            {
                Budget.Charge(NetworkClassNow(), added);
            }
        }
    }
}
