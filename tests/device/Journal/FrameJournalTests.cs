using System;
using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>Appending, releasing, starting again.</summary>
[TestClass]
public class FrameJournalTests
{
    [TestMethod]
    public void CRC_32_of_the_check_string_is_the_published_one()
    {
        byte[] text = new byte[] { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39 };
        Assert.AreEqual(unchecked((int)0xCBF43926), new Crc32().Compute(text, 0, 9));
    }

    [TestMethod]
    public void Frames_are_read_in_order_until_they_are_released_and_their_files_go()
    {
        JournalBench bench = new JournalBench();
        bench.Append(40);
        bench.Expect(1, 40);
        bench.ExpectEnd();

        int files = bench.Files("seg-");
        Assert.IsTrue(files > 4, "several segments");
        Assert.IsTrue(bench.Journal.Release(bench.StreamId, 1, 20));
        bench.Work();
        Assert.IsTrue(bench.Files("seg-") < files, "whole segments went");
        Assert.AreEqual(21, bench.Journal.OldestSequence);
        bench.Journal.MarkAllUnsent();
        bench.Expect(21, 40);

        Assert.IsTrue(bench.Journal.Release(bench.StreamId, 21, 40));
        bench.Work();
        Assert.AreEqual(1, bench.Files("seg-"), "the newest stays for the sequence");
        bench.Journal.MarkAllUnsent();
        bench.ExpectEnd();
        Assert.AreEqual(41, bench.Journal.OldestSequence);
        Assert.AreEqual(0, bench.Journal.WaitingFrames);

        bench.Append(1);
        bench.Expect(41, 41);
    }

    [TestMethod]
    public void The_sequence_goes_on_after_a_restart_even_when_everything_was_released()
    {
        JournalBench bench = new JournalBench();
        bench.Append(33);
        bench.Journal.Release(bench.StreamId, 1, 33);
        bench.Work();
        bench.Restart(1, 65);
        Assert.AreEqual(34, bench.Journal.NextSequence);
        bench.Append(1);
        bench.Restart(34, 98);
        Assert.AreEqual(35, bench.Journal.NextSequence);
    }

    [TestMethod]
    public void The_sequence_goes_on_from_a_released_alert_that_was_the_last_frame()
    {
        JournalBench bench = new JournalBench();
        bench.Append(3);
        Assert.AreEqual(4, bench.Append(2, false));
        bench.Journal.Release(bench.StreamId, 1, 4);
        bench.Work();
        Assert.AreEqual(1, bench.Files("single-"), "kept though released");
        bench.Restart(1, 65);
        Assert.AreEqual(5, bench.Journal.NextSequence);

        bench.Append(1);
        bench.Journal.Release(bench.StreamId, 1, 5);
        bench.Work();
        Assert.AreEqual(0, bench.Files("single-"), "a later frame tells the sequence");
        bench.Restart(1, 65);
        Assert.AreEqual(6, bench.Journal.NextSequence);
    }

    [TestMethod]
    public void A_number_that_was_given_up_last_does_not_come_again_after_a_restart()
    {
        JournalBench bench = new JournalBench();
        bench.Append(2);
        bench.Volume.IsFull = true;
        Assert.IsFalse(bench.Journal.TryAppend(JournalBench.Frame(3), JournalBench.FrameLength, 0));
        bench.Volume.IsFull = false;

        // The note that 3 is gone could not be written either; with the next one it is.
        Assert.IsFalse(bench.Journal.TryAppend(JournalBench.Frame(4), 0, 0));
        bench.Restart(1, 65);
        Assert.AreEqual(5, bench.Journal.NextSequence);
        Assert.IsTrue(bench.IsReported(3));
        Assert.IsTrue(bench.IsReported(4));
    }

    [TestMethod]
    public void Recovery_reads_no_more_than_one_segment_of_a_full_journal()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 240000;
        bench.Restart(1, 1);
        for (int count = 0; count < 300; count++)
        {
            bench.Append(count % 11 == 0 ? 2 : count % 17 == 0 ? 1 : 0, count % 34 == 0);
        }

