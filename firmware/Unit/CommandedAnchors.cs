using System;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>Trust anchors as a command puts them: the uplink's, which tries a proposal and keeps the old one until a connection has proven the other.</summary>
internal sealed class CommandedAnchors : Telltale.Commands.ITrustAnchors
{
    private readonly TrustAnchors _anchors;

    public CommandedAnchors(TrustAnchors anchors)
    {
        _anchors = anchors;
    }

    /// <inheritdoc/>
    public string Stage(int slot, byte[] pem, int offset, int count)
    {
        byte[] bytes = new byte[count];
        Array.Copy(pem, offset, bytes, 0, count);
        switch (_anchors.Propose(slot, bytes, count))
        {
            case TrustAnchorResult.Proposed:
                return null;
            case TrustAnchorResult.BadSlot:
                return "slot: 1 or 2";
            case TrustAnchorResult.BadCertificate:
                return "no certificate in PEM, or too long";
            case TrustAnchorResult.Expired:
                return "the certificate has expired";
            default:
                return "the volume did not take it";
        }
    }
}
