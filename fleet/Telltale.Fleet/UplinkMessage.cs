namespace Telltale.Fleet;

/// <summary>A message as the broker delivered it.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Received">When it arrived here.</param>
public sealed record UplinkMessage(string Topic, byte[] Payload, DateTimeOffset Received);
