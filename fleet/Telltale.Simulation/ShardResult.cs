using Telltale.Fleet;

namespace Telltale.Simulation;

/// <summary>What a shard came to.</summary>
internal sealed class ShardResult
{
    internal required Findings Findings { get; init; }

    internal long Generated { get; set; }

    internal long Stored { get; set; }

    internal long StoredAside { get; set; }

    internal long Dropped { get; set; }

    internal long LostOpenBatch { get; set; }

    internal long Queued { get; set; }

    internal long Destroyed { get; set; }

    internal long Lost { get; set; }

    internal long Duplicates { get; set; }

    internal long IvReuses { get; set; }

    internal long SequenceReuses { get; set; }

    internal long Between { get; set; }

    internal long ByClock { get; set; }

    internal long PowerCuts { get; set; }

    internal long Outages { get; set; }

    internal long Starts { get; set; }

    internal long Missing { get; set; }

    internal long Conflicts { get; set; }

    internal long FramesWritten { get; set; }

    internal long FramesPublished { get; set; }

    internal long BytesPublished { get; set; }

    internal long FramesForged { get; set; }

    internal long ReceiptsForged { get; set; }

    internal long Receipts { get; set; }

    internal long MessagesForgotten { get; set; }

    internal long ReceiverFalls { get; set; }

    internal SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);

    internal double RunSeconds { get; set; }

    internal double CheckSeconds { get; set; }

    internal void Add(SimulatedBroker broker, SimulatedReceiver receiver)
    {
        FramesForged += broker.FramesForged;
        ReceiptsForged += broker.ReceiptsForged;
        MessagesForgotten += broker.MessagesForgotten;
        Receipts += receiver.ReceiptsSent;
        ReceiverFalls += receiver.Down.Count;
        foreach ((FrameOutcome outcome, long count) in receiver.Outcomes)
        {
            string name = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
            Outcomes[name] = Outcomes.GetValueOrDefault(name) + count;
        }
    }
}
