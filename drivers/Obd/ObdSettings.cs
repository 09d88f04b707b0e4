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

    /// <summary>The budget: never more requests than this in a second, 1 to 1000, evenly spaced. Flow control is not counted.</summary>
    public int MaximumRequestsPerSecond = 15;

    /// <summary>The most PIDs in a request, 1 to 6; SAE J1979-2 allows 3 that fit a single frame.</summary>
    public int MaximumPidsInRequest = 6;

    /// <summary>The longest time between two questions for what was never answered.</summary>
    public int LongestPeriodMilliseconds = 300000;

    /// <summary>How long nothing is asked after a request of another tester was seen, or a response that another tester must have asked for.</summary>
    public int GiveWayMilliseconds = 2000;

    /// <summary>Whether to ask for the vehicle identification number (service 09, information type 02).</summary>
    public bool AsksForVin = true;

    /// <summary>
    /// Whether an ECU is asked for it by the data identifier 0xF190 (ISO 14229-1, service 22) where none tells it by service 09; only with <see cref="AsksForVin"/>. Reading it changes nothing in an ECU, in any session.
    /// </summary>
    public bool AsksForVinByIdentifier = true;

    /// <summary>Whether 29-bit identifiers are tried where nobody answers with 11 bits.</summary>
    public bool TriesExtendedIdentifiers = true;

    /// <summary>Whether SAE J1979-2 (OBD on UDS) is tried where nobody answers service 01.</summary>
    public bool TriesUds = true;

    /// <summary>Whether <see cref="ObdScan.TryClearTroubleCodes"/> does anything. Nothing else ever sends service 04.</summary>
    public bool MayClearTroubleCodes;

    /// <summary>The most bytes of freeze frames and vehicle information that a scan keeps; 0 for a unit that never scans.</summary>
    public int ScanCapacity = 1024;

    /// <summary>The longest response kept, in bytes; there are eight such buffers.</summary>
    public int ResponseCapacity = 256;

    /// <summary>Transport parameters.</summary>
    public IsoTpSettings IsoTp = new IsoTpSettings();
}
