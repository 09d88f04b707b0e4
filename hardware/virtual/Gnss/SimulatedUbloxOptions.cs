namespace Telltale.Virtual.Gnss;

/// <summary>What kind of u-blox is simulated.</summary>
public sealed record SimulatedUbloxOptions
{
    /// <summary>True for generations 9 and 10, which are configured by CFG-VALSET and refuse CFG-PRT and CFG-MSG here; false for 8.</summary>
    public bool HasConfigurationItems { get; init; }

    /// <summary>As the receiver states it in MON-VER; null for one that states none, as generation 6.</summary>
    public string? Protocol { get; init; } = "PROTVER=18.00";

    /// <summary>Model as it states it; null for one that states none.</summary>
    public string? Model { get; init; } = "MOD=NEO-M8N-0";

    /// <summary>Whether sentences are sent after power-on; false where a board's maker has switched them off for good.</summary>
    public bool SendsSentences { get; init; } = true;

    /// <summary>Whether it says what it is, by TXT sentences, when it gets power.</summary>
    public bool AnnouncesItself { get; init; } = true;

    /// <summary>From power-on to the first byte.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromMilliseconds(300);
}
