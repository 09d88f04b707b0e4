using Telltale.Fleet;
using Telltale.Journal;
using Telltale.Sealing;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

/// <summary>Every sequence is stored, queued, dropped or missing, whatever order frames and statuses come in.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SequenceClassTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void Before_the_first_status_what_did_not_come_is_queued()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Unit.Lose(2);
        FrameResult result = _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));

        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "queued 2-3", "stored 4-4" }));
        Assert.That(result.IsAlarm, Is.False);
    }

    [Test]
    public void What_the_unit_still_has_is_queued_and_what_it_no_longer_has_is_missing_and_alarmed()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Unit.Lose(4);
        FrameResult result = _fleet.Receive(_fleet.Unit.Status(oldest: 4));

        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "missing 2-3", "queued 4-5", "stored 6-6" }));
        Assert.That(result.IsAlarm, Is.True);
        Assert.That(result.Missing, Is.EqualTo(new[] { new MissingFrames(_fleet.Unit.StreamId, 2, 3) }));
        Assert.That(_fleet.Store.CountFrames(_fleet.Unit.UnitId), Is.EqualTo(new FrameCounts(2, 2, 0, 2, 0, 0)));
    }

    [Test]
    public void What_the_unit_reports_as_dropped_is_dropped_with_its_reason_and_no_alarm()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Unit.Lose(4);
        FrameResult result = _fleet.Receive(_fleet.Unit.Status(say: Dropped((2, 4, DropReason.Full), (5, 5, DropReason.Damaged))));

        Assert.That(result.IsAlarm, Is.False);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "dropped 2-4", "dropped 5-5", "stored 6-6" }));
        Assert.That(
            _fleet.Store.FrameRanges(_fleet.Unit.UnitId).Select(range => range.Reason), Is.EqualTo(new DropReason?[] { null, DropReason.Full, DropReason.Damaged, null }));
    }

    [Test]
    public void A_missing_frame_that_comes_after_all_is_stored()
    {
        byte[] late = _fleet.Unit.Dictionary();
        _fleet.Unit.Lose(1);
        byte[] later = _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc));
        _fleet.Unit.Lose(1);
        _fleet.Receive(_fleet.Unit.Status());
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-4", "stored 5-5" }));

        _fleet.Restart();
        _fleet.Receive(later);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-2", "stored 3-3", "missing 4-4", "stored 5-5" }));
        _fleet.Receive(late);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "missing 2-2", "stored 3-3", "missing 4-4", "stored 5-5" }));
    }

    [Test]
    public void A_stored_frame_outweighs_a_report_of_a_drop_whichever_comes_first()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] batch = _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc));
        _fleet.Receive(dictionary);
        _fleet.Receive(_fleet.Unit.Status(say: Dropped((1, 2, DropReason.Full))));
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "dropped 2-2", "stored 3-3" }));

        _fleet.Receive(batch);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-3" }));
    }

    [Test]
    public void Statuses_that_come_late_change_nothing_but_add_the_drops_that_they_report()
    {
        _fleet.Unit.Lose(9);
        byte[] early = _fleet.Unit.Status(oldest: 1, say: report =>
        {
            report.AddCounter((int)StatusCounter.SamplesLost, 1);
            Dropped((3, 4, DropReason.Full))(report);
        });
        byte[] newest = _fleet.Unit.Status(oldest: 8, say: report => report.AddCounter((int)StatusCounter.SamplesLost, 2));
        Assert.That(_fleet.Receive(newest).Missing.Sum(missing => missing.Count), Is.EqualTo(7));

        FrameResult late = _fleet.Receive(early);

        Assert.That(late.IsAlarm, Is.False);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-2", "dropped 3-4", "missing 5-7", "queued 8-9", "stored 10-11" }));
        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.Counters["samples_lost"], Is.EqualTo(2));
    }

    [Test]
    public void Two_statuses_in_one_group_count_by_their_sequence_and_each_gets_its_own_alarm()
    {
        _fleet.Unit.Lose(5);
        byte[] first = _fleet.Unit.Status(oldest: 3);
        byte[] second = _fleet.Unit.Status(oldest: 5);
        UplinkMessage[] messages = Array.ConvertAll<byte[], UplinkMessage>(
            [first, second, first], frame => new UplinkMessage(_fleet.Unit.Topic, frame, FleetFixture.Now));

        IReadOnlyList<FrameResult> results = _fleet.Receiver.Receive(messages);

        Assert.That(results.Select(result => result.Missing.Sum(missing => missing.Count)), Is.EqualTo(new[] { 2, 2, 0 }));
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-2", "missing 3-4", "queued 5-5", "stored 6-7" }));
    }

    [Test]
    public void What_a_restarted_unit_has_after_all_is_queued_again()
    {
        // Released ranges are forgotten at a start-up: the unit then has frames again that it had counted as released.
        _fleet.Unit.Lose(5);
        _fleet.Receive(_fleet.Unit.Status(oldest: 6));
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-5", "stored 6-6" }));
        _fleet.Unit.StartUpAgain();
        FrameResult result = _fleet.Receive(_fleet.Unit.Status(oldest: 3));

        Assert.That(result.IsAlarm, Is.False);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "missing 1-2", "queued 3-5", "stored 6-7" }));
    }

    [Test]
    public void A_status_under_a_stored_sequence_is_a_conflict_and_is_not_believed()
    {
        TestUnit clone = _fleet.Unit.Clone(_fleet.InFolder("clone"));
        _fleet.Unit.Lose(4);
        clone.Lose(4);
        _fleet.Receive(_fleet.Unit.Status(oldest: 1));
        FrameResult result = _fleet.Receive(clone.Status(oldest: 5));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Conflict));
        Assert.That(result.IsAlarm, Is.True);
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "queued 1-4", "stored 5-5" }));
        Assert.That(_fleet.Store.CountFrames(_fleet.Unit.UnitId).Conflicts, Is.EqualTo(1));
    }

    [Test]
    public void A_status_that_cannot_be_decoded_is_kept_receipted_and_decoded_by_a_later_version()
    {
        FrameResult result = _fleet.Receive(_fleet.Unit.Seal(FrameKind.Status, [99, 1, 2]));
        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Malformed));
        Assert.That(result.IsReceiptDue, Is.True);
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Undecodable, Is.EqualTo(1));
        Assert.That(_fleet.Receiver.RetryWaiting(), Is.Zero);
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Undecodable, Is.EqualTo(1));
    }

    [Test]
    public void An_earlier_stream_is_queued_as_far_as_the_newest_status_names_it()
    {
        TestUnit early = _fleet.Unit;
        early.Lose(6);
        _fleet.Receive(early.Status(oldest: 1, Utc));
        TestUnit reborn = Reborn();
        FrameResult result = _fleet.Receive(reborn.Status(utcMilliseconds: Utc + 1000, say: report => report.AddOlderStream(early.StreamIdBytes, 0, 4, 9)));

        Assert.That(result.Missing, Is.EqualTo(new[] { new MissingFrames(early.StreamId, 1, 3) }));
        Assert.That(_fleet.Ranges(streamId: early.StreamId), Is.EqualTo(new[] { "missing 1-3", "queued 4-6", "stored 7-7", "queued 8-9" }));
        Assert.That(_fleet.Ranges(streamId: reborn.StreamId), Is.EqualTo(new[] { "stored 1-1" }));
    }

    [Test]
    public void Of_a_stream_that_the_newest_status_does_not_name_nothing_is_left_but_what_comes_late_still_counts()
    {
        TestUnit early = _fleet.Unit;
        byte[] first = early.Dictionary();
        early.Lose(2);
        _fleet.Receive(early.Status(oldest: 1, Utc));
        early.Lose(2);
        byte[] lateStatus = early.Status(oldest: 1, Utc + 500);
        TestUnit reborn = Reborn();
        _fleet.Receive(reborn.Status(utcMilliseconds: Utc + 1000));
        Assert.That(_fleet.Ranges(streamId: early.StreamId), Is.EqualTo(new[] { "missing 1-3", "stored 4-4" }));

        _fleet.Receive(first);
        FrameResult late = _fleet.Receive(lateStatus);
        Assert.That(late.Missing, Is.EqualTo(new[] { new MissingFrames(early.StreamId, 5, 6) }), "the unit has nothing left of it, whatever it said before");
        Assert.That(_fleet.Ranges(streamId: early.StreamId), Is.EqualTo(new[] { "stored 1-1", "missing 2-3", "stored 4-4", "missing 5-6", "stored 7-7" }));
        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.StreamId, Is.EqualTo(reborn.StreamId));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_status_of_an_earlier_stream_that_comes_late_does_not_become_the_units_newest(bool isDated)
    {
        TestUnit early = _fleet.Unit;
        byte[] late = early.Status(oldest: 1, isDated ? Utc : null);
        TestUnit reborn = Reborn();
        reborn.Lose(3);

        // Without a clock it is the statement that the stream is an earlier one that tells.
        _fleet.Receive(reborn.Status(
            oldest: 2, isDated ? Utc + 1000 : null, report => _ = isDated || report.AddOlderStream(early.StreamIdBytes, 0, 1, 1)));
        _fleet.Receive(late);

        Assert.That(_fleet.Store.Report(_fleet.Unit.UnitId)!.StreamId, Is.EqualTo(reborn.StreamId));
        Assert.That(_fleet.Ranges(streamId: reborn.StreamId), Is.EqualTo(new[] { "missing 1-1", "queued 2-3", "stored 4-4" }));
    }

    [Test]
    public void A_stream_that_was_taken_for_ended_by_mistake_is_put_right_by_its_next_status()
    {
        // Neither status knows the time, and neither names the other stream: the one that comes last counts, and here it is the earlier one.
        TestUnit early = _fleet.Unit;
        byte[] late = early.Status();
        TestUnit reborn = Reborn();
        reborn.Lose(2);
        _fleet.Receive(reborn.Status(oldest: 1));
        _fleet.Receive(late);
        Assert.That(_fleet.Ranges(streamId: reborn.StreamId), Is.EqualTo(new[] { "missing 1-2", "stored 3-3" }));

        _fleet.Receive(reborn.Status(oldest: 1));
        Assert.That(_fleet.Ranges(streamId: reborn.StreamId), Is.EqualTo(new[] { "queued 1-2", "stored 3-4" }));
    }

    [Test]
    public void A_range_that_grows_is_one_range()
    {
        _fleet.Unit.Lose(10);
        for (int turn = 1; turn <= 5; turn++)
        {
            _fleet.Receive(_fleet.Unit.Status(oldest: turn + 1, say: Dropped((1, turn, DropReason.Full))));
        }

        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "dropped 1-5", "queued 6-10", "stored 11-15" }));
    }

    [Test]
    public void Missing_frames_that_a_person_took_note_of_stay_listed_and_what_goes_missing_later_does_not_count_as_known()
    {
        _fleet.Unit.Lose(3);
        _fleet.Receive(_fleet.Unit.Status());
        Assert.That(_fleet.Store.AcceptMissing(_fleet.Unit.UnitId, FleetFixture.Now), Is.EqualTo(1));
        _fleet.Unit.Lose(2);
        _fleet.Receive(_fleet.Unit.Status());

        FrameCounts counts = _fleet.Store.CountFrames(_fleet.Unit.UnitId);
        Assert.That((counts.MissingAccepted, counts.Missing), Is.EqualTo((3, 2)));
        Assert.That(_fleet.Store.FrameRanges(_fleet.Unit.UnitId)[0].Accepted, Is.EqualTo(FleetFixture.Now));
    }

    [Test]
    public void A_gap_is_bounded_in_time_by_the_batches_around_it_also_where_these_are_dated_later()
    {
        TestUnit unit = _fleet.Unit;
        _fleet.Receive(unit.Dictionary());
        _fleet.Receive(unit.Batch(TestUnit.SampleAt(1000, null), TestUnit.SampleAt(2000, null)));
        unit.Lose(2);
        _fleet.Receive(unit.Status(oldest: 4));
        FrameRange[] undated = [.. _fleet.Store.FrameRanges(unit.UnitId).Where(range => range.Class != FrameClass.Stored)];
        Assert.That(undated.Select(range => (range.After, range.Before)), Is.All.EqualTo((default(DateTimeOffset?), default(DateTimeOffset?))));

        _fleet.Receive(unit.Batch(TestUnit.SampleAt(61_000, Utc + 61_000), TestUnit.SampleAt(62_000, Utc + 62_000)));
        FrameRange missing = _fleet.Store.FrameRanges(unit.UnitId).Single(range => range.Class == FrameClass.Missing);
        Assert.That(missing.After, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 2000)));
        Assert.That(missing.Before, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 61_000)));
        Assert.That(missing.Since, Is.EqualTo(FleetFixture.Now));
    }

    [Test]
    public void A_status_with_a_clock_dates_its_start_up()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(1000, null)));
        _fleet.Receive(_fleet.Unit.Status(utcMilliseconds: Utc + 60_000));

        StoredSample sample = _fleet.Samples().Single();
        Assert.That(sample.Time, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 1000)));
        Assert.That(sample.TimeIsEstimated, Is.False);
    }

    [TestCase(20260810)]
    [TestCase(20260811)]
    [TestCase(20260812)]
    public void Whatever_the_order_the_classes_are_those_that_everything_heard_so_far_implies(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int missing = 0;
        for (int round = 0; round < 12; round++)
        {
            using SampleStore store = SampleStore.OpenInMemory();
            var receiver = new FrameReceiver(store, _fleet.Home, new DotNetCryptography());
            var unit = new TestUnit(_fleet.Enrolled, _fleet.InFolder($"board-{seed}-{round}"));
            List<HeardFrame> frames = ModelUnit(unit, random);

            // Nearly in order, with frames that overtake, come late or never.
            HeardFrame[] arrivals = [.. frames.Where(_ => random.Next(8) != 0).OrderBy(frame => frame.Sequence + (random.Next(6) == 0 ? random.Next(40) : random.Next(3)))];
            var heard = new List<HeardFrame>();
            foreach (HeardFrame arrival in arrivals)
            {
                FrameResult result = receiver.Receive(unit.Topic, arrival.Bytes, FleetFixture.Now);
                Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored));
                missing += result.Missing.Count;
                heard.Add(arrival);
                string actual = string.Concat(store.FrameRanges(unit.UnitId).SelectMany(range => Enumerable.Repeat(Letter(range.Class), (int)range.Count)));
                Assert.That(actual, Is.EqualTo(Implied(heard)), $"round {round}, after {arrival.Sequence}");
            }
        }

        Assert.That(missing, Is.GreaterThan(20), "something has to go missing");
    }

    // A unit whose journal drops, releases what it likes, loses some silently, and reports now and then.
    private static List<HeardFrame> ModelUnit(TestUnit unit, Random random)
    {
        var frames = new List<HeardFrame>();
        var kept = new SortedSet<int>();
        var dropped = new List<(int First, int Last, DropReason Reason)>();
        for (int turn = 0; turn < 70; turn++)
        {
            if (random.Next(4) != 0)
            {
                kept.Add(unit.Sequence + 1);
                frames.Add(new HeardFrame(unit.Sequence + 1, unit.Seal((FrameKind)77, [1]), null, []));
                continue;
            }

            int oldest = kept.Count > 0 ? kept.Min : unit.Sequence + 1;
            if (random.Next(3) == 0 && kept.Count > 3)
            {
                int last = oldest + random.Next(4);
                dropped.Add((oldest, last, (DropReason)random.Next(1, 4)));
                kept.RemoveWhere(sequence => sequence <= last);
            }
            else if (random.Next(2) == 0)
            {
                int released = oldest + random.Next(6);
                kept.RemoveWhere(sequence => sequence <= released);
            }

            oldest = kept.Count > 0 ? kept.Min : unit.Sequence + 1;
            (int First, int Last, DropReason Reason)[] reported = [.. dropped.TakeLast(StatusReport.MaximumDroppedRanges)];
            frames.Add(new HeardFrame(unit.Sequence + 1, unit.Status(oldest, say: Dropped(unit, reported)), oldest, reported));
        }

        return frames;
    }

    // The definition, over everything at once.
    private static string Implied(List<HeardFrame> heard)
    {
        int highest = heard.Max(frame => frame.Sequence);
        int oldest = heard.Where(frame => frame.Oldest is not null).OrderBy(frame => frame.Sequence).LastOrDefault()?.Oldest ?? 1;
        var stored = heard.Select(frame => frame.Sequence).ToHashSet();
        var dropped = heard.SelectMany(frame => frame.Dropped).SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).ToHashSet();
        return string.Concat(Enumerable.Range(1, highest).Select(sequence => Letter(
            stored.Contains(sequence) ? FrameClass.Stored
            : dropped.Contains(sequence) ? FrameClass.Dropped
            : sequence >= oldest ? FrameClass.Queued : FrameClass.Missing)));
    }

    private static char Letter(FrameClass frameClass) => "sqdm"[(int)frameClass];

    private static Action<StatusReport> Dropped(TestUnit unit, params (int First, int Last, DropReason Reason)[] ranges) => report =>
    {
        foreach ((int first, int last, DropReason reason) in ranges)
        {
            Assert.That(report.AddDropped(unit.StreamIdBytes, 0, first, last, reason), Is.True);
        }
    };

    private Action<StatusReport> Dropped(params (int First, int Last, DropReason Reason)[] ranges) => Dropped(_fleet.Unit, ranges);

    /// <summary>The board is given its first identity again after its volume was lost: another stream under the same keys.</summary>
    private TestUnit Reborn() => new(_fleet.Enrolled, _fleet.InFolder("reborn"));

    private sealed record HeardFrame(int Sequence, byte[] Bytes, int? Oldest, (int First, int Last, DropReason Reason)[] Dropped);
}
