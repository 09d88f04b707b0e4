namespace Telltale.Obd;

/// <summary>What was asked and answered. Every number only grows.</summary>
public sealed class ObdCounters
{
    /// <summary>Requests handed to the controller.</summary>
    public int RequestsSent;

    /// <summary>Responses that answered a request.</summary>
    public int ResponsesReceived;

    /// <summary>Requests without any response in time.</summary>
    public int Timeouts;

    /// <summary>Requests that were refused (negative response, other than response pending).</summary>
    public int NegativeResponses;

    /// <summary>Times that an ECU asked for more time (negative response code 0x78).</summary>
    public int ResponsesPending;

    /// <summary>Responses that did not have the form of an answer to the request.</summary>
    public int ResponsesMalformed;

    /// <summary>Frames with a response that this unit had not asked for: late ones, or those to another tester.</summary>
    public int FramesUnsolicited;

    /// <summary>Requests of another tester that were seen.</summary>
    public int RequestsOfOthers;

    /// <summary>Times that this unit gave way to another tester.</summary>
    public int GivenWay;

    /// <summary>Times that the controller took no request.</summary>
    public int SendsRefused;
}
