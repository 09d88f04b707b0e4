using System.Collections.Concurrent;
using Telltale.Fleet;
using Telltale.Mosquitto;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BrokerReceiverTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(30);

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public async Task Frames_go_through_a_real_broker_into_the_store_and_receipts_come_back()
    {
        using var broker = new TestBroker();
        await using BrokerReceiver receiver = Receiver(broker, out BlockingCollection<FrameResult> results);
        receiver.Start();
        await receiver.Ready.WaitAsync(s_wait);
        var downlink = new BlockingCollection<byte[]>();
        using MosquittoClient unit = UnitClient(broker, downlink, out Task ready);
        await ready.WaitAsync(s_wait);

        unit.Publish(_fleet.Unit.Topic, _fleet.Unit.Dictionary());
        unit.Publish(_fleet.Unit.Topic, _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        unit.Publish(_fleet.Unit.Topic, [1, 2, 3]);

        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Stored));
        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Stored));
        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Version));
        Assert.That(_fleet.Samples(), Has.Count.EqualTo(1));
        while (!_fleet.Released().Contains((_fleet.Unit.StreamId, 2)))
        {
            Assert.That(downlink.TryTake(out byte[]? receipt, s_wait), Is.True, "no receipt came");
            _fleet.Published.Add((Topics.Downlink(_fleet.Unit.UnitId), receipt!));
        }
    }

    [Test]
    public async Task After_the_broker_was_gone_it_receives_again()
    {
        using var broker = new TestBroker();
        await using BrokerReceiver receiver = Receiver(broker, out BlockingCollection<FrameResult> results);
        var changes = new BlockingCollection<MosquittoFailure?>();
        receiver.ConnectionChanged = changes.Add;
        receiver.Start();
        Assert.That(Take(changes), Is.Null);
        broker.Stop();
        Assert.That(Take(changes), Is.Not.Null);
        broker.Start();
        while (Take(changes) is not null)
        {
            // Attempts fail until the broker is there.
        }

        using MosquittoClient unit = UnitClient(broker, new BlockingCollection<byte[]>(), out Task ready);
        await ready.WaitAsync(s_wait);
        unit.Publish(_fleet.Unit.Topic, _fleet.Unit.Dictionary());
        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Stored));
    }

    [Test]
    public async Task A_message_that_brings_down_what_none_should_takes_no_other_along()
    {
        using var broker = new TestBroker();
        EnrolledUnit cursed = _fleet.Home.Enrol("Van 8");
        var problems = new BlockingCollection<string>();
        await using BrokerReceiver receiver = Receiver(broker, out BlockingCollection<FrameResult> results, new CursedKeys(_fleet.Home, cursed.UnitId));
        receiver.StoreFailed = problems.Add;
        receiver.Start();
        await receiver.Ready.WaitAsync(s_wait);
        using MosquittoClient unit = UnitClient(broker, new BlockingCollection<byte[]>(), out Task ready);
        await ready.WaitAsync(s_wait);

        byte[] dictionary = _fleet.Unit.Dictionary();
        unit.Publish(Topics.Uplink(cursed.UnitId), dictionary);
        unit.Publish(_fleet.Unit.Topic, dictionary);
        Assert.That(Take(problems), Does.Contain(Topics.Uplink(cursed.UnitId)).And.Contain("cursed"));
        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Stored));

        unit.Publish(_fleet.Unit.Topic, dictionary);
        Assert.That(Take(results).Outcome, Is.EqualTo(FrameOutcome.Duplicate), "it goes on");
    }

    private static T Take<T>(BlockingCollection<T> items)
    {
        Assert.That(items.TryTake(out T? item, s_wait), Is.True, "nothing came");
        return item!;
    }

    private static MosquittoOptions Options(TestBroker broker, string clientId) => new()
    {
        Host = "localhost",
        Port = broker.Port,
        ClientId = clientId,
        UserName = TestBroker.UserName,
        Password = TestBroker.Password,
        CertificateAuthorityFile = broker.Authority.CertificateFile,
    };

    private BrokerReceiver Receiver(TestBroker broker, out BlockingCollection<FrameResult> results, IRootKeys? keys = null)
    {
        var taken = new BlockingCollection<FrameResult>();
        results = taken;
        return new BrokerReceiver(Options(broker, _fleet.Home.ReceiverClientId), _fleet.Store, keys ?? _fleet.Home, new DotNetCryptography())
        {
            FrameReceived = taken.Add,
            StoreFailed = message => Assert.Fail(message),
        };
    }

    private MosquittoClient UnitClient(TestBroker broker, BlockingCollection<byte[]> downlink, out Task ready)
    {
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ready = isReady.Task;
        var client = new MosquittoClient(Options(broker, _fleet.Unit.UnitId) with { Subscriptions = [Topics.Downlink(_fleet.Unit.UnitId)] })
        {
            MessageReceived = message => downlink.Add(message.Payload),
            Ready = isReady.SetResult,
        };
        client.Start();
        return client;
    }

    /// <summary>Knows every unit, and fails for one of them in a way that nothing is prepared for.</summary>
    private sealed class CursedKeys(IRootKeys keys, string cursedUnitId) : IRootKeys
    {
        public byte[]? FindRoot(string unitId)
        {
            return string.Equals(unitId, cursedUnitId, StringComparison.Ordinal) ? throw new InvalidOperationException("cursed") : keys.FindRoot(unitId);
        }

        public string LabelOf(string unitId) => keys.LabelOf(unitId);
    }
}
