namespace Telltale.Commands;

/// <summary>
/// The certificate authorities that the board accepts for the broker, in slots 1 and 2. A new one is put beside the one in its slot: the board tries both, and drops the old one
/// once a TLS handshake has succeeded with the new one. So a wrong certificate cuts nobody off. <c>TrustAnchors</c> of the uplink does this on the unit's volume.
/// </summary>
public interface ITrustAnchors
{
    /// <summary>Puts a certificate beside the one in a slot, durable when the call returns. One that was put there before and has not led to a connection is replaced.</summary>
    /// <param name="slot">1 or 2.</param>
    /// <param name="pem">The array with the certificate, PEM (RFC 7468), one certificate; not kept.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">Its length.</param>
    /// <returns>Null when it was taken; else a sentence that says what is wrong.</returns>
    string Stage(int slot, byte[] pem, int offset, int count);
}
