using System;
using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>Flash that gives back something else than was written.</summary>
[TestClass]
public class JournalDamageTests
{
    private const int Record = JournalBench.FrameLength + FrameJournal.RecordOverhead;

    [DataRow(0)]
    [DataRow(1)]
    [TestMethod]
    public void A_damaged_record_costs_the_rest_of_its_segment_and_is_reported(int order)
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = (DrainOrder)order;
        bench.Append(30);
        bench.Volume.Content(bench.Lowest("seg-"))[FrameJournal.FileHeaderLength + (Record * 3) + 5] ^= 1;
        bench.Restart(1, 65);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 30; sequence++)
        {
            // Newest first has handed the two behind the damage out before it met it.
            Assert.IsTrue(isThere[sequence] == (sequence <= 3 || sequence > 6 || (order == 1 && sequence > 4)), "frame " + sequence);
        }

        Assert.AreEqual(1, bench.Journal.Counters.SegmentsDamaged);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount);
        Assert.AreEqual(4, bench.Journal.DroppedRangeAt(0).First);
        Assert.AreEqual(6, bench.Journal.DroppedRangeAt(0).Last);
        Assert.IsTrue(bench.Journal.DroppedRangeAt(0).Reason == DropReason.Damaged);

        bench.Journal.Release(bench.StreamId, 1, 30);
        bench.Work();
        Assert.AreEqual(1, bench.Files("seg-"), "the damaged one goes too");
    }

    [TestMethod]
    public void A_damaged_trailer_costs_nothing()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = DrainOrder.NewestFirst;
        bench.Append(30);
        bench.Volume.Content(bench.Lowest("seg-"))[FrameJournal.FileHeaderLength + (Record * 3) - 1] ^= 1;
        bench.Restart(1, 65);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 30; sequence++)
        {
            Assert.IsTrue(isThere[sequence], "frame " + sequence);
        }

        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void A_trailer_that_leads_to_another_record_skips_none()
    {
        JournalBench bench = new JournalBench();
        bench.Settings.DrainOrder = DrainOrder.NewestFirst;
        bench.Append(12);
        byte[] bytes = bench.Volume.Content(bench.Lowest("seg-"));
        int length = JournalBench.FrameLength + Record;
        bytes[bytes.Length - 2] = (byte)(length >> 8);
        bytes[bytes.Length - 1] = (byte)length;
        bench.Restart(1, 65);
        bool[] isThere = bench.Drain();
        for (int sequence = 1; sequence <= 12; sequence++)
        {
            Assert.IsTrue(isThere[sequence], "frame " + sequence);
        }
    }

    [TestMethod]
    public void A_segment_without_its_header_is_given_up_whole()
    {
        JournalBench bench = new JournalBench();
        bench.Append(30);
        bench.Volume.Content(bench.Lowest("seg-"))[6] ^= 1;
        bench.Restart(1, 65);
        bench.Expect(7, 30);
        bench.ExpectEnd();
        Assert.AreEqual(1, bench.Journal.DroppedRangeAt(0).First);
        Assert.AreEqual(6, bench.Journal.DroppedRangeAt(0).Last);
        bench.Work();
        bench.Journal.Release(bench.StreamId, 7, 7);
        bench.Work();
        Assert.IsTrue(bench.Lowest("seg-") != "seg-00000001-00000001");
    }

    [TestMethod]
    public void A_file_of_another_version_is_not_read()
    {
        JournalBench bench = new JournalBench();
        bench.Append(1);
        byte[] bytes = bench.Volume.Content(bench.Lowest("seg-"));
        bytes[0] = 1;
        RecordChecksum(bytes);
        bench.Restart(1, 65);
        Assert.AreEqual(65, bench.Journal.NextSequence);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void Numbers_are_skipped_where_the_end_of_the_journal_is_damaged_or_gone()
    {
        JournalBench bench = new JournalBench();
        bench.Append(3);
        string name = bench.Lowest("seg-");
        byte[] whole = bench.Volume.Content(name);

        // The last frame's header is there and a part of its bytes.
        byte[] cut = new byte[whole.Length - 10];
        Array.Copy(whole, 0, cut, 0, cut.Length);
        bench.Volume.Put(name, cut);
        bench.Restart(1, 65);
        ExpectSkipped(bench);

        // A part of its header.
        cut = new byte[whole.Length - 305];
        Array.Copy(whole, 0, cut, 0, cut.Length);
        bench = new JournalBench();
        bench.Volume.Put(name, cut);
        bench.Restart(1, 65);
        ExpectSkipped(bench);

        bench = new JournalBench();
        bench.Restart(40, 104);
        Assert.AreEqual(104, bench.Journal.NextSequence, "nothing is left though frames were written");
        Assert.AreEqual(40, bench.Journal.DroppedRangeAt(0).First);
        Assert.AreEqual(103, bench.Journal.DroppedRangeAt(0).Last);
    }

    [TestMethod]
    public void An_alert_among_numbers_that_are_skipped_is_not_called_dropped()
    {
        JournalBench bench = new JournalBench();
        bench.Append(3);
        Assert.AreEqual(4, bench.Append(2, false));
        bench.Append(2);
        string name = bench.Lowest("seg-");
        bench.Volume.Content(name)[FrameJournal.FileHeaderLength + (2 * Record) + 3] ^= 8;
        bench.Restart(1, 65);
        Assert.AreEqual(65, bench.Journal.NextSequence);
        Assert.IsTrue(bench.IsReported(3) && bench.IsReported(5) && bench.IsReported(64));
        Assert.IsFalse(bench.IsReported(4));
        Assert.AreEqual(4, bench.Read());
        bench.Expect(1, 2);
        bench.ExpectEnd();
    }

    [TestMethod]
    public void A_damaged_alert_is_reported_and_its_file_goes()
    {
        JournalBench bench = new JournalBench();
        bench.Append(2, false);
        bench.Append(1);
        bench.Volume.Content(bench.Lowest("single-"))[FrameJournal.FileHeaderLength + 4] ^= 1;
        bench.Restart(1, 65);
        Assert.AreEqual(2, bench.Read());
        bench.ExpectEnd();
        Assert.IsTrue(bench.IsReported(1));
        Assert.AreEqual(1, bench.Journal.Counters.SinglesDamaged);
        bench.Work();
        Assert.AreEqual(0, bench.Files("single-"));
    }

    [TestMethod]
    public void A_frame_changed_by_flash_is_handed_out_as_it_is()
    {
        // Its seal tells the owner; a checksum over it here would say nothing more.
        JournalBench bench = new JournalBench();
        bench.Append(2);
        bench.Volume.Content(bench.Lowest("seg-"))[FrameJournal.FileHeaderLength + 200] ^= 1;
        Assert.AreEqual(1, bench.Read());
        Assert.AreEqual(2, bench.Read());
    }

    private static void RecordChecksum(byte[] bytes)
    {
        int check = new Crc32().Compute(bytes, 0, 12);
        for (int index = 0; index < 4; index++)
        {
            bytes[12 + index] = (byte)(check >> (24 - (8 * index)));
        }
    }

    private static void ExpectSkipped(JournalBench bench)
    {
        Assert.AreEqual(65, bench.Journal.NextSequence);
        Assert.AreEqual(3, bench.Journal.DroppedRangeAt(0).First);
        Assert.AreEqual(64, bench.Journal.DroppedRangeAt(0).Last);
        bench.Append(1);
        bench.Expect(1, 2);
        bench.Expect(65, 65);
        bench.ExpectEnd();
        bench.Restart(65, 129);
        Assert.AreEqual(66, bench.Journal.NextSequence);
        bench.Expect(1, 2);
        bench.Expect(65, 65);
        bench.ExpectEnd();
    }
}
