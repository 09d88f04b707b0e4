namespace Telltale.Virtual.Can;

/// <summary>How a simulated ECU behaves.</summary>
public sealed record SimulatedEcuSettings
{
    /// <summary>The ECU's number: 0 listens to 0x7E0 and answers with 0x7E8, 1 to 0x7E1 with 0x7E9, and so on.</summary>
    public int Number { get; init; }

    /// <summary>Whether it uses the 29-bit identifiers of ISO 15765-4 instead: 0x18DB33F1, and 0x18DAxxF1 with its <see cref="Address"/>.</summary>
    public bool IsExtended { get; init; }

    /// <summary>Its address with 29-bit identifiers.</summary>
    public byte Address { get; init; } = 0x10;

    /// <summary>What it speaks.</summary>
    public ObdDialect Dialect { get; init; }

    /// <summary>The vehicle identification number, 17 characters; empty when this ECU does not know it.</summary>
    public string Vin { get; init; } = "1TTSMLTD0VRTL0001";

    /// <summary>What it answers to data identifier F190 (ISO 14229-1), whatever it speaks besides; null for nothing, that is a refusal, like that of an ECU that knows the service and not the identifier.</summary>
    public string? VinByIdentifier { get; init; }

    /// <summary>Its name (information type 0A), up to 20 characters; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Calibration identifications (information type 04), up to 16 characters each.</summary>
    public IReadOnlyList<string> CalibrationIds { get; init; } = [];

    /// <summary>Calibration verification numbers (information type 06).</summary>
    public IReadOnlyList<uint> CalibrationVerificationNumbers { get; init; } = [];

    /// <summary>In-use counters of spark ignition (information type 08): 16 or 20 of them; empty for none.</summary>
    public IReadOnlyList<ushort> InUseCounters { get; init; } = [];

    /// <summary>Stored (confirmed) trouble codes, as in SAE J2012.</summary>
    public IReadOnlyList<ushort> StoredTroubleCodes { get; init; } = [];

    /// <summary>Pending trouble codes.</summary>
    public IReadOnlyList<ushort> PendingTroubleCodes { get; init; } = [];

    /// <summary>Permanent trouble codes.</summary>
    public IReadOnlyList<ushort> PermanentTroubleCodes { get; init; } = [];

    /// <summary>The code that freeze frame 0 was kept for; 0 for no freeze frame. Its values are those of the vehicle when the ECU is first asked.</summary>
    public ushort FreezeFrameCode { get; init; }

    /// <summary>Results of monitor tests (service 06).</summary>
    public IReadOnlyList<SimulatedMonitorTest> MonitorTests { get; init; } = [];

    /// <summary>The only PIDs of service 01 that it has; null for all that the simulation knows.</summary>
    public IReadOnlySet<int>? OnlyPids { get; init; }

    /// <summary>The shortest time until a response, in microseconds.</summary>
    public int ShortestResponseMicroseconds { get; init; } = 3_000;

    /// <summary>The longest time until a response, in microseconds; P2CAN of ISO 15765-4 is 50 ms.</summary>
    public int LongestResponseMicroseconds { get; init; } = 18_000;

    /// <summary>Seed of the response times and of whatever else is random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What it does with several PIDs in a request.</summary>
    public SeveralPids SeveralPids { get; init; }

    /// <summary>PIDs that the ECU says it supports, but does not answer.</summary>
    public IReadOnlySet<int> SilentPids { get; init; } = new HashSet<int>();

    /// <summary>Times that a "response pending" (0x78) goes before a response, 100 ms apart.</summary>
    public int PendingResponses { get; init; }

    /// <summary>The share of responses that are damaged: cut short, with other bytes, or another service's.</summary>
    public double MalformedShare { get; init; }

    /// <summary>What stands between the diagnostic connector and this ECU; null for a wire.</summary>
    public SimulatedGateway? Gateway { get; init; }
}
