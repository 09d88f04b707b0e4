using System.Text.Json;
using Telltale.Cli;
using Telltale.Fleet;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Fleet;

/// <summary>What the owner learns of how a unit's life before a start-up ended.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PreviousLifeTests : IDisposable
{
    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void A_loop_that_stood_still_is_an_alarm_with_its_last_words_and_stays_known_for_that_start_up()
    {
        FrameResult result = Receive(3, 7325, "beats 88", 0, false);
        Assert.That(result.IsAlarm, Is.True);
        Assert.That(result.BadEnd, Is.EqualTo("the life before ended after 02:02:05: the loop stood still, last words \"beats 88\""));
        Assert.That(_fleet.Receive(_fleet.Unit.Status()).IsAlarm, Is.False);
        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.PreviousLife, Is.EqualTo(new PreviousLife(3, 7325, "beats 88", 0, false)));

        _fleet.Receive(_fleet.Unit.Status(say: report => report.SetTime(_fleet.Unit.BootNumber + 1, 5, false, 0)));
        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.PreviousLife, Is.Null, "of another start-up");
    }

    [Test]
    public void A_status_that_comes_late_tells_it_all_the_same()
    {
        byte[] first = _fleet.Unit.Status(say: report => report.SetPreviousLife(5, 3, "no volume", 2, false));
        _fleet.Receive(_fleet.Unit.Status());
        Assert.That(_fleet.Receive(first).IsAlarm, Is.True);
        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.PreviousLife!.Words, Is.EqualTo("no volume"));
    }

    [TestCase(0, false, ExpectedResult = false)]
    [TestCase(1, false, ExpectedResult = false)]
    [TestCase(2, false, ExpectedResult = false)]
    [TestCase(4, false, ExpectedResult = true)]
    [TestCase(5, false, ExpectedResult = true)]
    [TestCase(6, false, ExpectedResult = false)]
    [TestCase(0, true, ExpectedResult = true)]
    public bool Power_cuts_and_restarts_that_were_asked_for_are_no_alarm_and_safe_mode_is(int reason, bool isSafeMode) => Receive(reason, 60, "", 0, isSafeMode).IsAlarm;

    [Test]
    public void Every_reason_has_a_sentence_and_one_of_the_future_is_told_by_its_number()
    {
        Assert.That(new PreviousLife(0, 0, "", 4, true).Text, Is.EqualTo(
            "the life before ended after at least 00:00:00: it could not say why: power, a crash or a reset; ended within a minute, in a row: 4; the unit runs in safe mode, without receiver and bus"));
        Assert.That(new PreviousLife(99, 86400, "", 0, false).Text, Is.EqualTo("the life before ended after 1.00:00:00: reason 99"));
        Assert.That(new PreviousLife(99, 0, "", 0, false).Reason, Is.EqualTo("99"));
        foreach (Telltale.Unit.BootReason reason in Enum.GetValues<Telltale.Unit.BootReason>())
        {
            Assert.That(new PreviousLife((long)reason, 1, "", 0, false).Text, Does.Not.Contain("reason "), reason.ToString());
        }
    }

    [Test]
    public async Task The_command_line_prints_it_for_people_and_programs()
    {
        Receive(4, 61, "index 7 of 7", 1, false);
        CommandRun text = await CommandRun.RunAsync(["status", "--home", _fleet.Home.Folder]);
        Assert.That(text.Output, Does.Contain("the life before ended after 00:01:01: the loop failed again and again, last words \"index 7 of 7\"; ended within a minute, in a row: 1"));
        JsonElement life = (await CommandRun.RunAsync(["status", "--home", _fleet.Home.Folder, "--json"])).Objects.Single().GetProperty("previous_life");
        Assert.That(life.GetRawText(), Is.EqualTo("""{"reason":"loop_failed","seconds":61,"words":"index 7 of 7","early_ends":1,"safe_mode":false}"""));
    }

    [Test]
    public void The_receiver_prints_an_alarm_for_people_and_the_end_for_programs()
    {
        FrameResult result = Receive(3, 7325, "beats 88", 0, false);
        using StringWriter output = new();
        using StringWriter error = new();
        new FrameResultPrinter(output, error, isJson: true).Print(result);
        Assert.That(error.ToString(), Does.StartWith($"ALARM: unit {_fleet.Unit.UnitId}: the life before ended after 02:02:05"));
        Assert.That(output.ToString(), Does.Contain("\"bad_end\":\"the life before ended"));
    }

    private FrameResult Receive(int reason, int seconds, string words, int earlyEnds, bool isSafeMode) =>
        _fleet.Receive(_fleet.Unit.Status(say: report => report.SetPreviousLife(reason, seconds, words, earlyEnds, isSafeMode)));
}
