namespace Telltale.Ports;

/// <summary>What protects a link's connection on its way to the broker.</summary>
public enum LinkProtection
{
    /// <summary>There is no way: broker and unit are in one process, or the link is not known to need any.</summary>
    NotApplicable = 0,

    /// <summary>TLS, with the broker's certificate checked.</summary>
    Tls = 1,

    /// <summary>Nothing: TLS is off by configuration, and whoever carries the bytes sees the broker's credentials.</summary>
    None = 2,
}
