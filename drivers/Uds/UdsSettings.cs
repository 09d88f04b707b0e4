using Telltale.IsoTp;

namespace Telltale.Uds;

/// <summary>How an ECU is asked. Times are in milliseconds.</summary>
public sealed class UdsSettings
{
    /// <summary>P2 until the ECU says its own: how long it may take to begin a response (ISO 14229-2).</summary>
    public int P2Milliseconds = 50;

    /// <summary>P2* until the ECU says its own: how long it may take after "response pending" (ISO 14229-2).</summary>
    public int P2StarMilliseconds = 5000;

    /// <summary>The longest P2 believed of an ECU.</summary>
    public int MaximumP2Milliseconds = 5000;

    /// <summary>The longest P2* believed of an ECU; ECUs that say 60,000 exist.</summary>
    public int MaximumP2StarMilliseconds = 60000;

    /// <summary>ΔP2: what the way over the bus and a late loop add to P2 and P2*.</summary>
    public int MarginMilliseconds = 100;

    /// <summary>The longest time from a request to its end, whatever the ECU sends.</summary>
    public int MaximumExchangeMilliseconds = 120000;

    /// <summary>How often in one request "response pending" is borne.</summary>
    public int MaximumPending = 20;

    /// <summary>How often a request is repeated after "busy, repeat request".</summary>
    public int MaximumBusyRepeats = 3;

    /// <summary>How long to wait before that.</summary>
    public int BusyDelayMilliseconds = 200;

    /// <summary>The time between two tester present messages while an extended session is kept: 2000 to 4000.</summary>
    public int TesterPresentMilliseconds = 2000;

    /// <summary>S3 of the ECU: how long it stays in a session without hearing anything (ISO 14229-2).</summary>
    public int S3Milliseconds = 5000;

    /// <summary>How long after the last request an extended session is still kept; then it is left to end by itself, so that no ECU is kept awake.</summary>
    public int SessionIdleMilliseconds = 60000;

    /// <summary>How long nothing is asked after a frame was seen that another tester must have asked for.</summary>
    public int GiveWayMilliseconds = 2000;

    /// <summary>The longest response taken, 8 to 4095 bytes: 512 hold 127 trouble codes.</summary>
    public int ResponseCapacity = 512;

    /// <summary>The most identifiers in a request, 1 to 100.</summary>
    public int MaximumIdentifiers = 16;

    /// <summary>Transport parameters, padding among them.</summary>
    public IsoTpSettings IsoTp = new IsoTpSettings();
}
