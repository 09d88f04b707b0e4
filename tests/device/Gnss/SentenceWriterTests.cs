using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

[TestClass]
public class SentenceWriterTests
{
    [TestMethod]
    public void Sentences_of_the_makers_manuals_are_made_the_same()
    {
        SentenceWriter writer = new SentenceWriter(96);
        writer.Begin("PMTK741");
        writer.AddField(24772816, 1, 6);
        writer.AddField(121022636, 1, 6);
        writer.AddField(160, 1);
        writer.AddField(2016, 4);
        for (int i = 0; i < 2; i++)
        {
            writer.AddField(1, 2);
        }

        writer.AddField(12, 2);
        writer.AddField(0, 2);
        writer.AddField(0, 2);
        writer.End();
        Assert.AreEqual("$PMTK741,24.772816,121.022636,160,2016,01,01,12,00,00*17\r\n", Text(writer.Buffer, writer.Length));

        writer.Begin("PCAS02");
        writer.AddField(1000, 1);
        writer.End();
        Assert.AreEqual("$PCAS02,1000*2E\r\n", Text(writer.Buffer, writer.Length));
    }

    [TestMethod]
    public void Numbers_have_their_sign_their_zeros_and_all_their_digits()
    {
        SentenceWriter writer = new SentenceWriter(96);
        writer.Begin("X");
        writer.AddField(-5, 1, 6);
        writer.AddField(-1234567, 1, 6);
        writer.AddField(int.MaxValue, 1);
        writer.AddField(7, 3);
        writer.AddField(0, 1);
        Assert.AreEqual("$X,-0.000005,-1.234567,2147483647,007,0", Text(writer.Buffer, writer.Length));
    }

    private static string Text(byte[] buffer, int count)
    {
        char[] text = new char[count];
        for (int i = 0; i < count; i++)
        {
            text[i] = (char)buffer[i];
        }

        return new string(text);
    }
}
