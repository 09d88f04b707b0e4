using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Board;

/// <summary>Whole drives, from the vehicle to what its owner stores, on the simulated clock.</summary>
public sealed class DriveTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 7, 30, 0, 400, TimeSpan.Zero);

    [TestCase(1UL, 60)]
    [TestCase(2UL, 61.3)]
    [TestCase(3UL, 300)]
    public void Every_sample_of_a_drive_reaches_the_owner_once(ulong seed, double seconds)
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Options(owner, seed, seconds));
        LedgerComparison comparison = Compare(result, owner);
        Assert.That(result.IsDrained, Is.True);
        Assert.That(comparison.SamplesTaken, Is.InRange(seconds, seconds + 5));
        AssertComplete(comparison);
        Assert.That(comparison.PositionsMissing + comparison.PositionsInvented, Is.Zero);
        Assert.That(comparison.WorstPositionErrorMetres, Is.LessThan(0.15));
        Assert.That(comparison.WorstTruthErrorMetres, Is.LessThan(8));
        Assert.That(comparison.SamplesWithSignals, Is.GreaterThan(comparison.SamplesTaken - 8));
        Assert.That(owner.Samples().Max(sample => sample.Signals.Count), Is.EqualTo(10));
    }

    [Test]
    public void The_engine_that_the_owner_sees_is_the_vehicles()
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Options(owner, 4, 240));
        Dictionary<long, LedgerEntry> entries = result.Ledger.Entries.ToDictionary(entry => entry.EpochTime.ToUnixTimeSeconds());
        int compared = 0;
        foreach (LedgerSample sample in owner.Samples())
        {
            long second = (sample.Time!.Value.ToUnixTimeMilliseconds() + 500) / 1000;
            if (entries.TryGetValue(second, out LedgerEntry? entry) && sample.Signals.TryGetValue("OBD.Speed", out double speed))
            {
                // The ECU rounds to 1 km/h, is asked some times a second, and the signals are of when the receiver begins to send.
                Assert.That(speed, Is.EqualTo(entry.Truth.SpeedMetresPerSecond * 3.6).Within(9));
                Assert.That(sample.Signals["OBD.FuelLevel"], Is.EqualTo(entry.Truth.FuelLevelPercent).Within(0.5));
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(220));
    }

    [Test]
    public void A_network_outage_in_the_middle_loses_nothing()
    {
        DriveOwner owner = new();
        DriveOptions options = Options(owner, 5, 600) with
        {
            Link = clock => new OutageLink(clock, Scripted(clock, owner), 100, 400),
            IsLinkSimulated = true,
        };
        DriveResult result = Drive.Run(options);
        Assert.That(result.IsDrained, Is.True);
        AssertComplete(Compare(result, owner));
    }

    [TestCase(150.0)]
    [TestCase(203.37)]
    [TestCase(241.9)]
    public void A_power_cut_takes_the_open_batch_at_most(double at)
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Options(owner, 6, 400) with { PowerCuts = [new PowerCut(at, 7.7)] });
        LedgerComparison comparison = Compare(result, owner);
        Assert.That(result.IsDrained, Is.True);
        Assert.That(result.Starts, Is.EqualTo(2));
        Assert.That(comparison.Duplicates, Is.Zero);
        Assert.That(comparison.Unexpected, Is.Zero);
        Assert.That(comparison.Lost, Is.InRange(1, 61), "a batch is closed after 60 s");
        Assert.That(comparison.SamplesTaken, Is.InRange(388, 400), "without power nothing is taken");
        double[] lost = [.. result.Ledger.Entries.Select(entry => (entry.EpochTime - Start).TotalSeconds)
            .Where(second => !owner.Samples().Any(sample => Math.Abs((sample.Time!.Value - Start).TotalSeconds - second) < 0.5))];
        Assert.That(lost, Has.All.InRange(at - 62, at), "what is lost is the minute before the cut");
    }

    [Test]
    public void The_same_seed_sends_the_same_bytes()
    {
        List<byte[]>[] runs = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            DriveOwner owner = new();
            Drive.Run(Options(owner, 7, 150) with { Cryptography = new SeededCryptography(70) });
            return owner.Bytes;
        })];
        Assert.That(runs[0], Has.Count.GreaterThan(3));
        Assert.That(runs[1], Is.EqualTo(runs[0]));
    }

    [Test]
    public void A_drive_that_is_broken_off_ends_at_once_and_says_so()
    {
        DriveOwner owner = new();
        using CancellationTokenSource source = new();
        int arrived = 0;
        ILink Link(SimulationClock clock)
        {
            ScriptedLink link = Scripted(clock, owner);
            link.FrameArrived += _ =>
            {
                if (++arrived == 2)
                {
                    source.Cancel();
                }
            };
            return link;
        }

        DriveResult result = Drive.Run(Options(owner, 8, 100_000) with { Link = Link }, null, source.Token);
        Assert.That(result.IsCancelled, Is.True);
        Assert.That(result.IsDrained, Is.False);
        Assert.That(result.Seconds, Is.LessThan(200));
    }

    [Test]
    public void Without_a_receipt_the_drive_ends_at_its_limit_undrained()
    {
        DriveOwner owner = new();
        DriveResult result = Drive.Run(Options(owner, 9, 30) with { DrainLimit = TimeSpan.FromSeconds(20), Link = clock => new ScriptedLink(clock) });
        Assert.That(result.IsDrained, Is.False);
        Assert.That(result.Seconds, Is.InRange(50, 55));
    }

    [Test]
    public void A_unit_that_is_not_enrolled_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Drive.Run(Options(new DriveOwner(), 1, 10) with { Volume = new Unit.MemoryVolume() }));
    }

    [TestCase("real", 1)]
    [TestCase("10x", 10)]
    [TestCase("2.5", 2.5)]
    [TestCase("fast", double.PositiveInfinity)]
    public void A_speed_is_read_from_text(string text, double factor)
    {
        Assert.That(DriveSpeed.Parse(text).Factor, Is.EqualTo(factor));
    }

    [TestCase("")]
    [TestCase("0")]
    [TestCase("-3x")]
    [TestCase("quick")]
    public void A_speed_that_is_none_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => DriveSpeed.Parse(text));
    }

    internal static DriveOptions Options(DriveOwner owner, ulong seed, double seconds) => new()
    {
        Volume = owner.Volume,
        Link = clock => Scripted(clock, owner),
        Speed = DriveSpeed.AsFastAsItGoes,
        Seed = seed,
        Seconds = seconds,
        Start = Start,
    };

    internal static LedgerComparison Compare(DriveResult result, DriveOwner owner)
    {
        LedgerComparison comparison = LedgerComparison.Compare(result.Ledger, owner.Samples());
        TestContext.Out.WriteLine(comparison);
        TestContext.Out.WriteLine($"{result.Seconds:F1} s, {owner.Frames} frames, {(double)owner.BatchBytes / comparison.SamplesStored:F1} bytes a sample");
        return comparison;
    }

    internal static void AssertComplete(LedgerComparison comparison) =>
        Assert.That((comparison.Lost, comparison.Duplicates, comparison.Unexpected), Is.EqualTo((0, 0, 0)), "lost, duplicates, unexpected");

    private static ScriptedLink Scripted(SimulationClock clock, DriveOwner owner)
    {
        ScriptedLink link = new(clock) { FrameArrived = owner.Take };
        owner.SendReceipt = link.Deliver;
        return link;
    }
}
