using System.Text.Json.Serialization;

namespace Telltale.Simulation;

/// <summary>What a simulation came to. For every run generated = stored + dropped + lost_open_batch + queued + destroyed + lost.</summary>
public sealed record SimulationResult
{
    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Units.</summary>
    public required int Units { get; init; }

    /// <summary>Days.</summary>
    public required int Days { get; init; }

    /// <summary>Epochs that the vehicles gave to units with power, each of which must become one sample.</summary>
    public required long Generated { get; init; }

    /// <summary>Of these: in the owner's store, once.</summary>
    public required long Stored { get; init; }

    /// <summary>Dropped by rule, and reported as that.</summary>
    public required long Dropped { get; init; }

    /// <summary>In the open batch when the power failed.</summary>
    public required long LostOpenBatch { get; init; }

    /// <summary>In flash at the end, or in the open batch of a unit with power.</summary>
    public required long Queued { get; init; }

    /// <summary>Destroyed with the flash that they were in, by a fault of the schedule.</summary>
    public required long Destroyed { get; init; }

    /// <summary>Nothing accounts for them.</summary>
    public required long Lost { get; init; }

    /// <summary>Stored once too often.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Nonce blocks that met two contents under one key, of units and owner.</summary>
    public required long IvReuse { get; init; }

    /// <summary>Power cuts that happened.</summary>
    public required long PowerCuts { get; init; }

    /// <summary>Times without a network.</summary>
    public required long Outages { get; init; }

    /// <summary>Of those stored: in frames that the owner keeps aside, because their number was stored with another content.</summary>
    public required long StoredAside { get; init; }

    /// <summary>Samples of epochs that need not have become one: where the unit was finding out what the vehicle was doing.</summary>
    public required long Between { get; init; }

    /// <summary>Samples that units took by their clock, at moments without an epoch.</summary>
    public required long ByClock { get; init; }

    /// <summary>Frames that are missing for the owner.</summary>
    public required long Missing { get; init; }

    /// <summary>Numbers of frames that came with two contents.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Numbers of frames that came twice under one key, which only old flash can bring about.</summary>
    public required long SequenceReuse { get; init; }

    /// <summary>Start-ups of units.</summary>
    public required long Starts { get; init; }

    /// <summary>Times that the receiver went down or was killed.</summary>
    public required long ReceiverFalls { get; init; }

    /// <summary>Messages that the broker had acknowledged and lost.</summary>
    public required long MessagesForgotten { get; init; }

    /// <summary>Frames written to flash.</summary>
    public required long FramesWritten { get; init; }

    /// <summary>Frames published, repetitions included.</summary>
    public required long FramesPublished { get; init; }

    /// <summary>Their bytes.</summary>
    public required long BytesPublished { get; init; }

    /// <summary>Receipts sent.</summary>
    public required long Receipts { get; init; }

    /// <summary>Frames that the attacker altered.</summary>
    public required long FramesForged { get; init; }

    /// <summary>Receipts that the attacker altered.</summary>
    public required long ReceiptsForged { get; init; }

    /// <summary>What the receiver made of the messages that it got.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>How often something was found that must not be, by kind; empty when all is well.</summary>
    public required IReadOnlyDictionary<string, long> Findings { get; init; }

    /// <summary>The first findings of each kind.</summary>
    [JsonIgnore]
    public IReadOnlyList<Finding> First { get; init; } = [];

    /// <summary>Seconds that simulating took, all shards together.</summary>
    [JsonIgnore]
    public double RunSeconds { get; init; }

    /// <summary>Seconds that checking took, all shards together.</summary>
    [JsonIgnore]
    public double CheckSeconds { get; init; }

    /// <summary>True when nothing was found.</summary>
    [JsonIgnore]
    public bool IsGood => Findings.Count == 0;

    internal static SimulationResult Of(SimulationOptions options, IReadOnlyList<ShardResult> shards)
    {
        Findings findings = new();
        SortedDictionary<string, long> outcomes = new(StringComparer.Ordinal);
        foreach (ShardResult shard in shards)
        {
            findings.Add(shard.Findings);
            foreach ((string name, long count) in shard.Outcomes)
            {
                outcomes[name] = outcomes.GetValueOrDefault(name) + count;
            }
        }

        return new SimulationResult
        {
            Seed = options.Seed,
            Units = options.Units,
            Days = options.Days,
            Generated = shards.Sum(shard => shard.Generated),
            Stored = shards.Sum(shard => shard.Stored),
            Dropped = shards.Sum(shard => shard.Dropped),
            LostOpenBatch = shards.Sum(shard => shard.LostOpenBatch),
            Queued = shards.Sum(shard => shard.Queued),
            Destroyed = shards.Sum(shard => shard.Destroyed),
            Lost = shards.Sum(shard => shard.Lost),
            Duplicates = shards.Sum(shard => shard.Duplicates),
            IvReuse = shards.Sum(shard => shard.IvReuses),
            PowerCuts = shards.Sum(shard => shard.PowerCuts),
            Outages = shards.Sum(shard => shard.Outages),
            StoredAside = shards.Sum(shard => shard.StoredAside),
            Between = shards.Sum(shard => shard.Between),
            ByClock = shards.Sum(shard => shard.ByClock),
            Missing = shards.Sum(shard => shard.Missing),
            Conflicts = shards.Sum(shard => shard.Conflicts),
            SequenceReuse = shards.Sum(shard => shard.SequenceReuses),
            Starts = shards.Sum(shard => shard.Starts),
            ReceiverFalls = shards.Sum(shard => shard.ReceiverFalls),
            MessagesForgotten = shards.Sum(shard => shard.MessagesForgotten),
            FramesWritten = shards.Sum(shard => shard.FramesWritten),
            FramesPublished = shards.Sum(shard => shard.FramesPublished),
            BytesPublished = shards.Sum(shard => shard.BytesPublished),
            Receipts = shards.Sum(shard => shard.Receipts),
            FramesForged = shards.Sum(shard => shard.FramesForged),
            ReceiptsForged = shards.Sum(shard => shard.ReceiptsForged),
            Outcomes = outcomes,
            Findings = findings.Counts,
            First = findings.First,
            RunSeconds = shards.Sum(shard => shard.RunSeconds),
            CheckSeconds = shards.Sum(shard => shard.CheckSeconds),
        };
    }
}
