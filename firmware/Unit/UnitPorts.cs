using Telltale.Can;
using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Gnss;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>What the unit is plugged into, set by the board's start-up code.</summary>
public sealed class UnitPorts
{
    /// <summary>
    /// The UART of a GNSS receiver, which the unit opens and nobody else; its buffer has to last for the longest step, see README.md. Null where <see cref="FixSource"/> is set.
    /// </summary>
    public IUartPort GnssUart;

    /// <summary>What fixes come from where another driver has the receiver; null where <see cref="GnssUart"/> is set.</summary>
    public IFixSource FixSource;

    /// <summary>The CAN controller, started; null for a unit without one.</summary>
    public ICanController Can;

    /// <summary>AES-128 and HMAC-SHA-256.</summary>
    public ICryptography Cryptography;

    /// <summary>The volume that holds identity, keys, profile and journal.</summary>
    public IFileVolume Volume;

    /// <summary>The configuration, started, of which the settings were made; null where there is none to report, propose or roll back.</summary>
    public ConfigurationStore Configuration;

    /// <summary>The connection to the broker.</summary>
    public ILink Link;

    /// <summary>What the connection goes over; null where that is not known, and then it is taken to be there and free of charge.</summary>
    public INetwork Network;

    /// <summary>How many bytes a day the uplink may take; the unit loads it. Null for no limit.</summary>
    public ByteBudget Budget;

    /// <summary>Sets the clock that TLS goes by; the unit loads it. Null where that clock is right by itself.</summary>
    public TimeKeeper Time;

    /// <summary>The trust anchors; the unit loads them. Null where the link has its own.</summary>
    public TrustAnchors Anchors;

    /// <summary>Supply voltage and ignition.</summary>
    public IPowerInputs Power;

    /// <summary>The log of start-ups, begun by the board; it tells whether the unit has to run in safe mode. Null where there is none.</summary>
    public BootLog BootLog;

    /// <summary>What commands read and set as the configuration; where null, <see cref="Configuration"/> is, and where that is null too, they are answered with <see cref="CommandStatus.NotFitted"/>, like <see cref="Outputs"/> and <see cref="Anchors"/>.</summary>
    public ICommandConfiguration CommandConfiguration;

    /// <summary>The board's outputs, for commands.</summary>
    public IOutputs Outputs;

    /// <summary>The board can sleep: it does so for <see cref="TelematicsUnit.SleepMilliseconds"/> when <see cref="TelematicsUnit.RestartRequested"/> is <see cref="RestartReason.Asleep"/>.</summary>
    public bool CanSleep;

    /// <summary>What began this life of the unit.</summary>
    public WakeCause WokenBy;

    /// <summary>Any fast-running counter, read by the board during start-up: it makes a new stream's id differ where random numbers are weak.</summary>
    public long Ticks;

    /// <summary>
    /// UTC at start-up in milliseconds since 1970-01-01, where the host knows it (a clock that kept running, a time server); 0 where not. It helps the receiver to its first fix
    /// and dates nothing.
    /// </summary>
    public long UtcMilliseconds;

    /// <summary>How far off <see cref="UtcMilliseconds"/> can be, in milliseconds; 0 where that is not known, and then it is not used.</summary>
    public int UtcAccuracyMilliseconds;

    /// <summary>The fault with which a CAN controller that is fitted did not start, where <see cref="Can"/> is null for that reason; 0 for none.</summary>
    public int CanFault;

    /// <summary>The UART of the serial console, which the unit opens; null for none.</summary>
    public IUartPort Console;

    /// <summary>Its speed in bits a second.</summary>
    public int ConsoleBaudRate = 115200;

    /// <summary>Where start-up reports go; null for nowhere.</summary>
    public IReportOutput StartupReports;
}
