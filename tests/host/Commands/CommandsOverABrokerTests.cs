using System.Text;
using Telltale.Commands;
using Telltale.Demo;
using Telltale.Fleet;
using Telltale.Gnss;
using Telltale.HostTests.Cli;
using Telltale.HostTests.Unit;
using Telltale.Mosquitto;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual.Board;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Commands;

/// <summary>The whole way with a real mosquitto over TLS: <c>telltale command</c>, receiver, unit and back.</summary>
[NonParallelizable]
internal sealed class CommandsOverABrokerTests
{
    [Test]
    public async Task Commands_reach_the_unit_through_a_broker_and_their_replies_come_back_also_from_the_next_stream()
    {
        await using DemoRun run = await DemoRun.StartAsync(new DemoOptions());
        using RunningUnit unit = new(run);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (run.Store.Report(run.Unit.UnitId) is null)
        {
            await Task.Delay(50, limit.Token);
        }

        CommandRun unanswered = await Command("set-configuration", unit.File);
        Assert.That((unanswered.ExitCode, unit.Proposed.Count), Is.EqualTo((7, 0)), unanswered.ToString());
        Assert.That(unanswered.Error, Does.Contain("would change by:\n  revision: 3 -> 4\n").And.Contain("  uplink.broker.password: *** -> *** (whether it is the same cannot be told)").And.Contain("  bus.mayPoll: false -> true").And.Not.Contain("hush"));
        CommandRun set = await Command("set-configuration", unit.File, "--yes");
        Assert.That((set.ExitCode, set.Objects.Single().GetProperty("status").GetString()), Is.EqualTo((0, "done")), set.ToString());
        Assert.That(set.Error, Does.Contain("bus.mayPoll: false -> true"), "by what was reported before");
        Assert.That(unit.Proposed, Is.EqualTo(new[] { """{"version":2,"revision":4,"uplink":{"broker":{"password":"hush"}},"bus":{"mayPoll":true}}""" }));
        CommandRun wrong = await Command("set-configuration", unit.WrongFile, "--yes");
        Assert.That((wrong.ExitCode, wrong.Error.Contains("The configuration would be refused: bus.mayPoll: true or false is expected", StringComparison.Ordinal), unit.Proposed.Count), Is.EqualTo((3, true, 1)), wrong.ToString());
        CommandRun read = await Command("read-configuration");
        Assert.That(read.Objects.Single().GetProperty("reply").GetString(), Is.EqualTo(unit.Reported), read.ToString());
        CommandRun refused = await Command("drive-output", "horn", "on");
        Assert.That((refused.ExitCode, refused.Objects.Single().GetProperty("status").GetString()), Is.EqualTo((7, "not-allowed")), refused.ToString());

        CommandRun rotated = await Command("rotate-keys", "--expires", "60s");
        Assert.That(rotated.Objects.Single().GetProperty("command").GetString(), Is.EqualTo("rotate-keys"));
        StoredCommand rotation;
        do
        {
            await Task.Delay(50, limit.Token);
            rotation = run.Store.Commands(run.Unit.UnitId, DateTimeOffset.UtcNow)[^1];
        }
        while (!rotation.IsDone);
        while (run.Store.Report(run.Unit.UnitId)!.StreamId == rotation.StreamId)
        {
            await Task.Delay(50, limit.Token);
        }

        CommandRun after = await Command("private-mode", "on");
        Assert.That(after.ExitCode, Is.Zero, after.ToString());
        Assert.That(after.Objects.Single().GetProperty("stream").GetString(), Is.Not.EqualTo(rotation.StreamId));
        Assert.That(after.Objects.Single().GetProperty("number").GetInt32(), Is.EqualTo(1));

        CommandRun list = await CommandRun.RunAsync(["commands", run.Unit.UnitId, "--home", run.Home.Folder, "--json"]);
        Assert.That(
            list.Objects.Select(command => $"{command.GetProperty("command").GetString()} {command.GetProperty("state").GetString()}"),
            Is.EqualTo(new[] { "read-configuration replied", "read-configuration replied", "set-configuration replied", "read-configuration replied", "read-configuration replied", "drive-output replied", "rotate-keys replied", "private-mode replied" }));
        Assert.That((await CommandRun.RunAsync(["command", run.Unit.UnitId, "dance", "--plain", "--home", run.Home.Folder])).ExitCode, Is.EqualTo(2));

        Task<CommandRun> Command(params string[] words) => CommandRun.RunAsync(
            ["command", run.Unit.UnitId, .. words, "--wait", "--json", "--home", run.Home.Folder, "--host", LocalBroker.Host, "--port", $"{run.Broker.Port}", "--ca", run.Broker.CertificateAuthorityFile],
            limit.Token);
    }

