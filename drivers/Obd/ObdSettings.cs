using Telltale.IsoTp;

namespace Telltale.Obd;

/// <summary>How a vehicle is asked. Times are in milliseconds.</summary>
public sealed class ObdSettings
{
    /// <summary>How long to wait for a response: P2CAN of ISO 15765-4 is 50, and the loop may wake late.</summary>
    public int ResponseTimeoutMilliseconds = 150;

    /// <summary>How long to wait after "response pending": P2*CAN of ISO 15765-4.</summary>
    public int PendingTimeoutMilliseconds = 5000;

    /// <summary>The shortest time between the end of a request and the next one.</summary>
    public int RequestGapMilliseconds = 50;

    /// <summary>The most PIDs in a request, 1 to 6.</summary>
    public int MaximumPidsInRequest = 6;

    /// <summary>The longest time between two questions for what was never answered.</summary>
    public int LongestPeriodMilliseconds = 300000;

    /// <summary>How long nothing is asked after a response was seen that another tester must have asked for.</summary>
    public int GiveWayMilliseconds = 2000;

    /// <summary>Whether to ask for the vehicle identification number (service 09, information type 02).</summary>
    public bool AsksForVin = true;

    /// <summary>The longest response kept, in bytes; there are eight such buffers.</summary>
    public int ResponseCapacity = 128;

    /// <summary>Transport parameters.</summary>
    public IsoTpSettings IsoTp = new IsoTpSettings();
}
