using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Can;

/// <summary>A message that a simulated node sends by itself, again and again.</summary>
/// <param name="Key">Identifier and format, as <see cref="Telltale.Can.CanFrame.Key"/>.</param>
/// <param name="PeriodMicroseconds">Time between two of them.</param>
/// <param name="Length">Data bytes, 0 to 8.</param>
/// <param name="Encode">Gives the data, byte 0 in the highest eight bits, from the vehicle's state and a counter of this message.</param>
public sealed record BroadcastMessage(uint Key, long PeriodMicroseconds, int Length, Func<VehicleState, long, ulong> Encode);
