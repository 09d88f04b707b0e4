namespace Telltale.Ports;

/// <summary>Why a link is not open.</summary>
public enum LinkFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>No network, or the broker's name or address could not be reached.</summary>
    Unreachable = 1,

    /// <summary>The TLS handshake or the check of the broker's certificate failed.</summary>
    Tls = 2,

    /// <summary>The broker refused the credentials (CONNACK codes 4 and 5, MQTT 3.1.1 section 3.2.2.3).</summary>
    Refused = 3,

    /// <summary>The broker or the network ended an open connection.</summary>
    Lost = 4,

    /// <summary>The broker did not answer in time.</summary>
    Timeout = 5,
}
