namespace Telltale.Fleet;

/// <summary>Who knows the units' root keys: the owner's home, or a simulation.</summary>
public interface IRootKeys
{
    /// <summary>The 32-byte root key of a unit, or null when there is no such unit.</summary>
    byte[]? FindRoot(string unitId);

    /// <summary>The name that the owner gave the unit; the unit id where there is none.</summary>
    string LabelOf(string unitId);
}
