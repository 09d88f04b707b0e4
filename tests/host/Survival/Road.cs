using System.Diagnostics;
using Telltale.Fleet;
using Telltale.HostTests.Unit;
using Telltale.Mosquitto;
using Telltale.Sealing;
using Telltale.Uplink;
using Telltale.Virtual.Board;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Survival;

/// <summary>
/// A whole unit whose time runs ten times as fast as the broker's, a real mosquitto, and the owner's receiver with its store. The unit's waits are made shorter by its settings, the machine is as shipped.
/// </summary>
internal sealed class Road : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telltale-survival-");
    private readonly SampleStore _store;
    private readonly BrokerReceiver _receiver;

    /// <summary>Makes everything and starts it.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="port">Where the unit connects, when not at the broker itself.</param>
    /// <param name="receiverOptions">How the owner's receiver connects, when not as the unit does.</param>
    /// <param name="settle">Changes the unit's settings.</param>
    public Road(TestBroker broker, int? port = null, MosquittoOptions? receiverOptions = null, Action<UnitOnTheDesk>? settle = null)
    {
        FleetHome home = new(Path.Combine(_folder.FullName, "home"));
        EnrolledUnit enrolled = home.Enrol("Van 7");
        UnitId = enrolled.UnitId;
        _store = SampleStore.Open(home.StoreFile, isDurable: false);
        _receiver = new BrokerReceiver((receiverOptions ?? broker.Options("owner")) with { ReconnectMinimum = TimeSpan.FromMilliseconds(50), ReconnectMaximum = TimeSpan.FromMilliseconds(200) }, _store, home, new DotNetCryptography());
        _receiver.Start();

        Link = MosquittoLink.ForUnit(UnitOptions(broker) with { Port = port ?? broker.Port }, UnitId);
        Desk = new UnitOnTheDesk(isEnrolled: false) { Link = Link };
        byte[] identity = File.ReadAllBytes(enrolled.IdentityFile);
        Desk.Volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        Desk.Settings.BatchMilliseconds = 2000;
        Desk.Settings.StatusOnOpenMilliseconds = 1000;
        UplinkSettings uplink = Desk.Settings.Uplink;
        uplink.ConnectTimeoutMilliseconds = 8000;
        uplink.AcknowledgementTimeoutMilliseconds = 10000;
        uplink.ReceiptMinimumMilliseconds = 15000;
        uplink.ReconnectMaximumMilliseconds = 4000;
        settle?.Invoke(Desk);
        Desk.Start();
    }

    public string UnitId { get; }

    public UnitOnTheDesk Desk { get; }

    public MosquittoLink Link { get; }

    public FrameUplink Uplink => Desk.Unit.Uplink;

    public UplinkCounters Counters => Desk.Unit.Uplink.Counters;

    /// <summary>How the unit reaches the broker.</summary>
    public static MosquittoOptions UnitOptions(TestBroker broker) => broker.Options("unit");

    /// <summary>Lets time pass until something is so.</summary>
    public void Until(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(waited.Elapsed, Is.LessThan(Patience), $"{what} did not come; newest failure {Uplink.LastFailure}: {Link.FailureMessage}");
            Desk.Run(0.1);
            Thread.Sleep(10);
        }
    }

    /// <summary>The vehicle stops sending, and everything that the unit took is in the owner's store, once and no more.</summary>
    public void AssertNothingIsLost()
    {
        // The samples of the open batch have to go too: what is taken from here on is not waited for.
        Desk.Unit.RequestClose();
        Desk.Run(0.3);
        long journalled = Desk.Unit.Counters.SamplesJournalled;
        int last = Desk.Unit.Journal.NextSequence;
        Until(() => Desk.Unit.Journal.OldestSequence >= last, "the last receipt");

        IReadOnlyList<StoredSample> stored = _store.SamplesAfter(UnitId, 0, int.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That(stored.Where(sample => sample.Time is not null).Select(sample => sample.Time), Is.Unique);
            Assert.That(stored, Has.Count.AtLeast((int)journalled));
            Assert.That(Desk.Unit.Counters.SamplesLost, Is.Zero);
            Assert.That(Desk.Unit.Journal.Counters.FramesDropped, Is.Zero);
            Assert.That(_store.CountFrames(UnitId).Missing, Is.Zero);
        });
        TestContext.Out.WriteLine(
            $"{stored.Count} samples; {Counters.Attempts} attempts, {Counters.Connections} connections, {Counters.LostConnections} lost, {Counters.FramesPublished} frames published, {Counters.FramesReleased} released");
    }

    /// <summary>What the unit's newest status said of a counter.</summary>
    public long Reported(StatusCounter counter)
    {
        UnitReport? report = _store.Report(UnitId);
        return report is not null && report.Counters.TryGetValue(SampleNames.Of(counter), out long value) ? value : 0;
    }

    public async ValueTask DisposeAsync()
    {
        Link.Dispose();
        await _receiver.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
