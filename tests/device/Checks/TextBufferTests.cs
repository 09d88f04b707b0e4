using nanoFramework.TestFramework;
using Telltale.Checks;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class TextBufferTests
{
    [TestMethod]
    public void Numbers_are_written_whole_and_with_decimals()
    {
        TextBuffer text = new TextBuffer(200);
        text.Add(0);
        text.AddByte(' ');
        text.Add(-12345678901L);
        text.AddByte(' ');
        text.Add(long.MinValue);
        text.AddByte(' ');
        text.AddFixed(-7, 3);
        text.AddByte(' ');
        text.AddFixed(481234567, 7);
        Assert.AreEqual("0 -12345678901 -9223372036854775808 -0.007 48.1234567", text.ToText());
    }

    [TestMethod]
    public void Json_has_its_commas_and_escapes()
    {
        TextBuffer text = new TextBuffer(200);
        text.Open();
        text.Member("a", 1);
        text.Member("b", "x\"y\\z\n");
        text.Member("c", (string)null);
        text.OpenArray("d");
        text.Open();
        text.Close();
        text.Open();
        text.Member("e", true);
        text.Close();
        text.CloseArray();
        text.MemberFixed("f", -15, 1);
        text.Close();
        Assert.AreEqual("{\"a\":1,\"b\":\"x\\\"y\\\\z\\u000a\",\"c\":null,\"d\":[{},{\"e\":true}],\"f\":-1.5}", text.ToText());
    }

    [TestMethod]
    public void What_does_not_fit_is_told()
    {
        TextBuffer text = new TextBuffer(4);
        text.Add("abcd");
        Assert.IsFalse(text.IsCut);
        text.Add("e");
        Assert.IsTrue(text.IsCut);
        Assert.AreEqual("abcd", text.ToText());
    }
}
