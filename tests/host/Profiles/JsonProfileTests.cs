using System.Text;
using Telltale.Can;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.HostTests.Profiles;

public class JsonProfileTests
{
    // One thing a line, so that the line of an error can be told.
    private static readonly string[] s_good =
    [
        "{",
        "\"name\": \"car\",",
        "\"kilobits_per_second\": 500,",
        "\"broadcast\": [",
        "{ \"id\": \"0x1DB\", \"signals\": [",
        "{ \"name\": \"A.B\", \"start\": 7, \"length\": 11, \"order\": \"motorola\", \"signed\": true, \"factor\": 0.5, \"unit\": \"A\" },",
        "{ \"name\": \"A.C\", \"start\": 16, \"length\": 8, \"order\": \"intel\", \"unit\": \"%\", \"max_raw\": 250 }",
        "]},",
        "{ \"pgn\": 65265, \"signals\": [",
        "{ \"spn\": 84, \"name\": \"Speed\" }",
        "]}",
        "],",
        "\"pids\": [",
        "{ \"pid\": \"0x0C\" }",
        "],",
        "\"dids\": [",
        "{ \"did\": \"0x0101\", \"request\": \"0x18DA10F1\", \"response\": \"0x18DAF110\", \"length\": 46, \"period_ms\": 2000, \"signals\": [",
        "{ \"name\": \"D.E\", \"byte\": 10, \"bytes\": 2, \"signed\": true, \"factor\": \"-1/10\", \"unit\": \"V\" }",
        "]}",
        "]",
        "}",
    ];

