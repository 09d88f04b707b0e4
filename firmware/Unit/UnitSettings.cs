using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>How the unit behaves. The values here are the shipped defaults, at which every published figure is measured.</summary>
public sealed class UnitSettings
{
    /// <summary>One sample is taken in each slot of this length.</summary>
    public int SampleIntervalMilliseconds = 1000;

    /// <summary>A batch is closed this long after its first sample: the most that a power cut can take.</summary>
    public int BatchMilliseconds = 60000;

    /// <summary>At or below this supply voltage the open batch is closed and nothing new is held back. 0 switches this off.</summary>
    public int LowSupplyMillivolts = 9500;

    /// <summary>
    /// Where no ignition wire is fitted the engine counts as running at or above this supply voltage (a charging alternator) and as stopped 300 mV
    /// below it. 0 switches this off.
    /// </summary>
    public int ChargingMillivolts = 13200;

    /// <summary>How long the supply must stay on the other side before ignition that is told by voltage changes.</summary>
    public int ChargingSettleMilliseconds = 5000;

    /// <summary>An epoch of the sealing keys ends after this many frames, at start-up and when the ignition goes off.</summary>
    public int FramesInEpoch = 64;

    /// <summary>
    /// Whether the unit may send requests on the CAN bus. Off by itself it only listens (blueprint, section 3, rule 9).
    /// </summary>
    public bool MayPoll;

    /// <summary>The longest time between two steps. A late step does no harm; a receive buffer of the UART has to last for it.</summary>
    public int StepMilliseconds = 20;

    /// <summary>How the uplink connects, sends and repeats.</summary>
    public UplinkSettings Uplink = new UplinkSettings();
}
