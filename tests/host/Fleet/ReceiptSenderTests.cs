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
        Assert.That(DownlinkSequences().Single(), Is.GreaterThan(NumberAt(FleetFixture.Now)), "the first number was used up");
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

        int[] numbers = DownlinkSequences();
        Assert.That(numbers, Has.Length.EqualTo(5));
        Assert.That(numbers, Is.Ordered.And.Unique);
    }

    [Test]
    public void The_number_of_a_receipt_rises_within_a_second_and_when_the_clock_is_set_back()
    {
        foreach (double seconds in new[] { 0, 0.25, 0.5, -86_400, -86_399 })
        {
            _fleet.Receive(_fleet.Unit.Status());
            _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(seconds));
            _fleet.Restart();
        }

        int first = NumberAt(FleetFixture.Now);
        Assert.That(DownlinkSequences(), Is.EqualTo(Enumerable.Range(first, 5)));
    }

    [Test]
    public void After_a_store_was_restored_from_a_backup_no_number_of_a_receipt_repeats()
    {
        _fleet.Receive(_fleet.Unit.Status());
        _fleet.Receipts.Step(FleetFixture.Now);
        string backup = _fleet.BackUp();
        for (int turn = 1; turn <= 5; turn++)
        {
            _fleet.Receive(_fleet.Unit.Status());
            _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(turn));
        }

        _fleet.Restore(backup);
        _fleet.Receive(_fleet.Unit.Status());
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(10));

        Assert.That(DownlinkSequences(), Is.Unique.And.Ordered);
        Assert.That(DownlinkSequences(), Has.Length.EqualTo(7));
    }

    [Test]
    public void After_a_store_was_restored_from_a_backup_receipts_name_only_what_it_has_and_what_was_released_meanwhile_is_missing()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        string backup = _fleet.BackUp();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 2)), "the unit lets go of it");

        _fleet.Restore(backup);
        _fleet.Published.Clear();
        FrameResult result = _fleet.Receive(_fleet.Unit.Status());
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(10));

        Assert.That(_fleet.Released(), Is.EquivalentTo(new[] { (_fleet.Unit.StreamId, 1), (_fleet.Unit.StreamId, 3) }));
        Assert.That(result.Missing, Is.EqualTo(new[] { new MissingFrames(_fleet.Unit.StreamId, 2, 2) }));
    }

    [Test]
    public void A_group_that_the_store_did_not_take_is_not_receipted_and_comes_again()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] status = _fleet.Unit.Status();
        UplinkMessage[] group = Array.ConvertAll<byte[], UplinkMessage>([dictionary, status], frame => new UplinkMessage(_fleet.Unit.Topic, frame, FleetFixture.Now));
        using (_fleet.RefuseCommits())
        {
            Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => _fleet.Receiver.Receive(group));
        }

        Assert.That(_fleet.Ranges(), Is.Empty);
        Assert.That(_fleet.Receipts.Step(FleetFixture.Now), Is.Null);
        Assert.That(_fleet.Published, Is.Empty);

        foreach (FrameResult result in _fleet.Receiver.Receive(group))
        {
            Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored));
            _fleet.Receipts.Note(result);
        }

        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Has.Count.EqualTo(2));
    }

    [Test]
    public void What_an_undone_group_said_of_missing_frames_is_forgotten_and_said_again()
    {
        _fleet.Unit.Lose(3);
        byte[] status = _fleet.Unit.Status();
        using (_fleet.RefuseCommits())
        {
            Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => _fleet.Receive(status));
        }

        Assert.That(_fleet.Receive(status).Missing.Sum(missing => missing.Count), Is.EqualTo(3));
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-3", "stored 4-4" }));
    }

    [Test]
    public void A_dictionary_that_a_parked_batch_needs_is_asked_for_at_once_then_ever_more_rarely_until_it_comes()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        var askedAtMinute = new List<int>();
        for (int minute = 0; minute < 40; minute++)
        {
            // The unit goes on sending; that a batch is parked is remembered over restarts of the receiver.
            _fleet.Published.Clear();
            _fleet.Receive(_fleet.Unit.Status());
            _fleet.Receipts.Step(FleetFixture.Now.AddMinutes(minute));
            if (Wanted().Contains(TestUnit.DictionaryId))
            {
                askedAtMinute.Add(minute);
            }

            if (minute == 5)
            {
                _fleet.Restart();
            }
        }

        Assert.That(askedAtMinute, Is.EqualTo(new[] { 0, 1, 3, 7, 15, 31 }));
        Assert.That(_fleet.Store.WantedDictionaries(_fleet.Unit.UnitId)[TestUnit.DictionaryId], Is.EqualTo(6));

        Assert.That(_fleet.Receive(dictionary).SamplesStored, Is.EqualTo(1));
        _fleet.Published.Clear();
        _fleet.Receipts.Step(FleetFixture.Now.AddDays(2));
        Assert.That(Wanted(), Is.Empty);
        Assert.That(_fleet.Store.WantedDictionaries(_fleet.Unit.UnitId), Is.Empty);
    }

    [Test]
    public void At_most_four_dictionaries_are_asked_for_in_a_receipt_and_the_others_in_the_next()
    {
        for (int id = 1; id <= 6; id++)
        {
            _fleet.Receive(_fleet.Unit.Seal(FrameKind.Batch, [1, 2, 3], id));
        }

        _fleet.Receipts.Step(FleetFixture.Now);
        int[] first = Wanted();
        _fleet.Receive(_fleet.Unit.Status());
        _fleet.Published.Clear();
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(1));

        Assert.That(first, Has.Length.EqualTo(4));
        Assert.That(first.Concat(Wanted()), Is.EquivalentTo(new[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(_fleet.Receipts.DictionariesAsked, Is.EqualTo(6));
    }

    [Test]
    public void A_question_that_could_not_be_published_is_not_counted_and_is_asked_again_at_once()
    {
        _fleet.IsConnected = false;
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Receipts.Step(FleetFixture.Now);
        _fleet.IsConnected = true;
        _fleet.Receipts.Step(FleetFixture.Now.AddSeconds(1));

        Assert.That(Wanted(), Is.EqualTo(new[] { TestUnit.DictionaryId }));
        Assert.That(_fleet.Store.WantedDictionaries(_fleet.Unit.UnitId)[TestUnit.DictionaryId], Is.EqualTo(1));
    }

    [Test]
    public void Once_a_status_has_told_which_stream_is_current_receipts_are_sealed_for_that_one_alone()
    {
        TestUnit early = _fleet.Unit;
        byte[] earlyFrame = early.Dictionary();
        var reborn = new TestUnit(_fleet.Enrolled, _fleet.InFolder("reborn"));

        // The frames of the earlier stream come later, so that it is the one heard of last.
        _fleet.Receive(reborn.Status(say: report => report.AddOlderStream(early.StreamIdBytes, 0, 1, 1)));
        _fleet.Receive(earlyFrame);
        _fleet.Receipts.Step(FleetFixture.Now);

        Assert.That(_fleet.Published, Has.Count.EqualTo(1));
        Assert.That(_fleet.Released(reborn), Is.EquivalentTo(new[] { (early.StreamId, 1), (reborn.StreamId, 1) }));
    }

    [Test]
    public void Before_any_status_a_unit_that_is_heard_in_an_earlier_known_stream_gets_its_receipt_there()
    {
        TestUnit early = _fleet.Unit;
        byte[] backlog = early.Dictionary();
        var reborn = new TestUnit(_fleet.Enrolled, _fleet.InFolder("reborn"));
        _fleet.Receive(reborn.Dictionary());
        _fleet.Receive(backlog);
        _fleet.Receive(reborn.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Receipts.Step(FleetFixture.Now);

        Assert.That(_fleet.Released(reborn), Is.EquivalentTo(new[] { (early.StreamId, 1), (reborn.StreamId, 1), (reborn.StreamId, 2) }));
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

    private static int NumberAt(DateTimeOffset time) => (int)(time - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;

    private int[] Wanted()
    {
        return [.. _fleet.Published.SelectMany(message =>
        {
            Receipt receipt = _fleet.Unit.Open(message.Payload)!;
            return receipt.WantedDictionaries.Take(receipt.WantedCount);
        })];
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
