using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>What a power cut can leave behind. tests/host/Journal cuts at every operation; here is each case by itself.</summary>
[TestClass]
public class JournalCutTests
{
    [TestMethod]
    public void An_empty_segment_is_deleted_and_its_number_used_up()
    {
        JournalBench bench = new JournalBench();
        bench.Append(6);
        bench.Volume.Put("seg-00000002-00000007", new byte[0]);
        bench.Restart(1, 65);
        Assert.AreEqual(8, bench.Journal.NextSequence);
        Assert.IsTrue(bench.IsReported(7));
        Assert.AreEqual(1, bench.Files("seg-"));
        bench.Append(1);
        bench.Expect(1, 6);
        bench.Expect(8, 8);
        bench.Restart(1, 65);
        Assert.AreEqual(9, bench.Journal.NextSequence);
    }

    [TestMethod]
    public void An_empty_single_file_is_deleted_and_its_number_used_up()
    {
        JournalBench bench = new JournalBench();
        bench.Append(3);
        bench.Volume.Put("single-00000004-2-0000010203040506", new byte[0]);
        bench.Restart(1, 65);
        Assert.AreEqual(5, bench.Journal.NextSequence);
        Assert.IsTrue(bench.IsReported(4));
        Assert.AreEqual(0, bench.Files("single-"));
        Assert.AreEqual(1, bench.Journal.Counters.SinglesEmpty);
        bench.Restart(1, 65);
        Assert.AreEqual(5, bench.Journal.NextSequence, "also at the next start");
    }

    [TestMethod]
    public void An_empty_file_that_an_earlier_stream_left_costs_the_new_one_no_number()
    {
        JournalBench bench = new JournalBench();
        bench.Append(6);
        bench.Volume.Put("seg-00000002-00000007", new byte[0]);
        bench.Volume.Put("single-00000008-2-0000010203040506", new byte[0]);
        bench.StreamId = new byte[] { 0, 0, 9, 9, 9, 9, 9, 9 };
        bench.Restart(1, 1);
        Assert.AreEqual(1, bench.Journal.NextSequence);
        bench.Append(1);
        bench.Expect(1, 6);
        bench.Expect(1, 1);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void Frames_put_together_and_not_deleted_yet_are_handed_out_once()
    {
        JournalBench bench = new JournalBench();
        for (int count = 0; count < 6; count++)
        {
            bench.Append(2, false);
        }

        // The power fails before the first deletion after some of them were put together.
        string[] names = bench.Volume.List("single-");
        byte[][] contents = new byte[names.Length][];
        for (int index = 0; index < names.Length; index++)
        {
            contents[index] = bench.Volume.Content(names[index]);
        }

        bench.Work();
        Assert.AreEqual(1, bench.Files("kept-"));
        int left = bench.Files("single-");
        Assert.IsTrue(left < 4, "left " + left);
        for (int index = 0; index < names.Length; index++)
        {
            bench.Volume.Put(names[index], contents[index]);
        }

        bench.Restart(1, 65);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 6; sequence++)
        {
            Assert.IsTrue(isThere[sequence], "frame " + sequence);
        }

        bench.Work();
        Assert.AreEqual(left, bench.Files("single-"), "what is in both is deleted when they would be put together again");
        Assert.AreEqual(1, bench.Files("kept-"));
        isThere = bench.Drain();
        for (int sequence = 1; sequence <= 6; sequence++)
        {
            Assert.IsTrue(isThere[sequence], "frame " + sequence);
        }
    }

