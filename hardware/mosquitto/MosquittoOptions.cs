namespace Telltale.Mosquitto;

/// <summary>How to reach a broker. MQTT 3.1.1 is spoken; with <see cref="CertificateAuthorityFile"/> set, over TLS 1.2 or newer.</summary>
public sealed record MosquittoOptions
{
    /// <summary>Name or address of the broker; with TLS, what its certificate must name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port: 8883 by custom for TLS, 1883 without.</summary>
    public required int Port { get; init; }

    /// <summary>The client identifier; a second connection with the same one takes over the session.</summary>
    public required string ClientId { get; init; }

    /// <summary>User name, or null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null for none.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file of the authorities that may have signed the broker's certificate. Null connects without TLS.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>PEM file of the client's certificate, or null for none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of the client certificate's private key, or null for none.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>False only where a broker's certificate cannot name its host: the chain is still checked, the name is not.</summary>
    public bool CheckHostName { get; init; } = true;

    /// <summary>Seconds of silence after which the connection is probed, and given up when the broker stays silent as long again. At least 5.</summary>
    public int KeepAliveSeconds { get; init; } = 30;

    /// <summary>False keeps subscriptions and queued messages on the broker while the client is away.</summary>
    public bool CleanSession { get; init; } = true;

    /// <summary>True: <see cref="MosquittoClient.Start"/> connects again after a failure, for as long as the client lives. False: one attempt.</summary>
    public bool Reconnect { get; init; }

    /// <summary>The first wait before connecting again; it doubles up to <see cref="ReconnectMaximum"/> until a connection is accepted.</summary>
    public TimeSpan ReconnectMinimum { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before connecting again.</summary>
    public TimeSpan ReconnectMaximum { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The topic patterns to subscribe at QoS 1 each time a connection is accepted.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>
    /// Where <see cref="StateOnline"/> is published, retained, once the subscriptions are granted, and <see cref="StateOffline"/> when the connection ends, by the broker where the client cannot (last will, MQTT 3.1.1 section 3.1.2.5).
    /// What the broker had retained there before is read. Null for none of it.
    /// </summary>
    public string? StateTopic { get; init; }

    /// <summary>Published on <see cref="StateTopic"/> while there is a connection.</summary>
    public string StateOnline { get; init; } = "online";

    /// <summary>Published there when it ends.</summary>
    public string StateOffline { get; init; } = "offline";
}
