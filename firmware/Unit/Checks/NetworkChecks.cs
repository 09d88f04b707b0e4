using Telltale.Checks;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// Network, clock, TLS, broker and the owner's receipts, told from what the uplink knows: an open connection proves the network, TLS and the broker; a failed one proves what came before the failure.
/// </summary>
internal sealed class NetworkChecks : ICheckSource
{
    private readonly TelematicsUnit _unit;
    private readonly UnitPorts _ports;
    private readonly CheckLimits _limits;
    private readonly bool _hasReceipts;
    private readonly Check _network = new Check(CheckNumber.Network);
    private readonly Check _clock = new Check(CheckNumber.Clock);
    private readonly Check _tls = new Check(CheckNumber.Tls);
    private readonly Check _broker = new Check(CheckNumber.Broker);
    private readonly Check _receipt = new Check(CheckNumber.Receipt);
    private long _closedSince = -1;
    private long _receiptSeen = -1;
    private long _awaitedMilliseconds;
    private long _lookedUptime = -1;

    internal NetworkChecks(TelematicsUnit unit, UnitPorts ports, UnitSettings settings)
    {
        _unit = unit;
        _ports = ports;
        _limits = settings.Limits;
        _hasReceipts = !settings.Uplink.ReleaseOnAcknowledgement;
    }

    public void AddTo(CheckList list)
    {
        list.Add(_network);
        list.Add(_clock);
        list.Add(_tls);
        list.Add(_broker);
        list.Add(_receipt);
    }

    public void Update(long uptimeMilliseconds)
    {
        FrameUplink uplink = _unit.Uplink;
        if (uplink == null)
        {
            return;
        }

        _clock.Set(_unit.Clock.IsSet ? StatusCheckState.Pass : StatusCheckState.Waiting);
        if (uplink.IsOpen)
        {
            _closedSince = -1;
            SetLink(StatusCheckState.Pass, StatusCheckState.Pass, StatusCheckState.Pass, LinkFailure.None);
        }
        else
        {
            _closedSince = _closedSince < 0 ? uptimeMilliseconds : _closedSince;
            SetFailure(uplink.LastFailure, uptimeMilliseconds - _closedSince > _limits.BrokerMilliseconds);
        }

        UpdateReceipt(uplink, uptimeMilliseconds);
    }

    // A place for each reason of the uplink: one that is added there belongs here too.
    private void SetFailure(LinkFailure failure, bool isLong)
    {
        StatusCheckState unknown = isLong ? StatusCheckState.Fail : StatusCheckState.Waiting;
        switch (failure)
        {
            case LinkFailure.Unreachable:
                SetLink(StatusCheckState.Fail, StatusCheckState.Waiting, StatusCheckState.Waiting, failure);
                break;
            case LinkFailure.Tls:
            case LinkFailure.CertificateExpired:
            case LinkFailure.CertificateNotYetValid:
            case LinkFailure.CertificateUntrusted:
            case LinkFailure.CertificateWrongHost:
                SetLink(StatusCheckState.Pass, StatusCheckState.Fail, StatusCheckState.Waiting, failure);
                break;
            case LinkFailure.Refused:
                SetLink(StatusCheckState.Pass, StatusCheckState.Pass, StatusCheckState.Fail, failure);
                break;
            case LinkFailure.Timeout:
                SetLink(StatusCheckState.Waiting, StatusCheckState.Waiting, StatusCheckState.Fail, failure);
                break;
            default:
                SetLink(StatusCheckState.Waiting, StatusCheckState.Waiting, unknown, failure);
                break;
        }
    }

    private void SetLink(StatusCheckState network, StatusCheckState tls, StatusCheckState broker, LinkFailure failure)
    {
        // The value is why the newest attempt or connection ended.
        _network.Set(network);
        SetTls(tls, failure);
        if (failure == LinkFailure.None)
        {
            _broker.Set(broker);
        }
        else
        {
            _broker.Set(broker, (int)failure);
        }
    }

    // An open connection proves nothing of a link that has no TLS.
    private void SetTls(StatusCheckState tls, LinkFailure failure)
    {
        switch (_ports.Link.Protection)
        {
            case LinkProtection.Tls:
                if (tls == StatusCheckState.Fail)
                {
                    _tls.Set(tls, (int)failure);
                }
                else
                {
                    _tls.Set(tls);
                }

                break;
            case LinkProtection.None:
                _tls.Set(StatusCheckState.NotFitted, CheckNotes.TlsIsOff);
                break;
            default:
                _tls.Set(StatusCheckState.NotFitted);
                break;
        }
    }

    private void UpdateReceipt(FrameUplink uplink, long uptimeMilliseconds)
    {
        if (!_hasReceipts)
        {
            _receipt.Set(StatusCheckState.NotFitted);
            return;
        }

        long last = uplink.LastReceiptUptimeMilliseconds;
        bool isAwaited = uplink.IsOpen && _unit.Journal.SentCount > 0;
        if (last != _receiptSeen || (_awaitedMilliseconds > 0 && !isAwaited && _unit.Journal.WaitingFrames == 0))
        {
            _receiptSeen = last;
            _awaitedMilliseconds = 0;
        }

        // A parked unit sends once an hour: what counts is how long frames wait over an open connection. The uplink connects anew when receipts stay away, and that ends nothing.
        _awaitedMilliseconds += isAwaited && _lookedUptime >= 0 ? uptimeMilliseconds - _lookedUptime : 0;
        _lookedUptime = uptimeMilliseconds;
        if (_awaitedMilliseconds > _limits.ReceiptMilliseconds)
        {
            _receipt.Set(StatusCheckState.Fail, _awaitedMilliseconds, _limits.ReceiptMilliseconds);
        }
        else if (isAwaited)
        {
            // At first, and while it is not overdue, it stands as before: frames are sent all the time.
            _receipt.Set(last >= 0 ? StatusCheckState.Pass : StatusCheckState.Waiting, _awaitedMilliseconds, _limits.ReceiptMilliseconds);
        }
        else if (last >= 0)
        {
            _receipt.Set(StatusCheckState.Pass, uptimeMilliseconds - last);
        }
        else
        {
            _receipt.Set(StatusCheckState.Waiting);
        }
    }
}
