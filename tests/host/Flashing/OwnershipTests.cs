using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OwnershipTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase("--update")]
    [TestCase("--nanodevice")]
    [TestCase("--filedeployment")]
    [TestCase("--networkdeployment")]
    [TestCase("--deploy")]
    public async Task A_run_that_is_interrupted_anywhere_is_repeated_with_the_same_unit(string at)
    {
        using var source = new CancellationTokenSource();
        _bench.Nanoff.Before = command =>
        {
            if (command.Arguments.Contains(at, StringComparer.Ordinal))
            {
                source.Cancel();
            }
        };
        Assert.That(async () => await _bench.FlashAsync(cancellation: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_bench.Nanoff.Application, Is.Null);

        _bench.Nanoff.Before = null;
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        Assert.That(_bench.Home.Units(), Has.Count.EqualTo(1), "no second unit was enrolled");
    }

    [Test]
    public async Task A_board_that_is_a_unit_is_not_erased_unless_that_is_asked_for()
    {
        await _bench.FlashAsync();
        string unit = _bench.UnitOnBoard();
        int calls = _bench.Nanoff.Commands.Count;

        FlashResult refused = await _bench.FlashAsync(FlashBench.Job() with { Label = "Van 8" });
        Assert.That(refused.Passed, Is.False);
        Assert.That(refused.Sentence, Does.Contain($"is unit {unit} (Van 7)").And.Contain("--keep-volume").And.Contain("--replace"));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(calls + 1), "it was only asked what it is");
        Assert.That(_bench.Home.Units(), Has.Count.EqualTo(1));

        FlashResult replaced = await _bench.FlashAsync(FlashBench.Job() with { Label = "Van 8", Replace = true });
        Assert.That(replaced.Passed, Is.True, _bench.Said.ToString());
        Assert.That(replaced.UnitId, Is.Not.EqualTo(unit));
    }

    [Test]
    public async Task A_unit_does_not_get_onto_a_second_board_unless_that_is_asked_for()
    {
        await _bench.FlashAsync();
        string unit = _bench.UnitOnBoard();
        _bench.Nanoff.MacAddress = "24:0A:C4:00:02:20";

        FlashResult refused = await _bench.FlashAsync(FlashBench.Job() with { UnitId = unit });
        Assert.That(refused.Sentence, Does.Contain("already on the board 240ac4000110").And.Contain("clone"));
        FlashResult moved = await _bench.FlashAsync(FlashBench.Job() with { UnitId = unit, Replace = true });
        Assert.That(moved.Passed, Is.True, _bench.Said.ToString());
    }

    [Test]
    public async Task Renewed_firmware_leaves_the_volume_as_it_is()
    {
        await _bench.FlashAsync();
        string unit = _bench.UnitOnBoard();
        _bench.Nanoff.Volume[@"I:\journal"] = [9];
        _bench.Nanoff.Application = null;

        FlashResult result = await _bench.FlashAsync(FlashBench.Job() with { Label = null, KeepVolume = true });
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        Assert.That(result.UnitId, Is.EqualTo(unit));
        Assert.That(_bench.Nanoff.Volume, Contains.Key(@"I:\journal"));
        Assert.That(_bench.Nanoff.Application, Is.Not.Null);
        Assert.That(_bench.Said.ToString(), Does.Contain("[5/5]"));
    }

    [Test]
    public async Task A_volume_is_not_kept_on_a_board_that_nobody_knows_or_that_was_never_finished()
    {
        FlashResult unknown = await _bench.FlashAsync(FlashBench.Job() with { KeepVolume = true });
        Assert.That(unknown.Sentence, Does.Contain("does not know the board"));
        _bench.Nanoff.Play("--update", 9005 & 0xFF, "E9005");
        await _bench.FlashAsync();
        FlashResult unfinished = await _bench.FlashAsync(FlashBench.Job() with { KeepVolume = true });
        Assert.That(unfinished.Sentence, Does.Contain("never finished"));
    }

    [Test]
    public async Task A_unit_that_is_not_enrolled_is_said()
    {
        FlashResult result = await _bench.FlashAsync(FlashBench.Job() with { UnitId = "k3m9x2pq" });
        Assert.That(result.Sentence, Does.Contain("No unit 'k3m9x2pq' is enrolled"));
    }
}
