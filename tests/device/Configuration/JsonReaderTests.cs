using System.Text;
using nanoFramework.TestFramework;
using Telltale.Configuration;

namespace Telltale.DeviceTests.Configuration;

[TestClass]
public class JsonReaderTests
{
    // The classes of JSONTestSuite: structures, numbers, strings, white space.
    private static readonly string[] Good = new[]
    {
        "[]", "{}", " [ ] ", "\t{\r\n}\n", "null", "true", "false", "0", "-0", "\"\"", "\"a\"", "[null]", "[1,null,null,null,2]", "[[]   ]", "[\"\"]", "[\"a\"]", "[false]", "[1\n]", " [1]", "[2] ", "[[],[[]]]",
        "[123]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]", "[20e1]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]",
        "[1e-2]", "[1e+2]", "[123.456789]", "[1.5]", "[0.1]", "[123123123123123123123123123123]", "[-1e1000]",
        "{\"a\":\"b\"}", "{\"a\":\"b\",\"c\":\"d\"}", "{\"\":0}", "{\"a\":[]}", "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}", "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\n\"a\" : \"b\"\n}",
        "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]", "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"asd \"]", "[\"new\\u00A0line\"]", "[\"\\u0022\"]", "[\"\\uDBFF\\uDFFF\"]",
    };

