using nanoFramework.TestFramework;
using Telltale.Journal;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class StatusTests
{
    private static readonly byte[] s_stream = new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 };
    private static readonly byte[] s_other = new byte[] { 0, 2, 9, 9, 9, 9, 9, 9 };

    [TestMethod]
    public void What_the_unit_encodes_the_owner_decodes()
    {
        StatusReport written = Full();
        byte[] bytes = new byte[StatusReport.MaximumLength];
        int length = written.Encode(bytes);
        StatusReport read = new StatusReport();
        Assert.IsTrue(read.TryDecode(bytes, 0, length));

        Assert.IsTrue(read.HasJournal);
        Assert.AreEqual(1200, read.OldestSequence);
        Assert.AreEqual(34, read.FramesWaiting);
        Assert.AreEqual(25_000L, read.BytesWaiting);
        Assert.AreEqual(17, read.BootNumber);
        Assert.AreEqual(3_600_123L, read.UptimeMilliseconds);
        Assert.IsTrue(read.IsDated);
        Assert.AreEqual(1_777_896_000_456L, read.TimeUtcMilliseconds);
        Assert.AreEqual(1, read.OlderStreamCount);
        Assert.AreEqual((int)s_other[1], (int)read.OlderStreamIds[1]);
        Assert.AreEqual(5, read.OlderStreamOldest[0]);
        Assert.AreEqual(900, read.OlderStreamNewest[0]);
        Assert.AreEqual(3, read.DroppedCount);
        Assert.AreEqual((int)DropReason.Full, (int)read.DroppedReasons[0]);
        Assert.AreEqual(1, read.DroppedFirst[0]);
        Assert.AreEqual(1000, read.DroppedLast[0]);
        Assert.AreEqual((int)DropReason.NotWritten, (int)read.DroppedReasons[1]);
        Assert.AreEqual(1100, read.DroppedFirst[1]);
        Assert.AreEqual(1100, read.DroppedLast[1]);
        Assert.AreEqual(9, (int)read.DroppedStreamIds[16 + 7]);
        Assert.AreEqual(int.MaxValue, read.DroppedLast[2]);
        Assert.AreEqual(3, read.CounterCount);
        Assert.AreEqual((int)StatusCounter.SamplesLost, read.CounterNumbers[1]);
        Assert.AreEqual(3L, read.CounterValues[1]);
        Assert.AreEqual(0xFFFFFFFEL, read.CounterValues[2]);
        Assert.AreEqual(3, read.CheckCount);
        Assert.AreEqual(300, read.CheckNumbers[0]);
        Assert.AreEqual((int)StatusCheckState.Fail, (int)read.CheckStates[0]);
        Assert.IsTrue(read.CheckHasValue[0]);
        Assert.AreEqual(-40L, read.CheckValues[0]);
        Assert.IsTrue(read.CheckHasLimit[0]);
        Assert.AreEqual(85L, read.CheckLimits[0]);
        Assert.AreEqual((int)StatusCheckState.NotFitted, (int)read.CheckStates[1]);
        Assert.IsFalse(read.CheckHasValue[1]);
        Assert.IsFalse(read.CheckHasLimit[1]);
        Assert.IsFalse(read.CheckHasLimit[2]);
        Assert.AreEqual(7L, read.CheckValues[2]);
        Assert.AreEqual("0.1.0", read.FirmwareVersion);
        Assert.AreEqual("ESP32 devkit", read.Board);
    }

    [TestMethod]
    public void The_bytes_are_those_of_the_format_document()
    {
        StatusReport report = new StatusReport();
        report.SetFirmware("1.2", "X");
        report.SetTime(3, 300, false, 0);
        report.SetJournal(200, 5, -1);
        report.AddOlderStream(s_other, 0, 1, 128);
        report.AddDropped(s_stream, 0, 10, 19, DropReason.Damaged);
        report.AddCounter(6, 300);
        report.AddCheck(1, StatusCheckState.Waiting, true, -2, false, 0);
        byte[] expected = new byte[]
        {
            1,
            1, 0, 7, 2, 0xC8, 0x01, 3, 0xAC, 0x02, 5,
            6, 0, 11, 0, 2, 9, 9, 9, 9, 9, 9, 1, 0x80, 0x01,
            2, 0, 11, 0, 1, 2, 3, 4, 5, 6, 7, 2, 10, 9,
            3, 0, 3, 6, 0xAC, 0x02,
            5, 0, 3, 1, 0x12, 3,
            4, 0, 6, 3, (byte)'1', (byte)'.', (byte)'2', 1, (byte)'X',
        };
        byte[] bytes = new byte[StatusReport.MaximumLength];
        byte[] actual = new byte[report.Encode(bytes)];
        System.Array.Copy(bytes, 0, actual, 0, actual.Length);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void What_the_unit_does_not_know_is_not_in_it()
    {
        StatusReport report = new StatusReport();
        byte[] bytes = new byte[StatusReport.MaximumLength];
        Assert.AreEqual(1, report.Encode(bytes));
        Assert.IsTrue(report.TryDecode(bytes, 0, 1));
        Assert.IsFalse(report.HasJournal);
        Assert.IsNull(report.FirmwareVersion);

        report.SetJournal(9, -1, -1);
        report.SetTime(1, 0, false, 77);
        int length = report.Encode(bytes);
        Assert.IsTrue(report.TryDecode(bytes, 0, length));
        Assert.AreEqual(-1, report.FramesWaiting);
        Assert.AreEqual(-1L, report.BytesWaiting);
        Assert.IsFalse(report.IsDated);
        Assert.AreEqual(0L, report.TimeUtcMilliseconds);
    }

    [TestMethod]
    public void A_full_status_fits_its_stated_length_with_every_number_at_its_longest()
    {
        StatusReport report = new StatusReport();
        string longest = "0123456789012345678901234567890123456789";
        report.SetFirmware(longest, longest);
        const long largest = 0xFFFFFFFFFFFFFFL;
        report.SetTime(int.MaxValue, largest, true, largest);
        report.SetJournal(int.MaxValue, int.MaxValue, largest);
        byte[] stream = new byte[8];
        for (int index = 0; index < StatusReport.MaximumOlderStreams; index++)
        {
            Assert.IsTrue(report.AddOlderStream(stream, 0, int.MaxValue, int.MaxValue));
        }

        for (int index = 0; index < StatusReport.MaximumDroppedRanges; index++)
        {
            stream[7] = (byte)index;
            Assert.IsTrue(report.AddDropped(stream, 0, int.MaxValue, int.MaxValue, DropReason.Full));
        }

        for (int index = 0; index < StatusReport.MaximumCounters; index++)
        {
            Assert.IsTrue(report.AddCounter(StatusReport.MaximumCounterNumber, long.MaxValue));
        }

        for (int index = 0; index < StatusReport.MaximumChecks; index++)
        {
            Assert.IsTrue(report.AddCheck(int.MaxValue, StatusCheckState.Pass, long.MinValue, long.MaxValue));
        }

        report.SetPreviousLife(255, int.MaxValue, "", int.MaxValue, true);
        Assert.IsFalse(report.AddOlderStream(stream, 0, 1, 1), "one too many");
        Assert.IsFalse(report.AddDropped(stream, 0, 1, 1, DropReason.Full), "one too many");
        Assert.IsFalse(report.AddCounter(1, 1), "one too many");
        Assert.IsFalse(report.AddCheck(1, StatusCheckState.Pass, 1, 1), "one too many");

        // The lengths of a backward range's difference are shorter than the longest number: 32 of 4 bytes.
        byte[] bytes = new byte[StatusReport.MaximumLength];
        int length = report.Encode(bytes);
        // The configuration is not among it, and the life before not its words.
        Assert.AreEqual(StatusReport.MaximumLength - (StatusReport.MaximumDroppedRanges * 4) - StatusReport.MaximumConfigurationLength - StatusReport.MaximumWordsLength, length);
        Assert.IsTrue(report.TryDecode(bytes, 0, length));
        Assert.AreEqual(largest, report.UptimeMilliseconds);
        Assert.AreEqual(largest, report.CounterValues[StatusReport.MaximumCounters - 1]);
        Assert.AreEqual(-(largest / 2), report.CheckValues[StatusReport.MaximumChecks - 1]);
        Assert.AreEqual(largest / 2, report.CheckLimits[StatusReport.MaximumChecks - 1]);
    }

    [TestMethod]
    public void A_status_cut_anywhere_but_between_sections_is_refused_whole()
    {
        byte[] bytes = new byte[StatusReport.MaximumLength];
        int length = Full().Encode(bytes);
        StatusReport read = new StatusReport();
        int whole = 0;
        for (int cut = 1; cut < length; cut++)
        {
            if (read.TryDecode(bytes, 0, cut))
            {
                whole++;
            }
            else
            {
                Assert.IsFalse(read.HasJournal, "cut at " + cut);
                Assert.AreEqual(0, read.DroppedCount, "cut at " + cut);
            }
        }

        // Behind the version and behind each of the first six of its seven sections.
        Assert.AreEqual(7, whole);
        Assert.IsFalse(read.TryDecode(bytes, 0, 0));
        Assert.IsFalse(read.TryDecode(null, 0, 1));
        Assert.IsFalse(read.TryDecode(new byte[4], 2, 3));
    }

    [TestMethod]
    public void Unknown_sections_and_further_fields_are_passed_over_and_unknown_versions_are_not()
    {
        byte[] bytes = new byte[]
        {
            1,
            99, 0, 2, 200, 201,
            1, 0, 6, 0x80, 9, 1, 5, 77, 77,
            4, 0, 4, 1, (byte)'V', 0, 50,
        };
        StatusReport report = new StatusReport();
        Assert.IsTrue(report.TryDecode(bytes, 0, bytes.Length));
        Assert.AreEqual(9, report.OldestSequence);
        Assert.AreEqual(5L, report.UptimeMilliseconds);
        Assert.AreEqual("V", report.FirmwareVersion);
        Assert.AreEqual("", report.Board);

        bytes[0] = 2;
        Assert.IsFalse(report.TryDecode(bytes, 0, bytes.Length));
    }

    [TestMethod]
    public void Numbers_and_texts_that_cannot_be_are_refused()
    {
        // An oldest sequence of 0; one beyond 31 bits; a number of nine bytes.
        Refused(new byte[] { 1, 1, 0, 4, 0, 0, 1, 5 });
        Refused(new byte[] { 1, 1, 0, 8, 0, 0x80, 0x80, 0x80, 0x80, 0x08, 1, 5 });
        Refused(new byte[] { 1, 3, 0, 10, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1 });

        // A dropped range from 0; one that ends beyond 31 bits; one without its stream.
        Refused(new byte[] { 1, 2, 0, 11, 0, 1, 2, 3, 4, 5, 6, 7, 1, 0, 0 });
        Refused(new byte[] { 1, 2, 0, 15, 0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 });
        Refused(new byte[] { 1, 2, 0, 7, 0, 1, 2, 3, 4, 5, 6 });

        // A second section on the journal; a text that is longer than its section; one with a line feed.
        Refused(new byte[] { 1, 1, 0, 4, 0, 9, 1, 5, 1, 0, 4, 0, 9, 1, 5 });
        Refused(new byte[] { 1, 4, 0, 3, 2, (byte)'V', 0 });
        Refused(new byte[] { 1, 4, 0, 3, 1, 10, 0 });
    }

    [TestMethod]
    public void More_entries_than_there_is_room_for_are_refused()
    {
        byte[] bytes = new byte[1 + 3 + (2 * (StatusReport.MaximumCounters + 1))];
        bytes[0] = 1;
        bytes[1] = 3;
        bytes[3] = (byte)(2 * (StatusReport.MaximumCounters + 1));
        for (int index = 4; index < bytes.Length; index++)
        {
            bytes[index] = 1;
        }

        Refused(bytes);
        bytes[3] -= 2;
        Assert.IsTrue(new StatusReport().TryDecode(bytes, 0, bytes.Length - 2));
    }

    [TestMethod]
    public void A_text_that_a_status_cannot_hold_is_refused_when_it_is_set()
    {
        Assert.IsFalse(CanSetFirmware("01234567890123456789012345678901234567890", ""));
        Assert.IsFalse(CanSetFirmware("", "a\tb"));
        Assert.IsTrue(CanSetFirmware("0123456789012345678901234567890123456789", ""));
    }

    private static bool CanSetFirmware(string version, string board)
    {
        try
        {
            new StatusReport().SetFirmware(version, board);
            return true;
        }
        catch (System.ArgumentException)
        {
            return false;
        }
    }

    private static void Refused(byte[] bytes)
    {
        StatusReport report = new StatusReport();
        Assert.IsFalse(report.TryDecode(bytes, 0, bytes.Length));
        Assert.IsFalse(report.HasJournal);
        Assert.AreEqual(0, report.CounterCount);
    }

    private static StatusReport Full()
    {
        StatusReport report = new StatusReport();
        report.SetFirmware("0.1.0", "ESP32 devkit");
        report.SetTime(17, 3_600_123, true, 1_777_896_000_456);
        report.SetJournal(1200, 34, 25_000);
        Assert.IsTrue(report.AddOlderStream(s_other, 0, 5, 900));
        Assert.IsTrue(report.AddDropped(s_stream, 0, 1, 1000, DropReason.Full));
        Assert.IsTrue(report.AddDropped(s_stream, 0, 1100, 1100, DropReason.NotWritten));
        Assert.IsTrue(report.AddDropped(s_other, 0, 7, int.MaxValue, DropReason.Damaged));
        Assert.IsTrue(report.AddCounter((int)StatusCounter.PowerOns, 17));
        Assert.IsTrue(report.AddCounter((int)StatusCounter.SealFailures, 0));
        Assert.IsTrue(report.AddCounter((int)StatusCounter.SamplesLost, 3));
        Assert.IsTrue(report.AddCounter((int)StatusCounter.GnssEpochs, -2));
        Assert.IsTrue(report.AddCheck(300, StatusCheckState.Fail, -40, 85));
        Assert.IsTrue(report.AddCheck(301, StatusCheckState.NotFitted, false, 5, false, 5));
        Assert.IsTrue(report.AddCheck(302, StatusCheckState.Pass, true, 7, false, 0));
        return report;
    }
}
