using System.Text;
using Telltale.Configuration;

namespace Telltale.HostTests.Configuration;

/// <summary>What RFC 8259 leaves to a parser, and what it forbids, at the whole file: each is accepted, or refused with a sentence.</summary>
internal sealed class ConfigurationTextTests
{
    private const string Deep = "[[[[[[[[[";

    private static IEnumerable<TestCaseData> Texts()
    {
        // Accepted.
        yield return Accepted("white space of all four kinds", "\t\r\n {\"version\" :\t2\r\n}\n ");
        yield return Accepted("a byte order mark", "\uFEFF{\"version\":2}");
        yield return Accepted("escapes in a name", "{\"\\u0076ersion\":2}");
        yield return Accepted("every short escape in a text", "{\"$schema\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"version\":2}");
        yield return Accepted("a pair of surrogates", "{\"$schema\":\"\\uD83D\\uDE97\",\"version\":2}");
        yield return Accepted("a NUL as an escape", "{\"$schema\":\"\\u0000\",\"version\":2}");
        yield return Accepted("characters beyond ASCII as they are", "{\"$schema\":\"é€🚗\",\"version\":2}");
        yield return Accepted("U+007F and U+2028", "{\"$schema\":\"\u007F\u2028\",\"version\":2}");
        yield return Accepted("a number with an exponent", "{\"version\":20E-1,\"revision\":2147483647e0}");
        yield return Accepted("a number with zeros behind the point", "{\"version\":2.000000000000000000000000000000}");
        yield return Accepted("empty objects and lists", "{\"version\":2,\"uplink\":{\"tls\":{}},\"signals\":[ ]}");
        yield return Accepted("a number of 400 digits that is small", "{\"version\":2" + new string('0', 400) + "e-400}");

        // Refused.
        yield return Refused("nothing", "", "the text ends in the middle (line 1, column 1)");
        yield return Refused("white space alone", " \n ", "the text ends in the middle (line 2, column 2)");
        yield return Refused("a byte order mark twice", "\uFEFF\uFEFF{\"version\":2}", "a value is expected (line 1, column 4)");
        yield return Refused("a byte order mark inside", "{\uFEFF\"version\":2}", "a name in quotation marks is expected (line 1, column 2)");
        yield return Refused("trailing garbage", "{\"version\":2}}", "something follows the end (line 1, column 14)");
        yield return Refused("a NUL behind", "{\"version\":2}\0", "something follows the end (line 1, column 14)");
        yield return Refused("a NUL in a text", "{\"$schema\":\"\0\",\"version\":2}", "$schema: a control character stands in a text (line 1, column 13)");
        yield return Refused("a line feed in a text", "{\"$schema\":\"\n\",\"version\":2}", "$schema: a control character stands in a text (line 1, column 13)");
        yield return Refused("white space that JSON does not have", "{\u00A0\"version\":2}", "a name in quotation marks is expected (line 1, column 2)");
        yield return Refused("half a surrogate pair, high", "{\"$schema\":\"\\uD83D\",\"version\":2}", "$schema: this is no escape as JSON has them (line 1, column 13)");
        yield return Refused("half a surrogate pair, low", "{\"$schema\":\"\\uDE97\",\"version\":2}", "$schema: this is no escape as JSON has them (line 1, column 13)");
        yield return Refused("an escape that does not exist", "{\"$schema\":\"\\x41\",\"version\":2}", "$schema: this is no escape as JSON has them (line 1, column 13)");
        yield return Refused("a comma too many", "{\"version\":2,}", "a name in quotation marks is expected (line 1, column 14)");
        yield return Refused("a comma too many in a list", "{\"version\":2,\"extremes\":[\"a\",]}", "extremes[1]: a value is expected (line 1, column 30)");
        yield return Refused("a comment", "{\"version\":2/**/}", "a comma or the end is expected (line 1, column 13)");
        yield return Refused("single quotation marks", "{'version':2}", "a name in quotation marks is expected (line 1, column 2)");
        yield return Refused("no quotation marks", "{version:2}", "a name in quotation marks is expected (line 1, column 2)");
        yield return Refused("a leading zero", "{\"version\":02}", "version: this is no number as JSON has them (line 1, column 14)");
        yield return Refused("a plus", "{\"version\":+2}", "version: a value is expected (line 1, column 12)");
        yield return Refused("hexadecimal", "{\"version\":0x2}", "version: version 0 is not known to this firmware, which knows version 2");
        yield return Refused("NaN", "{\"version\":NaN}", "version: a value is expected (line 1, column 12)");
        yield return Refused("a name twice", "{\"version\":2,\"version\":2}", "the name stands here for the second time (line 1, column 14)");
        yield return Refused("a name twice, once with an escape", "{\"version\":2,\"\\u0076ersion\":2}", "the name stands here for the second time (line 1, column 14)");
        yield return Refused("a list as the whole", "[]", "an object is expected");
        yield return Refused("a number as the whole", "2", "an object is expected");
        yield return Refused("nesting beyond eight", "{\"version\":2,\"signals\":" + Deep, "signals[0]: an object is expected");
        yield return Refused("nesting beyond eight before the version", "{\"signals\":" + Deep + ",\"version\":2", "signals[0]: an object is expected");
        yield return Refused("a number beyond a long", "{\"version\":99999999999999999999}", "version: version -1 is not known to this firmware, which knows version 2");
        yield return Refused("a revision beyond an int", "{\"version\":2,\"revision\":2147483648}", "revision: 2147483648 is above 2147483647");
        yield return Refused("a huge exponent", "{\"version\":2,\"revision\":1e999999999999}", "revision: the number is above 2147483647");
        yield return Refused("a tiny number", "{\"version\":2,\"revision\":1e-999999999999}", "revision: a number without a fraction is expected");
        yield return Refused("a one with a far fraction", "{\"version\":2,\"revision\":1.00000000000000000000000001}", "revision: a number without a fraction is expected");
        yield return Refused("a text of 257 bytes", "{\"$schema\":\"" + new string('x', 257) + "\",\"version\":2}", "$schema: the text is too long (line 1, column 269)");
        yield return Refused("8,001 bytes", "{\"version\":2}" + new string(' ', 7988), "the configuration has 8001 bytes, 8000 are allowed");
    }

