using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>What the value of a check means, in words, where it is a number of a list; the same on the serial console, in the start-up report and at the owner's.</summary>
public static class CheckNotes
{
    /// <summary>The value of <see cref="CheckNumber.Tls"/> where it is not fitted because the configuration turns TLS off.</summary>
    public const int TlsIsOff = 1;

    /// <summary>The words for a check; null where there is nothing to add.</summary>
    /// <param name="number">The check.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="hasValue">Whether it has a value.</param>
    /// <param name="value">The value.</param>
    public static string Of(CheckNumber number, StatusCheckState state, bool hasValue, long value)
    {
        if (!hasValue || (number != CheckNumber.Tls && number != CheckNumber.Broker))
        {
            return null;
        }

        if (number == CheckNumber.Tls && state == StatusCheckState.NotFitted)
        {
            return value == TlsIsOff ? "off by configuration, the connection is not protected" : null;
        }

        switch ((LinkFailure)(int)value)
        {
            case LinkFailure.Unreachable:
                return "not reached";
            case LinkFailure.Tls:
                return "the TLS handshake failed";
            case LinkFailure.Refused:
                return "the credentials were refused";
            case LinkFailure.Lost:
                return "the connection was ended";
            case LinkFailure.Timeout:
                return "no answer in time";
            case LinkFailure.CertificateExpired:
                return "the certificate has expired";
            case LinkFailure.CertificateNotYetValid:
                return "the certificate is not yet valid";
            case LinkFailure.CertificateUntrusted:
                return "the certificate leads to no trust anchor";
            case LinkFailure.CertificateWrongHost:
                return "the certificate names another host";
            default:
                return null;
        }
    }
}
