using System.Diagnostics;
using Telltale.Demo;
using Telltale.Fleet;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Demo;

/// <summary>The whole way with a real mosquitto over TLS: what ./demo.sh does.</summary>
[NonParallelizable]
public class DemoRunTests
{
    [Test]
    public async Task A_drive_arrives_whole_over_a_broker_with_TLS()
    {
        await using DemoRun run = await DemoRun.StartAsync(new DemoOptions { Seconds = 120, Speed = DriveSpeed.Times(20) });
        DemoResult result = await run.DriveAsync();

        TestContext.Out.WriteLine(result);
        Assert.Multiple(() =>
        {
            Assert.That(result.SamplesTaken, Is.InRange(119, 122));
            Assert.That(result.SamplesStored, Is.EqualTo(result.SamplesTaken));
            Assert.That((result.Lost, result.Duplicates, result.Unexpected), Is.EqualTo((0, 0, 0)));
            Assert.That(result.Tls, Is.True);
            Assert.That(result.Broker, Does.StartWith("mosquitto 2"));
            Assert.That(result.WorstPositionErrorMetres, Is.LessThan(0.2));
        });

        StoredSample last = run.Store.NewestSamples(run.Unit.UnitId, 10)[0];
        Assert.That(last.Signals.Keys, Does.Contain("OBD.EngineSpeed").And.Contain("OBD.FuelLevel"));
        Assert.That(run.Store.SignalUnits(run.Unit.UnitId)["OBD.EngineSpeed"], Is.EqualTo("rpm"));
    }

    [Test]
    public async Task Nothing_is_lost_when_the_broker_stops_for_20_seconds_and_the_receiver_is_killed()
    {
        await using DemoRun run = await DemoRun.StartAsync(new DemoOptions
        {
            Seconds = 200,
            Speed = DriveSpeed.Times(5),
            BatchTime = TimeSpan.FromSeconds(10),
            BrokerOutage = TimeSpan.FromSeconds(20),
            HasReceiver = false,
        });
        using Receiver receiver = new(run);
        Task<DemoResult> drive = run.DriveAsync();

        // Killed while frames arrive, before the broker goes; and again while the backlog comes in after the outage.
        await Task.Delay(TimeSpan.FromSeconds(8));
        receiver.Kill();
        await Task.Delay(TimeSpan.FromSeconds(3));
        receiver.Start();
        while (!run.Broker.IsRunning || drive.IsCompleted)
        {
            await Task.Delay(100);
        }

        await Task.Delay(TimeSpan.FromSeconds(20));
        receiver.Kill();
        receiver.Start();
        DemoResult result = await drive;

        TestContext.Out.WriteLine(result);
        Assert.That((result.Lost, result.Duplicates, result.Unexpected), Is.EqualTo((0, 0, 0)));
        Assert.That(result.SamplesTaken, Is.InRange(199, 202));
        Assert.That(result.IsComplete, Is.True, "the unit has had every receipt");
    }

    [Test]
    public async Task A_broker_with_a_certificate_of_another_authority_gets_no_frame()
    {
        await using DemoRun run = await DemoRun.StartAsync(new DemoOptions { Seconds = 10, Speed = DriveSpeed.Times(10), DrainLimit = TimeSpan.FromSeconds(10) });
        using (CertificateAuthority other = new("somebody else"))
        {
            await File.WriteAllTextAsync(run.Broker.CertificateAuthorityFile, other.CertificatePem);
        }

        DemoResult result = await run.DriveAsync();

        Assert.That((result.Frames, result.SamplesStored, result.Tls, result.IsComplete), Is.EqualTo((0L, 0, false, false)));
    }

    /// <summary><c>telltale receive</c> in a process of its own, which can be killed.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly DemoRun _run;
        private Process? _process;

        public Receiver(DemoRun run)
        {
            _run = run;
            Start();
        }

        public void Start()
        {
            ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (string argument in new[]
            {
                typeof(Telltale.Cli.CommandLine).Assembly.Location, "receive", "--home", _run.Home.Folder, "--host", LocalBroker.Host,
                "--port", $"{_run.Broker.Port}", "--ca", _run.Broker.CertificateAuthorityFile,
            })
            {
                start.ArgumentList.Add(argument);
            }

            _process = Process.Start(start)!;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public void Kill()
        {
            _process!.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }

        public void Dispose()
        {
            if (_process is not null)
            {
                Kill();
            }
        }
    }
}
