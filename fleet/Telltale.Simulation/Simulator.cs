namespace Telltale.Simulation;

/// <summary>Runs a simulation and checks it.</summary>
public static class Simulator
{
    /// <summary>Runs.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="threads">How many shards run side by side; the result does not depend on it.</param>
    public static SimulationResult Run(SimulationOptions options, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Units < 1 || options.Days < 1)
        {
            throw new ArgumentException("There is a unit and a day at least.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int shards = (options.Units + Shard.UnitsInShard - 1) / Shard.UnitsInShard;
        ShardResult?[] results = new ShardResult?[shards];
        Parallel.For(0, shards, new ParallelOptions { MaxDegreeOfParallelism = threads }, shard =>
        {
            bool isWanted = options.OnlyUnit is not { } only || only / Shard.UnitsInShard == shard;
            results[shard] = isWanted ? new Shard(options, shard).Run() : null;
        });
        return SimulationResult.Of(options, [.. results.OfType<ShardResult>()]);
    }
}
