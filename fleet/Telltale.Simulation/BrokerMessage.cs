namespace Telltale.Simulation;

/// <summary>A message on its way to the receiver.</summary>
internal sealed record BrokerMessage(SimulatedUnit Sender, string Topic, byte[] Payload);
