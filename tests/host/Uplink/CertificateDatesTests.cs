using System.Text.Json;
using Telltale.Uplink;

namespace Telltale.HostTests.Uplink;

/// <summary>The dates of certificates that the openssl command made, against what it reads from them itself.</summary>
internal sealed class CertificateDatesTests
{
    private static readonly JsonElement s_vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "certificate-dates.json"))).RootElement;

    private static IEnumerable<TestCaseData> Read => Cases("read");

    private static IEnumerable<TestCaseData> Refused => Cases("refused");

    [TestCaseSource(nameof(Read))]
    public void The_dates_are_those_that_openssl_reads(JsonElement vector)
    {
        byte[] bytes = vector.GetProperty("base64").GetBytesFromBase64();
        CertificateDates dates = new();
        Assert.That(dates.TryRead(bytes, bytes.Length), Is.True);
        Assert.That(dates.NotBeforeUtcMilliseconds, Is.EqualTo(vector.GetProperty("not_before_ms").GetInt64()));
        Assert.That(dates.NotAfterUtcMilliseconds, Is.EqualTo(vector.GetProperty("not_after_ms").GetInt64()));
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_damaged_is_refused_and_leaves_the_dates_as_they_were(JsonElement vector)
    {
        byte[] bytes = vector.GetProperty("base64").GetBytesFromBase64();
        CertificateDates dates = new() { NotBeforeUtcMilliseconds = 1, NotAfterUtcMilliseconds = 2 };
        Assert.That(dates.TryRead(bytes, bytes.Length), Is.False);
        Assert.That((dates.NotBeforeUtcMilliseconds, dates.NotAfterUtcMilliseconds), Is.EqualTo((1L, 2L)));
    }

    [TestCaseSource(nameof(Read))]
    public void Bytes_after_the_count_are_not_looked_at_and_a_text_cut_before_its_end_is_none(JsonElement vector)
    {
        byte[] whole = vector.GetProperty("base64").GetBytesFromBase64();
        int end = whole[0] == 0x30 ? whole.Length : whole.AsSpan().IndexOf("-----END CERTIFICATE-----"u8);
        for (int count = 0; count < end; count += 7)
        {
            byte[] bytes = [.. whole];
            Assert.That(new CertificateDates().TryRead(bytes, count), Is.False, $"{count} of {whole.Length}");
        }
    }

    private static IEnumerable<TestCaseData> Cases(string name) =>
        s_vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));
}
