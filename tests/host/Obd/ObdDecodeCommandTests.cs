using System.Text.Json;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Obd;

internal sealed class ObdDecodeCommandTests
{
    [TestCase("41 0C 1A F8", "OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("410C1AF8", "OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("41 05 7B 0D 32", "OBD.CoolantTemperature  = 83 degC\n41  0D  OBD.Speed  = 50 km/h")]
    [TestCase("41 00 BE 3E B8 11", "PIDs supported  = 01 03 04 05 06 07 0B 0C 0D 0E 0F 11 13 14 15 1C 20")]
    [TestCase("41 01 81 07 65 04", "OBD.Status.IsMILOn  = 1")]
    [TestCase("41 01 81 07 65 04", "catalyst complete, EVAP incomplete, oxygen sensor complete, oxygen sensor heater complete")]
    [TestCase("41 66 01 04 00 FF FF", "OBD.MAFSensorA  = 32 g/s")]
    [TestCase("41 51 04", "(diesel)")]
    [TestCase("41 A6 00 01 E2 40", "TraveledDistance  = 12345.6 km")]
    [TestCase("42 02 00 01 33", "P0133")]
    [TestCase("42 0C 00 1A F8", "OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("43 02 01 33 C1 00", "P0133\n43  Stored trouble code  = U0100")]
    [TestCase("43 00", "Stored trouble code  = none")]
    [TestCase("47 01 52 34", "C1234")]
    [TestCase("4A 01 91 23", "B1123")]
    [TestCase("46 01 01 0A 0B B0 0B 00 0C 00", "Test 01  = 365.024 mV (passed, 343.552 to 374.784)")]
    [TestCase("46 3C 81 FE FF 38 FC 18 FF 00", "Test 81  = -50 Pa (failed, -250 to -64)")]
    [TestCase("49 02 01 31 44 34 47 50 30 30 52 35 35 42 31 32 33 34 35 36", "1D4GP00R55B123456")]
    [TestCase("49 04 01 41 42 43 00 00 00 00 00 00 00 00 00 00 00 00 00", "Calibration identification  = ABC")]
    [TestCase("49 06 01 17 91 BC 82", "1791BC82")]
    [TestCase("62 F4 0C 1A F8 F4 0D 32", "62  F40C  OBD.EngineSpeed  = 1726 rpm\n62  F40D  OBD.Speed  = 50 km/h")]
    [TestCase("62 F8 02 31 44 34 47 50 30 30 52 35 35 42 31 32 33 34 35 36", "1D4GP00R55B123456")]
    [TestCase("59 42 33 FF FF 04 20 04 20 1C 0F", "P0420-1C, status 0F")]
    [TestCase("59 55 33 FF 04", "Permanent trouble code  = none")]
    [TestCase("7F 01 12", "7F  01  Negative response  = 12: subfunction not supported")]
    [TestCase("44", "cleared")]
    [TestCase("7E8#04410C1AF8AAAAAA", "7E8  41  0C  OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("(1533226488.228954) can0 7E8#04410C1AF8AAAAAA", "7E8  41  0C  OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("18DAF110#04410C1AF8AAAAAA", "18DAF110  41  0C  OBD.EngineSpeed  = 1726 rpm")]
    [TestCase("7DF#0209020000000000 7E8#1014490201314434 7E0#3000000000000000 7E8#2147503030523535 7E8#2242313233343536", "1D4GP00R55B123456")]
    [TestCase("7E8#1014490201314434 7E9#03410D32AAAAAAAA 7E8#2147503030523535 7E8#2242313233343536", "7E9  41  0D  OBD.Speed  = 50 km/h\n7E8  49  02")]
    public async Task A_response_says(string response, string expected)
    {
        CommandRun run = await CommandRun.RunAsync(["obd", "decode", .. response.Split('|')]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output.ReplaceLineEndings("\n"), Does.Contain(expected));
    }

    [Test]
    public async Task Bytes_may_come_as_one_argument_or_as_several_and_as_JSON()
    {
        CommandRun run = await CommandRun.RunAsync(["obd", "decode", "41", "0C", "1A", "F8", "--json"]);

        JsonElement finding = run.Objects.Single();
        Assert.That(finding.GetProperty("service").GetString(), Is.EqualTo("41"));
        Assert.That(finding.GetProperty("id").GetString(), Is.EqualTo("0C"));
        Assert.That(finding.GetProperty("name").GetString(), Is.EqualTo("OBD.EngineSpeed"));
        Assert.That(finding.GetProperty("value").GetDecimal(), Is.EqualTo(1726m));
        Assert.That(finding.GetProperty("unit").GetString(), Is.EqualTo("rpm"));
        Assert.That(finding.TryGetProperty("text", out _), Is.False, "what is not known is left out");
    }

    [TestCase("hello")]
    [TestCase("41 0")]
    [TestCase("41 0C 1A")]
    [TestCase("01 0C")]
    [TestCase("43 02 01 33")]
    [TestCase("46 01 01 0A 0B")]
    [TestCase("49 02 01")]
    [TestCase("59 42 33 FF FF 04 20 04")]
    [TestCase("59 77 00")]
    [TestCase("7F 01")]
    [TestCase("99 00")]
    [TestCase("7E8#04410C1AF8ZZ")]
    [TestCase("7DF#02010C")]
    [TestCase("7E8#1014490201314434")]
    [TestCase("7E8#1014490201314434 7E8#2347503030523535")]
    [TestCase("7E8#0941")]
    public async Task What_is_no_response_ends_with_3_and_says_why(string response)
    {
        CommandRun run = await CommandRun.RunAsync(["obd", "decode", response]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Output);
        Assert.That(run.Error, Is.Not.Empty);
    }

    [TestCase("obd")]
    [TestCase("obd decode")]
    public async Task Without_a_response_the_command_line_is_not_valid(string arguments)
    {
        Assert.That((await CommandRun.RunAsync(arguments.Split(' '))).ExitCode, Is.EqualTo(2));
    }

    [TestCase("obd decode --help")]
    [TestCase("simulate-ecu --help")]
    public async Task Help_ends_well(string arguments)
    {
        CommandRun run = await CommandRun.RunAsync(arguments.Split(' '));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Usage:"));
    }

    /// <summary>Any bytes at all: a finding or a sentence, never another exception.</summary>
    [Test]
    public void Whatever_the_bytes_are_they_are_decoded_or_refused()
    {
        Random random = new(5);
        byte[] services = [0x41, 0x42, 0x43, 0x46, 0x47, 0x49, 0x4A, 0x59, 0x62, 0x7F];
        int refused = 0;
        for (int turn = 0; turn < 100_000; turn++)
        {
            byte[] message = new byte[random.Next(1, 60)];
            random.NextBytes(message);
            message[0] = services[random.Next(services.Length)];
            try
            {
                _ = Telltale.Cli.Obd.ObdMessageDecoder.Decode(message);
            }
            catch (Telltale.Cli.CommandException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.InRange(1000, 99_000));
    }
}
