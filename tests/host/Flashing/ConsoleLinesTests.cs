using System.Buffers.Binary;
using System.Text;
using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

internal sealed class ConsoleLinesTests
{
    private const string Line = """{"telltale":{"unit":"k3m9x2pq","version":"0.1.0","board":"wrover-devkit","state":"waiting","future":[1,{"a":2}],"checks":[{"name":"gnss","state":"waiting","value":3,"limit":4}]}}""";

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(4096)]
    public void A_report_is_found_between_noise_however_it_is_cut_up(int piece)
    {
        byte[] bytes = [0xFF, 0x00, 0xC3, .. Encoding.UTF8.GetBytes("ets Jul 29 2019\r\nNNFPK no packet\r\n" + Line + "\r\nafter\n")];
        List<string> lines = Take(bytes, piece);
        Assert.That(lines[^3..], Is.EqualTo(new[] { "NNFPK no packet", Line, "after" }));
    }

    [TestCase(1)]
    [TestCase(31)]
    [TestCase(4096)]
    public void A_report_in_packets_of_the_wire_protocol_is_put_together_again(int piece)
    {
        byte[] text = Encoding.UTF8.GetBytes(Line + "\r\n");
        byte[] bytes =
        [
            .. Packet(0x00000000, []), .. Packet(1, text[..81]), .. Packet(0x20008, [1, 2, (byte)'\n']), .. Packet(1, text[81..]), .. Encoding.UTF8.GetBytes("plain\n"),
        ];
        Assert.That(Take(bytes, piece), Is.EqualTo(new[] { Line, "plain" }));
    }

    [Test]
    public void A_line_without_end_is_dropped_and_the_next_one_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', ConsoleLines.MaximumLineBytes + 10) + "\n" + Line + "\n");
        Assert.That(Take(bytes, 1000), Is.EqualTo(new[] { Line }));
    }

    [Test]
    public void A_report_is_read_and_what_is_unknown_in_it_passed_over()
    {
        StartupReport report = StartupReport.Parse("Telltale: started." + Line)!;
        Assert.That(report.UnitId, Is.EqualTo("k3m9x2pq"));
        Assert.That(report.Version, Is.EqualTo("0.1.0"));
        Assert.That(report.State, Is.EqualTo("waiting"));
        Assert.That(report.Checks, Is.EqualTo(new[] { new StartupCheck("gnss", "waiting", "3") }));
    }

    [TestCase("""{"telltale":{"unit":"k3m9x2pq"}}""")]
    [TestCase("""{"telltale":7}""")]
    [TestCase("""{"telltale":{"unit":"k3m9x2pq","state":"ready"}""")]
    [TestCase("""}{"telltale":""")]
    [TestCase("Telltale: not enrolled")]
    public void What_is_no_report_is_none(string line) => Assert.That(StartupReport.Parse(line), Is.Null);

    internal static byte[] Packet(uint command, byte[] payload)
    {
        var packet = new byte[ConsoleLines.PacketHeaderBytes + payload.Length];
        "NFPKTV1\0"u8.CopyTo(packet);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), 0x0A0A0A0A);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(16), command);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(28), (uint)payload.Length);
        payload.CopyTo(packet, ConsoleLines.PacketHeaderBytes);
        return packet;
    }

    private static List<string> Take(byte[] bytes, int piece)
    {
        var reader = new ConsoleLines();
        return bytes.Chunk(piece).SelectMany(part => reader.Take(part)).ToList();
    }
}
