using System.Text.Json;
using Telltale.Checks;
using Telltale.HostTests.Unit;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Checks;

/// <summary>The report that whoever flashed a board reads until it says ready, and the checks behind it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StartupReportTests : IReportOutput
{
    private readonly List<string> _lines = [];

    public void WriteLine(string line) => _lines.Add(line);

    [Test]
    public void A_unit_reports_starting_then_waiting_then_online_then_ready_and_is_silent_a_minute_after_that()
    {
        UnitOnTheDesk desk = Desk();
        desk.Start();
        desk.Run(120);
        List<JsonElement> reports = Reports();
        Assert.That(reports.Select(report => $"{report.GetProperty("state")} {report.GetProperty("online")}").Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "starting False", "waiting False", "waiting True", "ready True" }));
        Assert.That(reports[^1].GetProperty("unit").GetString(), Is.EqualTo(Owner.UnitId));
        Assert.That(reports[^1].GetProperty("version").GetString(), Is.EqualTo(FirmwareBuild.Version));
        Assert.That(reports[^1].GetProperty("board").GetString(), Is.EqualTo("desk"));
        JsonElement supply = reports[^1].GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("n").GetInt32() == 10);
        Assert.That(supply.ToString(), Is.EqualTo("""{"n":10,"name":"supply voltage","state":"pass","value":14000,"limit":11800,"unit":"mV"}"""));
        int count = _lines.Count;
        desk.Run(60);
        Assert.That(_lines, Has.Count.EqualTo(count));
    }

    [Test]
    public void Without_a_broker_a_unit_is_ready_and_not_online()
    {
        UnitOnTheDesk desk = Desk();
        desk.Scripted.HasNetwork = false;
        desk.Start();
        desk.Run(60);
        Assert.That((Reports()[^1].GetProperty("state").GetString(), Reports()[^1].GetProperty("online").GetBoolean()), Is.EqualTo(("ready", false)));
    }

    [Test]
    public void Who_opens_the_port_half_a_minute_after_a_unit_was_ready_still_hears_that_it_is()
    {
        UnitOnTheDesk desk = Desk();
        desk.Scripted.HasNetwork = false;
        desk.Start();
        desk.Run(20);
        Assert.That(Reports()[^1].GetProperty("state").GetString(), Is.EqualTo("ready"));
        desk.Run(20);
        _lines.Clear();
        desk.Run(11);
        Assert.That(Reports().Select(report => report.GetProperty("state").GetString()), Is.EqualTo(new[] { "ready", "ready" }));
    }

    [Test]
    public void A_unit_without_identity_reports_failed_every_five_seconds_and_names_the_check()
    {
        UnitOnTheDesk desk = new(isEnrolled: false) { Reports = this };
        desk.Start();
        desk.Run(21);
        JsonElement last = Reports()[^1];
        Assert.That(last.GetProperty("state").GetString(), Is.EqualTo("failed"));
        Assert.That(last.GetProperty("unit").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(last.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("n").GetInt32() == 2).GetProperty("state").GetString(), Is.EqualTo("fail"));
        Assert.That(_lines, Has.Count.InRange(5, 6));
    }

    [Test]
    public void Wrong_cryptography_is_reported_as_failed()
    {
        UnitOnTheDesk desk = new(new WrongCryptography()) { Reports = this };
        desk.Start();
        desk.Run(3);
        Assert.That(Reports()[^1].GetProperty("state").GetString(), Is.EqualTo("failed"));
        Assert.That(Reports()[^1].GetProperty("checks")[0].GetProperty("state").GetString(), Is.EqualTo("fail"));
    }

    [Test]
    public void Checks_go_into_the_status_and_one_that_turns_to_fail_brings_a_status_by_itself()
    {
        UnitOnTheDesk desk = Desk();
        desk.Start();
        desk.Run(120);
        int statuses = desk.Owner.Statuses.Count;
        Assert.That(desk.Owner.Statuses[^1].CheckCount, Is.EqualTo(desk.Unit.Reporting.Checks.Count));
        desk.Supply.SupplyMillivolts = 11000;
        desk.Run(10);
        Assert.That(desk.Owner.Statuses, Has.Count.EqualTo(statuses + 1));
        StatusReport status = desk.Owner.Statuses[^1];
        int supply = Array.IndexOf(status.CheckNumbers, (int)CheckNumber.Supply);
        Assert.That((status.CheckStates[supply], status.CheckValues[supply], status.CheckLimits[supply]), Is.EqualTo((StatusCheckState.Fail, 11000L, 11800L)));
    }

    [Test]
    public void A_silent_receiver_a_silent_bus_and_a_refused_connection_each_fail_their_own_check()
    {
        UnitOnTheDesk desk = Desk();
        desk.Start();
        desk.Run(60);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(State(desk, CheckNumber.Bus), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(desk.Unit.Reporting.Lamp, Is.EqualTo(LampPattern.Steady));
        desk.Scripted.HasNetwork = false;
        desk.Scripted.Drop();
        desk.Run(60);
        Assert.That(State(desk, CheckNumber.Broker), Is.EqualTo(StatusCheckState.Fail).Or.EqualTo(StatusCheckState.Waiting));
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Pass));
    }

    [Test]
    public void Every_check_has_a_name_of_its_own_and_stands_in_the_readme_with_its_number()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "firmware", "Checks", "README.md"));
        CheckNumber[] numbers = [.. Enum.GetValues<CheckNumber>().Where(number => number != CheckNumber.None)];
        Assert.That(numbers.Select(CheckNames.Of), Is.Unique.And.All.Not.Null);
        Assert.That(numbers.Where(number => !readme.Contains($"| {(int)number} | {CheckNames.Of(number)} |", StringComparison.Ordinal)), Is.Empty);
    }

    private static StatusCheckState State(UnitOnTheDesk desk, CheckNumber number) => desk.Unit.Reporting.Checks.Find(number).State;

    private UnitOnTheDesk Desk()
    {
        UnitOnTheDesk desk = new() { Reports = this };
        desk.Settings.BoardName = "desk";
        return desk;
    }

    private List<JsonElement> Reports() => [.. _lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("telltale"))];
}
