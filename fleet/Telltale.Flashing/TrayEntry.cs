using Telltale.Esp32;

namespace Telltale.Flashing;

/// <summary>A line of a tray's list.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Label">The unit's name.</param>
/// <param name="Board">Its board.</param>
/// <param name="Port">The serial port; null where boards are connected one after the other.</param>
/// <param name="UnitId">An enrolled unit's id; null to enrol one.</param>
/// <param name="Overrides">What it has otherwise than the settings say.</param>
public sealed record TrayEntry(int Line, string Label, Board Board, string? Port, string? UnitId, UnitOverrides Overrides);
