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

    private BrokerReceiver Receiver(TestBroker broker, out BlockingCollection<FrameResult> results)
    {
        var taken = new BlockingCollection<FrameResult>();
        results = taken;
        return new BrokerReceiver(Options(broker, _fleet.Home.ReceiverClientId), _fleet.Store, _fleet.Home, new DotNetCryptography())
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
}
