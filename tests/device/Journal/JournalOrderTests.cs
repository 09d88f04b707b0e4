using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>What is handed out first, and what again.</summary>
[TestClass]
public class JournalOrderTests
{
    [TestMethod]
    public void Security_goes_first_then_alerts_then_required_then_the_rest()
    {
        JournalBench bench = new JournalBench();
        bench.Append(1, true);
        bench.Append(2);
        bench.Append(2, false);
        bench.Append(3, false);
        bench.Append(1);
        bench.Append(2, false);
        bench.Append(1, false);
        bench.Append(3, false);
        int[] order = new int[] { 5, 9, 4, 7, 1, 8, 2, 3, 6 };
        int[] priorities = new int[] { 3, 3, 2, 2, 1, 1, 0, 0, 0 };
        for (int index = 0; index < order.Length; index++)
        {
            Assert.AreEqual(order[index], bench.Read());
            Assert.AreEqual(priorities[index], bench.Journal.ReadPriority);
        }

        bench.ExpectEnd();
        bench.Restart(1, 65);
        for (int index = 0; index < order.Length; index++)
        {
            Assert.AreEqual(order[index], bench.Read(), "after a restart");
        }
    }

    [TestMethod]
    public void An_alert_that_comes_while_a_backlog_drains_goes_out_next()
    {
        JournalBench bench = new JournalBench();
        bench.Append(30);
        bench.Expect(1, 10);
        bench.Append(2, false);
        Assert.AreEqual(31, bench.Read());
        bench.Expect(11, 30);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void A_frame_is_read_again_until_it_is_marked_as_sent()
    {
        JournalBench bench = new JournalBench();
        bench.Append(2);
        Assert.IsTrue(bench.Journal.ReadNext(bench.Buffer) > 0);
        Assert.AreEqual(1, bench.Journal.ReadSequence);
        Assert.IsTrue(bench.Journal.ReadNext(bench.Buffer) > 0);
        Assert.AreEqual(1, bench.Journal.ReadSequence);
        Assert.AreEqual(0, bench.Journal.SentCount);
        bench.Journal.MarkSent();
        Assert.AreEqual(1, bench.Journal.SentCount);
        Assert.AreEqual(2, bench.Read());
    }

    [DataRow(0)]
    [DataRow(1)]
    [TestMethod]
    public void Frames_that_did_not_arrive_are_read_again_and_no_others(int order)
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = (DrainOrder)order;
        bench.Append(20);
        bench.Append(2, false);
        for (int count = 0; count < 21; count++)
        {
            Assert.IsTrue(bench.Read() > 0);
        }

        bench.ExpectEnd();
        bench.Journal.MarkUnsent(bench.StreamId, 5, 5);
        bench.Journal.MarkUnsent(bench.StreamId, 12, 12);
        bench.Journal.MarkUnsent(bench.StreamId, 21, 21);
        Assert.IsTrue(bench.Journal.HasUnsent);
        Assert.AreEqual(21, bench.Read(), "the alert first");
        Assert.AreEqual(order == 0 ? 5 : 12, bench.Read());
        Assert.AreEqual(order == 0 ? 12 : 5, bench.Read());
        bench.ExpectEnd();
        Assert.AreEqual(21, bench.Journal.SentCount);
    }

    [TestMethod]
    public void Frames_whose_receipt_stays_away_are_read_again_and_those_sent_later_are_not()
    {
        JournalBench bench = new JournalBench();
        bench.Append(10);
        bench.Expect(1, 5);
        bench.Journal.WatchSent();
        bench.Expect(6, 10);
        bench.Journal.Release(bench.StreamId, 1, 3);
        Assert.AreEqual(2, bench.Journal.WatchedCount);
        bench.Journal.MarkWatchedUnsent();
        bench.Expect(4, 5);
        bench.ExpectEnd();
        Assert.AreEqual(2, bench.Journal.WatchedCount, "watched until they are released");
        bench.Journal.Release(bench.StreamId, 4, 5);
        Assert.AreEqual(0, bench.Journal.WatchedCount);
    }

    [TestMethod]
    public void What_is_released_is_passed_over_when_everything_is_read_again()
    {
        JournalBench bench = new JournalBench();
        bench.Append(10);
        bench.Expect(1, 10);
        bench.Journal.Release(bench.StreamId, 3, 4);
        bench.Journal.MarkAllUnsent();
        bench.Expect(1, 2);
        bench.Expect(5, 10);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void Newest_first_goes_down_frame_by_frame_over_segments_and_a_restart()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = DrainOrder.NewestFirst;
        bench.Append(40);
        for (int sequence = 40; sequence > 20; sequence--)
        {
            Assert.AreEqual(sequence, bench.Read());
        }

        bench.Restart(1, 65);
        for (int sequence = 40; sequence > 0; sequence--)
        {
            Assert.AreEqual(sequence, bench.Read());
        }

        bench.ExpectEnd();
    }

