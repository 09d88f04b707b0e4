namespace Telltale.Virtual.Can;

/// <summary>A gateway between the diagnostic connector and ECUs: loses, delays or keeps out what passes. Flow control always passes.</summary>
/// <param name="seed">Seed of what is lost.</param>
public sealed class SimulatedGateway(int seed = 1)
{
    private readonly Random _random = new(seed);

    /// <summary>The share of requests that are lost, 0 to 1.</summary>
    public double LossShare { get; init; }

    /// <summary>How much later responses come.</summary>
    public long DelayMicroseconds { get; init; }

    /// <summary>Whether only functional requests pass.</summary>
    public bool PassesOnlyFunctional { get; init; }

    /// <summary>Requests that did not pass so far.</summary>
    public long RequestsKeptOut { get; private set; }

    /// <summary>Whether a request passes.</summary>
    internal bool Passes(bool isFunctional)
    {
        bool passes = (isFunctional || !PassesOnlyFunctional) && (LossShare <= 0 || _random.NextDouble() >= LossShare);
        RequestsKeptOut += passes ? 0 : 1;
        return passes;
    }
}