        Assert.IsTrue(bench.Files("kept-") > 0 && bench.Files("single-") > 0 && bench.Files("seg-") > 5, "something of everything");
        bench.Volume.BytesRead = 0;
        bench.Restart(257, 321);
        Assert.AreEqual(301, bench.Journal.NextSequence);
        Assert.IsTrue(bench.Journal.Counters.RecoveryBytesRead <= bench.Settings.SegmentBytes, "read " + bench.Journal.Counters.RecoveryBytesRead);
        Assert.IsTrue(bench.Volume.BytesRead <= bench.Settings.SegmentBytes + 504, "with the drop file " + bench.Volume.BytesRead);
    }

    [TestMethod]
    public void A_release_of_what_was_never_written_is_refused()
    {
        JournalBench bench = new JournalBench();
        bench.Append(3);
        Assert.IsFalse(bench.Journal.Release(bench.StreamId, 1, 4), "beyond the end");
        Assert.IsFalse(bench.Journal.Release(bench.StreamId, 0, 1), "0 is no sequence");
        Assert.IsFalse(bench.Journal.Release(bench.StreamId, 3, 2), "backwards");
        Assert.IsFalse(bench.Journal.Release(new byte[8], 1, 1), "unknown stream");
        Assert.AreEqual(1, bench.Journal.OldestSequence);
    }

    [TestMethod]
    public void A_frame_that_cannot_be_written_is_reported_and_its_number_used_up()
    {
        JournalBench bench = new JournalBench();
        bench.Append(2);
        bench.Volume.IsFull = true;
        Assert.IsFalse(bench.Journal.TryAppend(JournalBench.Frame(3), 300, 0));
        bench.Volume.IsFull = false;
        Assert.AreEqual(4, bench.Journal.NextSequence);
        bench.Append(1);
        bench.Expect(1, 2);
        bench.Expect(4, 4);
        Assert.AreEqual(3, bench.Journal.DroppedRangeAt(0).First);
        Assert.AreEqual(1, bench.Journal.Counters.AppendFailures);
        Assert.IsFalse(bench.Journal.TryAppend(new byte[5000], 5000, 0), "too long");
        Assert.IsFalse(bench.Journal.TryAppend(new byte[50], 50, 4), "no such priority");
        Assert.AreEqual(2, bench.Journal.Counters.FramesRefused);
    }

    [TestMethod]
    public void A_volume_that_fails_once_costs_neither_the_frame_nor_another()
    {
        JournalBench bench = new JournalBench();
        bench.Append(20);
        bench.Volume.FailuresLeft = 1;
        bench.Append(0, false);
        bench.Volume.FailuresLeft = 1;
        bench.Append(2, false);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
        bench.Restart(1, 65);
        bench.Volume.ReadFailuresLeft = 1;
        Assert.AreEqual(22, bench.Read());
        bench.Volume.ReadFailuresLeft = 1;
        bench.Expect(1, 21);
        Assert.AreEqual(2, bench.Journal.Counters.ReadFailures);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void A_volume_that_takes_nothing_costs_no_more_than_one_segment()
    {
        JournalBench bench = new JournalBench();
        bench.Append(40);
        int segments = bench.Files("seg-");
        bench.Volume.IsFull = true;
        for (int count = 0; count < 20; count++)
        {
            Assert.IsFalse(bench.Journal.TryAppend(JournalBench.Frame(1), 300, 0));
        }

        Assert.IsTrue(bench.Files("seg-") >= segments - 1, "the rest is kept");
    }

    [TestMethod]
    public void Frames_of_an_earlier_stream_are_drained_before_the_new_one_and_released_by_its_own_id()
    {
        JournalBench bench = new JournalBench();
        bench.Append(4);
        byte[] earlier = bench.StreamId;
        bench.StreamId = new byte[] { 0, 0, 9, 9, 9, 9, 9, 9 };
        bench.Restart(1, 1);
        Assert.AreEqual(1, bench.Journal.NextSequence);
        bench.Append(2);
        bench.Expect(1, 4);
        Assert.AreEqual(1, (int)bench.Journal.ReadStreamId[2]);
        bench.Expect(1, 2);
        Assert.AreEqual(9, (int)bench.Journal.ReadStreamId[2]);
        Assert.AreEqual(2, bench.Journal.StreamCount);
        Assert.AreEqual(1, bench.Journal.OldestSequenceOf(1));
        Assert.AreEqual(4, bench.Journal.NewestSequenceOf(1));
        Assert.IsTrue(bench.Journal.Release(earlier, 1, 4));
        bench.Work();
        Assert.AreEqual(1, bench.Files("seg-"));
        Assert.AreEqual(0, bench.Journal.OldestSequenceOf(1));
        bench.Journal.MarkAllUnsent();
        bench.Expect(1, 2);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void An_alert_takes_one_call_and_a_file_of_its_own_that_fills_a_block()
    {
        JournalBench bench = new JournalBench();
        bench.Append(1);
        int operations = bench.Volume.Operations;
        bench.Append(3, false);
        Assert.AreEqual(operations + 1, bench.Volume.Operations);
        Assert.AreEqual("single-00000002-3-0000010203040506", bench.Lowest("single-"));
        Assert.AreEqual(513, bench.Volume.Length(bench.Lowest("single-")), "littlefs keeps what is shorter inside the directory");
        bench.Append(1, true);
        Assert.IsTrue(bench.Volume.Content("single-00000003-5-0000010203040506") != null);
    }

    [TestMethod]
    public void Settings_that_cannot_work_are_refused()
    {
        Assert.IsTrue(IsRefused(new JournalSettings { SegmentBytes = 1051, MaximumFrameBytes = 1024 }), "a frame that no segment holds");
        Assert.IsFalse(IsRefused(new JournalSettings { SegmentBytes = 1052, MaximumFrameBytes = 1024 }));
        Assert.IsTrue(IsRefused(new JournalSettings { SegmentBytes = 8188, BudgetBytes = 16383 }), "room for one segment");
        Assert.IsTrue(IsRefused(new JournalSettings { SegmentBytes = 80000, BudgetBytes = 1000000, MaximumFrameBytes = 65536 }), "a length of more than 16 bits");
    }

    private static bool IsRefused(JournalSettings settings)
    {
        try
        {
            FrameJournal journal = new FrameJournal(new TestVolume(), settings);
            return journal.NextSequence < 0;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
