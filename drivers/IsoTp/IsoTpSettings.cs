namespace Telltale.IsoTp;

/// <summary>Parameters of the transport layer (ISO 15765-2:2016). Times are in milliseconds.</summary>
public sealed class IsoTpSettings
{
    /// <summary>The longest message without the escape sequence of 9.6.3.1: 12 bits of length. Longer ones are refused.</summary>
    public const int MaximumLength = 4095;

    /// <summary>
    /// BS asked of the other side (9.6.5.3), 0 to 255; 0 for no further flow control. The default of 2 is what the MCP2515's receive buffers hold, so a loop
    /// that wakes late loses nothing.
    /// </summary>
    public int BlockSize = 2;

    /// <summary>STmin asked of the other side, as it is coded (9.6.5.4): 0 to 0x7F milliseconds, 0xF1 to 0xF9 for 100 to 900 µs.</summary>
    public int SeparationTime;

    /// <summary>What unused bytes of a frame are filled with (10.4.2.1); every frame has 8 bytes, as ISO 15765-4 wants.</summary>
    public byte Padding = 0xCC;

    /// <summary>N_As and N_Ar: how long the controller may take to accept a frame (9.8.1).</summary>
    public int TimeoutAMilliseconds = 1000;

    /// <summary>N_Bs: how long to wait for flow control (9.8.1).</summary>
    public int TimeoutBsMilliseconds = 1000;

    /// <summary>N_Cr: how long to wait for the next consecutive frame (9.8.1).</summary>
    public int TimeoutCrMilliseconds = 1000;

    /// <summary>N_Br: how late flow control that was put off may be, before the sender has given up: its N_Bs (9.8.1).</summary>
    public int TimeoutBrMilliseconds = 1000;

    /// <summary>N_Cs: how late a consecutive frame may be, beyond the separation time, before the receiver has given up: its N_Cr (9.8.1).</summary>
    public int TimeoutCsMilliseconds = 1000;

    /// <summary>How long a receiver that holds back keeps silent before a wait frame; well below the sender's N_Bs (9.8.1).</summary>
    public int WaitIntervalMilliseconds = 200;

    /// <summary>
    /// N_WFTmax (9.7): how many wait frames in a row a receiver sends; 0 for none. A sender bears as many, which the standard leaves open: without a limit it could be
    /// held for ever.
    /// </summary>
    public int MaximumWaitFrames = 10;
}
