using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Obd;
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

    /// <summary>How long the ignition wire must keep a new level before it counts.</summary>
    public int IgnitionSettleMilliseconds = 500;

    /// <summary>
    /// Where no ignition wire is fitted, ignition counts as on at or above this supply voltage, which only a charging alternator gives, and as off
    /// 300 mV below it. 0 switches this off.
    /// </summary>
    public int ChargingMillivolts = 13200;

    /// <summary>How long the supply voltage must keep to the other side before ignition that is told by it changes.</summary>
    public int ChargingSettleMilliseconds = 5000;

    /// <summary>The longest time between two steps that <see cref="TelematicsUnit.Step"/> asks for.</summary>
    public int StepMilliseconds = 20;

    /// <summary>How the GNSS receiver is brought up; of no effect with <see cref="UnitPorts.FixSource"/>. The board sets the baud rate that its receiver comes with.</summary>
    public GnssReceiverSettings Gnss = new GnssReceiverSettings();

    /// <summary>When samples are taken.</summary>
    public SamplerSettings Sampling = new SamplerSettings();

    /// <summary>How the vehicle's bus is treated; polling is off unless allowed here.</summary>
    public VehicleBusSettings Bus = new VehicleBusSettings();

    /// <summary>How much flash the journal takes.</summary>
    public JournalSettings Journal = new JournalSettings();

    /// <summary>How the uplink connects, sends and repeats.</summary>
    public UplinkSettings Uplink = new UplinkSettings();
}
