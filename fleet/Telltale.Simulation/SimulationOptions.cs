namespace Telltale.Simulation;

/// <summary>What is simulated.</summary>
public sealed record SimulationOptions
{
    /// <summary>Units, each in a vehicle of its own.</summary>
    public int Units { get; init; } = 4;

    /// <summary>Days of simulated time.</summary>
    public int Days { get; init; } = 6;

    /// <summary>The same seed is the same run, to the last bit.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What goes wrong; everything unless said otherwise.</summary>
    public IReadOnlyList<FaultKind> Faults { get; init; } = FaultNames.All;

    /// <summary>Only this unit of the run, from 0, which does exactly what it does in the whole run; null for all.</summary>
    public int? OnlyUnit { get; init; }

    /// <summary>The journal's budget in bytes for every unit, to fill it up sooner; null for what suits the volume.</summary>
    public int? JournalBytes { get; init; }

    /// <summary>Is told of each fault and each start-up as it happens; null for nobody. Lines of different shards mix.</summary>
    public Action<string>? Log { get; init; }
}
