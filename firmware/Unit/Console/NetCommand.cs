using Telltale.Checks;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary><c>net</c>: the connection to the broker and the owner's receipts. No address, name or password: those are the board's settings.</summary>
internal sealed class NetCommand : ConsoleCommand
{
    private readonly TelematicsUnit _unit;
    private readonly UnitPorts _ports;

    internal NetCommand(TelematicsUnit unit, UnitPorts ports)
        : base("net", "the connection to the broker, and the owner's receipts")
    {
        _unit = unit;
        _ports = ports;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        FrameUplink uplink = _unit.Uplink;
        if (uplink == null)
        {
            text.Add("the uplink has not been started\r\n");
            return false;
        }

        UplinkCounters counters = uplink.Counters;
        if (piece == 0)
        {
            Line(text, "connection", StateOf(_ports.Link.State));
            Line(text, "tls", ProtectionOf(_ports.Link.Protection));
            Line(text, "last failure", FailureOf(uplink.LastFailure));
            if (!uplink.IsOpen)
            {
                Line(text, "next attempt in ms", WaitOf(uplink, uptimeMilliseconds));
            }

            Line(text, "attempts", counters.Attempts);
            Line(text, "connections", counters.Connections);
            Line(text, "connections lost", counters.LostConnections);
            return true;
        }

        Line(text, "frames published", counters.FramesPublished);
        Line(text, "bytes published", counters.BytesPublished);
        Line(text, "frames acknowledged", counters.FramesAcknowledged);
        Line(text, "frames in flight", uplink.InFlight);
        Line(text, "receipts", counters.Receipts);
        Line(text, "frames released", counters.FramesReleased);
        Line(text, "messages refused", counters.MessagesRefused);
        if (uplink.LastReceiptUptimeMilliseconds >= 0)
        {
            Line(text, "last receipt ms ago", uptimeMilliseconds - uplink.LastReceiptUptimeMilliseconds);
        }

        return false;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        FrameUplink uplink = _unit.Uplink;
        if (piece == 0)
        {
            text.Open();
            text.Member("connection", StateOf(_ports.Link.State));
            text.Member("tls", ProtectionOf(_ports.Link.Protection));
            return true;
        }

        if (uplink != null)
        {
            UplinkCounters counters = uplink.Counters;
            text.Member("last_failure", FailureOf(uplink.LastFailure));
            text.Member("attempts", counters.Attempts);
            text.Member("connections", counters.Connections);
            text.Member("connections_lost", counters.LostConnections);
            text.Member("frames_published", counters.FramesPublished);
            text.Member("bytes_published", counters.BytesPublished);
            text.Member("frames_acknowledged", counters.FramesAcknowledged);
            text.Member("frames_in_flight", uplink.InFlight);
            text.Member("receipts", counters.Receipts);
            text.Member("frames_released", counters.FramesReleased);
            text.Member("messages_refused", counters.MessagesRefused);
            if (!uplink.IsOpen)
            {
                text.Member("next_attempt_ms", WaitOf(uplink, uptimeMilliseconds));
            }

            if (uplink.LastReceiptUptimeMilliseconds >= 0)
            {
                text.Member("last_receipt_age_ms", uptimeMilliseconds - uplink.LastReceiptUptimeMilliseconds);
            }
        }

        text.Close();
        return false;
    }

    private static long WaitOf(FrameUplink uplink, long uptimeMilliseconds)
    {
        long wait = uplink.NextAttemptUptimeMilliseconds - uptimeMilliseconds;
        return wait > 0 ? wait : 0;
    }

    private static string StateOf(LinkState state) => state == LinkState.Open ? "open" : state == LinkState.Connecting ? "connecting" : "closed";

    private static string ProtectionOf(LinkProtection protection) =>
        protection == LinkProtection.Tls ? "on" : protection == LinkProtection.None ? "off by configuration, not protected" : "not needed";

    private static string FailureOf(LinkFailure failure)
    {
        switch (failure)
        {
            case LinkFailure.None:
                return "none";
            case LinkFailure.Unreachable:
                return "unreachable";
            case LinkFailure.Tls:
                return "tls";
            case LinkFailure.Refused:
                return "refused";
            case LinkFailure.Lost:
                return "lost";
            case LinkFailure.Timeout:
                return "timeout";
            case LinkFailure.CertificateExpired:
                return "certificate expired";
            case LinkFailure.CertificateNotYetValid:
                return "certificate not yet valid";
            case LinkFailure.CertificateUntrusted:
                return "certificate untrusted";
            case LinkFailure.CertificateWrongHost:
                return "certificate of another host";
            default:
                return "other";
        }
    }
}
