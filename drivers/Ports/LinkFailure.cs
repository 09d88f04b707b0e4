namespace Telltale.Ports;

/// <summary>Why a link is not open.</summary>
public enum LinkFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>No network, or the broker's name or address could not be reached.</summary>
    Unreachable = 1,

    /// <summary>The TLS handshake failed, or the broker's certificate was refused and the adapter cannot tell why: mbedTLS under nanoFramework gives one error for all reasons.</summary>
    Tls = 2,

    /// <summary>The broker refused the credentials (CONNACK codes 4 and 5, MQTT 3.1.1 section 3.2.2.3).</summary>
    Refused = 3,

    /// <summary>The broker or the network ended an open connection.</summary>
    Lost = 4,

    /// <summary>The broker did not answer in time.</summary>
    Timeout = 5,

    /// <summary>The broker's certificate, or one that signed it, had expired by the clock.</summary>
    CertificateExpired = 6,

    /// <summary>The broker's certificate, or one that signed it, is not yet valid by the clock.</summary>
    CertificateNotYetValid = 7,

    /// <summary>The broker's certificate leads to no trust anchor: it is self-signed, or of another authority.</summary>
    CertificateUntrusted = 8,

    /// <summary>The broker's certificate names another host.</summary>
    CertificateWrongHost = 9,
}
