using Telltale.Fleet;
using Telltale.Sealing;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReceiptSenderTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void A_receipt_covers_what_is_stored_and_nothing_else()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Unit.Dictionary();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Receipts.Step(FleetFixture.Now);

        string stream = _fleet.Unit.StreamId;
        Assert.That(_fleet.Released(), Is.EquivalentTo(new[] { (stream, 1), (stream, 3) }));
    }

    [Test]
    public void Killed_between_commit_and_receipt_the_frame_is_sent_again_dropped_as_a_duplicate_and_receipted()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Stored));
        _fleet.Restart();
        Assert.That(_fleet.Published, Is.Empty);

        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Duplicate));
        _fleet.Receipts.Step(FleetFixture.Now);

        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 1)));
    }

    [Test]
    public void What_arrives_within_the_interval_goes_into_one_receipt()
    {
        Assert.That(_fleet.Receipts.Step(FleetFixture.Now), Is.Null);
        _fleet.Receive(_fleet.Unit.Dictionary());
        Assert.That(_fleet.Receipts.Step(FleetFixture.Now), Is.Null);
        for (int turn = 0; turn < 10; turn++)
        {
            _fleet.Receive(_fleet.Unit.Seal(FrameKind.Status, [1]));
            DateTimeOffset? next = _fleet.Receipts.Step(FleetFixture.Now.AddMilliseconds(10 * turn));
            Assert.That(next, Is.EqualTo(FleetFixture.Now + _fleet.Receipts.Interval));
        }

        Assert.That(_fleet.Published, Has.Count.EqualTo(1));
        _fleet.Receipts.Step(FleetFixture.Now + _fleet.Receipts.Interval);
        Assert.That(_fleet.Published, Has.Count.EqualTo(2));
        Assert.That(_fleet.Released(), Has.Count.EqualTo(11));
    }

    [Test]
    public void A_receipt_that_could_not_be_published_is_tried_again_under_a_new_number()
    {
        _fleet.IsConnected = false;
        _fleet.Receive(_fleet.Unit.Dictionary());
        Assert.That(_fleet.Receipts.Step(FleetFixture.Now), Is.Not.Null);
        Assert.That(_fleet.Receipts.HasPending, Is.True);

        _fleet.IsConnected = true;
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(1));

        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 1)));
        Assert.That(_fleet.Receipts.HasPending, Is.False);
        Assert.That(DownlinkSequences(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void The_number_of_a_receipt_never_repeats_not_even_over_a_restart()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            _fleet.Receive(_fleet.Unit.Seal(FrameKind.Status, [1]));
            _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(turn));
            _fleet.Restart();
        }

        Assert.That(DownlinkSequences(), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void Many_gaps_are_receipted_over_several_receipts_until_all_is_covered()
    {
        var expected = new List<(string, int)>();
        for (int turn = 0; turn < 200; turn++)
        {
            byte[] frame = _fleet.Unit.Seal(FrameKind.Status, [1]);
            if (turn % 2 == 0)
            {
                _fleet.Receive(frame);
                expected.Add((_fleet.Unit.StreamId, _fleet.Unit.Sequence));
            }
        }

        DateTimeOffset? next = FleetFixture.Now;
        int steps = 0;
        while (next is { } time && steps++ < 10)
        {
            next = _fleet.Receipts.Step(time);
        }

        Assert.That(_fleet.Receipts.HasPending, Is.False);
        Assert.That(_fleet.Released(), Is.EquivalentTo(expected));
    }

    [Test]
    public void A_lost_receipt_is_made_up_for_by_the_next_one()
    {
        _fleet.Receive(_fleet.Unit.Seal(FrameKind.Status, [1]));
        _fleet.Unit.Seal(FrameKind.Status, [2]);
        _fleet.Receipts.Step(FleetFixture.Now);
        _fleet.Published.Clear();

        _fleet.Receive(_fleet.Unit.Seal(FrameKind.Status, [3]));
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(1));

        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 1)));
    }

    [Test]
    public void Frames_of_an_earlier_stream_are_receipted_under_the_stream_that_the_unit_is_in_now()
    {
        byte[] early = _fleet.Unit.Dictionary();
        string earlyStream = _fleet.Unit.StreamId;

        // The board is given its first identity again after its volume was lost: the chain starts anew.
        var reborn = new TestUnit(_fleet.Enrolled, _fleet.InFolder("reborn"));
        Assert.That(reborn.StreamId, Is.Not.EqualTo(earlyStream));
        _fleet.Receive(early);
        _fleet.Receive(reborn.Dictionary());
        _fleet.Receipts.Step(FleetFixture.Now);

        Assert.That(_fleet.Released(reborn), Is.EquivalentTo(new[] { (earlyStream, 1), (reborn.StreamId, 1) }));
    }

    [Test]
    public void A_unit_that_has_lived_through_many_streams_still_gets_receipts()
    {
        byte[] root = FleetHome.ReadRootFile(_fleet.Enrolled.RootKeyFile);
        var cryptography = new DotNetCryptography();
        var keys = new OwnerKeys(cryptography, root, _fleet.Unit.UnitId);
        foreach (byte chainIndex in new byte[] { 60, 120, 180 })
        {
            var header = new FrameHeader { Kind = FrameKind.Status, Epoch = 1, Sequence = 1 };
            header.StreamId[1] = chainIndex;
            keys.SetAcceptedEpoch(header.StreamId, 0);
            var key = new FrameKey();
            Assert.That(keys.TryGetKey(header, key), Is.True);
            byte[] frame = new byte[100];
            int length = new FrameSealer(cryptography, keys.UnitIdBytes).Seal(header, key, [1], 0, 1, frame);
            Assert.That(_fleet.Receive(frame[..length]).Outcome, Is.EqualTo(FrameOutcome.Stored));
        }

        _fleet.Receipts.Step(FleetFixture.Now);

        Assert.That(_fleet.Published, Has.Count.EqualTo(1));
        Assert.That(_fleet.Receipts.HasPending, Is.False);
    }

    [Test]
    public void Ranges_grow_together_in_whatever_order_the_frames_come()
    {
        byte[][] frames = Enumerable.Range(0, 6).Select(_ => _fleet.Unit.Seal(FrameKind.Status, [1])).ToArray();
        foreach (int index in new[] { 5, 0, 2, 4, 1, 3 })
        {
            _fleet.Receive(frames[index]);
        }

        _fleet.Receipts.Step(FleetFixture.Now);
        Receipt receipt = _fleet.Unit.Open(_fleet.Published.Single().Payload)!;
        Assert.That((receipt.Count, receipt.First[0], receipt.Last[0]), Is.EqualTo((1, 1, 6)));
    }

    private int[] DownlinkSequences()
    {
        return _fleet.Published.ConvertAll(message =>
        {
            var header = new FrameHeader();
            Assert.That(header.TryRead(message.Payload, message.Payload.Length), Is.True);
            return header.Sequence;
        }).ToArray();
    }
}
