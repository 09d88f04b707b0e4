using System.Text.Json;
using Telltale.J1939;
using Telltale.Obd;
using Telltale.Profiles;
using Telltale.Signals;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Profiles;

public class ExampleProfileTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "profiles");

    private static IEnumerable<string> Examples => Directory.GetFiles(s_folder, "*.json").Select(path => Path.GetFileName(path)!).Where(name => !string.Equals(name, "profile.schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    [Test]
    public void There_are_two_cars_a_lorry_and_the_generic_one()
    {
        Assert.That(Examples, Is.EqualTo(new[] { "kia-niro-ev.json", "nissan-leaf.json", "obd2.json", "truck-fms.json" }));
    }

    [TestCaseSource(nameof(Examples))]
    public void An_example_is_valid_by_the_schema_names_its_sources_and_compiles(string name)
    {
        using JsonDocument example = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, name)));
        Assert.That(Schema().Problems(example.RootElement), Is.Empty);
        Assert.That(example.RootElement.GetProperty("sources").GetArrayLength(), Is.Positive);

        SignalProfile profile = JsonProfile.Load(Path.Combine(s_folder, name));
        byte[] bytes = ProfileWriter.Write(profile);
        Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile loaded), Is.EqualTo(SignalProfileFault.None));
        Assert.That(ProfileWriter.Write(loaded), Is.EqualTo(bytes));
    }

    [TestCase("{ \"name\": 5 }")]
    [TestCase("{ }")]
    [TestCase("{ \"name\": \"a\", \"other\": 1 }")]
    [TestCase("{ \"name\": \"a\", \"broadcast\": [{ \"id\": \"1DB\", \"signals\": [] }] }")]
    [TestCase("{ \"name\": \"a\", \"broadcast\": [{ \"signals\": [] }] }")]
    [TestCase("{ \"name\": \"a\", \"broadcast\": [{ \"id\": 5, \"signals\": [{ \"name\": \"A\" }] }] }")]
    [TestCase("{ \"name\": \"a\", \"broadcast\": [{ \"id\": 5, \"signals\": [{ \"name\": \"A B\", \"start\": 1, \"length\": 1 }] }] }")]
    [TestCase("{ \"name\": \"a\", \"dids\": [{ \"did\": 5, \"signals\": [] }] }")]
    public void The_schema_refuses_what_is_no_profile(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.That(Schema().Problems(document.RootElement), Is.Not.Empty);
    }

    [Test]
    public void The_lorry_is_the_profile_of_the_J1939_driver()
    {
        Assert.That(ProfileWriter.Write(JsonProfile.Load(Path.Combine(s_folder, "truck-fms.json"))), Is.EqualTo(ProfileWriter.Write(FmsProfile.Create())));
    }

    [Test]
    public void The_generic_one_is_the_profile_that_is_built_in()
    {
        Assert.That(ProfileWriter.Write(JsonProfile.Load(Path.Combine(s_folder, "obd2.json"))), Is.EqualTo(ProfileWriter.Write(ObdProfile.CreateGeneric())));
    }

    // The voltage of 44.0 V is from a test of Battery-Emulator, the other frames are made by the public description: what OVMS computes from the same bytes stands behind.
    [TestCase("1DB#0000160000000000", "Powertrain.TractionBattery.CurrentVoltage", 44.0)]
    [TestCase("1DB#FF40BE404B000000", "Powertrain.TractionBattery.CurrentCurrent", -3.0)] // (0x7FA - 0x800) / 2
    [TestCase("1DB#FF40BE404B000000", "Powertrain.TractionBattery.CurrentVoltage", 380.5)] // 0x2F9 / 2
    [TestCase("1DB#FF40BE404B000000", "Powertrain.TractionBattery.StateOfCharge.Displayed", 75.0)]
    [TestCase("1DB#FF40BE40FF000000", "Powertrain.TractionBattery.StateOfCharge.Displayed", null)]
    [TestCase("55B#B2C0000000000000", "Powertrain.TractionBattery.StateOfCharge.Current", 71.5)] // 0x2CB / 10
    [TestCase("55B#FFC0000000000000", "Powertrain.TractionBattery.StateOfCharge.Current", null)]
    [TestCase("284#0000000013240000", "Speed", 50.0)] // 4900 / 98
    [TestCase("54C#0000000000007E00", "Exterior.AirTemperature", 23.0)]
    [TestCase("54C#000000000000FF00", "Exterior.AirTemperature", null)]
    [TestCase("5BC#3E80000000000000", "Powertrain.TractionBattery.StateOfCharge.CurrentEnergy", 20.0)] // 250 times 80 Wh
    [TestCase("5BC#3E80000000100000", "Powertrain.TractionBattery.StateOfCharge.CurrentEnergy", null)] // those of the full battery
    [TestCase("5C0#4000780000000000", "Powertrain.TractionBattery.Temperature.Max", 20.0)]
    [TestCase("5C0#8000780000000000", "Powertrain.TractionBattery.Temperature.Max", null)]
    public void A_Leafs_frames_mean_what_others_have_found(string frame, string signal, double? value)
    {
        SignalProfile profile = JsonProfile.Load(Path.Combine(s_folder, "nissan-leaf.json"));
        SignalReading[] readings = [.. new CanReplay(profile).Read(CandumpReader.Read("made", [$"(1.0) can0 {frame}"]))];
        SignalReading? reading = readings.FirstOrDefault(candidate => string.Equals(candidate.Signal, signal, StringComparison.Ordinal));
        Assert.That(reading?.Value, value is { } expected ? Is.EqualTo(expected).Within(1e-9) : Is.Null);
    }

    // Recorded answers of an e-Niro, as evDash has them for its tests (CarKiaEniro.cpp, loadTestData); the values are what its code makes of them.
    private const string Page1 = "620101FFF7E7FFB3000000000300120F9B111011101011000014CC38CB3B00009100003A510000367C000015FB000013D3000690250D018E0000000003E8";
    private const string Page5 = "620105003FFF90000000000000000014918E012927465000015013BB03E800000000BB0000CBCB01001300000000AAAA";
    private const string Air = "6201007E5027C8FF867C58121010FFFF10FF8EFFFFFFFFFFFF10FFFF0DF0617900FFFF01FFFF000000";
    private const string Cluster = "62B002E0000000FFB400330B0000000000000000";

    [TestCase(Page1, "Powertrain.TractionBattery.StateOfCharge.Current", 89.5)]
    [TestCase(Page1, "Powertrain.TractionBattery.CurrentCurrent", -1.8)]
    [TestCase(Page1, "Powertrain.TractionBattery.CurrentVoltage", 399.5)]
    [TestCase(Page1, "Powertrain.TractionBattery.Temperature.Max", 17.0)]
    [TestCase(Page1, "Powertrain.TractionBattery.Temperature.Min", 16.0)]
    [TestCase(Page1, "Powertrain.TractionBattery.CellVoltage.Max", 4.08)]
    [TestCase(Page1, "Powertrain.TractionBattery.CellVoltage.Min", 4.06)]
    [TestCase(Page1, "LowVoltageBattery.CurrentVoltage", 14.5)]
    [TestCase(Page1, "Powertrain.TractionBattery.AccumulatedChargedEnergy", 562.7)]
    [TestCase(Page1, "Powertrain.TractionBattery.AccumulatedConsumedEnergy", 507.5)]
    [TestCase(Page5, "Powertrain.TractionBattery.StateOfHealth", 100.0)]
    [TestCase(Page5, "Powertrain.TractionBattery.StateOfCharge.Displayed", 93.5)]
    [TestCase(Air, "Cabin.HVAC.AmbientAirTemperature", 27.0)]
    [TestCase(Air, "Exterior.AirTemperature", 22.0)]
    [TestCase(Air, "Speed", 0.0)]
    [TestCase(Cluster, "TraveledDistance", 13067.0)]
    public void A_Niros_answers_mean_what_others_have_found(string answer, string signal, double value)
    {
        SignalProfile profile = JsonProfile.Load(Path.Combine(s_folder, "kia-niro-ev.json"));
        byte[] bytes = Convert.FromHexString(answer);
        PolledSignal polled = profile.Polled.Single(candidate => string.Equals(profile.Definitions[candidate.SignalIndex].Name, signal, StringComparison.Ordinal));
        Assert.That((bytes[0], (bytes[1] << 8) | bytes[2]), Is.EqualTo(((byte)(polled.Service + 0x40), polled.Identifier)));
        Assert.That(bytes, Has.Length.GreaterThanOrEqualTo(3 + polled.DataLength));
        Assert.That(profile.Definitions[polled.SignalIndex].ToValue(polled.Field.Read(bytes, 3)), Is.EqualTo(value).Within(1e-9));
    }

    /// <summary>A lorry's log at the port above the controller: the profile's groups pass the filters from whoever sends them.</summary>
    [Test]
    public void A_lorrys_log_plays_through_the_unit()
    {
        // The first two frames of a recording that pretty_j1939's README decodes.
        string[] log =
        [
            "(1.000) can0 0CF00400#207D87481400F087", "(1.010) can0 18FEF131#F7FFFF07CCFFFFFF", "(1.020) can0 18FEF100#FFE054FFFFFFFFFF", "(1.030) can0 1CFE9200#FFFFFFFFFFFFFFFF",
            "(1.040) can0 18FEEA2F#00204EFFFFFFFFFF", "(1.050) can0 18FEEA2F#10983AFFFFFFFFFF", "(1.060) can0 10FDA300#FFFF07FFFFFFFFFF",
        ];
        Telltale.Virtual.SimulationClock clock = new(DateTimeOffset.UnixEpoch);
        using RecordedCanController controller = new(clock, CandumpReader.Read("log", log));
        VehicleBus bus = new(controller, JsonProfile.Load(Path.Combine(s_folder, "truck-fms.json")), new VehicleBusSettings());
        while (!controller.IsAtEnd)
        {
            clock.AdvanceTo(clock.NowMicroseconds + 5000);
            bus.Step(clock.NowMilliseconds);
        }

        clock.AdvanceTo(clock.NowMicroseconds + 5000);
        bus.Step(clock.NowMilliseconds);
        Assert.That(bus.Broadcast.FramesDecoded, Is.EqualTo(5));
        int[] raw = new int[SignalTable.MaximumSignals];
        long present = bus.Table.Snapshot(raw, clock.NowMilliseconds);
        Dictionary<string, double> values = Enumerable.Range(0, bus.Table.Definitions.Length).Where(index => (present >> index & 1) != 0)
            .ToDictionary(index => bus.Table.Definitions[index].Name, index => bus.Table.Definitions[index].ToValue(raw[index]), StringComparer.Ordinal);
        Assert.That(values, Is.EquivalentTo(new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["Powertrain.CombustionEngine.Speed"] = 649,
            ["Speed"] = 84.875,
            ["Chassis.Axle.Row1.Weight"] = 10000,
            ["Chassis.Axle.Row2.Weight"] = 7500,
        }));
    }

    private static JsonSchema Schema() => new(File.ReadAllText(Path.Combine(s_folder, "profile.schema.json")));
}
