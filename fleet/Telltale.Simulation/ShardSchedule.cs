using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>What goes wrong with the broker and the receiver of a shard, drawn before anything runs.</summary>
internal sealed class ShardSchedule
{
    internal ShardSchedule(SimulationOptions options, int shard)
    {
        HashSet<FaultKind> kinds = [.. options.Faults];
        long end = options.Days * SimulationTimes.Day;
        SimulationRandom random = Generators.ForShard(options.Seed, shard, (int)FaultKind.ReceiverDown);
        if (kinds.Contains(FaultKind.ReceiverDown))
        {
            long now = (long)(random.NextBetween(0.05, 0.2) * end);
            while (now < end)
            {
                long length = (long)random.NextLogarithmic(20 * SimulationTimes.Minute, Math.Min(3 * SimulationTimes.Day, end / 5));
                ReceiverDown.Add((new Span(now, now + length), random.Chance(0.4)));
                now += length + (long)random.NextLogarithmic(end / 12.0, end / 3.0);
            }
        }

        random = Generators.ForShard(options.Seed, shard, (int)FaultKind.ReceiverKilled);
        for (int count = kinds.Contains(FaultKind.ReceiverKilled) ? 2 * options.Days : 0; count > 0; count--)
        {
            long from = (long)(random.NextUnit() * end);
            long until = from + (long)random.NextLogarithmic(10 * SimulationTimes.Second, 20 * SimulationTimes.Minute);
            if (!ReceiverKilled.Exists(other => other.Overlaps(from, until)))
            {
                ReceiverKilled.Add(new Span(from, until));
            }
        }

        ReceiverKilled.Sort((one, other) => one.From.CompareTo(other.From));
        random = Generators.ForShard(options.Seed, shard, (int)FaultKind.BrokerDisorder);
        for (int count = kinds.Contains(FaultKind.BrokerDisorder) ? Math.Max(1, options.Days / 3) : 0; count > 0; count--)
        {
            BrokerRestarts.Add(((long)(random.NextUnit() * end), random.Chance(0.5)));
        }

        BrokerRestarts.Sort();
    }

    /// <summary>Times without a receiver; whether the broker forgets its session meanwhile, and with it what comes for it.</summary>
    internal List<(Span Span, bool ForgetsSession)> ReceiverDown { get; } = [];

    /// <summary>What comes meanwhile is committed, and nothing of it receipted; then the receiver is killed.</summary>
    internal List<Span> ReceiverKilled { get; } = [];

    /// <summary>When the broker starts anew, and whether it keeps what waits for the receiver.</summary>
    internal List<(long At, bool KeepsMessages)> BrokerRestarts { get; } = [];
}