    private static readonly string[] Bad = new[]
    {
        "", " ", "[", "]", "{", "}", "[1 true]", "[a", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]", "[\"x\"", "[x", "[3[4]]", "[1:2]", "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]", "[*]", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]", "nulL", "True", "[NaN]", "[Infinity]",
        "[++1234]", "[+1]", "[-01]", "[-1.0.]", "[-2.]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E]", "[0e+]", "[1.0e+]", "[1.0e-]", "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[9.e+]", "[1+2]", "[0x1]", "[0x42]", "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]", "[1.8011670033376514H-308]", "[012]", "01", "1.", "-", "2 3",
        "{\"x\", null}", "{\"x\"::\"b\"}", "{\"a\":\"a\" 123}", "{key: 'value'}", "{\"a\" b}", "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{1:1}", "{9999E9999:1}", "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}", "{\"a\":\"b\",,\"c\":\"d\"}", "{true: false}", "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}#", "{\"a\":\"b\"}#{}", "{\"a\":/*comment*/\"b\"}",
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":{},\"\\u0061\":2}", "{\"\":1,\"\":1}",
        "[\"\\uD800\\\"]", "[\"\\uD800\\u1\"]", "[\"\\uD800\\u1x\"]", "[\"\\uD800\"]", "[\"\\uDC00\"]", "[\"\\uD834\\u0041\"]", "[\"\\x00\"]", "[\"\\\\\\\"]", "[\"\\", "[\"\\a\"]", "[\"\\u00A\"]", "[\"\\uqqqq\"]", "[\\u0020\"asd\"]", "[\"\n\"]", "[\"\t\"]", "['single quote']", "abc", "[\"\\", "\"\\UA66D\"", "[\"a\0a\"]", "\"", "\"x", "<.>", "[<null>]", "[1]x", "[1]]", "[\"asd]", "{\"a\": true} \"x\"", "{}}", "[][]", "\u00E5", "[\u2060]", "\f[]", "1 2",
    };

    [TestMethod]
    public void What_is_JSON_is_read_to_its_end()
    {
        JsonReader reader = new JsonReader(16, 64, 32);
        for (int index = 0; index < Good.Length; index++)
        {
            Assert.IsTrue(End(reader, Good[index]) == JsonToken.End, Good[index] + " " + ((int)reader.Fault).ToString());
        }
    }

    [TestMethod]
    public void What_is_no_JSON_is_refused()
    {
        JsonReader reader = new JsonReader(16, 64, 32);
        for (int index = 0; index < Bad.Length; index++)
        {
            Assert.IsTrue(End(reader, Bad[index]) == JsonToken.Fault, Bad[index]);
            Assert.IsTrue(reader.Fault != JsonFault.None, Bad[index]);
            Assert.IsTrue(reader.Read() == JsonToken.Fault, "it stays so");
        }
    }

    [TestMethod]
    public void Bytes_that_are_not_UTF_8_are_refused_and_others_are_kept()
    {
        Assert.IsTrue(IsGood(0xC3, 0xA9, 0x20, 0x20), "U+00E9");
        Assert.IsTrue(IsGood(0xE2, 0x82, 0xAC, 0x20), "U+20AC");
        Assert.IsTrue(IsGood(0xF0, 0x9F, 0x9A, 0x97), "U+1F697");
        Assert.IsTrue(IsGood(0xF4, 0x8F, 0xBF, 0xBF), "U+10FFFF");
        Assert.IsTrue(IsGood(0xED, 0x9F, 0xBF, 0x20), "U+D7FF");
        Assert.IsFalse(IsGood(0xED, 0xA0, 0x80, 0x20), "a surrogate");
        Assert.IsFalse(IsGood(0xF4, 0x90, 0x80, 0x80), "beyond U+10FFFF");
        Assert.IsFalse(IsGood(0xC0, 0xAF, 0x20, 0x20), "overlong in two");
        Assert.IsFalse(IsGood(0xE0, 0x80, 0xAF, 0x20), "overlong in three");
        Assert.IsFalse(IsGood(0xF0, 0x80, 0x80, 0xAF), "overlong in four");
        Assert.IsFalse(IsGood(0x81, 0x20, 0x20, 0x20), "a follower alone");
        Assert.IsFalse(IsGood(0xE2, 0x82, 0x20, 0x20), "cut off");
        Assert.IsFalse(IsGood(0xFF, 0x20, 0x20, 0x20), "no byte of UTF-8");
    }

    [TestMethod]
    public void Escapes_become_their_characters()
    {
        JsonReader reader = new JsonReader(4, 64, 4);
        End(reader, "\"\\u00e9\\u20AC\\uD83D\\uDE97\\n\\/\"");
        byte[] expected = new byte[] { 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x9A, 0x97, (byte)'\n', (byte)'/' };
        Assert.AreEqual(expected.Length, reader.TextLength);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], reader.Text[index]);
        }
    }

    [TestMethod]
    public void Numbers_are_scaled_without_floating_point()
    {
        AssertNumber("0", 0, 0);
        AssertNumber("-0", 3, 0);
        AssertNumber("1.5", 2, 150);
        AssertNumber("-12.34e1", 2, -12340);
        AssertNumber("1e3", 0, 1000);
        AssertNumber("1000e-3", 0, 1);
        AssertNumber("1.000", 0, 1);
        AssertNumber("0.00000000000000000000", 0, 0);
        AssertNumber("922337203685477580", 0, 922337203685477580L);
        AssertNumber("100000000000000000000e-20", 0, 1);
        AssertNone("0.001", 2);
        AssertNone("1.5", 0);
        AssertNone("1e400", 0);
        AssertNone("-1e-400", 9);
        AssertNone("12345678901234567891", 0);
        AssertNone("1e9999999999999", 0);
    }

    [TestMethod]
    public void What_is_too_deep_too_long_or_too_much_is_refused_as_such()
    {
        JsonReader reader = new JsonReader(3, 8, 3);
        Assert.IsTrue(End(reader, "[[[]]]") == JsonToken.End);
        Assert.IsTrue(End(reader, "[[[[]]]]") == JsonToken.Fault && reader.Fault == JsonFault.TooDeep);
        Assert.IsTrue(End(reader, "\"12345678\"") == JsonToken.End);
        Assert.IsTrue(End(reader, "\"123456789\"") == JsonToken.Fault && reader.Fault == JsonFault.TextTooLong);
        Assert.IsTrue(End(reader, "{\"a\":1,\"b\":1,\"c\":{}}") == JsonToken.End);
        Assert.IsTrue(End(reader, "{\"a\":{\"x\":1,\"y\":1},\"b\":{\"x\":1},\"c\":1}") == JsonToken.End, "names of objects that are closed are forgotten");
        Assert.IsTrue(End(reader, "{\"a\":1,\"b\":1,\"c\":1,\"d\":1}") == JsonToken.Fault && reader.Fault == JsonFault.TooManyNames);
    }

    [TestMethod]
    public void A_byte_order_mark_in_front_is_passed_over()
    {
        byte[] bytes = new byte[] { 0xEF, 0xBB, 0xBF, (byte)'1' };
        JsonReader reader = new JsonReader(3, 8, 3);
        reader.Open(bytes, 0, 4);
        Assert.IsTrue(reader.Read() == JsonToken.Number && reader.Read() == JsonToken.End);
    }

    private static bool IsGood(byte first, byte second, byte third, byte fourth)
    {
        byte[] bytes = new byte[] { (byte)'"', first, second, third, fourth, (byte)'"' };
        JsonReader reader = new JsonReader(4, 64, 4);
        reader.Open(bytes, 0, bytes.Length);
        return reader.Read() == JsonToken.Text && reader.TextLength == 4 && reader.Read() == JsonToken.End;
    }

    private static void AssertNumber(string text, int decimals, long expected)
    {
        JsonReader reader = new JsonReader(4, 64, 4);
        End(reader, text);
        Assert.IsTrue(reader.TryGetScaled(decimals, out long value), text);
        Assert.AreEqual(expected, value, text);
    }

    private static void AssertNone(string text, int decimals)
    {
        JsonReader reader = new JsonReader(4, 64, 4);
        Assert.IsTrue(End(reader, text) == JsonToken.End, text);
        Assert.IsFalse(reader.TryGetScaled(decimals, out long _), text);
    }

    private static JsonToken End(JsonReader reader, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        reader.Open(bytes, 0, bytes.Length);
        JsonToken token = reader.Read();
        while (token != JsonToken.End && token != JsonToken.Fault)
        {
            token = reader.Read();
        }

        return token;
    }
}
