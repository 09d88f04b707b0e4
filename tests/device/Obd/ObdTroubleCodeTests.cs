using System.Text;
using nanoFramework.TestFramework;
using Telltale.Obd;

namespace Telltale.DeviceTests.Obd;

[TestClass]
public class ObdTroubleCodeTests
{
    [DataRow(0x0420, -1, "P0420")]
    [DataRow(0x1234, -1, "P1234")]
    [DataRow(0x3FFF, -1, "P3FFF")]
    [DataRow(0x4035, -1, "C0035")]
    [DataRow(0x9123, -1, "B1123")]
    [DataRow(0xC100, -1, "U0100")]
    [DataRow(0xFABC, -1, "U3ABC")]
    [DataRow(0x0420, 0x1C, "P0420-1C")]
    [DataRow(0xC100, 0x00, "U0100-00")]
    [TestMethod]
    public void A_code_is_written_in_its_letters(int code, int failureType, string expected)
    {
        byte[] letters = new byte[10];
        int length = ObdTroubleCode.Write(code, failureType, letters, 1);
        Assert.AreEqual(expected, Encoding.UTF8.GetString(letters, 1, length));
        Assert.AreEqual(0, (int)letters[0]);
        Assert.AreEqual(0, (int)letters[1 + length]);
    }
}
