namespace Telltale.Elm327;

/// <summary>What was counted since the start, besides the frames of <see cref="Telltale.Can.CanCounters"/>. Every number only grows.</summary>
public sealed class Elm327Counters
{
    /// <summary>How often each text came; the index is an <see cref="Elm327Text"/>.</summary>
    public readonly int[] Texts = new int[22];

    /// <summary>Times that the adapter was set up.</summary>
    public int SetUps;

    /// <summary>Set-ups that an essential command ended.</summary>
    public int SetUpsFailed;

    /// <summary>Rounds through all baud rates without an adapter.</summary>
    public int SearchRounds;

    /// <summary>Times that the UART could not be opened.</summary>
    public int OpensFailed;

    /// <summary>Commands that the adapter did not know ("?").</summary>
    public int CommandsRefused;

    /// <summary>Times that the prompt did not come in time.</summary>
    public int Timeouts;

    /// <summary>Lines that are neither data nor a known text, or too long.</summary>
    public int LinesUnknown;

    /// <summary>Lines of data that make no frame.</summary>
    public int LinesMalformed;

    /// <summary>Own commands that came back although echo was switched off.</summary>
    public int Echoes;

    /// <summary>Frames handed in that cannot be sent through the adapter.</summary>
    public int RequestsUnsupported;

    /// <summary>Requests to an ECU that has never answered, whose address on this protocol is unknown: taken and not sent.</summary>
    public int RequestsDropped;

    /// <summary>Requests sent a second time after BUS BUSY or STOPPED.</summary>
    public int Retries;

    /// <summary>Flow control frames handed in and dropped: the adapter sends its own.</summary>
    public int FlowControlsDropped;

    /// <summary>Times that nothing was sent for a while after the adapter could not reach the vehicle.</summary>
    public int HoldOffs;
}
