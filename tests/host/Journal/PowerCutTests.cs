using Telltale.Virtual.Board;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Journal;

/// <summary>
/// The power fails inside every operation of the volume, and inside pairs of them. After each the unit starts, has every frame that it promised to keep or says that it is
/// dropped, and repeats neither sequence nor IV.
/// </summary>
public class PowerCutTests
{
    private const int Frames = 2000;
    private const int Pairs = 20_000;
    private const int LeastOfEachKind = 100;
    private const int Seed = 20261122;

    private readonly DotNetCryptography _cryptography = new();

    [Test]
    public void A_cut_inside_every_single_operation_of_two_thousand_frames_loses_nothing_that_was_promised()
    {
        int[] cuts = new int[Enum.GetValues<OperationKind>().Length];
        int operations = 0;
        Run((kind, change, volume, ledger) =>
        {
            operations++;
            foreach (CutOutcome outcome in Enum.GetValues<CutOutcome>())
            {
                SimulatedVolume fork = Cut(volume, change, outcome);
                if (fork.LastCutOutcome != outcome)
                {
                    // The operation cannot leave that.
                    continue;
                }

                cuts[(int)kind]++;
                GoOn(fork, new CutLedger(ledger), $"operation {operations} {kind} {outcome}");
            }
        });

        TestContext.Out.WriteLine($"{operations} operations, cuts: {Counts(cuts)}");
        Assert.That(operations, Is.GreaterThan(Frames));
        Assert.That(cuts, Has.All.GreaterThanOrEqualTo(LeastOfEachKind));
    }

    [Test]
    public void A_second_cut_soon_after_the_first_loses_no_more()
    {
        int operations = 0;
        Run((_, _, _, _) => operations++);

        Random random = new(Seed);
        int[] at = new int[operations];
        for (int pair = 0; pair < Pairs; pair++)
        {
            at[random.Next(operations)]++;
        }

        int[] first = new int[Enum.GetValues<OperationKind>().Length];
        int[] second = new int[first.Length];
        int inRecovery = 0;
        int operation = 0;
        Run((kind, change, volume, ledger) =>
        {
            for (int pair = at[operation]; pair > 0; pair--)
            {
                string where = $"seed {Seed}, operation {operation} {kind}, pair {pair}";
                SimulatedVolume fork = Cut(volume, change, (CutOutcome)random.Next(3));
                first[(int)kind]++;
                CutLedger branch = new(ledger);

                // Half of the second cuts come in the first steps of the start-up, the others up to some ten frames later.
                fork.CutAt(fork.Operations + (random.Next(2) == 0 ? random.Next(1, 4) : random.Next(1, 30)), (CutOutcome)random.Next(3));
                ObservedVolume observed = new(fork);
                bool isStarting = true;
                try
                {
                    CutUnit unit = new(_cryptography, observed, branch);
                    isStarting = false;
                    while (true)
                    {
                        unit.Advance();
                    }
                }
                catch (PowerLostException)
                {
                    second[(int)observed.Newest]++;
                    inRecovery += isStarting ? 1 : 0;
                }

                fork.PowerOn();
                GoOn(fork, branch, where);
            }

            operation++;
        });

        TestContext.Out.WriteLine($"seed {Seed}: {Pairs} pairs over {operations} operations");
        TestContext.Out.WriteLine($"first cuts: {Counts(first)}");
        TestContext.Out.WriteLine($"second cuts: {Counts(second)}; inside recovery {inRecovery}");
        Assert.That(first, Has.All.GreaterThanOrEqualTo(LeastOfEachKind));
        Assert.That(second, Has.All.GreaterThanOrEqualTo(LeastOfEachKind));
        Assert.That(inRecovery, Is.GreaterThanOrEqualTo(LeastOfEachKind));
    }

    private static string Counts(int[] counts) => string.Join(", ", Enum.GetValues<OperationKind>().Select(kind => $"{kind} {counts[(int)kind]}"));

    // A copy of the volume on which the power failed inside the change, switched on again.
    private static SimulatedVolume Cut(SimulatedVolume volume, Func<SimulatedVolume, bool> change, CutOutcome outcome)
    {
        SimulatedVolume fork = volume.Fork();
        fork.CutAt(fork.Operations + 1, outcome);
        try
        {
            change(fork);
            Assert.Fail("The power did not fail.");
        }
        catch (PowerLostException)
        {
            fork.PowerOn();
        }

        return fork;
    }

    // The whole run, uncut; the visitor is called before each operation.
    private void Run(Action<OperationKind, Func<SimulatedVolume, bool>, SimulatedVolume, CutLedger> visitor)
    {
        ObservedVolume volume = new(CutUnit.Enrolled(_cryptography));
        CutLedger ledger = new(null);
        volume.Changing = (kind, change) => visitor(kind, change, volume.Inner, ledger);
        CutUnit unit = new(_cryptography, volume, ledger);
        for (int frame = 0; frame < Frames; frame++)
        {
            unit.Advance();
        }

        unit.Check("uncut");
        Assert.That(unit.Journal.Counters.SegmentsDropped, Is.GreaterThan(LeastOfEachKind / 2), "the run fills the journal");
        Assert.That(unit.Journal.Counters.SegmentsReleased, Is.GreaterThan(LeastOfEachKind), "and empties it");
    }

    // Starts the unit, journals a few frames and checks everything.
    private void GoOn(SimulatedVolume volume, CutLedger ledger, string where)
    {
        CutUnit unit = new(_cryptography, new ObservedVolume(volume), ledger);
        if (unit.Journal.Counters.RecoveryBytesRead > CutUnit.SegmentBytes)
        {
            Assert.Fail($"{where}: more than one segment was read");
        }

        if (unit.Journal.NextSequence <= ledger.Highest || unit.Journal.NextSequence > ledger.Highest + 3)
        {
            Assert.Fail($"{where}: the next sequence is {unit.Journal.NextSequence} after {ledger.Highest}");
        }

        for (int frame = 0; frame < 3; frame++)
        {
            unit.Advance();
        }

        unit.Check(where);
    }
}
