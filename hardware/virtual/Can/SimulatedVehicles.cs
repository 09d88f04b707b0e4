namespace Telltale.Virtual.Can;

/// <summary>ECUs of made-up vehicles, for tests and <c>telltale simulate-ecu</c>.</summary>
public static class SimulatedVehicles
{
    /// <summary>An engine ECU with trouble codes, a freeze frame, monitor tests, and vehicle information of several frames.</summary>
    public static SimulatedEcuSettings Engine { get; } = new()
    {
        Name = "ECM-EngineControl",
        CalibrationIds = ["TTL-CAL-0001A", "TTL-CAL-0002"],
        CalibrationVerificationNumbers = [0x1791BC82, 0x0051A4D3],
        InUseCounters = [12, 345, 10, 12, 0, 0, 11, 12, 0, 0, 9, 12, 0, 0, 8, 10, 10, 12, 0, 0],
        StoredTroubleCodes = [0x0420, 0x0301, 0x0171],
        PendingTroubleCodes = [0x0128],
        PermanentTroubleCodes = [0x0420],
        FreezeFrameCode = 0x0420,
        MonitorTests =
        [
            new(0x01, 0x01, 0x0A, 0x0E60, 0x0BB0, 0x0FFA),
            new(0x01, 0x05, 0x10, 0x0048, 0x0000, 0x0060),
            new(0x21, 0x80, 0x20, 0x0040, 0x0000, 0x00B3),
            new(0xA2, 0x0B, 0x24, 0x0003, 0x0000, 0xFFFF),
            new(0x3C, 0x81, 0xFE, 0xFF38, 0xFC18, 0x0000),
        ],
    };

    /// <summary>A transmission ECU with few PIDs of its own.</summary>
    public static SimulatedEcuSettings Transmission { get; } = new()
    {
        Number = 1,
        Address = 0x18,
        Vin = "",
        Name = "TCM-TransmisCtrl",
        CalibrationIds = ["TTL-TCM-0100"],
        CalibrationVerificationNumbers = [0x00C0FFEE],
        StoredTroubleCodes = [0x0741, 0xC100],
        OnlyPids = new HashSet<int> { 0x01, 0x0D, 0x1C },
        Seed = 2,
    };

    /// <summary>A hybrid ECU without trouble codes.</summary>
    public static SimulatedEcuSettings Hybrid { get; } = new()
    {
        Number = 3,
        Address = 0x28,
        Vin = "",
        Name = "HPCM-HybridPtCtrl",
        CalibrationIds = ["TTL-HPC-0007"],
        OnlyPids = new HashSet<int> { 0x01, 0x0D, 0x1C, 0x42 },
        Seed = 3,
    };
}
