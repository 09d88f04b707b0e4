namespace Telltale.Gnss;

/// <summary>What a <see cref="GnssReceiver"/> has done since it was made; every counter wraps. README.md of this folder says what a rising one means on a vehicle.</summary>
public sealed class GnssReceiverCounters
{
    /// <summary>Times that the port was opened, at whatever baud rate.</summary>
    public int Opens;

    /// <summary>Times that the port could not be opened.</summary>
    public int OpenFailures;

    /// <summary>Rounds through all baud rates in which nothing was found.</summary>
    public int SearchRounds;

    /// <summary>Questions and commands sent, repetitions included.</summary>
    public int Commands;

    /// <summary>Commands that the receiver refused.</summary>
    public int Refused;

    /// <summary>Commands that were not answered, however often they were sent.</summary>
    public int Unanswered;

    /// <summary>Times that everything the receiver was to be told had been told.</summary>
    public int Configurations;

    /// <summary>Times that the receiver forgot what it had been told: it had restarted by itself.</summary>
    public int Restarts;

    /// <summary>Times that nothing valid came for <see cref="GnssReceiverSettings.SilenceMilliseconds"/>.</summary>
    public int Silences;

    /// <summary>Changes of the baud rate after which nothing came.</summary>
    public int BaudRateFailures;

    /// <summary>Positions and times given to the receiver to start with.</summary>
    public int Aids;
}
