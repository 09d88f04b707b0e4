namespace Telltale.Virtual.Can;

/// <summary>How a simulated ECU behaves.</summary>
public sealed record SimulatedEcuSettings
{
    /// <summary>The ECU's number: 0 listens to 0x7E0 and answers with 0x7E8, 1 to 0x7E1 with 0x7E9, and so on.</summary>
    public int Number { get; init; }

    /// <summary>The vehicle identification number, 17 characters; empty when this ECU does not know it.</summary>
    public string Vin { get; init; } = "1TTSMLTD0VRTL0001";

    /// <summary>The shortest time until a response, in microseconds.</summary>
    public int ShortestResponseMicroseconds { get; init; } = 3_000;

    /// <summary>The longest time until a response, in microseconds; P2CAN of ISO 15765-4 is 50 ms.</summary>
    public int LongestResponseMicroseconds { get; init; } = 18_000;

    /// <summary>Seed of the response times.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What it does with several PIDs in a request.</summary>
    public SeveralPids SeveralPids { get; init; }

    /// <summary>PIDs that the ECU says it supports, but does not answer.</summary>
    public IReadOnlySet<int> SilentPids { get; init; } = new HashSet<int>();

    /// <summary>Times that a "response pending" (0x78) goes before a response, 100 ms apart.</summary>
    public int PendingResponses { get; init; }
}
