namespace Telltale.Cli.Obd;

/// <summary>A message as the transport layer delivers it.</summary>
/// <param name="Ecu">The identifier that it came with; null where only the bytes are known.</param>
/// <param name="Bytes">The service identifier and what follows.</param>
public sealed record ObdMessage(string? Ecu, byte[] Bytes);
