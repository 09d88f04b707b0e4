using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>Keeps the uplink told of the time, the supply and the network, and the owner of what is wrong with the way to the broker.</summary>
public sealed class UplinkSupervisor
{
    private const int StepMilliseconds = 1000;
    private const long DayMilliseconds = 86400000;

    private readonly UnitPorts _ports;
    private readonly FrameUplink _uplink;
    private long _steppedUptime = long.MinValue / 2;
    private int _conflictsReported;
    private bool _isExpiryReported;
    private bool _isIdentityReported;
    private bool _wasOverBudget;

    /// <summary>Plugs what the ports have into the uplink.</summary>
    /// <param name="ports">The unit's ports.</param>
    /// <param name="uplink">The uplink.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    internal UplinkSupervisor(UnitPorts ports, FrameUplink uplink, long uptimeMilliseconds)
    {
        _ports = ports;
        _uplink = uplink;
        if (ports.Budget != null)
        {
            ports.Budget.Load(uptimeMilliseconds);
        }

        if (ports.Time != null)
        {
            ports.Time.Load();
        }

        if (ports.Anchors != null)
        {
            ports.Anchors.Load();
        }

        uplink.Network = ports.Network;
        uplink.Budget = ports.Budget;
        uplink.Time = ports.Time;
        uplink.Anchors = ports.Anchors;
    }

    /// <summary>Trust anchors that end within 30 days, or have ended.</summary>
    public bool IsAnchorExpiring;

    /// <summary>Does what is due, once a second.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    /// <param name="clock">The unit's clock.</param>
    /// <param name="isSupplyLow">Whether the supply is low.</param>
    /// <param name="sampler">Takes the samples of events.</param>
    /// <returns>True when something has come up that the owner is to hear of in a status at once.</returns>
    internal bool Step(long uptimeMilliseconds, UnitClock clock, bool isSupplyLow, Sampler sampler)
    {
        if (uptimeMilliseconds - _steppedUptime < StepMilliseconds)
        {
            return false;
        }

        _steppedUptime = uptimeMilliseconds;
        _uplink.IsSupplyLow = isSupplyLow;
        bool isDated = clock.IsSet;
        long utc = isDated ? clock.UtcAt(uptimeMilliseconds) : 0;
        if (_ports.Network != null)
        {
            _ports.Network.Refresh();
        }

        if (_ports.Budget != null)
        {
            _ports.Budget.Step(uptimeMilliseconds, isDated, utc);
        }

        if (_ports.Time != null && isDated)
        {
            _ports.Time.OfferGnss(utc, uptimeMilliseconds);
        }

        return JudgeAnchors(isDated, utc, uptimeMilliseconds, sampler) | JudgeIdentity(uptimeMilliseconds, sampler) | JudgeBudget();
    }

    /// <summary>Days until the first trust anchor ends by the unit's clock, 0 when it has; -1 where there is none or the time is not known.</summary>
    /// <param name="clock">The unit's clock.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public int AnchorDaysLeft(UnitClock clock, long uptimeMilliseconds)
    {
        long end = _ports.Anchors == null || !clock.IsSet ? 0 : _ports.Anchors.EarliestNotAfterUtcMilliseconds();
        long left = end == 0 ? -1 : (end - clock.UtcAt(uptimeMilliseconds)) / DayMilliseconds;
        return end == 0 ? -1 : left < 0 ? 0 : (int)left;
    }

    private bool JudgeAnchors(bool isDated, long utc, long uptime, Sampler sampler)
    {
        if (_ports.Anchors == null || (!isDated && _ports.Time == null))
        {
            return false;
        }

        long time = isDated ? utc : _ports.Time.FloorUtcMilliseconds;
        IsAnchorExpiring = _ports.Anchors.IsWarningDue(time);
        if (_ports.Anchors.TakeWarning(time))
        {
            long left = (_ports.Anchors.EarliestNotAfterUtcMilliseconds() - time) / DayMilliseconds;
            sampler.Report(UnitEvent.TrustAnchorExpiring, left < 0 ? 0 : (int)left, TrustAnchors.WarningDays, uptime);
        }

        bool isNew = IsAnchorExpiring && !_isExpiryReported;
        _isExpiryReported = IsAnchorExpiring;
        return isNew;
    }

    // Each wait for the other client brings a status, and the first of them an event.
    private bool JudgeIdentity(long uptime, Sampler sampler)
    {
        if (_uplink.IsIdentityInUseElsewhere && !_isIdentityReported)
        {
            sampler.Report(UnitEvent.IdentityInUseElsewhere, _uplink.Counters.IdentityConflicts, 0, uptime);
        }

        _isIdentityReported = _uplink.IsIdentityInUseElsewhere;
        bool isNew = _uplink.Counters.IdentityConflicts != _conflictsReported;
        _conflictsReported = _uplink.Counters.IdentityConflicts;
        return isNew;
    }

    private bool JudgeBudget()
    {
        bool isOver = _uplink.IsOverBudget;
        bool isNew = isOver && !_wasOverBudget;
        _wasOverBudget = isOver;
        return isNew;
    }
}
