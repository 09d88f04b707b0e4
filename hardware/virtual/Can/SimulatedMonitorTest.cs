namespace Telltale.Virtual.Can;

/// <summary>A result that a simulated ECU gives to service 06.</summary>
/// <param name="Monitor">OBDMID.</param>
/// <param name="Test">TID.</param>
/// <param name="Scaling">The unit and scaling identifier.</param>
/// <param name="Value">The result, raw.</param>
/// <param name="Minimum">The least that passes, raw.</param>
/// <param name="Maximum">The most that passes, raw.</param>
public sealed record SimulatedMonitorTest(byte Monitor, byte Test, byte Scaling, ushort Value, ushort Minimum, ushort Maximum);
