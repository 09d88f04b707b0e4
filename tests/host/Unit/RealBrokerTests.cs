using System.Collections.Concurrent;
using System.Diagnostics;
using Telltale.Mosquitto;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Unit;

[TestFixture]
public class RealBrokerTests
{
    [Test]
    public void The_unit_delivers_over_TLS_through_a_real_broker_that_is_restarted_in_between()
    {
        using TestBroker broker = new();
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit"), Owner.UnitId);
        UnitOnTheDesk desk = new() { Link = link };
        desk.Settings.BatchMilliseconds = 2000;
        ConcurrentQueue<byte[]> arrived = new();
        MosquittoOptions options = broker.Options("owner") with { Subscriptions = ["tt/+/up"], Reconnect = true };
        using MosquittoClient owner = new(options) { MessageReceived = message => arrived.Enqueue(message.Payload) };
        desk.Owner.SendReceipt = receipt => owner.TryPublish($"tt/{Owner.UnitId}/down", receipt, retain: false, out _);
        owner.Start();
        desk.Start();

        // The unit's time passes several times faster than the broker's, so that its repetitions come soon.
        Stopwatch waited = Stopwatch.StartNew();
        bool wasRestarted = false;
        while (!wasRestarted || desk.Unit.Uplink.Counters.Connections < 2 || desk.Unit.Uplink.Counters.FramesReleased < 40 || desk.Owner.Samples.Count < 100)
        {
            Assert.That(waited.Elapsed, Is.LessThan(TimeSpan.FromSeconds(120)), link.FailureMessage);
            if (!wasRestarted && desk.Unit.Uplink.Counters.FramesReleased >= 10)
            {
                broker.Restart();
                wasRestarted = true;
            }

            desk.Run(0.2);
            while (arrived.TryDequeue(out byte[]? frame))
            {
                desk.Owner.Take(frame);
            }

            Thread.Sleep(20);
        }

        long[] stored = [.. desk.Owner.DatedSamples().Where(sample => sample.HasPosition).Select(sample => sample.UtcMilliseconds!.Value).Order()];
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.Unique);
            Assert.That(desk.Owner.NotOpened, Is.Zero);
            Assert.That(desk.Unit.Uplink.Counters.LostConnections, Is.GreaterThan(0));
        });

        // What was under way at the restart comes again: in the end there is no gap below the oldest frame that is still kept.
        Assert.That(desk.Owner.Frames.Select(frame => frame.Sequence).Order().Take(desk.Unit.Journal.OldestSequence - 1), Is.EqualTo(Enumerable.Range(1, desk.Unit.Journal.OldestSequence - 1)));
    }
}
