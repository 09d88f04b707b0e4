using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>What goes when the journal is full, and how it is told.</summary>
[TestClass]
public class JournalDropTests
{
    [TestMethod]
    public void A_full_journal_drops_the_oldest_ordinary_frames_and_keeps_alerts_and_says_what_is_gone()
    {
        JournalBench bench = new JournalBench();
        for (int sequence = 1; sequence <= 300; sequence++)
        {
            bench.Append(sequence % 50 == 7 ? 2 : 0, false);
            Assert.IsTrue(bench.Journal.UsedBytes <= bench.Settings.BudgetBytes, "within the budget");
        }

        Assert.IsTrue(bench.Journal.Counters.FramesDropped > 0);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 300; sequence++)
        {
            Assert.AreNotEqual(isThere[sequence] ? 1 : 0, bench.IsReported(sequence) ? 1 : 0, "either there or reported: " + sequence);
            Assert.IsTrue(isThere[sequence] || sequence % 50 != 7, "alert " + sequence);
        }

        Assert.IsTrue(isThere[300] && !isThere[1]);
    }

    [TestMethod]
    public void The_budget_is_used_up_to_its_last_block_before_anything_is_dropped()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.SegmentBytes = 16368;
        bench.Restart(1, 1);
        while (bench.Journal.DroppedRangeCount == 0)
        {
            Assert.IsTrue(bench.Journal.UsedBytes <= bench.Settings.BudgetBytes, "within the budget");
            bench.Append(1);
        }

        // 13 frames fill a block; a segment's last block is full as far as a frame fits.
        Assert.IsTrue(bench.Journal.NextSequence - 2 >= 200, "frames " + (bench.Journal.NextSequence - 2));
    }

    [TestMethod]
    public void What_is_counted_as_used_is_what_the_files_cost()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.SegmentBytes = 8188;
        bench.Settings.BudgetBytes = 140000;
        bench.Restart(1, 1);
        for (int count = 0; count < 500; count++)
        {
            bench.Append(count % 7 == 3 ? 2 : 0, count % 90 == 1);
            if (count == 150)
            {
                bench.Journal.Release(bench.StreamId, 1, 70);
            }

            bench.Work();
            Assert.AreEqual(CostOfFiles(bench.Volume), bench.Journal.UsedBytes, "after " + count);
        }

        Assert.IsTrue(bench.Files("kept-") > 1 && bench.Files("drop-") == 1, "something of everything");
        bench.Restart(449, 513);
        bench.Drain();
        Assert.AreEqual(CostOfFiles(bench.Volume), bench.Journal.UsedBytes, "after a restart, when everything was read");
    }

    [TestMethod]
    public void Segments_are_short_while_all_is_released_and_of_differing_length_in_a_full_journal()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.SegmentBytes = 16368;
        bench.Settings.BudgetBytes = 400000;
        bench.Restart(1, 1);
        for (int count = 0; count < 60; count++)
        {
            bench.Append(1);
            bench.Journal.Release(bench.StreamId, 1, bench.Journal.NextSequence - 1);
            bench.Work();
            Assert.IsTrue(bench.Volume.Length(bench.Lowest("seg-")) <= 4096, "one block");
        }

        bench.Append(3000);
        string[] names = bench.Volume.List("seg-");
        int[] lengths = new int[5];
        for (int index = 0; index < names.Length; index++)
        {
            lengths[(bench.Volume.Length(names[index]) + 4095) / 4096]++;
        }

        Assert.IsTrue(lengths[1] <= 1 && lengths[2] > 4 && lengths[3] > 4 && lengths[4] > 4, lengths[1] + ", " + lengths[2] + ", " + lengths[3] + ", " + lengths[4]);
    }

    [TestMethod]
    public void Dropping_a_segment_copies_nothing_and_reads_no_record()
    {
        JournalBench bench = new JournalBench();
        for (int count = 0; bench.Journal.Counters.SegmentsDropped == 0; count++)
        {
            bench.Append(count % 40 == 3 ? 2 : 0, false);
        }

        int dropped = bench.Journal.Counters.SegmentsDropped;
        bench.Volume.BytesRead = 0;
        int operations = bench.Volume.Operations;
        int appended = bench.Journal.NextSequence;
        while (bench.Journal.Counters.SegmentsDropped == dropped)
        {
            bench.Append(1);
        }

        Assert.AreEqual(bench.Journal.NextSequence - appended + 2, bench.Volume.Operations - operations, "the drop log and the deletion");
        Assert.AreEqual(0, bench.Volume.BytesRead);
    }

    [TestMethod]
    public void When_ordinary_frames_are_gone_required_ones_go_then_alerts_then_security()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 65536;
        bench.Restart(1, 1);
        bench.Append(30);
        int required = bench.Append(1, false);
        int alert = bench.Append(2, false);
        int security = bench.Append(3, false);
        int gone = 0;
        int[] order = new int[3];
        for (int count = 0; count < 300 && gone < 3; count++)
        {
            bench.Append(3, false);
            int[] watched = new int[] { required, alert, security };
            for (int index = 0; index < 3; index++)
            {
                bool isNoted = index < gone ? false : true;
                if (isNoted && gone < 3 && bench.IsReported(watched[index]) && !Contains(order, watched[index]))
                {
                    order[gone] = watched[index];
                    gone++;
                }
            }
        }

        Assert.AreEqual(required, order[0]);
        Assert.AreEqual(alert, order[1]);
        Assert.AreEqual(security, order[2]);
        Assert.IsTrue(bench.IsReported(1), "before them the ordinary ones");
        Assert.IsTrue(bench.Journal.UsedBytes <= bench.Settings.BudgetBytes);
    }

    [TestMethod]
    public void A_pinned_frame_stays_while_a_frame_that_it_serves_may_be_there()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 65536;
        bench.Restart(1, 1);
        int first = bench.Append(1, true);
        bench.Append(100);
        int required = bench.Append(1, false);
        int second = bench.Append(1, true);
        bench.Append(10);
        for (int count = 0; count < 120; count++)
        {
            bench.Append(2, false);
        }

        Assert.IsTrue(bench.IsReported(required), "the journal was so full that required frames went");
        Assert.IsFalse(bench.IsReported(second), "it serves the alerts");
        Assert.IsTrue(bench.IsReported(first), "nothing between it and the newer one was left");

        bench = new JournalBench();
        bench.Settings.BudgetBytes = 65536;
        bench.Restart(1, 1);
        first = bench.Append(1, true);
        for (int count = 0; count < 200; count++)
        {
            bench.Append(count % 9 == 0 ? 2 : 0, false);
        }

        bench.Restart(193, 257);
        for (int count = 0; count < 200; count++)
        {
            bench.Append(count % 9 == 0 ? 2 : 0, false);
        }

        Assert.IsFalse(bench.IsReported(first), "there is no newer one");
        Assert.AreEqual(true, bench.Drain()[first]);
    }

    [TestMethod]
    public void Many_frames_above_ordinary_are_put_together_and_none_is_lost_or_comes_twice()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 200000;
        bench.Restart(1, 1);
        for (int count = 0; count < 60; count++)
        {
            bench.Append(count % 3 == 0 ? 3 : 2, false);
            bench.Append(1);
            Assert.IsTrue(bench.Journal.SingleCount <= 14, "singles " + bench.Journal.SingleCount);
            if (count % 5 == 0)
            {
                bench.Work();
                Assert.IsTrue(bench.Files("single-") <= 6, "files " + bench.Files("single-"));
            }
        }

        Assert.IsTrue(bench.Files("kept-2-") > 0 && bench.Files("kept-3-") > 0, "each priority by itself");
        int previous = 0;
        int security = 0;
        for (int count = 0; count < 60; count++)
        {
            int sequence = bench.Read();
            security += bench.Journal.ReadPriority == 3 ? 1 : 0;
            Assert.AreEqual(count < 20 ? 3 : 2, bench.Journal.ReadPriority);
            Assert.IsTrue(sequence > previous || count == 20, "oldest first");
            previous = sequence;
        }

        Assert.AreEqual(20, security);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 120; sequence++)
        {
            Assert.IsTrue(isThere[sequence], "frame " + sequence);
        }

        bench.Journal.Release(bench.StreamId, 1, 120);
        bench.Work();
        Assert.AreEqual(0, bench.Files("kept-"));
        Assert.AreEqual(0, bench.Files("single-"));
    }

    [TestMethod]
    public void More_pinned_frames_than_have_a_place_give_up_the_oldest()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 200000;
        bench.Restart(1, 1);
        for (int count = 0; count < 30; count++)
        {
            bench.Append(1, true);
            bench.Append(1);
        }

        Assert.IsTrue(bench.IsReported(1));
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 60; sequence++)
        {
            Assert.AreNotEqual(isThere[sequence] ? 1 : 0, bench.IsReported(sequence) ? 1 : 0, "either there or reported: " + sequence);
            Assert.IsTrue(isThere[sequence] || sequence % 2 == 1, "ordinary " + sequence);
        }
    }

    [TestMethod]
    public void Single_files_count_with_their_block_and_one_for_the_directory()
    {
        JournalBench bench = new JournalBench();
        int before = bench.Journal.UsedBytes;
        bench.Append(2, false);
        Assert.AreEqual(2 * 4096, bench.Journal.UsedBytes - before);
    }

    [TestMethod]
    public void Dropped_ranges_are_told_after_a_restart_until_a_status_that_tells_them_is_released()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 40960;
        bench.Restart(1, 1);
        bench.Append(120);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount, "neighbours are one range");
        DroppedRange range = bench.Journal.DroppedRangeAt(0);
        Assert.AreEqual(1, range.First);
        Assert.IsTrue(range.Reason == DropReason.Full);
        int last = range.Last;

        bench.Restart(1, 129);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount);
        Assert.AreEqual(last, bench.Journal.DroppedRangeAt(0).Last);
        Assert.IsTrue(bench.Journal.DroppedRangeAt(0).StreamId[7] == 6);

        bench.Append(1);
        bench.Journal.MarkDroppedReported(1, 121);
        bench.Journal.Release(bench.StreamId, 120, 120);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount, "another frame");
        bench.Journal.Release(bench.StreamId, 121, 121, false);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount, "the owner could not read it");
        bench.Append(1);
        bench.Journal.MarkDroppedReported(1, 122);
        bench.Journal.Release(bench.StreamId, 122, 122);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
        Assert.AreEqual(0, bench.Files("drop-"));
        bench.Restart(1, 129);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void A_status_that_is_dropped_itself_has_told_nothing()
    {
        JournalBench bench = new JournalBench();
        bench.Append(120);
        int status = bench.Append(0, false);
        bench.Journal.MarkDroppedReported(bench.Journal.DroppedRangeCount, status);
        bench.Append(160);
        Assert.IsTrue(bench.IsReported(status), "it was dropped");
        bench.Journal.Release(bench.StreamId, status, status);
        Assert.IsTrue(bench.IsReported(1));
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void The_drop_file_stays_small_and_ranges_without_a_place_become_one()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 400000;
        bench.Restart(1, 1);
        for (int count = 0; count < 60; count++)
        {
            bench.Append(1);
            bench.Journal.TryAppend(bench.Buffer, 0, 0);
            string[] names = bench.Volume.List("drop-");
            Assert.AreEqual(1, names.Length);
            Assert.IsTrue(bench.Volume.Length(names[0]) <= 504, "length " + bench.Volume.Length(names[0]));
        }

        Assert.AreEqual(21, bench.Journal.DroppedRangeCount);
        Assert.IsTrue(bench.Journal.Counters.DroppedRangesMerged > 0);
        bench.Restart(65, 129);
        Assert.AreEqual(21, bench.Journal.DroppedRangeCount);
        Assert.AreEqual(121, bench.Journal.NextSequence);
        for (int sequence = 2; sequence <= 120; sequence += 2)
        {
            Assert.IsTrue(bench.IsReported(sequence), "number " + sequence);
        }
    }

    [TestMethod]
    public void Files_that_cannot_be_deleted_hold_up_nothing_and_are_tried_again()
    {
        JournalBench bench = new JournalBench();
        bench.Append(20);
        bench.Append(2, false);
        bench.Append(20);
        bench.Expect(21, 21);
        bench.Volume.RefusesDeletes = true;
        bench.Journal.Release(bench.StreamId, 1, 41);
        bench.Work();
        Assert.IsTrue(bench.Journal.Counters.DeleteFailures > 0);
        bench.Append(1);
        bench.Journal.MarkAllUnsent();
        Assert.AreEqual(42, bench.Read());
        bench.ExpectEnd();

        bench.Volume.RefusesDeletes = false;
        bench.Journal.Release(bench.StreamId, 42, 42);
        bench.Work();
        Assert.AreEqual(1, bench.Files("seg-"));
        Assert.AreEqual(0, bench.Files("single-"));
    }

    [TestMethod]
    public void Frames_are_dropped_under_a_reader_without_confusing_it()
    {
        JournalBench bench = new JournalBench();
        bench.Append(60);
        bench.Expect(1, 2);
        bench.Append(240);
        int frames = 2;
        int previous = 0;
        for (int sequence = bench.Read(); sequence != 0; sequence = bench.Read())
        {
            Assert.IsTrue(sequence > previous, "in order, once each");
            previous = sequence;
            frames++;
        }

        Assert.AreEqual(300, previous);
        Assert.AreEqual(302, frames + bench.Journal.Counters.FramesDropped, "1 and 2 were sent and are dropped");
        Assert.AreEqual(300 - bench.Journal.Counters.FramesDropped, bench.Journal.SentCount, "what is dropped waits for no receipt");
    }

    // Blocks of 4,096 bytes, the second with one pointer of 4; one more for what is no ordinary segment, two for the drop file.
    private static int CostOfFiles(TestVolume volume)
    {
        string[] names = volume.List("");
        int cost = 0;
        for (int index = 0; index < names.Length; index++)
        {
            bool isSegment = names[index].StartsWith("seg-");
            bool isDrop = names[index].StartsWith("drop-");
            int length = volume.Length(names[index]);
            Assert.IsTrue(length <= 8188, "two blocks");
            cost += isDrop ? 8192 : (length > 4096 ? 8192 : 4096) + (isSegment ? 0 : 4096);
        }

        return cost;
    }

    private static bool Contains(int[] numbers, int number)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            if (numbers[index] == number)
            {
                return true;
            }
        }

        return false;
    }
}
