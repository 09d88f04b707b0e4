namespace Telltale.Mosquitto;

/// <summary>A message that the broker delivered.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Its bytes, a copy.</param>
/// <param name="QualityOfService">0 to 2.</param>
/// <param name="IsRetained">True when the broker had kept it for new subscribers.</param>
public sealed record MosquittoMessage(string Topic, byte[] Payload, int QualityOfService, bool IsRetained);
