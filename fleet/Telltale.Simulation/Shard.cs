using System.Diagnostics;
using Telltale.Fleet;
using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>
/// Up to five units with a broker, a receiver and a store, on one clock and one thread: whatever is due next happens next. Shards have nothing in common, so that they may run side by side,
/// and how many there are depends on the number of units alone.
/// </summary>
internal sealed class Shard
{
    internal const int UnitsInShard = 5;

    private readonly SimulationOptions _options;
    private readonly int _number;

    internal Shard(SimulationOptions options, int number)
    {
        _options = options;
        _number = number;
    }

    /// <summary>For tests of the checker: is given the store and the units between the run and the check.</summary>
    internal Action<SampleStore, IReadOnlyList<SimulatedUnit>>? BeforeCheck { get; init; }

    /// <summary>Runs and checks.</summary>
    internal ShardResult Run()
    {
        Stopwatch stopwatch = Stopwatch.StartNew();
        SimulationClock clock = new(SimulationTimes.Start);
        Findings findings = new();
        List<SimulatedUnit> units = [];
        OwnerKeyRing keys = new();
        for (int index = _number * UnitsInShard; index < Math.Min((_number + 1) * UnitsInShard, _options.Units); index++)
        {
            if (_options.OnlyUnit is null || _options.OnlyUnit == index)
            {
                SimulatedUnit unit = new(_options, index, clock, findings);
                unit.Identities.ForEach(keys.Add);
                units.Add(unit);
            }
        }

        ShardSchedule schedule = new(_options, _number);
        SimulatedBroker broker = new(clock, units, _options.Seed);
        foreach (SimulatedUnit unit in units)
        {
            unit.Scripted.FrameArrived = frame => broker.Publish(unit, frame);
        }

        using SampleStore store = SampleStore.OpenInMemory();
        WatchedCryptography cryptography = new(Generators.ForShard(_options.Seed, _number, Generators.Owner));
        SimulatedReceiver receiver = new(clock, broker, schedule, keys, cryptography, store);
        Loop(clock, units, receiver, broker, schedule);
        units.ForEach(unit => unit.CheckReceipts());
        BeforeCheck?.Invoke(store, units);
        ShardResult result = new() { Findings = findings, RunSeconds = stopwatch.Elapsed.TotalSeconds };
        if (cryptography.IvReuses > 0)
        {
            findings.Add(-1, "iv_reuse", 0, $"the owner used {cryptography.IvReuses} nonce blocks again");
        }

        foreach (SimulatedUnit unit in units)
        {
            new UnitCheck(unit, receiver, schedule, keys, _options, findings, result).Run();
        }

        result.Add(broker, receiver);
        result.IvReuses += cryptography.IvReuses;
        result.CheckSeconds = stopwatch.Elapsed.TotalSeconds - result.RunSeconds;
        return result;
    }

    private void Loop(SimulationClock clock, List<SimulatedUnit> units, SimulatedReceiver receiver, SimulatedBroker broker, ShardSchedule schedule)
    {
        long end = _options.Days * SimulationTimes.Day;
        int restart = 0;
        while (true)
        {
            long next = receiver.NextTime();
            foreach (SimulatedUnit unit in units)
            {
                next = Math.Min(next, unit.NextTime());
            }

            bool isRestart = restart < schedule.BrokerRestarts.Count && schedule.BrokerRestarts[restart].At <= next;
            next = isRestart ? schedule.BrokerRestarts[restart].At : next;
            if (next >= end)
            {
                clock.AdvanceTo(end * 1000);
                return;
            }

            clock.AdvanceTo(next * 1000);
            if (isRestart)
            {
                broker.Restart(schedule.BrokerRestarts[restart++].KeepsMessages);
            }

            foreach (SimulatedUnit unit in units)
            {
                if (unit.NextTime() <= clock.NowMilliseconds)
                {
                    unit.Process();
                }
            }

            if (receiver.NextTime() <= clock.NowMilliseconds)
            {
                receiver.Process();
            }
        }
    }
}
