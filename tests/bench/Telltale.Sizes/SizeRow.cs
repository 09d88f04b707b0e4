namespace Telltale.Sizes;

/// <summary>What one format makes of one drive.</summary>
/// <param name="Drive">The drive's name.</param>
/// <param name="Format">The format's name.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Batches">In how many batches.</param>
/// <param name="Encoded">Bytes a sample, encoded.</param>
/// <param name="Published">Bytes a sample with the header of MQTT PUBLISH, unsealed.</param>
/// <param name="Sealed">Bytes a sample sealed and with the header of MQTT PUBLISH.</param>
public sealed record SizeRow(string Drive, string Format, int Samples, int Batches, double Encoded, double Published, double Sealed);
