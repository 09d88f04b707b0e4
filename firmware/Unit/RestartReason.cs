namespace Telltale.Unit;

/// <summary>Why the unit wants the board to start it anew.</summary>
public enum RestartReason
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>A configuration that was proposed comes into force on trial.</summary>
    ConfigurationProposed = 1,

    /// <summary>The configuration on trial was rolled back.</summary>
    ConfigurationRolledBack = 2,
}