    [TestMethod]
    public void Newest_first_sends_what_comes_before_it_goes_on_with_the_backlog()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = DrainOrder.NewestFirst;
        bench.Settings.BudgetBytes = 200000;
        bench.Restart(1, 1);
        bench.Append(40);
        int below = 40;
        for (int count = 0; count < 20; count++)
        {
            Assert.AreEqual(below, bench.Read());
            below--;
            bench.Append(count % 3 == 2 ? 2 : 1);
            if (count % 3 == 2)
            {
                Assert.AreEqual(bench.Journal.NextSequence - 1, bench.Read());
                Assert.AreEqual(bench.Journal.NextSequence - 2, bench.Read());
            }
            else
            {
                Assert.AreEqual(bench.Journal.NextSequence - 1, bench.Read());
            }
        }

        for (; below > 0; below--)
        {
            Assert.AreEqual(below, bench.Read());
        }

        bench.ExpectEnd();
    }

    [TestMethod]
    public void Reading_with_nothing_to_send_reads_no_flash()
    {
        JournalBench bench = new JournalBench();
        bench.Append(30);
        bench.Expect(1, 30);
        bench.ExpectEnd();
        bench.Volume.BytesRead = 0;
        Assert.AreEqual(0, bench.Read());
        bench.Append(1);
        Assert.AreEqual(31, bench.Read());
        Assert.AreEqual(0, bench.Volume.BytesRead, "what was just written is still in memory");
    }

    [TestMethod]
    public void No_call_passes_over_more_than_a_few_frames()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.SegmentBytes = 32724;
        bench.Settings.BudgetBytes = 200000;
        bench.Restart(1, 1);
        bench.Append(50);
        bench.Expect(1, 50);
        bench.Journal.MarkUnsent(bench.StreamId, 50, 50);
        int calls = 0;
        while (bench.Journal.ReadNext(bench.Buffer) == 0)
        {
            Assert.IsTrue(bench.Journal.HasUnsent);
            calls++;
        }

        Assert.AreEqual(50, bench.Journal.ReadSequence);
        Assert.AreEqual(4, calls, "13 in the first segment, 36 passed over in the second, eight a call");
    }

    [TestMethod]
    public void Numbers_that_no_frame_has_any_more_do_not_use_up_the_memory_for_releases()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 800000;
        bench.Restart(1, 1);
        for (int count = 0; count < 300; count++)
        {
            bench.Append(count % 2 == 1 ? 2 : 0, false);
            if (count % 2 == 1)
            {
                Assert.AreEqual(count + 1, bench.Read());
                bench.Journal.Release(bench.StreamId, count + 1, count + 1);
                bench.Work();
            }
        }

        // 150 alerts were released and forgotten; between them lie 150 frames that are not.
        bench.Restart(257, 321);
        for (int sequence = bench.Read(); sequence != 0; sequence = bench.Read())
        {
            bench.Journal.Release(bench.StreamId, sequence, sequence);
            bench.Work();
        }

        Assert.AreEqual(0, bench.Journal.Counters.ReleasesForgotten);
        Assert.AreEqual(1, bench.Files("seg-"));
    }

    [TestMethod]
    public void A_segment_with_alerts_between_its_frames_goes_when_its_own_frames_are_released()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 200000;
        bench.Restart(1, 1);
        for (int count = 0; count < 31; count++)
        {
            bench.Append(count % 4 == 1 ? 2 : 0, false);
        }

        // The alerts are released and forgotten: after a restart nobody says anything of their numbers.
        for (int sequence = 2; sequence <= 30; sequence += 4)
        {
            bench.Journal.Release(bench.StreamId, sequence, sequence);
        }

        bench.Work();
        bench.Restart(1, 65);
        for (int sequence = bench.Read(); sequence != 0; sequence = bench.Read())
        {
            Assert.IsTrue(sequence % 4 != 2, "alert " + sequence + " was released");
            bench.Journal.Release(bench.StreamId, sequence, sequence);
            bench.Work();
        }

        Assert.AreEqual(1, bench.Files("seg-"));
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }
}
