using System.Text;
using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StartupWatchTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task A_unit_that_waits_is_waited_for_and_what_it_waits_for_is_said()
    {
        Says(unit => StandInConsole.Report("", "starting", checks: "")
            + StandInConsole.Report(unit, "waiting", checks: """{"name":"network","state":"waiting"},{"name":"volume","state":"pass"}""")
            + StandInConsole.Report(unit));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        Assert.That(_bench.Said.ToString(), Does.Contain("The unit is waiting: network."));
    }

    [Test]
    public async Task Ready_of_another_unit_is_not_ready()
    {
        Says(_ => StandInConsole.Report("zzzzzzzz"));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.Report));
        Assert.That(result.Sentence, Does.Contain("says that it is unit zzzzzzzz"));
        Assert.That(new BoardLedger(_bench.Home).Find("240ac4000110")!.IsReady, Is.False);
    }

    [Test]
    public async Task Ready_without_keys_is_not_ready()
    {
        Says(_ => StandInConsole.Report(""));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain("The board has no keys"));
    }

    [Test]
    public async Task Ready_of_another_version_is_not_ready()
    {
        Says(unit => StandInConsole.Report(unit, version: "0.0.9"));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain("runs version '0.0.9' of the application, not 0.1.0"));
    }

    [Test]
    public async Task What_failed_is_said_by_name_and_value()
    {
        Says(unit => StandInConsole.Report(unit, "failed", checks: """{"name":"can","state":"fail","value":"fault 3"},{"name":"gnss","state":"pass"}"""));
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Is.EqualTo("The unit says that it failed: can (fault 3)."));
    }

    [Test]
    public async Task Silence_ends_the_wait_with_the_consoles_last_words()
    {
        _bench.Patience = TimeSpan.FromMilliseconds(150);
        Says(_ => "Telltale: board.txt, line 2: there is no setting 'x'.\r\n");
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain("said nothing of itself").And.Contain("there is no setting 'x'"));
    }

    [Test]
    public async Task Where_that_is_asked_for_ready_takes_the_brokers_answer_too()
    {
        const string Unit = "k3m9x2pq";
        string offline = StandInConsole.Report(Unit);
        string online = offline.Replace("\"state\"", "\"online\":true,\"state\"", StringComparison.Ordinal);
        async Task<string?> Wait(string text, bool mustBeOnline)
        {
            var watch = new StartupWatch(StandInConsole.Saying(() => text), _ => { });
            return await watch.WaitAsync("COM7", Unit, mustBeOnline, "0.1.0", TimeSpan.FromMilliseconds(100), default);
        }

        Assert.That(await Wait(offline, mustBeOnline: false), Is.Null);
        Assert.That(await Wait(offline, mustBeOnline: true), Does.Contain("its broker has not answered"));
        Assert.That(await Wait(offline + online, mustBeOnline: true), Is.Null);
    }

    [Test]
    public void A_pseudo_terminal_is_read_like_a_boards_port()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Linux only: a pseudo-terminal stands in for a serial port.");
        }

        using var terminal = new PseudoTerminal();
        var writer = Task.Run(async () =>
        {
            foreach (byte[] piece in Encoding.UTF8.GetBytes("noise\r\n" + StandInConsole.Report("k3m9x2pq")).Chunk(5))
            {
                await Task.Delay(1);
                terminal.Write(piece);
            }
        });
        var said = new List<string>();
        var watch = new StartupWatch(new SerialConsole(), said.Add);
        Task<string?> wait = watch.WaitAsync(terminal.Name, "k3m9x2pq", mustBeOnline: false, "0.1.0", TimeSpan.FromSeconds(20), default);
        Assert.That(async () => await wait, Is.Null);
        Assert.That(async () => await writer, Throws.Nothing);
    }

    [Test]
    public async Task A_port_that_is_gone_fails_the_report_and_says_what_to_do()
    {
        _bench.Console = new SerialConsole();
        FlashResult result = await _bench.FlashAsync(FlashBench.Job() with { Port = "/dev/no-such-port" });
        Assert.That(result.FailedStep, Is.EqualTo(FlashStepKind.Report));
        Assert.That(result.Sentence, Does.Contain("/dev/no-such-port cannot be opened"));
        Assert.That(result.Action, Does.StartWith("Close whatever else has the port open"));
    }

    [Test]
    public void A_port_that_is_not_there_is_said()
    {
        Assert.That(() => new SerialConsole().Open("/dev/no-such-port"), Throws.InstanceOf<FlashException>().With.Message.Contains("/dev/no-such-port"));
    }

    private void Says(Func<string, string> text) => _bench.Console = StandInConsole.Saying(() => text(_bench.UnitOnBoard()));
}
