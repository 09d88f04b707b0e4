using Telltale.Profiles;

namespace Telltale.HostTests.Profiles;

public class DbcFileTests
{
    private static readonly string[] Wheels =
    [
        "VERSION \"\"",
        "BO_ 170 WHEEL_SPEEDS: 8 XXX",
        " SG_ WHEEL_SPEED_FR : 6|15@0+ (0.01,-67.67) [0|0] \"km/h\" AFS,BSR",
        " SG_ MODE M : 16|4@1+ (1,0) [0|15] \"\" XXX",
        " SG_ OIL m2 : 24|16@1- (0.03125,-273) [0|0] \"degC\" XXX",
        "",
        "BO_ 2566844926 CCVS: 8 XXX",
        " SG_ WheelBasedVehicleSpeed : 8|16@1+ (0.00390625,0) [0|250.996] \"km/h\" XXX",
    ];

    [Test]
    public void Messages_and_signals_are_read_exactly()
    {
        DbcFile file = DbcFile.Parse("car.dbc", Wheels);

        Assert.That(file.Messages, Has.Count.EqualTo(2));
        DbcSignal wheel = file.Messages[0].Signals[0];
        Assert.That((wheel.StartBit, wheel.BitLength, wheel.IsLittleEndian, wheel.IsSigned, wheel.Unit), Is.EqualTo((6, 15, false, false, "km/h")));
        Assert.That(Rational.TryCombine(wheel.Factor, wheel.Offset, out int numerator, out int denominator, out int offset), Is.True);
        Assert.That((numerator, denominator, offset), Is.EqualTo((1, 100, -6767)));
        Assert.That(file.Messages[0].Signals[1].IsMultiplexor, Is.True);
        Assert.That(file.Messages[0].Signals[2].MultiplexValue, Is.EqualTo(2));
        Assert.That((file.Messages[1].Identifier, file.Messages[1].IsExtended), Is.EqualTo((0x18FEF1FEu, true)));
        Assert.That(file.Messages[1].Signals[0].Factor, Is.EqualTo(new Rational(1, 256)));
    }

    [TestCase(2, " SG_ WHEEL_SPEED_FR : 6|15@2+ (0.01,0) [0|0] \"\" X", "not a signal")]
    [TestCase(2, " SG_ WHEEL_SPEED_FR : 6|15@0+ (x,0) [0|0] \"\" X", "'x' is not a factor")]
    [TestCase(2, " SG_ WHEEL_SPEED_FR : 6|15@0+ (0,0) [0|0] \"\" X", "'0' is not a factor")]
    [TestCase(2, " SG_ WHEEL_SPEED_FR : 62|15@0+ (1,0) [0|0] \"\" X", "does not fit the 8 bytes")]
    [TestCase(2, " SG_ WHEEL_SPEED_FR : 60|5@1+ (1,0) [0|0] \"\" X", "does not fit the 8 bytes")]
    [TestCase(1, "BO_ x WHEEL_SPEEDS: 8 XXX", "not a message")]
    [TestCase(1, "BO_ 2048 WHEEL_SPEEDS: 8 XXX", "out of range")]
    [TestCase(7, " SG_ WheelBasedVehicleSpeed m1M : 8|16@1+ (1,0) [0|0] \"\" X", "extended multiplexing")]
    public void A_broken_line_refuses_the_file_and_is_named(int index, string line, string problem)
    {
        string[] lines = [.. Wheels];
        lines[index] = line;

        SourceException? exception = Assert.Throws<SourceException>(() => DbcFile.Parse("car.dbc", lines));
        Assert.That(exception!.Message, Does.StartWith($"car.dbc:{index + 1}: ").And.Contain(problem));
    }

    [Test]
    public void A_file_without_messages_is_no_DBC()
    {
        Assert.That(() => DbcFile.Parse("readme.txt", ["hello"]), Throws.TypeOf<SourceException>().With.Message.Contains("no message"));
    }

    [Test]
    public void A_message_defined_twice_is_refused_with_both_lines()
    {
        Assert.That(() => DbcFile.Parse("car.dbc", ["BO_ 170 A: 8 X", "", "BO_ 170 B: 8 X"]), Throws.TypeOf<SourceException>().With.Message.EqualTo("car.dbc:3: message 0xAA was defined before, in line 1"));
    }

    [Test]
    public void A_comment_of_several_lines_may_say_anything()
    {
        DbcFile file = DbcFile.Parse("car.dbc", [.. Wheels, "", "CM_ BO_ 170 \"first line", "SG_ is no signal here", "BO_ nor a message \\\" still not\";", "BO_ 5 LAST: 1 X"]);

        Assert.That(file.Messages.Select(message => message.Name), Is.EqualTo(new[] { "WHEEL_SPEEDS", "CCVS", "LAST" }));
    }

    [Test]
    public void A_text_without_end_is_named_by_its_first_line()
    {
        Assert.That(() => DbcFile.Parse("car.dbc", ["BO_ 170 A: 8 X", "CM_ \"open", "more"]), Throws.TypeOf<SourceException>().With.Message.StartsWith("car.dbc:2: "));
    }

