using System.Text.Json;
using Telltale.Cli;
using Telltale.Fleet;
using Telltale.HostTests.Fleet;
using Telltale.Journal;
using Telltale.Uplink;

namespace Telltale.HostTests.Cli;

/// <summary>gaps, status, units and decode, over what statuses say.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FrameCommandTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public async Task Gaps_lists_what_the_store_does_not_have_and_ends_with_6_while_something_is_missing()
    {
        Fill();

        CommandRun run = await Run("gaps", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(
            run.Objects.Select(range => $"{range.GetProperty("class")} {range.GetProperty("first")}-{range.GetProperty("last")}"),
            Is.EqualTo(new[] { "dropped 3-3", "missing 4-5", "queued 6-7" }));
        JsonElement dropped = run.Objects[0];
        Assert.That(dropped.GetProperty("reason").GetString(), Is.EqualTo("full"));
        JsonElement missing = run.Objects[1];
        Assert.That(missing.GetProperty("unit_id").GetString(), Is.EqualTo(_fleet.Unit.UnitId));
        Assert.That(missing.GetProperty("stream").GetString(), Is.EqualTo(_fleet.Unit.StreamId));
        Assert.That(missing.GetProperty("count").GetInt32(), Is.EqualTo(2));
        Assert.That(missing.GetProperty("after").GetString(), Is.EqualTo("2026-05-04T12:00:00.000Z"));
        Assert.That(missing.TryGetProperty("before", out _), Is.False, "no batch has come behind it");
        Assert.That(missing.GetProperty("since").GetString(), Is.EqualTo("2026-05-04T12:00:00.000Z"));

        Assert.That((await Run("gaps", "--json", "--stored")).Objects, Has.Length.EqualTo(5));
        string text = (await Run("gaps", "--unit", "Van 7")).Output;
        Assert.That(text, Does.Contain("missing 4 to 5 (2)").And.Contain("after 2026-05-04T12:00:00.000Z").And.Contain("dropped 3 (1)"));
    }

    [Test]
    public async Task Gaps_ends_with_0_once_what_is_missing_was_accepted_and_with_6_again_when_more_goes_missing()
    {
        Fill();
        Assert.That((await Run("gaps", "--accept")).ExitCode, Is.Zero);
        CommandRun run = await Run("gaps", "--json");
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Objects[1].GetProperty("class").GetString(), Is.EqualTo("missing"));
        Assert.That(run.Objects[1].TryGetProperty("accepted", out _), Is.True);

        _fleet.Receive(_fleet.Unit.Status());
        Assert.That((await Run("gaps")).ExitCode, Is.EqualTo(6));
    }

    [Test]
    public async Task Gaps_of_a_home_without_a_store_and_of_one_unit_among_several()
    {
        EnrolledUnit other = _fleet.Home.Enrol("Van 8");
        Fill();
        Assert.That((await Run("gaps", "--unit", other.UnitId)).ExitCode, Is.Zero);
        Assert.That((await Run("gaps", "--unit", "nobody")).ExitCode, Is.EqualTo(4));
        Assert.That((await CommandRun.RunAsync(["gaps", "--home", _fleet.InFolder("empty")])).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Units_counts_what_became_of_the_frames()
    {
        TestUnit clone = _fleet.Unit.Clone(_fleet.InFolder("clone"));
        Fill();
        clone.Lose(7);
        _fleet.Receive(clone.Status());
        _fleet.Receive(_fleet.Unit.Seal(Telltale.Sealing.FrameKind.Batch, [1], 7));

        JsonElement unit = (await Run("units", "--json")).Objects.Single();

        Assert.That(unit.GetProperty("frames_stored").GetInt32(), Is.EqualTo(4));
        Assert.That(unit.GetProperty("frames_queued").GetInt32(), Is.EqualTo(2));
        Assert.That(unit.GetProperty("frames_dropped").GetInt32(), Is.EqualTo(1));
        Assert.That(unit.GetProperty("frames_missing").GetInt32(), Is.EqualTo(2));
        Assert.That(unit.GetProperty("conflicts").GetInt32(), Is.EqualTo(1));
        Assert.That(unit.GetProperty("dictionaries_wanted").GetProperty("00000007").GetInt32(), Is.Zero);
        Assert.That(unit.GetProperty("firmware").GetString(), Is.EqualTo("0.1.0"));
        string text = (await Run("units")).Output;
        Assert.That(text, Does.Contain("4 stored, 2 queued, 1 dropped, 2 missing, 1 in conflict").And.Contain("dictionary 00000007 wanted"));
    }

    [Test]
    public async Task Status_prints_what_the_newest_status_says()
    {
        CommandRun none = await Run("status");
        Assert.That(none.ExitCode, Is.Zero);
        Assert.That(none.Output, Does.Contain("no status has come"));
        Fill();

        JsonElement status = (await Run("status", "--json")).Objects.Single();

        Assert.That(status.GetProperty("unit_id").GetString(), Is.EqualTo(_fleet.Unit.UnitId));
        Assert.That(status.GetProperty("firmware").GetString(), Is.EqualTo("0.1.0"));
        Assert.That(status.GetProperty("boot").GetInt32(), Is.EqualTo(_fleet.Unit.BootNumber));
        Assert.That(status.GetProperty("uptime_seconds").GetDouble(), Is.EqualTo(60));
        Assert.That(status.GetProperty("oldest").GetInt32(), Is.EqualTo(6));
        Assert.That(status.GetProperty("frames_waiting").GetInt32(), Is.EqualTo(2));
        Assert.That(status.GetProperty("counters").GetProperty("can_overflows").GetInt32(), Is.EqualTo(9));
        Assert.That(status.GetProperty("counters").GetProperty("250").GetInt32(), Is.EqualTo(1), "a counter that this program does not know");
        JsonElement[] checks = [.. status.GetProperty("checks").EnumerateArray()];
        Assert.That(checks[0].GetProperty("state").GetString(), Is.EqualTo("fail"));
        Assert.That(checks[0].GetProperty("value").GetInt64(), Is.EqualTo(-5));
        Assert.That(checks[1].GetProperty("state").GetString(), Is.EqualTo("not_fitted"));
        Assert.That(checks[1].TryGetProperty("value", out _), Is.False);
        string text = (await Run("status", "--unit", "Van 7")).Output;
        Assert.That(text, Does.Contain("firmware 0.1.0 on desk").And.Contain("can_overflows").And.Contain("check 1 seal self-test: fail, -5, limit 0"));
    }

    [Test]
    public async Task Decode_prints_the_content_of_a_status()
    {
        byte[] frame = _fleet.Unit.Status(oldest: 1, Utc, Say);

        CommandRun run = await Run("decode", "--json", "--unit", "Van 7", "--hex", Convert.ToHexString(frame));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Objects.Select(line => line.GetProperty("type").GetString()), Is.EqualTo(new[] { "frame", "status" }));
        Assert.That(run.Objects[0].TryGetProperty("content", out _), Is.False);
        JsonElement status = run.Objects[1];
        Assert.That(status.GetProperty("time").GetString(), Is.EqualTo("2026-05-04T12:00:00.000Z"));
        Assert.That(status.GetProperty("dropped")[0].GetProperty("reason").GetString(), Is.EqualTo("full"));
        Assert.That(status.GetProperty("counters").GetProperty("can_overflows").GetInt32(), Is.EqualTo(9));
        Assert.That((await Run("decode", "--unit", "Van 7", "--hex", Convert.ToHexString(frame))).Output, Does.Contain("dropped 3 to 3"));

        CommandRun broken = await Run(
            "decode", "--json", "--unit", "Van 7", "--hex", Convert.ToHexString(_fleet.Unit.Seal(Telltale.Sealing.FrameKind.Status, [9, 9])));
        Assert.That(broken.ExitCode, Is.EqualTo(3));
        Assert.That(broken.Objects.Single().GetProperty("content").GetString(), Is.EqualTo("0909"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Receive_alarms_on_standard_error_when_frames_go_missing_and_when_a_sequence_comes_twice(bool isJson)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var printer = new FrameResultPrinter(output, error, isJson);
        TestUnit clone = _fleet.Unit.Clone(_fleet.InFolder("clone"));
        printer.Print(_fleet.Receive(_fleet.Unit.Dictionary()));
        Assert.That(error.ToString(), Is.Empty);

        _fleet.Unit.Lose(4);
        printer.Print(_fleet.Receive(_fleet.Unit.Status(oldest: 5, say: report => report.AddDropped(_fleet.Unit.StreamIdBytes, 0, 3, 3, DropReason.Full))));
        string[] alarms = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(alarms, Has.Length.EqualTo(2));
        Assert.That(alarms[0], Does.StartWith($"ALARM: unit {_fleet.Unit.UnitId}: frame 2 of stream {_fleet.Unit.StreamId} is missing"));
        Assert.That(alarms[1], Does.Contain("frame 4"));

        printer.Print(_fleet.Receive(clone.Status()));
        Assert.That(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
    }

    private void Fill()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Unit.Lose(5);
        _fleet.Receive(_fleet.Unit.Status(oldest: 6, Utc + 55_000, Say));
    }

    private void Say(StatusReport report)
    {
        report.SetJournal(report.OldestSequence, 2, 1400);
        report.AddDropped(_fleet.Unit.StreamIdBytes, 0, 3, 3, DropReason.Full);
        report.AddCounter((int)StatusCounter.CanOverflows, 9);
        report.AddCounter(250, 1);
        report.AddCheck(1, StatusCheckState.Fail, -5, 0);
        report.AddCheck(2, StatusCheckState.NotFitted, hasValue: false, 0, hasLimit: false, 0);
    }

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.RunAsync([.. arguments, "--home", _fleet.Home.Folder]);
}
