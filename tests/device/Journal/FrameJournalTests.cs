using System;
using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

[TestClass]
public class FrameJournalTests
{
    private static readonly byte[] _stream = new byte[] { 0, 0, 1, 2, 3, 4, 5, 6 };
    private static readonly byte[] _buffer = new byte[4096];

    [TestMethod]
    public void CRC_32_of_the_check_string_is_the_published_one()
    {
        byte[] text = new byte[] { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39 };
        Assert.AreEqual(unchecked((int)0xCBF43926), new Crc32().Compute(text, 0, 9));
    }

    [TestMethod]
    public void Frames_are_read_in_order_until_they_are_released_and_their_files_go()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 40);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 40);
        Assert.AreEqual(0, journal.ReadNext(cursor, _buffer), "at the end");

        int files = volume.List("seg-").Length;
        Assert.IsTrue(files > 4, "several segments");
        Assert.IsTrue(journal.Release(_stream, 1, 20));
        Work(journal);
        Assert.IsTrue(volume.List("seg-").Length < files, "whole segments went");
        Assert.AreEqual(21, journal.OldestSequence);
        journal.Rewind(cursor);
        ExpectFrames(journal, cursor, 21, 40);

        Assert.IsTrue(journal.Release(_stream, 21, 40));
        Work(journal);
        Assert.AreEqual(1, volume.List("seg-").Length, "the newest stays for the sequence");
        journal.Rewind(cursor);
        Assert.AreEqual(0, journal.ReadNext(cursor, _buffer));
        Assert.AreEqual(41, journal.OldestSequence);

        Append(journal, 1);
        ExpectFrames(journal, cursor, 41, 41);
    }

    [TestMethod]
    public void Acknowledgement_is_not_release_so_a_rewound_cursor_reads_everything_again()
    {
        FrameJournal journal = Recovered(new TestVolume(), 1, 1);
        Append(journal, 10);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 10);
        journal.Release(_stream, 3, 4);
        journal.Rewind(cursor);
        ExpectFrames(journal, cursor, 1, 2);
        ExpectFrames(journal, cursor, 5, 10);
    }

    [TestMethod]
    public void The_sequence_goes_on_after_a_restart_even_when_everything_was_released()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 33);
        journal.Release(_stream, 1, 33);
        Work(journal);
        journal = Recovered(volume, 1, 65);
        Assert.AreEqual(34, journal.NextSequence);
        Append(journal, 1);
        journal = Recovered(volume, 34, 98);
        Assert.AreEqual(35, journal.NextSequence);
    }

    [TestMethod]
    public void Recovery_reads_no_more_than_one_segment_of_a_full_journal()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 200);
        volume.BytesRead = 0;
        journal = Recovered(volume, 193, 257);
        Assert.AreEqual(201, journal.NextSequence);
        Assert.IsTrue(volume.BytesRead <= Settings().SegmentBytes, "read " + volume.BytesRead);
    }

    [TestMethod]
    public void A_release_of_what_was_never_written_is_refused()
    {
        FrameJournal journal = Recovered(new TestVolume(), 1, 1);
        Append(journal, 3);
        Assert.IsFalse(journal.Release(_stream, 1, 4), "beyond the end");
        Assert.IsFalse(journal.Release(_stream, 0, 1), "0 is no sequence");
        Assert.IsFalse(journal.Release(_stream, 3, 2), "backwards");
        Assert.IsFalse(journal.Release(new byte[8], 1, 1), "unknown stream");
        Assert.AreEqual(1, journal.OldestSequence);
    }

    [TestMethod]
    public void A_full_journal_drops_the_oldest_ordinary_frames_and_keeps_alerts_and_says_what_is_gone()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        for (int sequence = 1; sequence <= 300; sequence++)
        {
            Assert.IsTrue(journal.TryAppend(Frame(sequence), 300, sequence % 50 == 7 ? 2 : 0));
        }

        Assert.IsTrue(journal.UsedBytes <= Settings().BudgetBytes, "within the budget");
        Assert.IsTrue(journal.Counters.FramesDropped > 0);
        bool[] isThere = new bool[301];
        JournalCursor cursor = journal.OpenCursor();
        while (journal.ReadNext(cursor, _buffer) > 0)
        {
            isThere[cursor.Sequence] = true;
            Assert.AreEqual(cursor.Sequence % 50 == 7 ? 2 : 0, cursor.Priority);
        }

        bool[] isReported = new bool[301];
        for (int index = 0; index < journal.DroppedRangeCount; index++)
        {
            DroppedRange range = journal.DroppedRangeAt(index);
            for (int sequence = range.First; sequence <= range.Last; sequence++)
            {
                isReported[sequence] = true;
            }
        }

        for (int sequence = 1; sequence <= 300; sequence++)
        {
            Assert.AreNotEqual(isThere[sequence] ? 1 : 0, isReported[sequence] ? 1 : 0, "either there or reported: " + sequence);
            Assert.IsTrue(isThere[sequence] || sequence % 50 != 7, "alert " + sequence);
        }

        Assert.IsTrue(isThere[300] && !isThere[1]);
    }

    [TestMethod]
    public void Dropped_ranges_are_told_after_a_restart_until_a_status_that_tells_them_is_released()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 298);
        Assert.AreEqual(1, journal.DroppedRangeCount);
        int last = journal.DroppedRangeAt(0).Last;

        journal = Recovered(volume, 257, 321);
        Assert.AreEqual(1, journal.DroppedRangeCount);
        Assert.AreEqual(1, journal.DroppedRangeAt(0).First);
        Assert.AreEqual(last, journal.DroppedRangeAt(0).Last);
        journal.MarkDroppedReported(1, 299);
        Append(journal, 1);
        journal.Release(_stream, 290, 291);
        Assert.AreEqual(1, journal.DroppedRangeCount, "reported is not yet received");
        journal.Release(_stream, 299, 299);
        Assert.AreEqual(0, journal.DroppedRangeCount);
        Assert.AreEqual(0, volume.List("drop-").Length);
    }

    [TestMethod]
    public void Kept_alerts_go_last_when_there_is_nothing_else()
    {
        FrameJournal journal = Recovered(new TestVolume(), 1, 1);
        for (int sequence = 1; sequence <= 300; sequence++)
        {
            Assert.IsTrue(journal.TryAppend(Frame(sequence), 300, 2), "sequence " + sequence);
        }

        Assert.IsTrue(journal.UsedBytes <= Settings().BudgetBytes);
        JournalCursor cursor = journal.OpenCursor();
        int frames = 0;
        int previous = 0;
        while (journal.ReadNext(cursor, _buffer) > 0)
        {
            Assert.IsTrue(cursor.Sequence > previous, "in order, once each");
            previous = cursor.Sequence;
            frames++;
        }

        Assert.AreEqual(300, previous);
        Assert.AreEqual(300, frames + journal.Counters.FramesDropped);
    }

    [TestMethod]
    public void A_reader_in_a_segment_that_is_dropped_goes_on_with_what_was_kept_of_it()
    {
        FrameJournal journal = Recovered(new TestVolume(), 1, 1);
        for (int sequence = 1; sequence <= 20; sequence++)
        {
            journal.TryAppend(Frame(sequence), 300, sequence == 9 ? 2 : 0);
        }

        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 7);
        for (int sequence = 21; sequence <= 150; sequence++)
        {
            journal.TryAppend(Frame(sequence), 300, 0);
        }

        Assert.IsTrue(journal.ReadNext(cursor, _buffer) > 0);
        Assert.AreEqual(9, cursor.Sequence);
    }

    [TestMethod]
    public void A_damaged_record_costs_the_rest_of_its_segment_and_is_reported()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 30);
        string[] names = volume.List("seg-");
        string oldest = names[0];
        for (int index = 1; index < names.Length; index++)
        {
            oldest = string.Compare(names[index], oldest) < 0 ? names[index] : oldest;
        }

        volume.Content(oldest)[FrameJournal.SegmentHeaderLength + ((FrameJournal.RecordHeaderLength + 300) * 3) + 5] ^= 1;
        journal = Recovered(volume, 1, 65);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 3);
        Assert.IsTrue(journal.ReadNext(cursor, _buffer) > 0);
        int next = cursor.Sequence;
        Assert.IsTrue(next > 4);
        Assert.AreEqual(1, journal.Counters.SegmentsDamaged);
        Assert.AreEqual(1, journal.DroppedRangeCount);
        Assert.AreEqual(4, journal.DroppedRangeAt(0).First);
        Assert.AreEqual(next - 1, journal.DroppedRangeAt(0).Last);
        Assert.IsTrue(journal.DroppedRangeAt(0).Reason == DropReason.Damaged);
        ExpectFrames(journal, cursor, next + 1, 30);

        journal.Release(_stream, 1, 30);
        Work(journal);
        Assert.AreEqual(1, volume.List("seg-").Length, "the damaged one goes too");
    }

    [TestMethod]
    public void Numbers_are_skipped_where_the_end_of_the_journal_is_damaged_or_gone()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 3);
        string name = volume.List("seg-")[0];
        byte[] whole = volume.Content(name);
        byte[] cut = new byte[whole.Length - 10];
        Array.Copy(whole, 0, cut, 0, cut.Length);
        volume.Put(name, cut);

        // The last frame's header is there: the payload's end is missing, which reading it finds.
        cut = new byte[whole.Length - 305];
        Array.Copy(whole, 0, cut, 0, cut.Length);
        volume.Put(name, cut);
        journal = Recovered(volume, 1, 65);
        Assert.AreEqual(65, journal.NextSequence);
        Assert.AreEqual(3, journal.DroppedRangeAt(0).First);
        Assert.AreEqual(64, journal.DroppedRangeAt(0).Last);
        Append(journal, 1);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 2);
        ExpectFrames(journal, cursor, 65, 65);

        volume = new TestVolume();
        journal = Recovered(volume, 40, 104);
        Assert.AreEqual(104, journal.NextSequence, "nothing is left though frames were written");
    }

    [TestMethod]
    public void A_frame_that_cannot_be_written_is_reported_and_its_number_used_up()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 2);
        volume.IsFull = true;
        Assert.IsFalse(journal.TryAppend(Frame(3), 300, 0));
        volume.IsFull = false;
        Assert.AreEqual(4, journal.NextSequence);
        Append(journal, 1);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 2);
        ExpectFrames(journal, cursor, 4, 4);
        Assert.AreEqual(3, journal.DroppedRangeAt(0).First);
        Assert.AreEqual(1, journal.Counters.AppendFailures);
        Assert.IsFalse(journal.TryAppend(new byte[5000], 5000, 0), "too long");
        Assert.AreEqual(1, journal.Counters.FramesRefused);
    }

    [TestMethod]
    public void Frames_of_an_earlier_stream_are_drained_before_the_new_one_and_released_by_its_own_id()
    {
        TestVolume volume = new TestVolume();
        FrameJournal journal = Recovered(volume, 1, 1);
        Append(journal, 4);
        byte[] second = new byte[] { 0, 0, 9, 9, 9, 9, 9, 9 };
        journal = new FrameJournal(volume, Settings());
        journal.Recover(second, 1, 1);
        Assert.AreEqual(1, journal.NextSequence);
        Append(journal, 2);
        JournalCursor cursor = journal.OpenCursor();
        ExpectFrames(journal, cursor, 1, 4);
        Assert.AreEqual(1, (int)cursor.StreamId[2]);
        ExpectFrames(journal, cursor, 1, 2);
        Assert.AreEqual(9, (int)cursor.StreamId[2]);
        Assert.IsTrue(journal.Release(_stream, 1, 4));
        Work(journal);
        Assert.AreEqual(1, volume.List("seg-").Length);
        journal.Rewind(cursor);
        ExpectFrames(journal, cursor, 1, 2);
    }

    [DataRow((int)TestVolume.CutOutcome.NotDone)]
    [DataRow((int)TestVolume.CutOutcome.Done)]
    [DataRow((int)TestVolume.CutOutcome.EmptyNewFile)]
    [TestMethod]
    public void A_cut_at_any_operation_loses_at_most_the_frame_being_written_and_repeats_no_number(int outcome)
    {
        int operations = int.MaxValue;
        for (int cutAt = 1; cutAt <= operations; cutAt += cutAt < 30 ? 1 : 7)
        {
            TestVolume volume = new TestVolume();
            if (cutAt == 1)
            {
                Drive(volume, Recovered(volume, 1, 1), new bool[201], new bool[201], 200);
                operations = volume.Operations;
                volume = new TestVolume();
            }

            volume.Outcome = (TestVolume.CutOutcome)outcome;
            volume.OperationsUntilCut = cutAt;
            bool[] isWritten = new bool[400];
            bool[] isReleased = new bool[400];
            FrameJournal journal = Recovered(volume, 1, 1);
            int reached = Drive(volume, journal, isWritten, isReleased, 200);
            volume.Restore();

            journal = Recovered(volume, 1, 65);
            Assert.IsTrue(journal.NextSequence == reached || journal.NextSequence == reached + 1, "cut " + cutAt + ": next " + journal.NextSequence + " after " + reached);
            Drive(volume, journal, isWritten, isReleased, 20);

            bool[] isThere = new bool[400];
            JournalCursor cursor = journal.OpenCursor();
            while (journal.ReadNext(cursor, _buffer) > 0)
            {
                isThere[cursor.Sequence] = true;
                Assert.AreEqual((byte)(cursor.Sequence * 3), _buffer[5], "the frame's own bytes");
            }

            for (int sequence = 1; sequence < journal.NextSequence; sequence++)
            {
                Assert.IsTrue(isThere[sequence] || isReleased[sequence] || !isWritten[sequence] || IsReported(journal, sequence), "cut " + cutAt + " lost " + sequence);
            }
        }
    }

    // Appends, with now and then an alert and a release, until the power fails or so many were written; returns the sequence that it stopped at.
    private int Drive(TestVolume volume, FrameJournal journal, bool[] isWritten, bool[] isReleased, int frames)
    {
        for (int count = 0; count < frames; count++)
        {
            int sequence = journal.NextSequence;
            bool isDone = journal.TryAppend(Frame(sequence), 300, sequence % 40 == 5 ? 2 : 0);
            if (volume.IsCut)
            {
                return sequence;
            }

            isWritten[sequence] = isDone;
            if (sequence % 30 == 0)
            {
                for (int released = sequence - 29; released <= sequence - 10; released++)
                {
                    isReleased[released] = true;
                }

                journal.Release(_stream, sequence - 29, sequence - 10);
                Work(journal);
                if (volume.IsCut)
                {
                    return sequence + 1;
                }
            }
        }

        return journal.NextSequence;
    }

    private static bool IsReported(FrameJournal journal, int sequence)
    {
        for (int index = 0; index < journal.DroppedRangeCount; index++)
        {
            if (journal.DroppedRangeAt(index).First <= sequence && sequence <= journal.DroppedRangeAt(index).Last)
            {
                return true;
            }
        }

        return false;
    }

    private static void Work(FrameJournal journal)
    {
        for (int step = 0; step < 1000 && journal.Step(); step++)
        {
        }
    }

    private void ExpectFrames(FrameJournal journal, JournalCursor cursor, int first, int last)
    {
        for (int sequence = first; sequence <= last; sequence++)
        {
            Assert.AreEqual(300, journal.ReadNext(cursor, _buffer), "frame " + sequence);
            Assert.AreEqual(sequence, cursor.Sequence);
            Assert.AreEqual((byte)(sequence * 3), _buffer[5]);
        }
    }

    private static void Append(FrameJournal journal, int count)
    {
        for (int index = 0; index < count; index++)
        {
            Assert.IsTrue(journal.TryAppend(Frame(journal.NextSequence), 300, 0));
        }
    }

    private static byte[] Frame(int sequence)
    {
        byte[] frame = new byte[300];
        for (int index = 0; index < 300; index++)
        {
            frame[index] = (byte)(sequence * 3);
        }

        return frame;
    }

    private FrameJournal Recovered(TestVolume volume, int floor, int ceiling)
    {
        FrameJournal journal = new FrameJournal(volume, Settings());
        journal.Recover(_stream, floor, ceiling);
        return journal;
    }

    private static JournalSettings Settings() => new JournalSettings { SegmentBytes = 2048, BudgetBytes = 40960, MaximumFrameBytes = 1024 };
}