    [TestCaseSource(nameof(Texts))]
    public void A_text_is_accepted_or_refused_with_a_sentence(string text, string? sentence)
    {
        Judge(Encoding.UTF8.GetBytes(text), sentence);
    }

    [Test]
    public void Eight_thousand_bytes_are_taken() => Judge(Encoding.UTF8.GetBytes("{\"version\":2}" + new string(' ', 7987)), null);

    [Test]
    public void Other_encodings_are_refused()
    {
        Judge([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"version\":2}")], "a value is expected (line 1, column 1)");
        Judge(Encoding.Unicode.GetBytes("{\"version\":2}"), "a name in quotation marks is expected (line 1, column 2)");
        Judge(Encoding.Latin1.GetBytes("{\"$schema\":\"\u00e9\",\"version\":2}"), "$schema: the bytes are not UTF-8 (line 1, column 13)");
    }

    private static TestCaseData Accepted(string name, string text) => new TestCaseData(text, null).SetArgDisplayNames(name, "accepted");

    private static TestCaseData Refused(string name, string text, string sentence) => new TestCaseData(text, sentence).SetArgDisplayNames(name, "refused");

    private static void Judge(byte[] bytes, string? sentence)
    {
        ConfigurationTable table = new();
        ConfigurationFault fault = new();
        bool isRead = new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, new UnitConfiguration(table), fault);
        Assert.That(fault.ToString(), Is.EqualTo(sentence ?? "nothing is wrong"));
        Assert.That(isRead, Is.EqualTo(sentence is null));
    }
}
