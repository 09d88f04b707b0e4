using System.Text;
using Telltale.Configuration;
using Telltale.HostTests.Unit;
using Telltale.Sealing;
using Telltale.Uplink;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Configuration;

/// <summary>A whole unit whose broker can be reached by one host name only.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConfigurationTrialTests
{
    private const string Reachable = "broker.example";
    private const long SecondMicroseconds = 1_000_000;

    private readonly Owner _owner = new();
    private readonly MemoryVolume _volume = new();
    private SimulationClock _clock = null!;
    private ScriptedLink _link = null!;
    private VirtualBoard _board = null!;

    [TestCase(false)]
    [TestCase(true)]
    public void A_configuration_with_which_the_broker_cannot_be_reached_is_rolled_back_within_five_minutes_and_reported(bool isReleasedByBroker)
    {
        Begin(isReleasedByBroker);
        Run(60);
        Assert.That(_owner.Statuses[^1].ConfigurationRevision, Is.EqualTo(1));

        long proposed = _clock.NowMilliseconds;
        Assert.That(Propose(2, "nowhere.example", isReleasedByBroker), Is.EqualTo(ProposalResult.Stored));
        Run(15);
        Assert.That(_board.Restarts.Count, Is.EqualTo(1));
        Assert.That(_board.Configuration!.InForce.Text(ConfigurationKey.BrokerHost), Is.EqualTo("nowhere.example"));
        Assert.That(_board.Configuration.IsOnTrial, Is.True);

        while (_board.Restarts.Count < 2 && _clock.NowMilliseconds - proposed < 300_000)
        {
            _board.Turn(long.MaxValue);
        }

        TestContext.Out.WriteLine($"rolled back {(_clock.NowMilliseconds - proposed) / 1000.0} s after it was proposed");
        Assert.That(_board.Restarts.Count, Is.EqualTo(2), "within five minutes");
        Assert.That(_board.Configuration.InForce.Text(ConfigurationKey.BrokerHost), Is.EqualTo(Reachable));
        Run(60);
        StatusReport status = _owner.Statuses[^1];
        Assert.Multiple(() =>
        {
            Assert.That(status.HasConfiguration, Is.True);
            Assert.That(status.ConfigurationRevision, Is.EqualTo(1));
            Assert.That(status.IsConfigurationOnTrial, Is.False);
            Assert.That(status.TrialRevision, Is.EqualTo(2));
            Assert.That((TrialResult)status.TrialResult, Is.EqualTo(TrialResult.RolledBackNoReceipt));
            Assert.That(_board.Restarts.Count, Is.EqualTo(2), "and it stays so");
        });
    }

    [Test]
    public void A_configuration_that_works_is_confirmed_by_the_first_receipt_and_reported()
    {
        Begin(false);
        Run(60);
        Assert.That(Propose(2, Reachable, false), Is.EqualTo(ProposalResult.Stored));
        Run(400);
        Assert.Multiple(() =>
        {
            Assert.That(_board.Restarts.Count, Is.EqualTo(1));
            Assert.That(_board.Configuration!.ConfirmedRevision, Is.EqualTo(2));
            Assert.That(_owner.Statuses[^1].ConfigurationRevision, Is.EqualTo(2));
            Assert.That((TrialResult)_owner.Statuses[^1].TrialResult, Is.EqualTo(TrialResult.Taken));
            Assert.That(_owner.Statuses[^1].ConfigurationChecksum, Is.EqualTo(_board.Configuration.Checksum).And.Not.Zero);
        });
    }

    [Test]
    public void An_acknowledgement_alone_confirms_nothing()
    {
        Begin(false);
        Run(60);
        _owner.SendReceipt = null;
        Propose(2, Reachable, false);
        Run(300);
        Assert.That(_board.Restarts.Count, Is.EqualTo(2));
        Assert.That(_board.Configuration!.LastTrialResult, Is.EqualTo(TrialResult.RolledBackNoReceipt));
    }

    [Test]
    public void Nothing_that_was_sampled_is_lost_by_the_restarts()
    {
        Begin(false);
        Run(60);
        Propose(2, "nowhere.example", false);
        Run(400);
        Run(120);
        int journalled = _owner.Samples.Count + _board.Unit!.SamplesInOpenBatch;

        // A second or two of each start pass until the clock is set and the receiver is up again.
        Assert.That(journalled, Is.GreaterThan(560));
        Assert.That(_owner.Samples.Select(sample => sample.BootNumber).Distinct().Order(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_wrong_file_on_the_volume_is_reported_by_its_path()
    {
        byte[] wrong = Encoding.UTF8.GetBytes("""{"version":1,"uplink":{"broker":{"port":0}}}""");
        Begin(false, () => _volume.Create(ConfigurationStore.ImportName, wrong, 0, wrong.Length));
        Run(30);
        Assert.That((ConfigurationFaultCode)_owner.Statuses[^1].ConfigurationFaultCode, Is.EqualTo(ConfigurationFaultCode.TooSmall));
        Assert.That(_owner.Statuses[^1].ConfigurationFaultPath, Is.EqualTo("uplink.broker.port"));
    }

    private static byte[] Document(int revision, string host, bool isReleasedByBroker) =>
        Encoding.UTF8.GetBytes($$$"""{"version":1,"revision":{{{revision}}},"uplink":{"broker":{"host":"{{{host}}}"},"release":"{{{(isReleasedByBroker ? "broker" : "owner")}}}"}}""");

    private ProposalResult Propose(int revision, string host, bool isReleasedByBroker)
    {
        byte[] document = Document(revision, host, isReleasedByBroker);
        return _board.Unit!.ProposeConfiguration(document, 0, document.Length, new ConfigurationFault());
    }

    private void Begin(bool isReleasedByBroker, Action? then = null)
    {
        _clock = new SimulationClock(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        _link = new ScriptedLink(_clock) { FrameArrived = _owner.Take };
        _owner.SendReceipt = isReleasedByBroker ? null : _link.Deliver;
        _volume.Create(UnitEnrolment.FileName, _owner.Identity, 0, _owner.Identity.Length);
        byte[] first = Document(1, Reachable, isReleasedByBroker);
        _volume.Create(ConfigurationStore.ImportName, first, 0, first.Length);
        if (then is not null)
        {
            new ConfigurationStore(_volume).Start();
            then();
        }

        StraightRoad road = new();
        _board = new VirtualBoard(new VirtualBoardParts
        {
            Clock = _clock,
            Vehicle = road,
            PowerOnReceiver = () => new SimulatedReceiver(_clock, road, new SimulatedReceiverOptions { Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga, NmeaSentence.Gsa] }),
            Volume = _volume,
            Link = _link,
            Configure = configuration => _link.HasNetwork = configuration.Text(ConfigurationKey.BrokerHost) == Reachable,
            Ledger = new VehicleLedger(1000),
        });
        _board.PowerOn();
    }

    private void Run(double seconds)
    {
        long end = _clock.NowMicroseconds + (long)(seconds * SecondMicroseconds);
        while (_clock.NowMicroseconds < end)
        {
            _board.Turn(end);
        }
    }
}