    [Test]
    public void A_mapping_gives_signals_their_VSS_names()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal) { ["WheelBasedVehicleSpeed"] = "Speed" };
        Signals.SignalProfile profile = DbcProfile.Build(DbcFile.Parse("car.dbc", Wheels), "car", ["WHEEL_SPEED_FR", "WheelBasedVehicleSpeed"], names);

        Assert.That(profile.Definitions.Select(definition => definition.Name), Is.EqualTo(new[] { "WHEEL_SPEEDS.WHEEL_SPEED_FR", "Speed" }));
    }

    [TestCase("SIG_VALTYPE_ 170 OIL : 1;", "floating-point")]
    [TestCase("SG_MUL_VAL_ 170 OIL MODE 2-3;", "extended multiplexing")]
    public void A_signal_that_a_later_section_makes_unusable_is_refused_when_it_is_chosen(string section, string problem)
    {
        DbcFile file = DbcFile.Parse("car.dbc", [.. Wheels, "", section]);

        Assert.That(() => DbcProfile.Build(file, "car.dbc", ["OIL"]), Throws.TypeOf<SourceException>().With.Message.StartsWith("car.dbc:5: ").And.Message.Contains(problem));
        Assert.That(DbcProfile.BuildAll(file, "car").Definitions.Select(definition => definition.Name), Has.None.Contains("OIL"));
    }

    [Test]
    public void Two_signals_of_one_name_are_refused()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal) { ["WheelBasedVehicleSpeed"] = "Speed", ["WHEEL_SPEED_FR"] = "Speed" };
        Assert.That(() => DbcProfile.Build(DbcFile.Parse("car.dbc", Wheels), "car", ["WHEEL_SPEED_FR", "WheelBasedVehicleSpeed"], names), Throws.TypeOf<SourceException>().With.Message.Contains("Speed"));
    }

    [Test]
    public void Attributes_name_signals_and_say_that_a_message_is_a_parameter_group_and_how_often_it_comes()
    {
        DbcFile file = DbcFile.Parse("truck.dbc",
        [
            .. Wheels, "",
            "BA_DEF_ BO_  \"VFrameFormat\" ENUM  \"StandardCAN\",\"ExtendedCAN\",\"J1939PG\";",
            "BA_DEF_DEF_  \"VFrameFormat\" \"J1939PG\";",
            "BA_DEF_DEF_  \"GenMsgCycleTime\" 0;",
            "BA_ \"VFrameFormat\" BO_ 170 0;",
            "BA_ \"GenMsgCycleTime\" BO_ 2566844926 100;",
            "BA_ \"GenMsgCycleTime\" BO_ 170 500;",
            "BA_ \"VssName\" SG_ 2566844926 WheelBasedVehicleSpeed \"Vehicle.Speed\";",
            "BA_ \"VssName\" SG_ 170 OIL \"Powertrain.CombustionEngine.EngineOil.Temperature\";",
        ]);
        Signals.SignalProfile profile = DbcProfile.BuildByAttributes(file, "truck.dbc", "truck", out IReadOnlyList<string> leftOut);

        Assert.That(leftOut, Is.Empty);
        Assert.That(profile.Definitions.Select(definition => (definition.Name, definition.StaleAfterMilliseconds)), Is.EqualTo(new[]
        {
            ("Powertrain.CombustionEngine.EngineOil.Temperature", 5000), ("Speed", 1000),
        }));
        Assert.That(profile.Broadcast.Select(signal => (signal.Key, signal.HighestValid)), Is.EqualTo(new[]
        {
            (170u, uint.MaxValue), (Telltale.Can.ParameterGroupKey.Of(65265), 0xFAFFu),
        }));
    }

    [TestCase("BA_ \"VFrameFormat\" BO_ 170 9;", "VFrameFormat 9")]
    [TestCase("BA_ \"GenMsgCycleTime\" BO_ 170 -1;", "not a cycle time")]
    public void An_attribute_that_cannot_be_is_refused(string line, string problem)
    {
        Assert.That(() => DbcFile.Parse("car.dbc", [.. Wheels, "", line]), Throws.TypeOf<SourceException>().With.Message.StartsWith("car.dbc:10: ").And.Message.Contains(problem));
    }

    [Test]
    public void Without_a_choice_what_cannot_be_is_left_out_and_said()
    {
        DbcFile file = DbcFile.Parse("car.dbc", ["BO_ 170 A: 8 X", " SG_ S : 0|8@1+ (1,0) [0|0] \"furlong\" X", " SG_ T : 8|8@1+ (1,0) [0|0] \"kph\" X", " SG_ L : 0|64@1+ (1,0) [0|0] \"\" X", " SG_ U : 12|8@1+ (1,0) [0|0] \"\" X"]);
        Signals.SignalProfile profile = DbcProfile.BuildByAttributes(file, "car.dbc", "car", out IReadOnlyList<string> leftOut);

        Assert.That(profile.Definitions.Select(definition => (definition.Name, definition.Unit)), Is.EqualTo(new[] { ("A.T", "km/h") }));
        Assert.That(leftOut, Is.EqualTo(new[]
        {
            "car.dbc:2: unit 'furlong' of signal A.S is not known; profiles/README.md lists those that are",
            "car.dbc:5: signal A.U shares bits with signal A.T (car.dbc:3)",
            "car.dbc:4: signal A.L has 64 bits; at most 32 are supported",
        }));
        Assert.That(() => DbcProfile.BuildChosen(file, "car.dbc", "car", [("S", null)]), Throws.TypeOf<SourceException>().With.Message.StartsWith("car.dbc:2: "));
    }

    [TestCase("0.01", 1, 100)]
    [TestCase("-67.67", -6767, 100)]
    [TestCase("1E-07", 1, 10_000_000)]
    [TestCase("2.5e1", 25, 1)]
    [TestCase("+.5", 1, 2)]
    public void A_decimal_is_read_exactly(string text, int numerator, int denominator)
    {
        Assert.That(Rational.TryParse(text, out Rational value), Is.True);
        Assert.That(value, Is.EqualTo(new Rational(numerator, denominator)));
    }

    [TestCase("")]
    [TestCase("1e999")]
    [TestCase("1.2.3")]
    [TestCase("0x10")]
    public void What_is_no_decimal_is_refused(string text)
    {
        Assert.That(Rational.TryParse(text, out _), Is.False);
    }
}
