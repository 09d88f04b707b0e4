using nanoFramework.TestFramework;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class ReceiptTests
{
    private static readonly byte[] s_stream = new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 };
    private static readonly byte[] s_other = new byte[] { 0, 2, 9, 9, 9, 9, 9, 9 };

    [TestMethod]
    public void What_the_owner_encodes_the_unit_decodes()
    {
        Receipt written = new Receipt();
        Assert.IsTrue(written.TryAdd(ReceiptKind.Stored, s_stream, 0, 1, 100));
        Assert.IsTrue(written.TryAdd(ReceiptKind.Damaged, s_stream, 0, 101, 101));
        Assert.IsTrue(written.TryAdd(ReceiptKind.Stored, s_other, 0, 5, int.MaxValue));
        byte[] bytes = new byte[Receipt.MaximumLength];
        int length = written.Encode(bytes);

        Receipt read = new Receipt();
        Assert.IsTrue(read.TryDecode(bytes, 0, length));

        Assert.AreEqual(3, read.Count);
        Assert.AreEqual((int)ReceiptKind.Stored, (int)read.Kinds[0]);
        Assert.AreEqual(1, read.First[0]);
        Assert.AreEqual(100, read.Last[0]);
        Assert.AreEqual((int)ReceiptKind.Damaged, (int)read.Kinds[1]);
        Assert.AreEqual(101, read.First[1]);
        Assert.AreEqual(int.MaxValue, read.Last[2]);
        byte[] streamId = new byte[8];
        read.CopyStreamId(2, streamId);
        CollectionAssert.AreEqual(s_other, streamId);
    }

    [TestMethod]
    public void The_bytes_are_those_of_the_format_document()
    {
        Receipt receipt = new Receipt();
        receipt.TryAdd(ReceiptKind.Stored, s_stream, 0, 1, 100);
        receipt.TryAdd(ReceiptKind.Damaged, s_stream, 0, 258, 258);
        receipt.TryAddWanted(unchecked((int)0x89ABCDEF));
        byte[] bytes = new byte[Receipt.MaximumLength];
        int length = receipt.Encode(bytes);

        byte[] expected = new byte[]
        {
            1,
            1, 0, 26, 0, 1, 2, 3, 4, 5, 6, 7,
            0, 0, 0, 0, 1, 0, 0, 0, 100,
            1, 0, 0, 1, 2, 0, 0, 1, 2,
            2, 0, 4, 0x89, 0xAB, 0xCD, 0xEF,
        };
        byte[] actual = new byte[length];
        System.Array.Copy(bytes, 0, actual, 0, length);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void A_full_receipt_fits_its_stated_length_even_with_every_range_in_a_stream_of_its_own()
    {
        Receipt receipt = new Receipt();
        byte[] stream = new byte[8];
        for (int index = 0; index < Receipt.MaximumRanges; index++)
        {
            stream[7] = (byte)index;
            Assert.IsTrue(receipt.TryAdd(ReceiptKind.Stored, stream, 0, 1, 1));
        }

        for (int index = 0; index < Receipt.MaximumWantedDictionaries; index++)
        {
            Assert.IsTrue(receipt.TryAddWanted(index));
        }

        receipt.TimeUtcMilliseconds = 1767225600000L;
        Assert.IsFalse(receipt.TryAdd(ReceiptKind.Stored, stream, 0, 1, 1), "one too many");
        byte[] bytes = new byte[Receipt.MaximumLength];
        Assert.AreEqual(Receipt.MaximumLength, receipt.Encode(bytes));
        Assert.IsTrue(receipt.TryDecode(bytes, 0, bytes.Length));
        Assert.AreEqual(Receipt.MaximumRanges, receipt.Count);
        Assert.AreEqual(1767225600000L, receipt.TimeUtcMilliseconds);
        Assert.AreEqual(Receipt.MaximumWantedDictionaries, receipt.WantedCount);
    }

    [TestMethod]
    public void Dictionaries_are_asked_for_by_id_each_once_and_no_more_than_fit()
    {
        Receipt written = new Receipt();
        Assert.IsTrue(written.TryAddWanted(-5));
        Assert.IsTrue(written.TryAddWanted(0));
        Assert.IsTrue(written.TryAddWanted(-5), "already asked for");
        Assert.AreEqual(2, written.WantedCount);
        Assert.IsTrue(written.TryAddWanted(7));
        Assert.IsTrue(written.TryAddWanted(8));
        Assert.IsFalse(written.TryAddWanted(9));
        byte[] bytes = new byte[Receipt.MaximumLength];
        int length = written.Encode(bytes);

        Receipt read = new Receipt();
        Assert.IsTrue(read.TryDecode(bytes, 0, length));
        Assert.AreEqual(0, read.Count);
        Assert.AreEqual(4, read.WantedCount);
        Assert.AreEqual(-5, read.WantedDictionaries[0]);
        Assert.AreEqual(8, read.WantedDictionaries[3]);
        read.Clear();
        Assert.AreEqual(0, read.WantedCount);
    }

    [TestMethod]
    public void Of_more_dictionaries_than_fit_the_first_are_taken_and_the_ranges_all_the_same()
    {
        byte[] bytes = new byte[]
        {
            1,
            2, 0, 20, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5,
            1, 0, 17, 0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 1, 0, 0, 0, 9,
        };
        Receipt receipt = new Receipt();
        Assert.IsTrue(receipt.TryDecode(bytes, 0, bytes.Length));
        Assert.AreEqual(4, receipt.WantedCount);
        Assert.AreEqual(4, receipt.WantedDictionaries[3]);
        Assert.AreEqual(1, receipt.Count);

        bytes[3] = 19;
        Assert.IsFalse(receipt.TryDecode(bytes, 0, bytes.Length), "an id cut off");
        Assert.AreEqual(0, receipt.WantedCount);
    }

    [TestMethod]
    public void A_receipt_cut_anywhere_but_between_sections_is_refused_whole()
    {
        Receipt receipt = new Receipt();
        receipt.TryAdd(ReceiptKind.Stored, s_stream, 0, 1, 2);
        receipt.TryAdd(ReceiptKind.Stored, s_other, 0, 3, 4);
        byte[] bytes = new byte[Receipt.MaximumLength];
        int length = receipt.Encode(bytes);
        int firstSection = 1 + 3 + 8 + 9;

        for (int cut = 0; cut < length; cut++)
        {
            bool isBoundary = cut == 1 || cut == firstSection;
            Assert.AreEqual(isBoundary, receipt.TryDecode(bytes, 0, cut), "cut at " + cut);
            Assert.AreEqual(cut == firstSection ? 1 : 0, receipt.Count, "ranges, cut at " + cut);
        }
    }

    [TestMethod]
    public void Unknown_sections_and_kinds_are_passed_over_and_unknown_versions_are_not()
    {
        byte[] bytes = new byte[]
        {
            1,
            77, 0, 2, 200, 201,
            1, 0, 26, 0, 1, 2, 3, 4, 5, 6, 7,
            9, 0, 0, 0, 1, 0, 0, 0, 100,
            0, 0, 0, 0, 7, 0, 0, 0, 8,
        };
        Receipt receipt = new Receipt();

        Assert.IsTrue(receipt.TryDecode(bytes, 0, bytes.Length));
        Assert.AreEqual(1, receipt.Count, "the range of unknown kind releases nothing");
        Assert.AreEqual(7, receipt.First[0]);

        bytes[0] = 2;
        Assert.IsFalse(receipt.TryDecode(bytes, 0, bytes.Length));
        Assert.AreEqual(0, receipt.Count);
    }

    [TestMethod]
    public void A_backward_or_negative_range_is_refused()
    {
        Receipt receipt = new Receipt();
        Assert.IsFalse(receipt.TryAdd(ReceiptKind.Stored, s_stream, 0, 2, 1));

        byte[] bytes = new byte[] { 1, 1, 0, 17, 0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 2, 0, 0, 0, 1 };
        Assert.IsFalse(receipt.TryDecode(bytes, 0, bytes.Length), "backward");
        bytes[13] = 0x80;
        bytes[17] = 0x80;
        bytes[20] = 3;
        Assert.IsFalse(receipt.TryDecode(bytes, 0, bytes.Length), "beyond 31 bits");
    }
}