    [TestMethod]
    public void An_empty_kept_segment_goes_and_the_frames_are_still_in_their_files()
    {
        JournalBench bench = new JournalBench();
        for (int count = 0; count < 5; count++)
        {
            bench.Append(2, false);
        }

        bench.Volume.Put("kept-2-00000001-00000001", new byte[0]);
        bench.Restart(1, 65);
        bench.Expect(1, 5);
        bench.ExpectEnd();
        bench.Work();
        bench.Journal.Release(bench.StreamId, 1, 5);
        bench.Work();
        Assert.AreEqual(0, bench.Files("kept-"));
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void Of_two_drop_files_the_newer_counts()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.BudgetBytes = 400000;
        bench.Restart(1, 1);
        byte[] old = null;
        for (int count = 0; count < 22; count++)
        {
            old = bench.Files("drop-") == 0 ? null : bench.Volume.Content(bench.Lowest("drop-"));
            bench.Append(1);
            bench.Journal.TryAppend(bench.Buffer, 0, 0);
        }

        // The 22nd made the file anew: the one before it had not been deleted.
        Assert.AreEqual("drop-b", bench.Lowest("drop-"));
        bench.Volume.Put("drop-a", old);
        bench.Restart(1, 65);
        Assert.IsTrue(bench.IsReported(44), "the range that is in the new one only");
        Assert.AreEqual(1, bench.Files("drop-"));
        bench.Restart(1, 65);
        Assert.IsTrue(bench.IsReported(44));

        // And the other way round: the new one was not written.
        bench.Volume.Put("drop-a", new byte[0]);
        bench.Restart(1, 65);
        Assert.IsTrue(bench.IsReported(44));
        Assert.AreEqual(1, bench.Files("drop-"));
    }

    [TestMethod]
    public void A_range_noted_as_dropped_whose_segment_is_still_there_is_read_all_the_same()
    {
        JournalBench bench = new JournalBench();
        bench.Append(96);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount, "just full");
        bench.Volume.RefusesDeletes = true;
        bench.Append(1);
        Assert.IsTrue(bench.IsReported(1));
        bench.Volume.RefusesDeletes = false;
        bench.Restart(65, 129);
        Assert.AreEqual(true, bench.Drain()[1]);
    }

    [DataRow((int)TestVolume.CutOutcome.NotDone)]
    [DataRow((int)TestVolume.CutOutcome.Done)]
    [DataRow((int)TestVolume.CutOutcome.EmptyNewFile)]
    [TestMethod]
    public void A_cut_at_any_operation_loses_at_most_the_frame_being_written_and_repeats_no_number(int outcome)
    {
        JournalBench whole = new JournalBench();
        Drive(whole, new bool[400], new bool[400], 200);
        int operations = whole.Volume.Operations;
        for (int cutAt = 1; cutAt <= operations; cutAt += cutAt < 30 ? 1 : 7)
        {
            JournalBench bench = new JournalBench();
            bench.Volume.Outcome = (TestVolume.CutOutcome)outcome;
            bench.Volume.OperationsUntilCut = cutAt;
            bool[] isWritten = new bool[400];
            bool[] isReleased = new bool[400];
            int reached = Drive(bench, isWritten, isReleased, 200);
            Assert.IsTrue(bench.Volume.IsCut);
            bench.Volume.Restore();

            bench.Restart(1, 400);
            Assert.IsTrue(bench.Journal.NextSequence == reached || bench.Journal.NextSequence == reached + 1, "cut " + cutAt + ": next " + bench.Journal.NextSequence + " after " + reached);
            Drive(bench, isWritten, isReleased, 20);

            bool[] isThere = bench.Drain();
            for (int sequence = 1; sequence < bench.Journal.NextSequence; sequence++)
            {
                Assert.IsTrue(isThere[sequence] || isReleased[sequence] || !isWritten[sequence] || bench.IsReported(sequence), "cut " + cutAt + " lost " + sequence);
            }
        }
    }

    // Appends, with now and then an alert and a release, until the power fails or so many were written; returns the sequence that it stopped at.
    private static int Drive(JournalBench bench, bool[] isWritten, bool[] isReleased, int frames)
    {
        FrameJournal journal = bench.Journal;
        for (int count = 0; count < frames; count++)
        {
            int sequence = journal.NextSequence;
            bool isDone = journal.TryAppend(JournalBench.Frame(sequence), JournalBench.FrameLength, sequence % 5 == 2 ? 2 : 0);
            if (bench.Volume.IsCut)
            {
                return sequence;
            }

            isWritten[sequence] = isDone;
            bool isRelease = sequence % 90 == 0;
            for (int released = sequence - 29; isRelease && released <= sequence - 10; released++)
            {
                isReleased[released] = true;
            }

            if (isRelease)
            {
                journal.Release(bench.StreamId, sequence - 29, sequence - 10);
            }

            journal.Step();
            if (bench.Volume.IsCut)
            {
                return sequence + 1;
            }
        }

        return journal.NextSequence;
    }
}
