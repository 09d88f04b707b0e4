namespace Telltale.Fleet;

/// <summary>A unit that this home has keys for. Holds paths, never a secret.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="Label">The name that the owner gave it; the unit id where none was given.</param>
/// <param name="EnrolledTime">When it was enrolled.</param>
/// <param name="Folder">The unit's folder in the home.</param>
public sealed record EnrolledUnit(string UnitId, string Label, DateTimeOffset EnrolledTime, string Folder)
{
    /// <summary>The 32-byte root key. It never leaves the owner.</summary>
    public string RootKeyFile => Path.Combine(Folder, FleetHome.RootKeyName);

    /// <summary>What the board gets on its volume as <c>identity</c>: unit id and chain key.</summary>
    public string IdentityFile => Path.Combine(Folder, FleetHome.IdentityName);

    /// <summary>The unit's password at the broker, one line; the user name is the unit id.</summary>
    public string BrokerPasswordFile => Path.Combine(Folder, FleetHome.BrokerPasswordName);

    /// <summary>Where the unit's client certificate (PEM) goes when the broker asks for one instead of a password; may be absent.</summary>
    public string ClientCertificateFile => Path.Combine(Folder, FleetHome.ClientCertificateName);

    /// <summary>The private key (PEM) of <see cref="ClientCertificateFile"/>; may be absent.</summary>
    public string ClientKeyFile => Path.Combine(Folder, FleetHome.ClientKeyName);
}
