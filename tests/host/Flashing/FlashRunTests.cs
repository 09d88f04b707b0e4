using System.Text;
using System.Text.Json;
using Telltale.Flashing;
using Telltale.Fleet;

namespace Telltale.HostTests.Flashing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FlashRunTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task A_board_gets_interpreter_identity_settings_certificate_profile_network_and_application()
    {
        FlashResult result = await _bench.FlashAsync();

        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        EnrolledUnit unit = _bench.Home.Units().Single();
        Assert.That(result.UnitId, Is.EqualTo(unit.UnitId));
        Assert.That(unit.Label, Is.EqualTo("Van 7"));
        StandInNanoff board = _bench.Nanoff;
        Assert.That(board.Volume.Keys, Is.EquivalentTo(new[] { @"I:\identity", @"I:\profile", @"I:\ca.pem", @"I:\config.json" }));
        Assert.That(board.Volume[@"I:\identity"], Is.EqualTo(File.ReadAllBytes(unit.IdentityFile)));
        Assert.That(board.Volume[@"I:\profile"], Is.EqualTo(new byte[] { 1, 2, 3 }));
        using JsonDocument configuration = JsonDocument.Parse(board.Volume[@"I:\config.json"]);
        JsonElement broker = configuration.RootElement.GetProperty("uplink").GetProperty("broker");
        Assert.That(configuration.RootElement.GetProperty("board").GetProperty("name").GetString(), Is.EqualTo("wrover-devkit"));
        Assert.That(configuration.RootElement.GetProperty("unit").GetProperty("id").GetString(), Is.EqualTo(unit.UnitId));
        Assert.That(broker.GetProperty("host").GetString(), Is.EqualTo("broker.example"));
        Assert.That(broker.GetProperty("password").GetString(), Is.EqualTo(FleetHome.ReadPasswordFile(unit.BrokerPasswordFile)));
        Assert.That(configuration.RootElement.GetProperty("journal").GetProperty("budgetKilobytes").GetInt32(), Is.EqualTo(1928));
        using JsonDocument network = JsonDocument.Parse(board.Network!);
        JsonElement client = network.RootElement.GetProperty("WirelessClient");
        Assert.That(client.GetProperty("Ssid").GetString(), Is.EqualTo("Depot"));
        Assert.That(client.GetProperty("Password").GetString(), Is.EqualTo(FlashBench.WifiPassword));
        Assert.That(client.GetProperty("ConfigurationOption").GetString(), Is.EqualTo("AutoConnect"));
        Assert.That(board.Application, Is.EqualTo(TestImage.Good()));
        Assert.That(board.InterpreterVersion, Is.EqualTo("1.17.0.30"));
        Assert.That(new BoardLedger(_bench.Home).Find("240ac4000110"), Has.Property("IsReady").True.And.Property("UnitId").EqualTo(unit.UnitId));
        Assert.That(_bench.Said.ToString(), Does.Contain("[7/7]"));
    }

    [Test]
    public async Task The_calls_of_nanoff_are_those_of_the_plan()
    {
        await _bench.FlashAsync();
        string[] lines = _bench.Nanoff.Commands.Select(command => command.ToString()).ToArray();
        Assert.That(lines, Has.Length.EqualTo(6));
        Assert.That(lines[0], Does.StartWith("nanoff --platform esp32 --serialport /dev/ttyUSB0 --devicedetails"));
        Assert.That(lines[1], Does.Contain("--update --fwversion 1.17.0.30 --masserase"));
        Assert.That(lines[5], Does.Contain($"--deploy --image {_bench.ImageFile} --address 0x1E0000"));
    }

    [Test]
    public async Task The_private_files_are_gone_afterwards_also_when_it_fails_or_is_interrupted()
    {
        var folders = new List<string>();
        _bench.Nanoff.Before = command =>
        {
            if (command.Arguments.SkipWhile(argument => argument != "--filedeployment").Skip(1).FirstOrDefault() is { } list)
            {
                string folder = Path.GetDirectoryName(list)!;
                folders.Add(folder);
                Assert.That(File.Exists(Path.Combine(folder, "identity")), Is.True);
                if (!OperatingSystem.IsWindows())
                {
                    Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(SecretFile.FolderMode));
                    Assert.That(Directory.GetFiles(folder).Select(File.GetUnixFileMode), Is.All.EqualTo(SecretFile.FileMode));
                }
            }
        };
        await _bench.FlashAsync();
        for (int attempt = 0; attempt < FlashPlanner.InterpreterAttempts; attempt++)
        {
            _bench.Nanoff.Play("--filedeployment", 2003 & 0xFF, "E2003");
        }

        FlashResult failed = await _bench.FlashAsync(FlashBench.Job() with { Replace = true });
        Assert.That(failed.Passed, Is.False);
        using var source = new CancellationTokenSource();
        Action<NanoffCommand> before = _bench.Nanoff.Before;
        _bench.Nanoff.Before = command =>
        {
            before(command);
            if (command.Arguments.Contains("--networkdeployment", StringComparer.Ordinal))
            {
                source.Cancel();
            }
        };
        Assert.That(async () => await _bench.FlashAsync(FlashBench.Job() with { Replace = true }, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(folders.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(3));
        Assert.That(folders.Where(Directory.Exists), Is.Empty);
    }

    [Test]
    public async Task No_secret_is_ever_said_even_where_nanoff_prints_it()
    {
        _bench.Nanoff.Alter("--filedeployment", output =>
        {
            byte[] identity = File.ReadAllBytes(_bench.Home.Units().Single().IdentityFile);
            string password = FleetHome.ReadPasswordFile(_bench.Home.Units().Single().BrokerPasswordFile);
            return output + $"{Convert.ToHexString(identity)} {Convert.ToBase64String(identity)} {password} {FlashBench.WifiPassword}\n";
        });
        await _bench.FlashAsync();

        EnrolledUnit unit = _bench.Home.Units().Single();
        string said = _bench.Said.ToString();
        byte[] keys = File.ReadAllBytes(unit.IdentityFile);
        Assert.That(said, Does.Contain("[secret]"));
        foreach (byte[] secret in new[] { File.ReadAllBytes(unit.RootKeyFile), keys })
        {
            Assert.That(said, Does.Not.Contain(Convert.ToHexString(secret)).IgnoreCase);
            Assert.That(said, Does.Not.Contain(Convert.ToBase64String(secret)));
        }

        Assert.That(said, Does.Not.Contain(FleetHome.ReadPasswordFile(unit.BrokerPasswordFile)));
        Assert.That(said, Does.Not.Contain(FlashBench.WifiPassword));
        Assert.That(_bench.Nanoff.Commands.Select(command => command.ToString()), Has.None.Contains(FlashBench.WifiPassword));
        Assert.That(new WifiNetworkSettings("a", "secret password", "home").ToString(), Does.Not.Contain("secret password"));
    }

    [Test]
    public async Task A_file_that_did_not_arrive_fails_the_board_though_nanoff_ends_with_0_and_no_application_is_put_on_it()
    {
        for (int attempt = 0; attempt < FlashPlanner.InterpreterAttempts; attempt++)
        {
            _bench.Nanoff.Alter("--filedeployment", output => output.Replace(@"I:\identity...OK", "I:\\identity...\nError deploying content file identity", StringComparison.Ordinal));
        }

        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.Files));
        Assert.That(result.Sentence, Does.Contain(@"I:\identity").And.Contain("does not start half configured"));
        Assert.That(_bench.Nanoff.Application, Is.Null);
        Assert.That(_bench.Nanoff.Commands.Count(command => command.Arguments.Contains("--filedeployment", StringComparer.Ordinal)), Is.EqualTo(4));
    }

    [TestCase("--filedeployment", 2000, FlashStepKind.Files)]
    [TestCase("--networkdeployment", 2002, FlashStepKind.Network)]
    [TestCase("--update", 4003, FlashStepKind.Interpreter)]
    [TestCase("--deploy", 4003, FlashStepKind.Application)]
    public async Task A_passing_trouble_is_tried_again(string argument, int code, FlashStepKind step)
    {
        _bench.Nanoff.Play(argument, code & 0xFF, $"E{code}");
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Passed, Is.True, $"{step}: {_bench.Said}");
        Assert.That(_bench.Said.ToString(), Does.Contain("Trying again (2 of"));
    }

    [TestCase(9005)]
    [TestCase(9000)]
    [TestCase(4001)]
    public async Task A_lasting_trouble_is_not_tried_again_and_said_with_what_to_do(int code)
    {
        _bench.Nanoff.Play("--update", code & 0xFF, $"E{code}");
        FlashResult result = await _bench.FlashAsync();
        NanoffExit exit = NanoffExitCodes.Find(code)!;
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.Interpreter));
        Assert.That(result.Sentence, Does.StartWith(exit.Meaning).And.Contain($"{code}"));
        Assert.That(result.Action, Is.EqualTo(exit.Action));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(2));
    }

    [TestCase("3.0.0")]
    [TestCase("2.5.150")]
    public async Task Another_nanoff_is_refused_before_the_board_is_touched(string version)
    {
        _bench.Nanoff.NanoffVersion = version;
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain($"This is nanoff {version}"));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_application_built_with_other_packages_is_refused_before_anything_is_asked_of_the_board()
    {
        File.WriteAllBytes(_bench.ImageFile, TestImage.With("System.Net", 0x8EFB9944));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain("System.Net: the application wants checksum 0x8EFB9944, the interpreter has 0x6DFA71D6 (version 100.2.0.12)"));
        Assert.That(_bench.Nanoff.Commands, Is.Empty);
        Assert.That(_bench.Home.Units(), Is.Empty);
    }

    [Test]
    public async Task An_interpreter_whose_native_half_differs_is_refused_and_gets_no_application()
    {
        int index = _bench.Nanoff.NativeAssemblies.FindIndex(assembly => assembly.Name == "System.Net");
        _bench.Nanoff.NativeAssemblies[index] = new NativeAssembly("System.Net", new Version(100, 2, 0, 14), 0x8EFB9944);
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.NativeAssemblies));
        Assert.That(result.Sentence, Does.Contain("System.Net: the application wants checksum 0x6DFA71D6, the interpreter has 0x8EFB9944 (version 100.2.0.14)"));
        Assert.That(_bench.Nanoff.Application, Is.Null);
        Assert.That(_bench.Nanoff.Volume, Is.Empty);
    }

    [Test]
    public async Task An_interpreter_of_another_version_is_refused()
    {
        _bench.Nanoff.Before = _ => _bench.Nanoff.InterpreterVersion = _bench.Nanoff.InterpreterVersion is null ? null : "1.17.0.45";
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.NativeAssemblies));
        Assert.That(result.Sentence, Does.Contain("runs ESP32_PSRAM_REV3 1.17.0.45, not ESP32_PSRAM_REV3 1.17.0.30"));
    }

    [TestCase("esp32s3-devkit", "ESP32", "ESP32-D0WD-V3 (revision v3.0)", 8, "undetermined", "chip ESP32; a esp32s3-devkit has ESP32-S3")]
    [TestCase("wrover-devkit", "ESP32", "ESP32-D0WDQ6 (revision v1.0)", 8, "undetermined", "needs revision 3")]
    [TestCase("wrover-devkit", "ESP32", "ESP32-D0WD-V3 (revision v3.1)", 2, "undetermined", "2 MB of flash")]
    [TestCase("esp32s3-devkit", "ESP32-S3", "ESP32-S3", 16, "2MB", "2 MB of PSRAM")]
    [TestCase("esp32s3-devkit", "ESP32-S3", "ESP32-S3", 4, "8MB", "4 MB of flash")]
    public async Task The_wrong_board_is_refused_untouched(string name, string chip, string chipName, int flash, string psram, string words)
    {
        _bench.Nanoff.ChipType = chip;
        _bench.Nanoff.ChipName = chipName;
        _bench.Nanoff.FlashMegabytes = flash;
        _bench.Nanoff.Psram = psram;
        FlashResult result = await _bench.FlashAsync(FlashBench.Job(name));
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.Identify));
        Assert.That(result.Sentence, Does.Contain(words));
        Assert.That(_bench.Nanoff.Commands.SelectMany(command => command.Arguments), Does.Not.Contain("--update"));
        Assert.That(_bench.Home.Units(), Is.Empty);
    }

    [Test]
    public async Task An_S3_gets_its_own_target_and_address()
    {
        _bench.Nanoff.ChipType = _bench.Nanoff.ChipName = "ESP32-S3";
        _bench.Nanoff.FlashMegabytes = 16;
        _bench.Nanoff.Psram = "8MB";
        FlashResult result = await _bench.FlashAsync(FlashBench.Job("esp32s3-devkit"));
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        Assert.That(_bench.Nanoff.TargetName, Is.EqualTo("ESP32_S3_OCTAL"));
        Assert.That(Encoding.UTF8.GetString(_bench.Nanoff.Volume[@"I:\config.json"]), Does.Contain("\"budgetKilobytes\":2936").Or.Contain("\"budgetKilobytes\": 2936"));
    }

    [Test]
    public async Task An_application_that_does_not_fit_is_refused_before_the_board_is_erased()
    {
        _bench.Nanoff.FlashMegabytes = 4;
        var names = new List<(string, uint)> { ("Telltale.Esp32", 0u) };
        names.AddRange(Enumerable.Range(0, 40).Select(index => ($"Big{index}{new string('x', 60000)}", 0u)));
        File.WriteAllBytes(_bench.ImageFile, TestImage.Build([.. names]));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain($"room for {0x1C0000}"));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(1));
    }

    [TestCase("no image at all")]
    [TestCase("")]
    public void What_is_no_image_is_refused(string content)
    {
        File.WriteAllText(_bench.ImageFile, content);
        Assert.That(() => ApplicationImage.Read(_bench.ImageFile), Throws.InstanceOf<FlashException>().With.Message.Contains("no application's image"));
    }

    [Test]
    public void A_damaged_image_is_refused_whichever_byte_it_is()
    {
        byte[] image = TestImage.Build(("Telltale.Esp32", 0u));
        for (int index = 0; index < image.Length; index++)
        {
            byte[] damaged = [.. image];
            damaged[index] ^= 0x10;
            File.WriteAllBytes(_bench.ImageFile, damaged);
            Assert.That(() => ApplicationImage.Read(_bench.ImageFile), Throws.InstanceOf<FlashException>(), $"byte {index}");
        }
    }

    [Test]
    public async Task Settings_that_the_chip_would_not_accept_are_refused_before_the_board_is_erased()
    {
        File.WriteAllText(_bench.SettingsFile, """{ "host": "broker.example", "journal_kilobytes": 8 }""");
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain("journal.budgetKilobytes: 8 is below 16"));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_only_port_is_found_and_the_PCs_own_ones_passed_over()
    {
        FlashResult result = await _bench.FlashAsync(FlashBench.Job() with { Port = null });
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        Assert.That(result.Port, Is.EqualTo("/dev/ttyUSB0"));
    }

    [TestCase("Available COM ports:\n  COM3\n  COM7\n", "several serial ports: COM3, COM7")]
    [TestCase("No available COM port.\n", "No board is connected")]
    public async Task None_or_several_ports_are_said(string output, string words)
    {
        _bench.Nanoff.Play("--listports", 0, output);
        FlashResult result = await _bench.FlashAsync(FlashBench.Job() with { Port = null });
        Assert.That(result.Sentence, Does.Contain(words));
    }
}
