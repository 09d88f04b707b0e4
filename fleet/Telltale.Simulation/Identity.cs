namespace Telltale.Simulation;

/// <summary>A unit's id and root key.</summary>
internal sealed record Identity(string UnitId, byte[] Root);
