namespace Telltale.Uds;

/// <summary>What a client has done. Every number only grows.</summary>
public sealed class UdsCounters
{
    /// <summary>Requests begun, repeated ones too; without tester present.</summary>
    public int RequestsSent;

    /// <summary>Requests that ended with a positive response.</summary>
    public int PositiveResponses;

    /// <summary>Requests that ended with a negative response.</summary>
    public int NegativeResponses;

    /// <summary>Times that the ECU asked for more time (0x78).</summary>
    public int ResponsesPending;

    /// <summary>Times that the ECU was busy and the request was put off (0x21).</summary>
    public int BusyRepeats;

    /// <summary>Responses to something else than the request: another service, sub-function, identifier or trouble code.</summary>
    public int ResponsesIgnored;

    /// <summary>Responses to the request that do not fit it.</summary>
    public int ResponsesMalformed;

    /// <summary>Requests without an answer in time.</summary>
    public int Timeouts;

    /// <summary>Requests or responses that did not go over whole.</summary>
    public int TransportErrors;

    /// <summary>Frames from the ECU while no response was awaited.</summary>
    public int FramesUnsolicited;

    /// <summary>Times that this client gave way to another tester.</summary>
    public int GivenWay;

    /// <summary>Tester present messages sent.</summary>
    public int TesterPresentsSent;

    /// <summary>Extended sessions that ended because tester present could not be sent in time.</summary>
    public int SessionsLost;
}
