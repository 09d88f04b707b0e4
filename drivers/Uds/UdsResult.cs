namespace Telltale.Uds;

/// <summary>How a request ended.</summary>
public enum UdsResult
{
    /// <summary>No request has ended yet.</summary>
    None = 0,

    /// <summary>A positive response came, in the form that the request asks for.</summary>
    Positive = 1,

    /// <summary>A negative response came; <see cref="UdsClient.NegativeResponseCode"/> says which.</summary>
    Negative = 2,

    /// <summary>No response came within P2, or P2* after "response pending", or no end of it within the longest exchange.</summary>
    Timeout = 3,

    /// <summary>The ECU asked for more time again and again.</summary>
    PendingTooOften = 4,

    /// <summary>The request did not go over; <see cref="UdsClient.TransportResult"/> says why.</summary>
    RequestLost = 5,

    /// <summary>The response did not come over whole; <see cref="UdsClient.TransportResult"/> says why.</summary>
    ResponseLost = 6,

    /// <summary>A positive response to this request came whose length or content does not fit it.</summary>
    ResponseMalformed = 7,
}
