using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>What a status says of network, clock, budget and trust anchors.</summary>
internal static class UplinkStatus
{
    internal static void AddTo(StatusReport report, TelematicsUnit unit, UnitPorts ports, long uptime)
    {
        UplinkCounters counters = unit.Uplink.Counters;
        Add(report, StatusCounter.FailuresUnreachable, counters.Failures[(int)LinkFailure.Unreachable]);
        Add(report, StatusCounter.FailuresTls, counters.Failures[(int)LinkFailure.Tls]);
        Add(report, StatusCounter.FailuresRefused, counters.Failures[(int)LinkFailure.Refused]);
        Add(report, StatusCounter.FailuresLost, counters.Failures[(int)LinkFailure.Lost]);
        Add(report, StatusCounter.FailuresTimeout, counters.Failures[(int)LinkFailure.Timeout]);
        Add(report, StatusCounter.FailuresCertificateExpired, counters.Failures[(int)LinkFailure.CertificateExpired]);
        Add(report, StatusCounter.FailuresCertificateNotYetValid, counters.Failures[(int)LinkFailure.CertificateNotYetValid]);
        Add(report, StatusCounter.FailuresCertificateUntrusted, counters.Failures[(int)LinkFailure.CertificateUntrusted]);
        Add(report, StatusCounter.FailuresCertificateWrongHost, counters.Failures[(int)LinkFailure.CertificateWrongHost]);
        Add(report, StatusCounter.ShortConnections, counters.ShortConnections);
        Add(report, StatusCounter.IdentityConflicts, counters.IdentityConflicts);
        Add(report, StatusCounter.AcknowledgementsLate, counters.AcknowledgementsLate);
        ByteBudget budget = ports.Budget;
        if (budget != null)
        {
            Add(report, StatusCounter.BudgetHolds, counters.Holds);
            Add(report, StatusCounter.BudgetHomeBytes, budget.UsedBytes(NetworkClass.Home));
            Add(report, StatusCounter.BudgetMeteredBytes, budget.UsedBytes(NetworkClass.Metered));
            Add(report, StatusCounter.BudgetRoamingBytes, budget.UsedBytes(NetworkClass.Roaming));
            Add(report, StatusCounter.BudgetHandshakes, budget.Handshakes);
            Add(report, StatusCounter.BudgetWriteFailures, budget.WriteFailures);
        }

        TimeKeeper time = ports.Time;
        if (time != null)
        {
            Add(report, StatusCounter.ClockOrigin, (int)time.Origin);
            Add(report, StatusCounter.ClockDistrusted, time.Distrusted);
            Add(report, StatusCounter.ClockBelowFloor, time.BelowFloor);
        }

        TrustAnchors anchors = ports.Anchors;
        if (anchors != null)
        {
            Add(report, StatusCounter.AnchorDaysLeft, unit.UplinkSupervisor.AnchorDaysLeft(unit.Clock, uptime) + 1);
            Add(report, StatusCounter.Anchors, anchors.Count);
            Add(report, StatusCounter.AnchorsConfirmed, anchors.Confirmed);
            Add(report, StatusCounter.AnchorProposalsRefused, anchors.ProposalsRefused);
            Add(report, StatusCounter.AnchorVolumeFailures, anchors.VolumeFailures);
        }
    }

    private static void Add(StatusReport report, StatusCounter counter, long value) => report.AddCounter((int)counter, value);
}
