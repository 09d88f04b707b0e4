namespace Telltale.Flashing;

/// <summary>What stands on a unit's label: nothing that helps to read or forge its data.</summary>
/// <param name="UnitId">The unit's id.</param>
/// <param name="Name">The name that its owner gave it.</param>
/// <param name="Board">Its board.</param>
public sealed record UnitLabel(string UnitId, string Name, string Board)
{
    /// <summary>What the QR code says: <c>telltale:unit/ID?name=NAME</c>, the name in percent encoding.</summary>
    public string Uri => $"telltale:unit/{UnitId}?name={System.Uri.EscapeDataString(Name)}";
}
