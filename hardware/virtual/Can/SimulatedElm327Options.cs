namespace Telltale.Virtual.Can;

/// <summary>How a simulated adapter behaves: as an ELM327 v1.5, unless said otherwise.</summary>
public sealed record SimulatedElm327Options
{
    /// <summary>Bits a second at its UART.</summary>
    public int BaudRate { get; init; } = 38_400;

    /// <summary>The sign-on, also the answer to AT I.</summary>
    public string SignOn { get; init; } = "ELM327 v1.5";

    /// <summary>The answer to STI; empty where STI is not known.</summary>
    public string StnIdentification { get; init; } = "";

    /// <summary>Commands answered with "?", without spaces: "ATAT1", or "ATSH" for every one that begins so.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Echoes whatever AT E0 says.</summary>
    public bool AlwaysEchoes { get; init; }

    /// <summary>Puts spaces between bytes whatever AT S0 says.</summary>
    public bool AlwaysSpaces { get; init; }

    /// <summary>Ends lines with a line feed too whatever AT L0 says.</summary>
    public bool AlwaysLineFeeds { get; init; }

    /// <summary>Time that it needs before it answers anything, in microseconds.</summary>
    public int DelayMicroseconds { get; init; } = 1_000;

    /// <summary>Time that AT Z takes, in microseconds.</summary>
    public int ResetMicroseconds { get; init; } = 800_000;

    /// <summary>What AT RV measures, in volts.</summary>
    public double SupplyVolts { get; init; } = 12.6;
}
