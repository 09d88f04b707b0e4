namespace Telltale.Unit;

/// <summary>Why the unit wants its board to restart: <see cref="TelematicsUnit.RestartRequested"/>.</summary>
public static class RestartReason
{
    /// <summary>It does not.</summary>
    public const int None = 0;

    /// <summary>The owner's command.</summary>
    public const int Command = 1;

    /// <summary>The next stream has begun: keys and journal are taken up anew.</summary>
    public const int KeysRotated = 2;

    /// <summary>The volume has been wiped.</summary>
    public const int Wiped = 3;

    /// <summary>A configuration that was proposed comes into force on trial.</summary>
    public const int ConfigurationProposed = 4;

    /// <summary>The configuration on trial was rolled back.</summary>
    public const int ConfigurationRolledBack = 5;

    /// <summary>It sleeps first, for <see cref="TelematicsUnit.SleepMilliseconds"/>, or until the ignition is switched on.</summary>
    public const int Asleep = 6;
}
