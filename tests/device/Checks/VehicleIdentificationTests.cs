using nanoFramework.TestFramework;
using Telltale.Checks;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class VehicleIdentificationTests
{
    [TestMethod]
    public void A_number_has_17_characters_without_I_O_and_Q()
    {
        Assert.IsTrue(IsValid("1M8GDM9AXKP042788"));
        Assert.IsTrue(IsValid("WVWZZZ1JZXW000001"));
        Assert.IsFalse(IsValid("1M8GDM9AXKP04278"));
        Assert.IsFalse(IsValid("1M8GDM9AXKP0427888"));
        Assert.IsFalse(IsValid("IM8GDM9AXKP042788"));
        Assert.IsFalse(IsValid("1M8GDM9AXKP04278O"));
        Assert.IsFalse(IsValid("1M8GDM9AXKPQ42788"));
        Assert.IsFalse(IsValid("1m8gdm9axkp042788"));
    }

    [TestMethod]
    public void The_check_digit_is_told()
    {
        Assert.IsTrue(HasCheckDigit("1M8GDM9AXKP042788"));
        Assert.IsTrue(HasCheckDigit("11111111111111111"));
        Assert.IsTrue(HasCheckDigit("5GZCZ43D13S812715"));
        Assert.IsFalse(HasCheckDigit("1M8GDM9A1KP042788"));
        Assert.IsFalse(HasCheckDigit("WVWZZZ1JZXW000001"));
    }

    private static bool IsValid(string text) => VehicleIdentification.IsValid(Bytes(text), 0, text.Length);

    private static bool HasCheckDigit(string text) => VehicleIdentification.HasCheckDigit(Bytes(text), 0);

    private static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }
}
