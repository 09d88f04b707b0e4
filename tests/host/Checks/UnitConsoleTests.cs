using System.Text;
using System.Text.Json;
using Telltale.Checks;
using Telltale.HostTests.Unit;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Checks;

/// <summary>The serial console of a whole unit.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnitConsoleTests
{
    private static readonly string[] s_commands = ["status", "checks", "gnss", "can", "net", "journal", "log", "help", "install --vin 1M8GDM9AXKP042788 --odometer-km 1 --mark me"];

    private readonly Terminal _terminal = new();

    private static IEnumerable<string> States => ["not enrolled", "sealing fails", "just started", "running", "no fix", "no connection", "private"];

    [Test]
    public void Every_command_answers_with_one_json_object_in_every_state([ValueSource(nameof(States))] string state)
    {
        UnitOnTheDesk desk = In(state);
        foreach (string command in s_commands)
        {
            JsonElement answer = _terminal.AskJson(desk, command);
            Assert.That(answer.ValueKind, Is.EqualTo(JsonValueKind.Object), command);
            Assert.That(answer.EnumerateObject().Select(member => member.Name), Is.Unique, command);
        }
    }

    [Test]
    public void No_key_is_ever_shown([ValueSource(nameof(States))] string state)
    {
        UnitOnTheDesk desk = In(state);
        List<byte[]> secrets = PrintedSecrets.Of(desk.Volume, desk.Unit.Keys?.StreamId, desk.Owner.Identity);
        var shown = new StringBuilder();
        foreach (string command in s_commands)
        {
            shown.Append(_terminal.Ask(desk, command)).Append(_terminal.Ask(desk, command + " --json"));
        }

        secrets.AddRange(PrintedSecrets.Of(desk.Volume, desk.Unit.Keys?.StreamId, desk.Owner.Identity));
        string output = shown.ToString();
        Assert.That(output, Has.Length.GreaterThan(1000));
        Assert.That(secrets.Where(secret => PrintedSecrets.IsIn(output, secret)).Select(Convert.ToHexString), Is.Empty);
    }

    [Test]
    public void The_search_for_keys_finds_them()
    {
        byte[] secret = [0x10, 0x9f, 0x33, 0x41, 0xc0, 0x7e, 0x51, 0x62, 0xd8];
        Assert.Multiple(() =>
        {
            Assert.That(PrintedSecrets.IsIn("x " + Convert.ToHexString(secret) + " y", secret), Is.True);
            Assert.That(PrintedSecrets.IsIn("x" + Convert.ToHexStringLower(secret), secret), Is.True);
            Assert.That(PrintedSecrets.IsIn(Convert.ToBase64String([1, .. secret, 2]), secret), Is.True);
            Assert.That(PrintedSecrets.IsIn(Convert.ToBase64String([1, 2, .. secret]), secret), Is.True);
            Assert.That(PrintedSecrets.IsIn(Convert.ToBase64String(secret), secret), Is.True);
            Assert.That(PrintedSecrets.IsIn("nothing here", secret), Is.False);
        });
    }

    [Test]
    public void A_person_reads_the_checks_with_values_and_limits()
    {
        UnitOnTheDesk desk = In("running");
        string answer = _terminal.Ask(desk, "checks");
        Assert.That(answer, Does.StartWith("checks\r\n"));
        Assert.That(answer, Does.Contain("10  supply voltage      pass       14000 mV (limit 11800 mV)\r\n"));
        Assert.That(answer, Does.Contain(" 1  seal self-test      pass"));
        Assert.That(answer, Does.Contain("33  vin read            not fitted"));
        Assert.That(answer, Does.Contain("43  broker              pass"));
        Assert.That(answer, Does.EndWith("0 fail, 0 waiting, 4 not fitted\r\n> "), answer);
    }

    [Test]
    public void A_line_is_edited_with_backspace_and_taken_back_with_control_U()
    {
        UnitOnTheDesk desk = In("running");
        Assert.That(_terminal.Ask(desk, "nonsense\u0015joux\brnam\u007fl"), Does.Not.Contain("unknown"));
        Assert.That(_terminal.Ask(desk, "hex\bl\u007fp"), Does.Contain("unknown command"));
        Assert.That(_terminal.Ask(desk, "hex\blp"), Does.Contain("every command takes --json"));
        Assert.That(_terminal.Ask(desk, ""), Is.EqualTo("\r\n> "));
    }

    [TestCase("status\r")]
    [TestCase("status\n")]
    [TestCase("status\r\n")]
    public void A_line_ends_with_carriage_return_line_feed_or_both(string typed)
    {
        UnitOnTheDesk desk = In("running");
        _terminal.Ask(desk, "");
        _terminal.Type(typed);
        desk.Run(2);
        Assert.That(_terminal.Shown.Split("> "), Has.Length.EqualTo(3), _terminal.Shown);
        Assert.That(_terminal.Shown, Does.Contain("abcdefgh"));
    }

    [Test]
    public void Lines_typed_ahead_are_answered_one_after_another_and_none_is_lost()
    {
        UnitOnTheDesk desk = In("running");
        _terminal.Ask(desk, "echo off");
        string answer = _terminal.Ask(desk, "checks --json\rlog --json\rjournal --json\rnet --json\rchecks --json\rstatus --json", 10);
        string[] lines = answer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(6));
        foreach (string line in lines)
        {
            Assert.That(() => JsonDocument.Parse(line), Throws.Nothing, line);
        }
    }

    [Test]
    public void A_slow_port_is_never_given_more_than_it_can_send([Values(115_200, 9600)] int bitsPerSecond)
    {
        UnitOnTheDesk desk = new() { Console = _terminal, Plug = ports => ports.ConsoleBaudRate = bitsPerSecond };
        desk.Start();
        desk.Run(5);
        long start = desk.Uptime;
        _terminal.Ask(desk, "checks", 0.5);
        double seconds = (desk.Uptime - start) / 1000.0;
        Assert.That(_terminal.LongestWrite, Is.LessThanOrEqualTo(256));
        Assert.That(_terminal.Shown.Length, Is.LessThanOrEqualTo(256 + (int)(seconds * bitsPerSecond / 10)));
    }

    [TestCase("checks now", "takes no arguments")]
    [TestCase("frobnicate", "unknown command")]
    [TestCase("echo", "on or off")]
    [TestCase("install --vin 1M8GDM9AXKP04278O --odometer-km 1 --mark me", "without I, O and Q")]
    [TestCase("install --vin 1M8GDM9AXKP042788 --odometer-km -1 --mark me", "kilometres")]
    [TestCase("install --vin 1M8GDM9AXKP042788 --odometer-km 1.2345 --mark me", "kilometres")]
    [TestCase("install --vin 1M8GDM9AXKP042788 --odometer-km 10000001 --mark me", "kilometres")]
    [TestCase("install --vin 1M8GDM9AXKP042788 --mark me", "--odometer-km and --mark are needed")]
    [TestCase("install --odometer-km 1 --mark me", "tells no identification number")]
    [TestCase("install --mark", "install takes")]
    [TestCase("install --mark \"me", "quote without end")]
    [TestCase("a b c d e f g h i j k l m n o", "too many words")]
    public void What_cannot_be_understood_is_an_error_in_words_and_in_json(string line, string problem)
    {
        UnitOnTheDesk desk = In("running");
        Assert.That(_terminal.Ask(desk, line), Does.Contain("error: ").And.Contain(problem));
        if (!line.Contains('"', StringComparison.Ordinal) && !line.StartsWith("a b", StringComparison.Ordinal))
        {
            Assert.That(_terminal.AskJson(desk, line).GetProperty("error").GetString(), Does.Contain(problem));
        }
    }

    [Test]
    public void A_line_that_is_too_long_is_refused_whole()
    {
        UnitOnTheDesk desk = In("running");
        Assert.That(_terminal.Ask(desk, "status " + new string('x', 400)), Does.EndWith("error: the line is too long\r\n> "));
        Assert.That(_terminal.Ask(desk, "status"), Does.Contain("abcdefgh"));
    }

    [Test]
    public void A_port_that_cannot_be_opened_is_tried_again_every_five_seconds()
    {
        _terminal.OpenFails = true;
        UnitOnTheDesk desk = new() { Console = _terminal };
        desk.Start();
        desk.Run(4);
        _terminal.OpenFails = false;
        desk.Run(6);
        Assert.That(_terminal.Ask(desk, "status"), Does.Contain("abcdefgh"));
    }

    [Test]
    public void In_private_mode_no_position_is_shown()
    {
        Assert.That(_terminal.AskJson(In("running"), "gnss").GetProperty("fix").TryGetProperty("latitude", out _), Is.True);
        UnitOnTheDesk desk = In("private");
        Assert.That(_terminal.AskJson(desk, "gnss").GetProperty("fix").TryGetProperty("latitude", out _), Is.False);
        Assert.That(_terminal.Ask(desk, "gnss"), Does.Contain("private mode").And.Not.Contain("latitude"));
    }

    [Test]
    public void An_installation_with_a_failing_check_is_refused_by_name_and_recorded_when_that_is_accepted()
    {
        UnitOnTheDesk desk = In("running");
        desk.Supply.SupplyMillivolts = 11000;
        desk.Run(2);
        const string Line = "install --vin 1m8gdm9axkp042788 --odometer-km 123456.7 --mark \"Müller, bay 3\"";
        Assert.That(_terminal.Ask(desk, Line), Does.Contain("not recorded").And.Contain("10  supply voltage      fail"));
        desk.Run(30);
        Assert.That(desk.Owner.Installations, Is.Empty);

        int distance = desk.Unit.Sampler.Context.DistanceMetres;
        JsonElement answer = _terminal.AskJson(desk, Line + " --accept-failures");
        Assert.That(answer.GetProperty("recorded").GetBoolean(), Is.True, answer.ToString());
        desk.Run(30);
        InstallationRecord record = desk.Owner.Installations.Single().Record;
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.ASCII.GetString(record.Vin), Is.EqualTo("1M8GDM9AXKP042788"));
            Assert.That(Encoding.UTF8.GetString(record.Mark, 0, record.MarkLength), Is.EqualTo("Müller, bay 3"));
            Assert.That(record.OdometerOffsetMetres, Is.EqualTo(123456700 - distance).Within(100));
            Assert.That(record.AreFailuresAccepted, Is.True);
            Assert.That(record.IsDated, Is.True);
            Assert.That(record.IgnitionSource, Is.EqualTo(1));
            Assert.That(record.FirmwareVersion, Is.EqualTo(FirmwareBuild.Version));
            int supply = Array.IndexOf(record.CheckNumbers, (int)CheckNumber.Supply);
            Assert.That((record.CheckStates[supply], record.CheckValues[supply]), Is.EqualTo((StatusCheckState.Fail, 11000L)));
        });
    }

    [Test]
    public void An_installation_is_refused_while_a_check_waits_and_names_it()
    {
        UnitOnTheDesk desk = In("no fix");
        Assert.That(desk.Unit.Reporting.Checks.CountOf(StatusCheckState.Fail), Is.Zero);
        Assert.That(_terminal.Ask(desk, "install --vin 1M8GDM9AXKP042788 --odometer-km 5 --mark me"), Does.Contain("not recorded").And.Contain("21  fix                 waiting"));
        desk.Run(30);
        Assert.That(desk.Owner.Installations, Is.Empty);
    }

    [Test]
    public void An_installation_with_another_number_than_the_vehicle_tells_is_refused()
    {
        UnitOnTheDesk desk = In("running");
        Encoding.ASCII.GetBytes("WVWZZZ1KZAW000001").CopyTo(desk.Unit.Bus!.Obd.Vehicle.Vin, 0);
        desk.Unit.Bus.Obd.Vehicle.HasVin = true;
        JsonElement answer = _terminal.AskJson(desk, "install --vin 1M8GDM9AXKP042788 --odometer-km 5 --mark me");
        Assert.That((answer.GetProperty("recorded").GetBoolean(), answer.GetProperty("vin_differs").GetBoolean()), Is.EqualTo((false, true)));
        Assert.That(_terminal.AskJson(desk, "install --vin WVWZZZ1KZAW000001 --odometer-km 5 --mark me").GetProperty("recorded").GetBoolean(), Is.True);
        desk.Run(30);
        Assert.That(desk.Owner.Installations, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_installation_with_all_checks_passing_is_recorded_and_keeps_its_priority()
    {
        UnitOnTheDesk desk = In("running");
        Assert.That(_terminal.Ask(desk, "install --vin 1M8GDM9AXKP042788 --odometer-km 5 --mark me"), Does.Contain("recorded\r\n"));
        desk.Run(30);
        Assert.That(desk.Owner.Installations.Single().Record.AreFailuresAccepted, Is.False);
        Assert.That(desk.Owner.Installations.Single().Priority, Is.EqualTo(FramePriority.Required));
    }

    [Test]
    public void The_log_tells_what_the_start_up_before_died_of()
    {
        UnitOnTheDesk desk = In("running");
        desk.Unit.Reporting.Log.Note(LogCode.StepFailed, 1, desk.Uptime);
        desk.Run(2);
        desk.Start();
        desk.Run(2);
        Assert.That(_terminal.Ask(desk, "log"), Does.Match(@"start-up 1  \+\d+ s  step failed 1\r\n"));
        JsonElement answer = _terminal.AskJson(desk, "log");
        Assert.That(answer.GetProperty("previous").EnumerateArray().Last().GetProperty("text").GetString(), Is.EqualTo("step failed"));
        Assert.That(answer.GetProperty("entries")[0].GetProperty("text").GetString(), Is.EqualTo("started"));
    }

    [Test]
    public void A_full_log_says_how_many_lines_were_left_out()
    {
        UnitOnTheDesk desk = In("running");
        int before = desk.Unit.Reporting.Log.Total;
        for (int index = 0; index < EventLog.Capacity; index++)
        {
            desk.Unit.Reporting.Log.Note(LogCode.CheckFailed, (int)CheckNumber.Fix, desk.Uptime);
        }

        string answer = _terminal.Ask(desk, "log");
        Assert.That(answer, Does.Contain($"... {before} lines left out\r\n"));
        Assert.That(answer.Split("check fails 21 fix\r\n"), Has.Length.EqualTo(EventLog.Capacity + 1));
    }

    private UnitOnTheDesk In(string state)
    {
        UnitOnTheDesk desk = state == "sealing fails"
            ? new UnitOnTheDesk(new WrongCryptography()) { Console = _terminal }
            : new UnitOnTheDesk(isEnrolled: state != "not enrolled") { Console = _terminal };
        desk.IsSkyHidden = state == "no fix";
        if (state == "no connection")
        {
            desk.Scripted.HasNetwork = false;
        }

        desk.Start();
        desk.Run(state == "just started" ? 0.05 : 90);
        if (state == "private")
        {
            desk.Unit.IsPrivate = true;
            desk.Run(2);
        }

        return desk;
    }
}
