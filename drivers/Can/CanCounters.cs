namespace Telltale.Can;

/// <summary>What a controller has seen since its start. Every number only grows (and wraps after 2^31).</summary>
public sealed class CanCounters
{
    /// <summary>Frames taken out of the controller.</summary>
    public int FramesReceived;

    /// <summary>Of these, frames that passed its filters though nobody wants them, and went no further.</summary>
    public int FramesRejected;

    /// <summary>Frames sent and acknowledged by another node.</summary>
    public int FramesSent;

    /// <summary>Times that frames were lost because the receive buffers were full, while only wanted identifiers were accepted.</summary>
    public int Overflows;

    /// <summary>The same while every identifier was accepted: what was lost was not wanted by anybody.</summary>
    public int OverflowsWhileOpen;

    /// <summary>Times that the controller became error-passive (ISO 11898-1: an error counter above 127).</summary>
    public int ErrorPassives;

    /// <summary>Times that the controller went bus-off (transmit error counter above 255).</summary>
    public int BusOffs;

    /// <summary>Times that an error was found in a frame, own or other, as far as it was noticed: several between two looks count once.</summary>
    public int MessageErrors;

    /// <summary>Frames that lost arbitration at least once before they were sent or given up: on a busy bus nothing unusual.</summary>
    public int ArbitrationsLost;

    /// <summary>Frames given up before any node acknowledged them.</summary>
    public int TransmissionsAborted;

    /// <summary>Times that the controller did not enter a mode within the time allowed, or did not answer.</summary>
    public int ControllerFaults;
}
