using System.Text.Json;
using Telltale.Simulation;

namespace Telltale.SimulationTests;

/// <summary>Small simulations with everything going wrong. A seed that fails is printed with the command that runs it again.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class SimulatorTests
{
    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    public void Every_sample_is_accounted_for_whatever_goes_wrong(ulong seed)
    {
        SimulationResult result = Run(new SimulationOptions { Units = 5, Days = 6, Seed = seed });
        Assert.Multiple(() =>
        {
            Assert.That(result.First, Is.Empty, $"telltale simulate --units 5 --days 6 --seed {seed}");
            Assert.That(result.Generated, Is.EqualTo(result.Stored + result.Dropped + result.LostOpenBatch + result.Queued + result.Destroyed));
            Assert.That(result.Generated, Is.GreaterThan(5 * 6 * 3600 * 3 / 4), "units are without power for some of the time, and not for more");
            Assert.That(result.PowerCuts, Is.GreaterThan(40));
            Assert.That(result.Outages, Is.GreaterThan(50));
            Assert.That(result.LostOpenBatch, Is.InRange(1, result.PowerCuts * 67));
            Assert.That(result.FramesForged, Is.GreaterThan(0));
            Assert.That(result.ReceiptsForged, Is.GreaterThan(0));
        });
    }

    [Test]
    public void Without_faults_every_sample_is_in_the_store_soon()
    {
        SimulationResult result = Run(new SimulationOptions { Units = 2, Days = 2, Faults = [] });
        Assert.That(result.First, Is.Empty);
        Assert.That(result.Generated, Is.GreaterThan(2 * 2 * 3600));
        Assert.That(result.Stored, Is.EqualTo(result.Generated));
        Assert.That(result.MessagesForgotten + result.Duplicates + result.PowerCuts, Is.Zero);
    }

    [Test]
    public void A_unit_that_goes_on_from_old_flash_loses_nothing_that_it_takes_from_then_on()
    {
        SimulationResult result = Run(new SimulationOptions { Units = 2, Days = 4, Faults = [FaultKind.OldFlash, FaultKind.Outages] });
        Assert.That(result.First, Is.Empty);
        Assert.That(result.StoredAside, Is.GreaterThan(0), "its numbers come twice");
        Assert.That(result.Stored + result.Queued, Is.EqualTo(result.Generated));
    }

    [Test]
    public void The_same_seed_is_the_same_run_and_another_seed_another()
    {
        SimulationOptions options = new() { Units = 2, Days = 2, Seed = 4 };
        string first = Text(Run(options));
        Assert.That(Text(Run(options)), Is.EqualTo(first));
        Assert.That(Text(Run(options with { Seed = 5 })), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_unit_alone_does_what_it_does_among_others()
    {
        SimulationOptions options = new() { Units = 3, Days = 2, Seed = 6 };
        SimulationResult whole = Run(options);
        SimulationResult[] alone = [.. Enumerable.Range(0, 3).Select(unit => Run(options with { OnlyUnit = unit }))];
        Assert.Multiple(() =>
        {
            Assert.That(alone.Sum(unit => unit.Generated), Is.EqualTo(whole.Generated));
            Assert.That(alone.Sum(unit => unit.Stored), Is.EqualTo(whole.Stored));
            Assert.That(alone.Sum(unit => unit.LostOpenBatch), Is.EqualTo(whole.LostOpenBatch));
            Assert.That(alone.Sum(unit => unit.FramesPublished), Is.EqualTo(whole.FramesPublished));
            Assert.That(alone.Sum(unit => unit.BytesPublished), Is.EqualTo(whole.BytesPublished));
            Assert.That(alone.Sum(unit => unit.Starts), Is.EqualTo(whole.Starts));
            Assert.That(alone.Sum(unit => unit.Receipts), Is.EqualTo(whole.Receipts));
        });
    }

    [Test]
    public void Threads_change_nothing()
    {
        SimulationOptions options = new() { Units = 6, Days = 1, Seed = 7 };
        Assert.That(Text(Simulator.Run(options, threads: 2)), Is.EqualTo(Text(Run(options))));
    }

    private static SimulationResult Run(SimulationOptions options)
    {
        SimulationResult result = Simulator.Run(options);
        TestContext.Out.WriteLine(Text(result));
        return result;
    }

    private static string Text(SimulationResult result) => JsonSerializer.Serialize(result);
}
