using Telltale.Commands;
using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Obd;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>How the unit behaves. The values here are the shipped defaults, at which every published figure is measured.</summary>
public sealed class UnitSettings
{
    /// <summary>A batch is closed this long after its first sample: the most that a power cut can take.</summary>
    public int BatchMilliseconds = 60000;

    /// <summary>The most samples in a batch, 1 to 1,024; memory for them is made at start-up.</summary>
    public int MaximumSamplesInBatch = 96;

    /// <summary>At or below this supply voltage the open batch is closed, and batches stay short until it is 300 mV higher. 0 switches this off.</summary>
    public int LowSupplyMillivolts = 9500;

    /// <summary>While somebody watches live, a batch is closed this long after its first sample.</summary>
    public int LiveBatchMilliseconds = 2000;

    /// <summary>While the supply is low, a batch is closed this long after its first sample.</summary>
    public int LowSupplyBatchMilliseconds = 10000;

    /// <summary>How long a status stays the newest one while the link is open.</summary>
    public int StatusMilliseconds = 3600000;

    /// <summary>A connection that opens brings a status, but not sooner after the one before.</summary>
    public int StatusOnOpenMilliseconds = 300000;

    /// <summary>Frames that were dropped bring a status, but not sooner after the one before.</summary>
    public int StatusOnDropMilliseconds = 60000;

    /// <summary>A check that turned from pass to fail brings a status, but not sooner after the one before.</summary>
    public int StatusOnCheckMilliseconds = 60000;

    /// <summary>The longest time between two steps that <see cref="TelematicsUnit.Step"/> asks for: how often supply and ignition are looked at.</summary>
    public int StepMilliseconds = 250;

    /// <summary>The board's name, for statuses; printable ASCII, at most 40 characters.</summary>
    public string BoardName = "";

    /// <summary>What the checks hold their values against.</summary>
    public CheckLimits Limits = new CheckLimits();

    /// <summary>How the GNSS receiver is brought up; of no effect with <see cref="UnitPorts.FixSource"/>. The board sets the baud rate that its receiver comes with.</summary>
    public GnssReceiverSettings Gnss = new GnssReceiverSettings();

    /// <summary>When samples are taken.</summary>
    public SamplerSettings Sampling = new SamplerSettings();

    /// <summary>How the vehicle's bus is treated; polling is off unless allowed here.</summary>
    public VehicleBusSettings Bus = new VehicleBusSettings();

    /// <summary>How much flash the journal takes.</summary>
    public JournalSettings Journal = new JournalSettings();

    /// <summary>What the board's own network costs, which it cannot find out: the board gives it to the network that it plugs in. Home, metered or roaming.</summary>
    public NetworkClass NetworkClass = NetworkClass.Home;

    /// <summary>How the uplink connects, sends and repeats.</summary>
    public UplinkSettings Uplink = new UplinkSettings();

    /// <summary>When a parked unit sleeps.</summary>
    public SleepSettings Sleep = new SleepSettings();

    /// <summary>What commands may do.</summary>
    public CommandSettings Commands = new CommandSettings();
}
