using System.Text.Json;
using Telltale.Flashing;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Flashing;

/// <summary>A program in the place of nanoff: a shell script that writes down its arguments and plays an exit code.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform(Exclude = "Win", Reason = "The stand-in is a shell script.")]
internal sealed class NanoffProcessTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase(0)]
    [TestCase(4003)]
    [TestCase(9015)]
    public async Task A_process_gets_its_arguments_whole_and_its_exit_code_is_understood(int code)
    {
        string program = Program($"for a in \"$@\"; do printf '%s\\n' \"$a\" >> \"$0.arguments\"; done\necho out\necho err >&2\nexit {code}\n");
        NanoffResult result = await new NanoffProcess(program).RunAsync(new NanoffCommand(["--image", "my file.bin", "--x", "I:\\a"]), default);
        Assert.That(await File.ReadAllLinesAsync(program + ".arguments"), Is.EqualTo(new[] { "--image", "my file.bin", "--x", "I:\\a" }));
        Assert.That(result.Output, Is.EqualTo("out\nerr\n"));
        Assert.That(NanoffExit.From(result).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_process_is_ended_when_the_run_is_cancelled()
    {
        string program = Program("echo $$ > \"$0.pid\"\nexec sleep 30\n");
        using var source = new CancellationTokenSource();
        Task<NanoffResult> run = new NanoffProcess(program).RunAsync(new NanoffCommand([]), source.Token);
        string pidFile = program + ".pid";
        while (!File.Exists(pidFile) || (await File.ReadAllTextAsync(pidFile)).Length == 0)
        {
            await Task.Delay(5);
        }

        await source.CancelAsync();
        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
        int pid = int.Parse((await File.ReadAllTextAsync(pidFile)).Trim());
        Assert.That(() => System.Diagnostics.Process.GetProcessById(pid), Throws.ArgumentException);
    }

    [Test]
    public void A_nanoff_that_is_not_there_is_said_with_how_to_get_it()
    {
        Assert.That(
            async () => await new NanoffProcess("/no/such/nanoff").RunAsync(new NanoffCommand([]), default),
            Throws.InstanceOf<FlashException>().With.Message.Contains("dotnet tool install --global nanoff --version 2.5.162"));
    }

    [Test]
    public async Task The_command_ends_with_1_and_says_what_failed_and_what_to_do()
    {
        string program = Program("echo '.NET nanoFramework Firmware Flasher v2.5.162+0'\necho E6001\nexit 6001\n");
        string[] arguments =
        [
            "flash", "--board", "wrover-devkit", "--port", "COM7", "--label", "Van 7", "--nanoff", program, "--image", _bench.ImageFile,
            "--settings", _bench.SettingsFile, "--home", _bench.Home.Folder, "--json",
        ];
        CommandRun run = await CommandRun.RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        JsonElement result = run.Objects.Single();
        Assert.That(result.GetProperty("result").GetString(), Is.EqualTo("fail"));
        Assert.That(result.GetProperty("step").GetString(), Is.EqualTo("Identify"));
        Assert.That(result.GetProperty("sentence").GetString(), Is.EqualTo("nanoff was given no serial port. (nanoff 6001)"));
        Assert.That(result.GetProperty("action").GetString(), Is.EqualTo("Name it with --port."));
    }

    [TestCase("flash")]
    [TestCase("flash --board no-such-board --port COM7")]
    [TestCase("flash --board wrover-devkit --dry-run")]
    [TestCase("flash --batch tray.csv --port COM7")]
    [TestCase("flash --batch tray.csv --keep-volume")]
    [TestCase("flash --board wrover-devkit --port COM7 --interpreter-version latest")]
    [TestCase("flash --board wrover-devkit --port COM7 --baud 300")]
    [TestCase("flash --board wrover-devkit --port COM7 --report-seconds 0")]
    public async Task A_command_line_that_is_not_valid_ends_with_2(string arguments)
    {
        CommandRun run = await CommandRun.RunAsync([.. arguments.Split(' '), "--home", _bench.Home.Folder]);
        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Is.Not.Empty);
    }

    private string Program(string script)
    {
        string path = _bench.At("nanoff");
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