    [Test]
    public void Every_kind_of_signal_is_compiled()
    {
        SignalProfile profile = Compile(s_good);

        Assert.That(profile.Definitions.Select(definition => (definition.Name, definition.Unit, definition.Numerator, definition.Denominator)), Is.EqualTo(new[]
        {
            ("A.B", "A", 1, 2), ("A.C", "%", 1, 1), ("Speed", "km/h", 1, 256), ("OBD.EngineSpeed", "rpm", 1, 4), ("D.E", "V", -1, 10),
        }));
        Assert.That(profile.Broadcast.Select(signal => signal.Key), Is.EqualTo(new[] { 0x1DBu, 0x1DBu, ParameterGroupKey.Of(65265) }));
        Assert.That(profile.Broadcast.Select(signal => signal.HighestValid), Is.EqualTo(new[] { uint.MaxValue, 250u, 0xFAFFu }));
        PolledSignal did = profile.Polled[1];
        Assert.That((did.Service, did.Identifier, did.RequestKey, did.ResponseKey, did.DataLength), Is.EqualTo((0x22, 0x0101, 0x98DA10F1u, 0x98DAF110u, 46)));
        Assert.That((did.Field.StartBit, did.Field.BitLength, did.Field.IsBigEndian, did.Field.IsSigned), Is.EqualTo((87, 16, true, true)));
        Assert.That(profile.Definitions[4].StaleAfterMilliseconds, Is.EqualTo(6000));

        byte[] bytes = ProfileWriter.Write(profile);
        Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile loaded), Is.EqualTo(SignalProfileFault.None));
        Assert.That(ProfileWriter.Write(loaded), Is.EqualTo(bytes));
    }

    [TestCase(2, "\"name\": \"\",", "1 to 100 characters")]
    [TestCase(2, "\"name\": \"car\", \"nmae\": 1,", "'nmae' is not known here")]
    [TestCase(3, "\"name\": \"again\",", "'name' is here twice")]
    [TestCase(3, "\"kilobits_per_second\": 1001,", "out of range")]
    [TestCase(3, "\"kilobits_per_second\": 500;", "not JSON")]
    [TestCase(5, "{ \"id\": \"0x20000000\", \"signals\": [", "out of range")]
    [TestCase(5, "{ \"id\": \"0x800\", \"extended\": false, \"signals\": [", "11 bits")]
    [TestCase(5, "{ \"id\": \"473 x\", \"signals\": [", "a whole number")]
    [TestCase(5, "{ \"signals\": [", "'id' is missing")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 7, \"length\": 11, \"order\": \"motorola\", \"unit\": \"furlong\" },", "unit 'furlong' of signal A.B is not known")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 7, \"length\": 11, \"order\": \"big\" },", "\"motorola\" or \"intel\"")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 7, \"length\": 11 },", "'order' is missing")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 60, \"length\": 11, \"order\": \"intel\" },", "does not lie in the 8 bytes of the frame")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 33, \"order\": \"intel\" },", "33 bits; at most 32")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"factor\": 1e-12 },", "cannot be represented")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"factor\": 0 },", "cannot be represented")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"factor\": \"1/0\" },", "a number is expected")]
    [TestCase(6, "{ \"name\": \"A B\", \"start\": 0, \"length\": 8, \"order\": \"intel\" },", "is not a name")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"max_raw\": 256 },", "does not fit the 8 bits")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"signed\": true, \"max_raw\": 100 },", "is signed")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"when\": { \"start\": 60, \"length\": 8, \"order\": \"intel\", \"value\": 1 } },", "the multiplexor of A.B")]
    [TestCase(6, "{ \"name\": \"A.B\", \"start\": 0, \"length\": 8, \"order\": \"intel\", \"when\": { \"start\": 8, \"length\": 2, \"order\": \"intel\", \"value\": 4 } },", "never 4")]
    [TestCase(7, "{ \"name\": \"A.B\", \"start\": 16, \"length\": 8, \"order\": \"intel\" }", "A.B was defined before (car.json:6)")]
    [TestCase(7, "{ \"name\": \"A.C\", \"start\": 13, \"length\": 8, \"order\": \"intel\" }", "shares bits with signal A.B (car.json:6)")]
    [TestCase(9, "{ \"pgn\": 262144, \"signals\": [", "out of range")]
    [TestCase(9, "{ \"pgn\": 60161, \"signals\": [", "no parameter group")]
    [TestCase(9, "{ \"pgn\": 65265, \"id\": 5, \"signals\": [", "not both")]
    [TestCase(10, "{ \"spn\": 190, \"name\": \"Speed\" }", "SPN 190 is sent in parameter group 61444")]
    [TestCase(10, "{ \"spn\": 1, \"name\": \"Speed\" }", "not among those")]
    [TestCase(10, "{ \"spn\": 84, \"unit\": \"km/h\" }", "the SPN says this already")]
    [TestCase(14, "{ \"pid\": \"0x20\" }", "says which others there are")]
    [TestCase(14, "{ \"pid\": \"0xFF\" }", "not among those that need no 'signals'")]
    [TestCase(14, "{ \"pid\": \"0x0C\", \"period_ms\": 0 }", "out of range")]
    [TestCase(17, "{ \"did\": \"0x10000\", \"request\": 1, \"response\": 2, \"length\": 46, \"period_ms\": 2000, \"signals\": [", "out of range")]
    [TestCase(17, "{ \"did\": 1, \"request\": 1, \"response\": 1, \"length\": 46, \"period_ms\": 2000, \"signals\": [", "different messages")]
    [TestCase(18, "{ \"name\": \"D.E\", \"byte\": 45, \"bytes\": 2 }", "does not lie in the 46 bytes of the answer")]
    [TestCase(18, "{ \"name\": \"D.E\", \"byte\": 4, \"when\": {} }", "only broadcast signals")]
    [TestCase(18, "{ \"name\": \"D.E\", \"byte\": 4, \"start\": 4 }", "not both")]
    public void What_cannot_be_is_refused_with_file_and_line(int line, string text, string problem)
    {
        string[] lines = [.. s_good];
        lines[line - 1] = text;

        SourceException? exception = Assert.Throws<SourceException>(() => Compile(lines));
        Assert.That(exception!.Message, Does.StartWith($"car.json:{line}: ").And.Contain(problem));
    }

    [Test]
    public void Multiplexed_signals_may_have_the_same_bits()
    {
        string[] lines = [.. s_good];
        lines[5] = "{ \"name\": \"A.B\", \"start\": 8, \"length\": 8, \"order\": \"intel\", \"when\": { \"start\": 0, \"length\": 4, \"order\": \"intel\", \"value\": 1 } },";
        lines[6] = "{ \"name\": \"A.C\", \"start\": 8, \"length\": 8, \"order\": \"intel\", \"when\": { \"start\": 0, \"length\": 4, \"order\": \"intel\", \"value\": 2 } }";
        Assert.That(Compile(lines).Broadcast[1].SelectorValue, Is.EqualTo(2));

        lines[6] = lines[6].Replace("\"value\": 2", "\"value\": 1", StringComparison.Ordinal);
        Assert.That(() => Compile(lines), Throws.TypeOf<SourceException>().With.Message.Contains("shares bits"));
    }

    [Test]
    public void More_signals_than_a_unit_holds_are_refused_at_the_first_too_many()
    {
        string signals = string.Join(",\n", Enumerable.Range(0, 63).Select(bit => $"{{ \"name\": \"S{bit}\", \"start\": {bit}, \"length\": 1, \"order\": \"intel\" }}"));
        SourceException? exception = Assert.Throws<SourceException>(() => Compile([$"{{ \"name\": \"car\", \"broadcast\": [{{ \"id\": 1, \"signals\": [\n{signals}\n]}}]}}"]));
        Assert.That(exception!.Message, Does.StartWith("car.json:64: ").And.Contain("a unit holds 62"));
    }

    [TestCase("", 1)]
    [TestCase("{", 1)]
    [TestCase("[]", 1)]
    [TestCase("{ \"name\": \"car\" }", 1)]
    [TestCase("{ \"name\": \"car\" }\n{}", 2)]
    [TestCase("{ \"name\": \"\\ud800\" }", 1)]
    public void What_is_no_profile_is_refused(string text, int line)
    {
        Assert.That(() => Compile([text]), Throws.TypeOf<SourceException>().With.Message.StartsWith($"car.json:{line}: "));
    }

    [Test]
    public void Signals_of_a_DBC_are_refused_at_the_line_that_chose_them()
    {
        string folder = Directory.CreateTempSubdirectory("telltale-profile").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.dbc"), "BO_ 170 A: 8 X\n SG_ M M : 0|4@1+ (1,0) [0|0] \"\" X\n SG_ S m1 : 8|16@1+ (0.01,0) [0|0] \"kph\" X\n SG_ L : 0|64@1+ (1,0) [0|0] \"\" X\n");
            string json = Path.Combine(folder, "a.json");
            File.WriteAllText(json, "{ \"name\": \"a\", \"dbc\": { \"file\": \"a.dbc\", \"signals\": [\n{ \"signal\": \"A.S\", \"name\": \"Vehicle.Speed\", \"max_raw\": 65000 }\n]}}");
            SignalProfile profile = JsonProfile.Load(json);
            Assert.That((profile.Definitions[0].Name, profile.Definitions[0].Unit, profile.Broadcast[0].SelectorValue, profile.Broadcast[0].HighestValid), Is.EqualTo(("Speed", "km/h", 1, 65000u)));

            File.WriteAllText(json, "{ \"name\": \"a\", \"dbc\": { \"file\": \"a.dbc\", \"signals\": [\n{ \"signal\": \"S\" },\n{ \"signal\": \"L\" }\n]}}");
            Assert.That(() => JsonProfile.Load(json), Throws.TypeOf<SourceException>().With.Message.StartsWith($"{json}:3: ").And.Message.Contains("64 bits"));
            File.WriteAllText(json, "{ \"name\": \"a\", \"dbc\": { \"file\": \"a.dbc\", \"signals\": [\n\n{ \"signal\": \"T\" }\n]}}");
            Assert.That(() => JsonProfile.Load(json), Throws.TypeOf<SourceException>().With.Message.StartsWith($"{json}:3: ").And.Message.Contains("no signal T"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Test]
    public void No_text_makes_the_reader_throw_anything_else()
    {
        Random random = new(3);
        byte[] good = Encoding.UTF8.GetBytes(string.Join('\n', s_good));
        int refused = 0;
        for (int turn = 0; turn < 20_000; turn++)
        {
            byte[] text = [.. good];
            for (int changes = 1 + random.Next(3); changes > 0; changes--)
            {
                int place = random.Next(text.Length);
                text[place] = random.Next(3) == 0 ? (byte)random.Next(256) : text[random.Next(text.Length)];
            }

            try
            {
                ProfileWriter.Write(JsonProfile.Parse("car.json", text));
            }
            catch (SourceException exception)
            {
                Assert.That(exception.Line, Is.Positive);
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(10_000));
    }

    private static SignalProfile Compile(string[] lines)
    {
        return JsonProfile.Parse("car.json", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }
}
