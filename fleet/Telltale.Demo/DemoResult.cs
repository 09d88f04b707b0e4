namespace Telltale.Demo;

/// <summary>What a demo came to. Taken, lost and duplicates are the simulated vehicle's own book held against the owner's store; the unit is not asked.</summary>
public sealed record DemoResult
{
    /// <summary>Samples that there were to take.</summary>
    public required int SamplesTaken { get; init; }

    /// <summary>Samples in the owner's store.</summary>
    public required int SamplesStored { get; init; }

    /// <summary>Taken and not stored.</summary>
    public required int Lost { get; init; }

    /// <summary>Stored more than once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Stored, but nothing that the vehicle did.</summary>
    public required int Unexpected { get; init; }

    /// <summary>PUBLISH packets from the unit, repetitions included.</summary>
    public required long Frames { get; init; }

    /// <summary>Their bytes, MQTT headers included, TLS not.</summary>
    public required long BytesPublished { get; init; }

    /// <summary>Bytes published for each sample stored.</summary>
    public double BytesPerSample => SamplesStored == 0 ? 0 : Math.Round((double)BytesPublished / SamplesStored, 2);

    /// <summary>The broker and its version.</summary>
    public required string Broker { get; init; }

    /// <summary>True when the unit's connection was TLS with the broker's certificate checked.</summary>
    public required bool Tls { get; init; }

    /// <summary>The furthest that a stored position lies from what the receiver reported.</summary>
    public required double WorstPositionErrorMetres { get; init; }

    /// <summary>False when the demo ended before the owner had everything.</summary>
    public required bool IsComplete { get; init; }
}
