namespace Telltale.Metering;

/// <summary>Something to measure.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Times">How many operations one run does; the table divides by it.</param>
/// <param name="Prepare">Brings everything into the steady state; not counted.</param>
/// <param name="Run">The operations; counted. Doing it twice must cost the same.</param>
public sealed record Operation(string Name, int Times, Action Prepare, Action Run)
{
    /// <summary>Machine instructions measured in the real interpreter, where somebody did.</summary>
    public long? Measured { get; init; }

    /// <summary>The most that the blueprint allows, where it says.</summary>
    public long? Limit { get; init; }

    /// <summary>True for the single operations that the prices were worked out from.</summary>
    public bool IsProbe { get; init; }
}
