namespace Telltale.Can;

/// <summary>Why an <see cref="Mcp2515"/> did not start.</summary>
public enum Mcp2515Fault
{
    /// <summary>It started, or was not asked to yet.</summary>
    None = 0,

    /// <summary>The crystal cannot make the bit rate: see <see cref="Mcp2515BitTiming.Find"/>.</summary>
    BitTimingImpossible = 1,

    /// <summary>What was written into its registers did not come back: no controller, wrong wiring, or an SPI clock above 10 MHz.</summary>
    NotAnswering = 2,

    /// <summary>It did not enter the mode asked for.</summary>
    ModeRefused = 3,
}
