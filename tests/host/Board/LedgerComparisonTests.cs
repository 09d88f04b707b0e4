using Telltale.Virtual.Board;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Board;

public sealed class LedgerComparisonTests
{
    private const long Start = 1_780_000_000_000;
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>(StringComparer.Ordinal);

    [Test]
    public void A_slot_has_one_entry_its_first_epoch()
    {
        VehicleLedger ledger = new(1000);
        foreach (int offset in new[] { 300, 400, 900, 1000, 1100, 1999, 2005, 5000 })
        {
            ledger.EpochSent(Start + offset, 49.0 + (offset * 1e-6), 8.0, Truth(49.0));
        }

        Assert.That(ledger.Entries.Select(entry => entry.EpochTime.ToUnixTimeMilliseconds() - Start), Is.EqualTo(new[] { 300, 1000, 2005, 5000 }));
        Assert.That(ledger.Entries[1].LatitudeDegrees, Is.EqualTo(49.001));
    }

    [Test]
    public void Everything_stored_once_is_no_loss_and_no_duplicate()
    {
        VehicleLedger ledger = Seconds(5);
        LedgerComparison comparison = LedgerComparison.Compare(ledger, Enumerable.Range(0, 5).Reverse().Select(second => At(second * 1000)));
        Assert.That(comparison, Is.EqualTo(new LedgerComparison
        {
            SamplesTaken = 5,
            SamplesStored = 5,
            Lost = 0,
            Duplicates = 0,
            Unexpected = 0,
            AfterLastEntry = 0,
            PositionsMissing = 0,
            PositionsInvented = 0,
            SamplesWithSignals = 0,
            WorstPositionErrorMetres = 0,
            WorstTruthErrorMetres = 0,
        }));
    }

    [Test]
    public void Lost_twice_stored_undated_and_unexpected_samples_are_told_apart()
    {
        LedgerSample undated = At(0) with { Time = null };
        LedgerComparison comparison = LedgerComparison.Compare(Seconds(6), [At(0), At(1000), At(1000), At(1000), At(4000), At(5000), At(5600), At(-700), undated]);
        Assert.That(comparison.SamplesTaken, Is.EqualTo(6));
        Assert.That(comparison.SamplesStored, Is.EqualTo(8));
        Assert.That(comparison.Lost, Is.EqualTo(2), "seconds 2 and 3");
        Assert.That(comparison.Duplicates, Is.EqualTo(2), "second 1");
        Assert.That(comparison.Unexpected, Is.EqualTo(2), "the undated one and the one before the first");
        Assert.That(comparison.AfterLastEntry, Is.EqualTo(1), "the one more than half a second after the last");
    }

    [TestCase(-60)]
    [TestCase(-1)]
    [TestCase(60)]
    [TestCase(400)]
    public void A_sample_dated_some_milliseconds_off_belongs_to_its_epoch(int offset)
    {
        LedgerComparison comparison = LedgerComparison.Compare(Seconds(3), [At(offset), At(1000 + offset), At(2000 + offset)]);
        Assert.That((comparison.Lost, comparison.Duplicates, comparison.Unexpected), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void A_receiver_of_ten_epochs_a_second_asks_for_one_sample_a_second()
    {
        VehicleLedger ledger = new(1000);
        for (int epoch = 0; epoch < 35; epoch++)
        {
            ledger.EpochSent(Start + 310 + (epoch * 100), 49, 8, Truth(49));
        }

        LedgerComparison comparison = LedgerComparison.Compare(ledger, [At(310), At(1010), At(2010), At(3010)]);
        Assert.That((comparison.SamplesTaken, comparison.Lost, comparison.Duplicates, comparison.Unexpected), Is.EqualTo((4, 0, 0, 0)));
    }

    [Test]
    public void The_worst_error_is_against_the_report_and_against_the_truth()
    {
        VehicleLedger ledger = new(1000);
        ledger.EpochSent(Start, 49.00001, 8, Truth(49));
        ledger.EpochSent(Start + 1000, 49, 8, Truth(49));
        LedgerComparison comparison = LedgerComparison.Compare(ledger, [At(0) with { LatitudeDegrees = 49.00001 }, At(1000) with { LongitudeDegrees = 8.000001 }]);
        Assert.That(comparison.WorstPositionErrorMetres, Is.EqualTo(0.0729).Within(0.001));
        Assert.That(comparison.WorstTruthErrorMetres, Is.EqualTo(1.112).Within(0.01));
    }

    [Test]
    public void A_position_that_nobody_measured_is_named_and_so_is_one_that_went_missing()
    {
        VehicleLedger ledger = new(1000);
        ledger.EpochSent(Start, null, null, Truth(49));
        ledger.EpochSent(Start + 1000, 49, 8, Truth(49));
        ledger.EpochSent(Start + 2000, null, null, Truth(49));
        LedgerSample nowhere = At(2000) with { LatitudeDegrees = null, LongitudeDegrees = null };
        LedgerComparison comparison = LedgerComparison.Compare(ledger, [At(0), At(1000) with { LatitudeDegrees = null, LongitudeDegrees = null }, nowhere]);
        Assert.That((comparison.PositionsInvented, comparison.PositionsMissing, comparison.Lost), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public void An_empty_ledger_and_no_samples_compare_to_nothing()
    {
        Assert.That(LedgerComparison.Compare(new VehicleLedger(1000), []).Lost, Is.Zero);
        Assert.That(LedgerComparison.Compare(new VehicleLedger(1000), [At(0)]).Unexpected, Is.EqualTo(1));
        Assert.That(LedgerComparison.Compare(Seconds(2), []).Lost, Is.EqualTo(2));
    }

    private static VehicleLedger Seconds(int count)
    {
        VehicleLedger ledger = new(1000);
        for (int second = 0; second < count; second++)
        {
            ledger.EpochSent(Start + (second * 1000), 49, 8, Truth(49));
        }

        return ledger;
    }

    private static LedgerSample At(int offsetMilliseconds) => new(DateTimeOffset.FromUnixTimeMilliseconds(Start + offsetMilliseconds), 49, 8, None);

    private static VehicleState Truth(double latitude) => new() { LatitudeDegrees = latitude, LongitudeDegrees = 8 };
}
