using Telltale.Configuration;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// Watches over a configuration on trial: the owner's first receipt confirms it, and without one it is rolled back in time. Where the broker's acknowledgement releases frames, that counts as the receipt.
/// </summary>
internal sealed class ConfigurationTrial
{
    // So long the answer to whoever proposed a configuration has to leave the unit.
    private const int ProposedMilliseconds = 10000;

    // So long the open batch has to be journalled.
    private const int CloseMilliseconds = 1000;
    private const int RetryMilliseconds = 5000;

    private readonly ConfigurationStore _store;
    private readonly bool _acceptsAcknowledgement;
    private readonly long _deadlineUptime;
    private long _retryUptime = long.MinValue;
    private long _restartUptime = long.MaxValue;
    private int _reason;
    private int _proposals;

    internal ConfigurationTrial(ConfigurationStore store, UplinkSettings settings, long startUptime)
    {
        _store = store;
        _proposals = store.Proposals;
        _acceptsAcknowledgement = settings.ReleaseOnAcknowledgement;
        _deadlineUptime = startUptime + ConfigurationStore.TrialMilliseconds;
    }

    /// <summary>The uptime at which something falls due.</summary>
    internal long NextDueUptimeMilliseconds => _store.IsOnTrial && _deadlineUptime < _restartUptime ? _deadlineUptime : _restartUptime;

    /// <summary>Does what is due.</summary>
    /// <param name="unit">Closes its batch before a restart.</param>
    /// <param name="uptime">Milliseconds since the board started.</param>
    /// <returns>Why the board has to start the unit anew now.</returns>
    internal int Step(TelematicsUnit unit, long uptime)
    {
        if (_store.IsOnTrial && uptime >= _retryUptime)
        {
            Judge(unit, uptime);
        }

        if (_proposals != _store.Proposals)
        {
            _proposals = _store.Proposals;
            Ask(RestartReason.ConfigurationProposed, uptime + ProposedMilliseconds);
        }

        if (uptime < _restartUptime - CloseMilliseconds)
        {
            return RestartReason.None;
        }

        if (unit.SamplesInOpenBatch > 0 && uptime < _restartUptime)
        {
            unit.RequestClose();
        }

        return uptime < _restartUptime ? RestartReason.None : _reason;
    }

    private void Judge(TelematicsUnit unit, long uptime)
    {
        bool isReceipted = unit.Uplink.LastReceiptUptimeMilliseconds >= 0 || (_acceptsAcknowledgement && unit.Uplink.Counters.FramesAcknowledged > 0);
        bool isDone = true;
        if (isReceipted)
        {
            isDone = _store.Confirm();
            if (isDone)
            {
                unit.RequestStatus();
            }
        }
        else if (uptime >= _deadlineUptime)
        {
            // Where the volume refuses to note it, the restart is counted by the store, and the trial ends with the starts that it has.
            isDone = _store.RollBack(TrialResult.RolledBackNoReceipt);
            Ask(RestartReason.ConfigurationRolledBack, uptime + CloseMilliseconds);
        }

        _retryUptime = isDone ? long.MinValue : uptime + RetryMilliseconds;
    }

    private void Ask(int reason, long uptime)
    {
        _reason = reason;
        _restartUptime = uptime;
    }
}
