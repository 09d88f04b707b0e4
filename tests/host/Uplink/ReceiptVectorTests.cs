using System.Globalization;
using System.Text.Json;
using Telltale.Uplink;

namespace Telltale.HostTests.Uplink;

internal sealed class ReceiptVectorTests
{
    private static readonly JsonElement s_vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "receipt.json"))).RootElement;

    private static IEnumerable<TestCaseData> Good => Cases("receipts");

    private static IEnumerable<TestCaseData> PassedOver => Cases("passed_over");

    private static IEnumerable<TestCaseData> Refused => Cases("refused");

    [TestCaseSource(nameof(Good))]
    public void The_bytes_are_the_same_as_another_program_writes_them(JsonElement vector)
    {
        var receipt = new Receipt();
        foreach (JsonElement range in vector.GetProperty("ranges").EnumerateArray())
        {
            ReceiptKind kind = Enum.Parse<ReceiptKind>(range.GetProperty("kind").GetString()!, ignoreCase: true);
            byte[] stream = Convert.FromHexString(range.GetProperty("stream_id").GetString()!);
            Assert.That(receipt.TryAdd(kind, stream, 0, range.GetProperty("first").GetInt32(), range.GetProperty("last").GetInt32()), Is.True);
        }

        foreach (JsonElement wanted in vector.GetProperty("wanted").EnumerateArray())
        {
            Assert.That(receipt.TryAddWanted(int.Parse(wanted.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), Is.True);
        }

        byte[] bytes = new byte[Receipt.MaximumLength];
        Assert.That(Convert.ToHexStringLower(bytes, 0, receipt.Encode(bytes)), Is.EqualTo(vector.GetProperty("bytes").GetString()));
    }

    [TestCaseSource(nameof(Good))]
    [TestCaseSource(nameof(PassedOver))]
    public void What_another_program_wrote_is_read(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        var receipt = new Receipt();
        Assert.That(receipt.TryDecode(bytes, 0, bytes.Length), Is.True);
        JsonElement[] ranges = [.. vector.GetProperty("ranges").EnumerateArray()];
        Assert.That(receipt.Count, Is.EqualTo(ranges.Length));
        for (int index = 0; index < ranges.Length; index++)
        {
            Assert.That(Convert.ToHexStringLower(receipt.StreamIds, index * 8, 8), Is.EqualTo(ranges[index].GetProperty("stream_id").GetString()));
            Assert.That(receipt.Kinds[index].ToString(), Is.EqualTo(ranges[index].GetProperty("kind").GetString()).IgnoreCase);
            Assert.That(receipt.First[index], Is.EqualTo(ranges[index].GetProperty("first").GetInt32()));
            Assert.That(receipt.Last[index], Is.EqualTo(ranges[index].GetProperty("last").GetInt32()));
        }

        Assert.That(
            receipt.WantedDictionaries.Take(receipt.WantedCount).Select(id => id.ToString("x8")),
            Is.EqualTo(vector.GetProperty("wanted").EnumerateArray().Select(id => id.GetString())));
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_no_receipt_is_refused_whole(JsonElement vector)
    {
        byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
        var receipt = new Receipt();
        Assert.That(receipt.TryDecode(bytes, 0, bytes.Length), Is.False);
        Assert.That((receipt.Count, receipt.WantedCount), Is.EqualTo((0, 0)));
    }

    private static IEnumerable<TestCaseData> Cases(string name)
    {
        return s_vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));
    }
}
