namespace Telltale.Mosquitto;

/// <summary>What libmosquitto answers (<c>enum mosq_err_t</c>), the members that a user of this library meets.</summary>
public enum MosquittoResult
{
    /// <summary>All is well.</summary>
    Success = 0,

    /// <summary>Out of memory.</summary>
    OutOfMemory = 1,

    /// <summary>The broker broke the protocol.</summary>
    Protocol = 2,

    /// <summary>An argument is not valid.</summary>
    InvalidArgument = 3,

    /// <summary>There is no connection.</summary>
    NoConnection = 4,

    /// <summary>The broker answered CONNECT with a refusal (MQTT 3.1.1 section 3.2.2.3).</summary>
    ConnectionRefused = 5,

    /// <summary>Something named does not exist.</summary>
    NotFound = 6,

    /// <summary>An open connection ended.</summary>
    ConnectionLost = 7,

    /// <summary>The TLS handshake failed, or a certificate was refused.</summary>
    Tls = 8,

    /// <summary>The payload is too large.</summary>
    PayloadSize = 9,

    /// <summary>The library was built without this.</summary>
    NotSupported = 10,

    /// <summary>The credentials were refused.</summary>
    Authentication = 11,

    /// <summary>Access was refused.</summary>
    AccessDenied = 12,

    /// <summary>Unknown error.</summary>
    Unknown = 13,

    /// <summary>A call of the operating system failed: no route, connection refused by the host, and the like.</summary>
    OperatingSystem = 14,

    /// <summary>The host's name could not be resolved.</summary>
    NameResolution = 15,

    /// <summary>The broker did not answer within the keep-alive time.</summary>
    KeepAlive = 19,
}
