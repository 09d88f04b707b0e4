namespace Telltale.Ports;

/// <summary>What the board measures of its supply.</summary>
public interface IPowerInputs
{
    /// <summary>Supply voltage in millivolts, or -1 where the board cannot measure it.</summary>
    int SupplyMillivolts { get; }

    /// <summary>The ignition wire (terminal 15, ISO 7637 / DIN 72552): 1 on, 0 off, -1 not fitted.</summary>
    int Ignition { get; }
}
