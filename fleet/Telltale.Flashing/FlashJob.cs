using Telltale.Esp32;

namespace Telltale.Flashing;

/// <summary>One board to be made one unit.</summary>
public sealed record FlashJob
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The serial port; null to find the only one.</summary>
    public string? Port { get; init; }

    /// <summary>An enrolled unit's id; null to enrol one, or to go on with the one that an interrupted run began with.</summary>
    public string? UnitId { get; init; }

    /// <summary>The name of the unit that is enrolled; null for its id.</summary>
    public string? Label { get; init; }

    /// <summary>What this unit has otherwise than the settings say.</summary>
    public UnitOverrides Overrides { get; init; } = new();

    /// <summary>True renews interpreter and application and leaves keys, journal, files and network on the board.</summary>
    public bool KeepVolume { get; init; }

    /// <summary>True makes a board another unit, or puts a unit onto another board, though the home knows otherwise.</summary>
    public bool Replace { get; init; }
}