    /// <summary>A unit in real time on a thread of its own, which is restarted when it asks for it.</summary>
    private sealed class RunningUnit : ICommandConfiguration, IFixSource, IPowerInputs, IDisposable
    {
        private readonly MemoryVolume _volume = new();
        private readonly MosquittoLink _link;
        private readonly CancellationTokenSource _stopping = new();
        private readonly Thread _thread;

        public RunningUnit(DemoRun run)
        {
            byte[] identity = System.IO.File.ReadAllBytes(run.Unit.IdentityFile);
            _volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
            File = Path.Combine(run.Home.Folder, "configuration.json");
            System.IO.File.WriteAllText(File, """{ "version": 2, "revision": 4, "uplink": { "broker": { "password": "hush" } }, "bus": { "mayPoll": true } }""");
            WrongFile = Path.Combine(run.Home.Folder, "wrong.json");
            System.IO.File.WriteAllText(WrongFile, """{ "version": 2, "revision": 4, "bus": { "mayPoll": 1 } }""");
            _link = MosquittoLink.ForUnit(
                new MosquittoOptions
                {
                    Host = LocalBroker.Host,
                    Port = run.Broker.Port,
                    ClientId = run.Unit.UnitId,
                    UserName = run.Unit.UnitId,
                    Password = FleetHome.ReadPasswordFile(run.Unit.BrokerPasswordFile),
                    CertificateAuthorityFile = run.Broker.CertificateAuthorityFile,
                },
                run.Unit.UnitId);
            _thread = new Thread(Run);
            _thread.Start();
        }

        public string File { get; }

        public string WrongFile { get; }

        public List<string> Proposed { get; } = [];

        // Longer than one reply holds.
        public string Reported { get; } = """{"version":2,"revision":3,"uplink":{"broker":{"password":"***"}}""" + new string(' ', 2000) + "}";

        public int SupplyMillivolts => 14000;

        public int Ignition => 1;

        public long NextDueUptimeMilliseconds => long.MaxValue;

        public int ReportedLength => Reported.Length;

        public int CopyReported(int position, byte[] destination, int offset, int count) => Encoding.ASCII.GetBytes(Reported.AsSpan(position, count), destination.AsSpan(offset));

        public string Propose(byte[] bytes, int offset, int count)
        {
            Proposed.Add(Encoding.ASCII.GetString(bytes, offset, count));
            return null!;
        }

        void IFixSource.Start(IFixListener fixes, IEpochListener epochs)
        {
        }

        void IFixSource.Step(long uptimeMilliseconds)
        {
        }

        public void Dispose()
        {
            _stopping.Cancel();
            _thread.Join();
            _link.Dispose();
            _stopping.Dispose();
        }

        private void Run()
        {
            while (!_stopping.IsCancellationRequested)
            {
                TelematicsUnit unit = new(
                    new UnitPorts { FixSource = this, Cryptography = new DotNetCryptography(), Volume = _volume, Link = _link, Power = this, CommandConfiguration = this, Ticks = Environment.TickCount64 },
                    new UnitSettings { StatusOnOpenMilliseconds = 1000 });
                long started = Environment.TickCount64;
                unit.Start(0);
                unit.Clock.IsSet = true;
                unit.Clock.OffsetMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                while (!_stopping.IsCancellationRequested && unit.RestartRequested == RestartReason.None)
                {
                    unit.Step(Environment.TickCount64 - started);
                    Thread.Sleep(10);
                }

                _link.Close();
            }
        }
    }
}
