namespace Telltale.Flashing;

/// <summary>What one unit has otherwise than the settings say.</summary>
public sealed record UnitOverrides
{
    /// <summary>The Wi-Fi network's name in the settings; null for the only one.</summary>
    public string? Wifi { get; init; }

    /// <summary>The compiled signal profile; null for that of the settings.</summary>
    public string? Profile { get; init; }

    /// <summary>The bit rate of the vehicle's bus; null for that of the settings.</summary>
    public int? CanBitsPerSecond { get; init; }
}
