using Telltale.Virtual;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

public class CandumpReaderTests
{
    [Test]
    public void A_frame_is_read_with_its_time_to_the_microsecond()
    {
        RecordedCanFrame record = CandumpReader.Read("log", ["(1533226488.228954) can0 260#08FFFB0000001884"]).Single();

        Assert.That(record.UtcMicroseconds, Is.EqualTo(1_533_226_488_228_954));
        Assert.That((record.Bus, record.Key, record.IsRemote), Is.EqualTo(("can0", 0x260u, false)));
        Assert.That(record.Data, Is.EqualTo(new byte[] { 0x08, 0xFF, 0xFB, 0, 0, 0, 0x18, 0x84 }));
    }

    [Test]
    public void Eight_digits_are_an_extended_identifier_and_R_is_a_remote_frame()
    {
        RecordedCanFrame[] records = [.. CandumpReader.Read("log", ["(1.5) vcan0 18FEF1FE#", "", "(1.6) can1 123#R8"])];

        Assert.That((records[0].Key, records[0].Data.Length), Is.EqualTo((0x98FEF1FEu, 0)));
        Assert.That((records[1].IsRemote, records[1].UtcMicroseconds), Is.EqualTo((true, 1_600_000L)));
    }

    [TestCase("hello")]
    [TestCase("(1.5) can0 12#00")]
    [TestCase("(1.5) can0 FFF#00")]
    [TestCase("(1.5) can0 123#0")]
    [TestCase("(1.5) can0 123#GG")]
    [TestCase("(1.5) can0 123#00112233445566778899")]
    [TestCase("(1.5) can0 123##100")]
    [TestCase("(x) can0 123#00")]
    public void A_broken_line_is_named_by_file_and_line(string line)
    {
        Assert.That(() => CandumpReader.Read("drive.log", ["(1.5) can0 123#00", line]).Count(), Throws.TypeOf<RecordingException>().With.Message.StartsWith("drive.log:2: "));
    }
}
