namespace Telltale.Metering;

/// <summary>The price of one IL instruction in its place.</summary>
/// <param name="Kind">What it is counted as.</param>
/// <param name="MachineInstructions">Machine instructions of the interpreter.</param>
/// <param name="Allocations">Objects allocated.</param>
/// <param name="IsUnknown">True when no measurement stands behind the price.</param>
internal readonly record struct Price(string Kind, double MachineInstructions, int Allocations = 0, bool IsUnknown = false);
