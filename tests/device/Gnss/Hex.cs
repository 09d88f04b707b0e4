using nanoFramework.TestFramework;

namespace Telltale.DeviceTests.Gnss;

/// <summary>Compares bytes with what they should be in hexadecimal.</summary>
internal static class Hex
{
    public static void AreEqual(string expected, byte[] buffer, int count)
    {
        AreEqual(expected, buffer, 0, count);
    }

    public static void AreEqual(string expected, byte[] buffer, int offset, int count)
    {
        const string Digits = "0123456789ABCDEF";
        char[] text = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            text[i * 2] = Digits[buffer[offset + i] >> 4];
            text[(i * 2) + 1] = Digits[buffer[offset + i] & 15];
        }

        Assert.AreEqual(expected, new string(text));
    }
}
