using System.Text;
using System.Text.Json;
using Telltale.Fleet;
using Telltale.HostTests.Fleet;

namespace Telltale.HostTests.Cli;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [TestCase("--help")]
    [TestCase("enroll --help")]
    [TestCase("units --help")]
    [TestCase("receive --help")]
    [TestCase("tail --help")]
    [TestCase("alerts --help")]
    [TestCase("status --help")]
    [TestCase("gaps --help")]
    [TestCase("decode --help")]
    [TestCase("replay gnss --help")]
    [TestCase("replay can --help")]
    [TestCase("profile build --help")]
    [TestCase("profile show --help")]
    public async Task Help_ends_well(string arguments)
    {
        CommandRun run = await CommandRun.RunAsync(arguments.Split(' '));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Usage:"));
    }

    [TestCase("frobnicate")]
    [TestCase("replay")]
    [TestCase("replay gnss")]
    [TestCase("replay can log.txt")]
    [TestCase("decode --unit x")]
    [TestCase("tail --last many")]
    [TestCase("tail --last -1")]
    [TestCase("alerts --last 0")]
    [TestCase("gaps --accept maybe")]
    [TestCase("receive")]
    [TestCase("receive --ca a --plain")]
    [TestCase("receive --plain --port 70000")]
    [TestCase("receive --plain --port many")]
    [TestCase("receive --plain --maximum-epoch-jump -1")]
    [TestCase("receive --plain --cert a")]
    [TestCase("receive --plain --password-file a")]
    public async Task A_command_line_that_is_not_valid_ends_with_2_and_says_why(string arguments)
    {
        CommandRun run = await Run(arguments.Split(' '));
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Is.Not.Empty);
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public async Task Enroll_says_where_everything_is_and_makes_it()
    {
        CommandRun run = await Run("enroll", "--label", "Lorry 12", "--json");

        Assert.That(run.ExitCode, Is.Zero);
        JsonElement unit = run.Objects.Single();
        string unitId = unit.GetProperty("unit_id").GetString()!;
        Assert.That(UnitId.IsValid(unitId), Is.True);
        Assert.That(unit.GetProperty("label").GetString(), Is.EqualTo("Lorry 12"));
        Assert.That(unit.GetProperty("broker_user").GetString(), Is.EqualTo(unitId));
        foreach (string file in new[] { "identity_file", "broker_password_file", "broker_passwords_file", "broker_access_file" })
        {
            Assert.That(unit.GetProperty(file).GetString(), Does.Exist, file);
        }
    }

    [Test]
    public async Task No_command_prints_a_secret()
    {
        var printed = new StringBuilder();
        foreach (string json in new[] { "", "--json" })
        {
            printed.Append(await Run("enroll", "--label", "Lorry 12", json));
            printed.Append(await Run("units", json));
            printed.Append(await Run("tail", "--no-follow", json));
            string[] decode = ["decode", "--unit", _fleet.Unit.UnitId, "--hex", Convert.ToHexString(_fleet.Unit.Dictionary()), json];
            printed.Append(await Run(decode));
            printed.Append(await Run("receive", "--plain", "--port", "1", "--exit-on-failure", json));
        }

        string text = printed.ToString();
        Assert.That(text, Does.Contain("Lorry 12").And.Contain(_fleet.Unit.UnitId));
        Assert.That(_fleet.Home.Units(), Has.Count.EqualTo(3));
        foreach (EnrolledUnit unit in _fleet.Home.Units())
        {
            byte[] root = File.ReadAllBytes(unit.RootKeyFile);
            byte[] chain = File.ReadAllBytes(unit.IdentityFile)[9..41];
            foreach (byte[] secret in new[] { root, chain })
            {
                Assert.That(text, Does.Not.Contain(Convert.ToHexString(secret, 0, 8)).IgnoreCase);
                Assert.That(text, Does.Not.Contain(Convert.ToBase64String(secret)[..10]));
            }

            Assert.That(text, Does.Not.Contain(FleetHome.ReadPasswordFile(unit.BrokerPasswordFile)));
        }

        Assert.That(text, Does.Not.Contain(FleetHome.ReadPasswordFile(_fleet.Home.ReceiverPasswordFile)));
    }

    [Test]
    public async Task Units_lists_what_is_stored_and_what_became_of_everything_else()
    {
        Fill();
        _fleet.Receive([1, 2, 3]);
        string stranger = UnitId.New();
        _fleet.Receive(_fleet.Unit.Dictionary(), Topics.Uplink(stranger));

        CommandRun run = await Run("units", "--json");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Objects, Has.Length.EqualTo(2));
        JsonElement unit = run.Objects[0];
        Assert.That(unit.GetProperty("unit_id").GetString(), Is.EqualTo(_fleet.Unit.UnitId));
        Assert.That(unit.GetProperty("samples_stored").GetInt64(), Is.EqualTo(2));
        Assert.That(unit.GetProperty("last_sample").GetString(), Is.EqualTo("2026-05-04T12:00:01.000Z"));
        Assert.That(unit.GetProperty("outcomes").GetProperty("stored").GetInt64(), Is.EqualTo(2));
        Assert.That(unit.GetProperty("outcomes").GetProperty("version").GetInt64(), Is.EqualTo(1));
        JsonElement unknown = run.Objects[1];
        Assert.That(unknown.GetProperty("unit_id").GetString(), Is.EqualTo(stranger));
        Assert.That(unknown.TryGetProperty("enrolled", out _), Is.False);
        Assert.That(unknown.GetProperty("outcomes").GetProperty("unknown_unit").GetInt64(), Is.EqualTo(1));
        Assert.That((await Run("units")).Output, Does.Contain("Van 7: 2 samples").And.Contain(stranger));
    }

    [Test]
    public async Task Tail_prints_a_sample_a_line_and_leaves_out_what_was_not_known()
    {
        Fill();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(0, null)));

        CommandRun run = await Run("tail", "--no-follow", "--json", "--unit", "Van 7");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Objects, Has.Length.EqualTo(3));
        JsonElement sample = run.Objects[0];
        Assert.That(sample.GetProperty("time").GetString(), Is.EqualTo("2026-05-04T12:00:00.000Z"));
        Assert.That(sample.GetProperty("lat").GetDouble(), Is.EqualTo(48.123456).Within(2e-6));
        Assert.That(sample.GetProperty("speed").GetDouble(), Is.EqualTo(13.9).Within(0.05));
        Assert.That(sample.GetProperty("mode").GetString(), Is.EqualTo("3d"));
        Assert.That(sample.GetProperty("signals").GetProperty("OBD.CoolantTemperature").GetDouble(), Is.EqualTo(90));
        Assert.That(run.Objects[2].TryGetProperty("lat", out _), Is.False);
        Assert.That((await Run("tail", "--no-follow", "-n", "1", "--json")).Objects, Has.Length.EqualTo(1));
        Assert.That((await Run("tail", "--no-follow", "-n", "0")).Output, Is.Empty);
        Assert.That((await Run("tail", "--no-follow")).Output, Does.Contain("48.12345").And.Contain("OBD.Speed=50"));
    }

    [Test]
    public async Task Tail_follows_until_it_is_stopped()
    {
        Fill();
        using var stop = new CancellationTokenSource();
        using var output = new LineWatcher("OBD.Speed=77", stop.Cancel);
        using var error = new StringWriter();
        Task<int> run = Telltale.Cli.CommandLine.RunAsync(["tail", "--home", _fleet.Home.Folder], output, error, stop.Token);

        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(9000, Utc + 4000, 77)));

        Assert.That(await run.WaitAsync(TimeSpan.FromMinutes(1)), Is.Zero);
        Assert.That(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Decode_opens_frames_from_files_and_digits_with_the_homes_key()
    {
        string dictionary = Save("dictionary", _fleet.Unit.Dictionary());
        string batch = Save("batch", _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));

        CommandRun run = await Run("decode", dictionary, batch, "--unit", _fleet.Unit.UnitId, "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Objects.Select(line => line.GetProperty("type").GetString()), Is.EqualTo(new[] { "frame", "signal", "signal", "signal", "frame", "sample" }));
        JsonElement frame = run.Objects[4];
        Assert.That(frame.GetProperty("outcome").GetString(), Is.EqualTo("authentic"));
        Assert.That(frame.GetProperty("kind").GetString(), Is.EqualTo("batch"));
        Assert.That(frame.GetProperty("sequence").GetInt32(), Is.EqualTo(2));
        Assert.That(frame.GetProperty("stream").GetString(), Is.EqualTo(_fleet.Unit.StreamId));
        Assert.That(frame.GetProperty("epoch").GetInt32(), Is.EqualTo(1));
        Assert.That(frame.GetProperty("boot").GetInt32(), Is.EqualTo(_fleet.Unit.BootNumber));
        Assert.That(run.Objects[5].GetProperty("signals").GetProperty("OBD.Speed").GetDouble(), Is.EqualTo(50));
        Assert.That(_fleet.Samples(), Is.Empty, "decoding stores nothing");
    }

    [Test]
    public async Task Decode_takes_a_key_file_for_a_unit_that_is_not_enrolled_here_and_the_dictionary_from_the_store()
    {
        string key = Path.Combine(_fleet.InFolder("taken.key"));
        File.Copy(_fleet.Enrolled.RootKeyFile, key);
        string digits = Convert.ToHexString(_fleet.Unit.Dictionary());
        string[] elsewhere = ["decode", "--home", _fleet.InFolder("empty"), "--unit", _fleet.Unit.UnitId, "--hex", digits];

        Assert.That((await CommandRun.RunAsync([.. elsewhere, "--root-key", key])).ExitCode, Is.Zero);
        Assert.That((await CommandRun.RunAsync(elsewhere)).ExitCode, Is.EqualTo(4));

        Fill();
        CommandRun run = await Run("decode", "--unit", "Van 7", "--json", "--hex", Convert.ToHexString(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc))));
        Assert.That(run.Objects.Select(line => line.GetProperty("type").GetString()), Is.EqualTo(new[] { "frame", "sample" }));
    }

    [Test]
    public async Task Decode_says_what_is_wrong_with_a_frame_and_ends_with_3()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        frame[^1] ^= 1;
        CommandRun damaged = await Run("decode", "--json", "--unit", _fleet.Unit.UnitId, "--hex", Convert.ToHexString(frame));
        Assert.That(damaged.ExitCode, Is.EqualTo(3));
        Assert.That(damaged.Objects.Single().GetProperty("outcome").GetString(), Is.EqualTo("damaged"));

        CommandRun lonely = await Run(
            "decode", "--json", "--unit", _fleet.Unit.UnitId, "--hex", Convert.ToHexString(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc))));
        Assert.That(lonely.ExitCode, Is.EqualTo(3));
        Assert.That(lonely.Objects.Single().GetProperty("outcome").GetString(), Is.EqualTo("parked"));

        Assert.That((await Run("decode", "--unit", _fleet.Unit.UnitId, _fleet.InFolder("absent"))).ExitCode, Is.EqualTo(3));
        Assert.That((await Run("decode", "--unit", _fleet.Unit.UnitId, "--hex", "xyz")).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task A_unit_that_is_not_enrolled_ends_with_4()
    {
        Assert.That((await Run("tail", "--no-follow", "--unit", "nobody")).ExitCode, Is.EqualTo(4));
        CommandRun receive = await CommandRun.RunAsync(["receive", "--plain", "--home", _fleet.InFolder("empty")]);
        Assert.That(receive.ExitCode, Is.EqualTo(4));
        Assert.That(receive.Error, Does.Contain("telltale enroll"));
    }

    [Test]
    public async Task A_broker_that_is_not_there_ends_with_5_when_asked_to()
    {
        CommandRun run = await Run("receive", "--plain", "--host", "127.0.0.1", "--port", "1", "--exit-on-failure");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Error, Does.Contain("127.0.0.1:1"));
        Assert.That((await Run("receive", "--ca", _fleet.InFolder("absent.crt"))).ExitCode, Is.EqualTo(5));
    }

    [Test]
    public async Task Replay_gnss_prints_a_fix_a_line_and_the_counters_on_standard_error()
    {
        string log = Save("log.nmea", Encoding.ASCII.GetBytes(
            "$GNRMC,120000.00,A,4807.40736,N,01134.07340,E,27.000,90.00,040526,,,A*45\r\n".Replace("*45", Checksum("GNRMC,120000.00,A,4807.40736,N,01134.07340,E,27.000,90.00,040526,,,A"), StringComparison.Ordinal)
            + "$GNGGA,120000.00,4807.40736,N,01134.07340,E,1,11,0.80,520.0,M,47.0,M,,*00\r\n".Replace("*00", Checksum("GNGGA,120000.00,4807.40736,N,01134.07340,E,1,11,0.80,520.0,M,47.0,M,,"), StringComparison.Ordinal)));

        CommandRun run = await Run("replay", "gnss", log, "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        JsonElement fix = run.Objects.Single();
        Assert.That(
            fix.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[] { "time", "lat", "lon", "alt", "speed", "course", "mode", "sats", "hdop", "talker" }));
        Assert.That(fix.GetProperty("time").GetString(), Is.EqualTo("2026-05-04T12:00:00.000Z"));
        Assert.That(fix.GetProperty("lat").GetDouble(), Is.EqualTo(48.123456).Within(1e-7));
        Assert.That(fix.GetProperty("lon").GetDouble(), Is.EqualTo(11.56789).Within(1e-7));
        Assert.That(fix.GetProperty("speed").GetDouble(), Is.EqualTo(13.89).Within(0.001));
        Assert.That(run.ErrorObjects.Single().GetProperty("epochs").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_broken_recording_ends_with_3_and_names_file_and_line()
    {
        string csv = Save("gnss.csv", Encoding.ASCII.GetBytes("utc_s,latitude_deg,longitude_deg,altitude_m,speed_mps,course_deg\n1533226488.299,37.7,-122.4,33,7,2\nnonsense\n"));
        CommandRun gnss = await Run("replay", "gnss", csv);
        Assert.That((gnss.ExitCode, gnss.Error), Is.EqualTo((3, gnss.Error)));
        Assert.That(gnss.Error, Does.Contain($"{csv}:3:"));

        string dbc = Save("a.dbc", Encoding.ASCII.GetBytes(Dbc));
        string can = Save("can.log", Encoding.ASCII.GetBytes("(1.000000) can0 0AA#0102030405060708\nnonsense\n"));
        CommandRun log = await Run("replay", "can", can, "--profile", dbc);
        Assert.That(log.ExitCode, Is.EqualTo(3));
        Assert.That(log.Error, Does.Contain($"{can}:2:"));

        string broken = Save("b.dbc", Encoding.ASCII.GetBytes("BO_ 170 WHEELS: 8 X\n SG_ nonsense\n"));
        CommandRun profile = await Run("replay", "can", can, "--profile", broken);
        Assert.That(profile.ExitCode, Is.EqualTo(3));
        Assert.That(profile.Error, Does.Contain($"{broken}:2:"));

        Assert.That((await Run("replay", "gnss", dbc)).ExitCode, Is.EqualTo(3), "a file that holds no NMEA");
        Assert.That((await Run("replay", "can", _fleet.InFolder("absent"), "--profile", dbc)).ExitCode, Is.EqualTo(3));
        Assert.That((await Run("replay", "can", can, "--profile", _fleet.InFolder("absent"))).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Replay_can_prints_a_value_a_line()
    {
        string dbc = Save("a.dbc", Encoding.ASCII.GetBytes(Dbc));
        string can = Save("can.log", Encoding.ASCII.GetBytes(
            "(1.000001) can0 0AA#1A6F01F4\n(1.000002) can1 0AA#1A6F01F4\n(1.000003) can0 0AB#00\n(1.000004) can0 0AA#1A6F\n(2.500000) can0 0AC#0105\n(2.600000) can0 0AC#0205\n"));

        CommandRun run = await Run("replay", "can", can, "--profile", dbc, "--bus", "can0", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            {"t":1.000001,"signal":"WHEELS.FRONT","value":0,"unit":"km/h","bus":"can0"}
            {"t":1.000001,"signal":"WHEELS.TORQUE","value":-50,"unit":"Nm","bus":"can0"}
            {"t":1.000004,"signal":"WHEELS.FRONT","value":0,"unit":"km/h","bus":"can0"}
            {"t":2.5,"signal":"MUXED.SELECTOR","value":1,"unit":"","bus":"can0"}
            {"t":2.5,"signal":"MUXED.FIRST","value":5,"unit":"","bus":"can0"}
            {"t":2.6,"signal":"MUXED.SELECTOR","value":2,"unit":"","bus":"can0"}

            """.ReplaceLineEndings("\n")));
        JsonElement counters = run.ErrorObjects.Single();
        Assert.That(counters.GetProperty("frames").GetInt32(), Is.EqualTo(5));
        Assert.That(counters.GetProperty("frames_too_short").GetInt32(), Is.EqualTo(1));
        Assert.That((await Run("replay", "can", can, "--profile", dbc, "--signal", "MUXED.FIRST", "--json")).Objects, Has.Length.EqualTo(1));
        Assert.That((await Run("replay", "can", can, "--profile", dbc, "--signal", "NOTHING")).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Profile_build_compiles_and_replay_can_reads_what_it_wrote()
    {
        string json = Save("car.json", Encoding.ASCII.GetBytes(
            "{ \"name\": \"car\", \"broadcast\": [{ \"id\": \"0x0AA\", \"signals\": [\n"
            + "{ \"name\": \"Speed\", \"start\": 7, \"length\": 16, \"order\": \"motorola\", \"factor\": 0.01, \"offset\": -67.67, \"unit\": \"km/h\" }]},\n"
            + "{ \"pgn\": 65265, \"signals\": [{ \"spn\": 84, \"name\": \"Truck.Speed\" }]}], \"pids\": [{ \"pid\": \"0x0C\" }] }"));
        string compiled = _fleet.InFolder("car.tp");
        CommandRun build = await Run("profile", "build", json, "-o", compiled, "--json");
        Assert.That(build.ExitCode, Is.Zero, build.Error);
        Assert.That(build.Objects[0].GetProperty("signals").GetInt32(), Is.EqualTo(3));
        Assert.That(build.Objects[0].GetProperty("messages").GetInt32(), Is.EqualTo(2));
        Assert.That(build.Objects[0].GetProperty("requests_per_second").GetDouble(), Is.EqualTo(1));
        Assert.That(build.Objects[0].GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(compiled).Length));

        string can = Save("can.log", Encoding.ASCII.GetBytes("(1.000001) can0 0AA#1A6F\n(2.000001) can0 18FEF117#FFE054FFFFFFFFFF\n(3.000001) can0 18FEF117#FFFFFFFFFFFFFFFF\n(4.0) can0 0AA#00\n(5.0) can0 0AB#00\n"));
        foreach (string profile in new[] { json, compiled })
        {
            CommandRun replay = await Run("replay", "can", can, "--profile", profile, "--json");
            Assert.That(replay.ExitCode, Is.Zero, replay.Error);
            Assert.That(replay.Output.ReplaceLineEndings("\n"), Is.EqualTo(
                """
                {"t":1.000001,"signal":"Speed","value":0,"unit":"km/h","bus":"can0"}
                {"t":2.000001,"signal":"Truck.Speed","value":84.875,"unit":"km/h","bus":"can0"}

                """));
            Assert.That(replay.Error.Trim(), Is.EqualTo("""{"frames":5,"frames_decoded":4,"frames_too_short":1,"signals_not_supported":["OBD.EngineSpeed"]}"""));
        }

        CommandRun show = await Run("profile", "show", compiled);
        Assert.That(show.Output, Does.Contain("Truck.Speed [km/h]").And.Contain("PGN 65265").And.Contain("PID 0x0C"));
        Assert.That((await Run("profile", "show", "--json")).Objects, Has.Length.EqualTo(10));
    }

    [Test]
    public async Task A_bad_profile_is_refused_with_file_and_line()
    {
        string json = Save("bad.json", Encoding.ASCII.GetBytes("{ \"name\": \"car\",\n\"broadcast\": [{ \"id\": \"0x0AA\", \"signals\": [\n{ \"name\": \"Speed\", \"start\": 60, \"length\": 16, \"order\": \"intel\" }]}] }"));
        string output = _fleet.InFolder("bad.tp");
        CommandRun run = await Run("profile", "build", json, "-o", output);
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.StartWith($"{json}:3: "));
        Assert.That(File.Exists(output), Is.False);

        string dbc = Save("many.dbc", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(index => $"BO_ {257 + (37 * index)} M{index}: 8 X\n SG_ S{index} : 0|8@1+ (1,0) [0|0] \"\" X\n\n"))));
        Assert.That((await Run("profile", "build", dbc)).ExitCode, Is.Zero);
        CommandRun exact = await Run("profile", "build", dbc, "--exact");
        Assert.That(exact.ExitCode, Is.EqualTo(3));
        Assert.That(exact.Error, Does.StartWith($"{dbc}:1: ").And.Contain("do not fit the controller's filters"));
        Assert.That((await Run("profile", "build", dbc, "--exact", "--signal", "S3=Speed", "--signal", "M4.S4")).ExitCode, Is.Zero);
        Assert.That((await Run("profile", "build", json, "--signal", "S3")).ExitCode, Is.EqualTo(2));
        Assert.That((await Run("profile", "build", _fleet.InFolder("absent.json"))).ExitCode, Is.EqualTo(3));
        Assert.That((await Run("profile", "show", Save("cut.tp", [0x54, 0x50, 2]))).ExitCode, Is.EqualTo(3));
    }

    // FRONT is big-endian, 0x1A6F = 6767; TORQUE is one signed byte, 0xF4 = -12.
    private const string Dbc =
        "BO_ 170 WHEELS: 4 X\n"
        + " SG_ FRONT : 7|16@0+ (0.01,-67.67) [0|250] \"km/h\" X\n"
        + " SG_ TORQUE : 24|8@1- (4.5,4) [-300|300] \"Nm\" X\n"
        + "\n"
        + "BO_ 172 MUXED: 2 X\n"
        + " SG_ SELECTOR M : 0|8@1+ (1,0) [0|0] \"\" X\n"
        + " SG_ FIRST m1 : 8|8@1+ (1,0) [0|0] \"\" X\n";

    private static string Checksum(string sentence) => "*" + sentence.Aggregate(0, (sum, character) => sum ^ character).ToString("X2");

    private Task<CommandRun> Run(params string[] arguments)
    {
        return CommandRun.RunAsync([.. arguments.Where(argument => argument.Length > 0), "--home", _fleet.Home.Folder]);
    }

    private void Fill()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc), TestUnit.SampleAt(6000, Utc + 1000)));
    }

    private string Save(string name, byte[] content)
    {
        string path = _fleet.InFolder(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Calls back when a line with a certain text has been written.</summary>
    private sealed class LineWatcher(string text, Action seen) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                seen();
            }
        }
    }
}
