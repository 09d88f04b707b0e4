using Telltale.Fleet;

namespace Telltale.Simulation;

/// <summary>The owner's root keys, in memory.</summary>
internal sealed class OwnerKeyRing : IRootKeys
{
    private readonly Dictionary<string, byte[]> _roots = new(StringComparer.Ordinal);

    internal void Add(Identity identity) => _roots[identity.UnitId] = identity.Root;

    /// <inheritdoc/>
    public byte[]? FindRoot(string unitId) => _roots.GetValueOrDefault(unitId);

    /// <inheritdoc/>
    public string LabelOf(string unitId) => unitId;
}
