using System.Text;
using Telltale.HostTests.Can;
using Telltale.Obd;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Obd;

/// <summary>The vehicle identification number of a vehicle that does not tell it by OBD, by UDS data identifier F190.</summary>
internal sealed class VinTests
{
    private const string Number = "1TTSMLTD0VRTL0001";
    private const string Allowed = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";

    private static readonly SimulatedEcuSettings s_silent = SimulatedVehicles.Engine with { Vin = "" };

    [Test]
    public void Where_no_ECU_tells_it_by_OBD_it_is_read_by_data_identifier([Values] bool isExtended, [Values] ObdDialect dialect)
    {
        CanBench bench = new(ecu: s_silent with { VinByIdentifier = Number, IsExtended = isExtended, Dialect = dialect });
        bench.Run(10);
        Assert.That(Vin(bench), Is.EqualTo(Number));
        Assert.That(bench.VehicleBus.Obd.Vehicle.IsKnown);
        byte[][] requests = Requests(bench);
        byte[] byObd = dialect == ObdDialect.J1979 ? [0x09, 0x02] : [0x22, 0xF8, 0x02];
        int identifier = Array.FindIndex(requests, request => request is [0x22, 0xF1, 0x90]);
        Assert.That(Array.FindIndex(requests, request => request.SequenceEqual(byObd)), Is.InRange(0, identifier - 1), "OBD is asked first");
        Assert.That(requests.Count(request => request is [0x22, 0xF1, 0x90]), Is.EqualTo(1), "once");
        AssertFollows(bench);
    }

    [Test]
    public void Where_OBD_tells_it_nobody_is_asked_by_data_identifier()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { VinByIdentifier = "1M8GDM9AXKP042788" });
        bench.Run(10);
        Assert.That(Vin(bench), Is.EqualTo(Number));
        Assert.That(Requests(bench).Any(request => request[0] == 0x22), Is.False);
    }

    [Test]
    public void Where_the_settings_leave_it_out_it_is_not_asked_for([Values] bool asksForVin)
    {
        VehicleBusSettings settings = new() { MayPoll = true };
        settings.Obd.AsksForVin = asksForVin;
        settings.Obd.AsksForVinByIdentifier = !asksForVin;
        CanBench bench = new(settings: settings, ecu: s_silent with { VinByIdentifier = Number });
        bench.Run(10);
        Assert.That(bench.VehicleBus.Obd.Vehicle.HasVin, Is.False);
        Assert.That(bench.VehicleBus.Obd.Vehicle.IsKnown);
        Assert.That(Requests(bench).Any(request => request[0] == 0x22), Is.False);
        Assert.That(Requests(bench).Any(request => request is [0x09, 0x02]), Is.EqualTo(asksForVin));
        AssertFollows(bench);
    }

    [Test]
    public void Without_permission_to_ask_nothing_is_sent_at_all()
    {
        CanBench bench = new(settings: new VehicleBusSettings { MayPoll = false }, ecu: s_silent with { VinByIdentifier = Number });
        bench.Run(10);
        Assert.That(bench.SentByUnit, Is.Empty);
        Assert.That(bench.VehicleBus.Obd.Vehicle.HasVin, Is.False);
    }

    [Test]
    public void An_ECU_that_refuses_is_passed_over_for_the_next()
    {
        CanBench bench = new(ecu: s_silent);
        bench.Bus.Attach(new SimulatedEcu(bench.Vehicle, 500_000, SimulatedVehicles.Transmission with { VinByIdentifier = Number }));
        bench.Run(10);
        Assert.That(Vin(bench), Is.EqualTo(Number));
        Assert.That(bench.VehicleBus.Obd.Counters.NegativeResponses, Is.EqualTo(1), "the engine's");
    }

    [Test]
    public void A_response_pending_is_waited_for()
    {
        CanBench bench = new(ecu: s_silent with { VinByIdentifier = Number, PendingResponses = 3 });
        bench.Run(20);
        Assert.That(Vin(bench), Is.EqualTo(Number));
    }

    [Test]
    public void Only_seventeen_characters_of_ISO_3779_are_a_number_and_whatever_else_comes_ends_the_asking()
    {
        const int seed = 20260504;
        TestContext.Out.WriteLine($"seed {seed}");
        Random random = new(seed);
        int good = 0;
        for (int round = 0; round < 300; round++)
        {
            string told = Mutate(random);
            bool isNumber = told.Length == 17 && told.All(letter => Allowed.Contains(letter, StringComparison.Ordinal));
            CanBench bench = new(ecu: s_silent with { VinByIdentifier = told });
            bench.Run(5);
            Assert.That(Vin(bench), Is.EqualTo(isNumber ? told : ""), $"round {round}: '{told}'");
            Assert.That(bench.VehicleBus.Obd.Vehicle.IsKnown, $"round {round}: '{told}'");
            Assert.That(isNumber || bench.VehicleBus.Obd.Counters.ResponsesMalformed > 0, $"round {round}: counted");
            good += isNumber ? 1 : 0;
        }

        Assert.That(good, Is.InRange(30, 270));
    }

    [Test]
    public void Damaged_answers_end_the_asking_with_a_number_that_is_allowed_or_with_none()
    {
        int known = 0;
        for (int seed = 1; seed <= 60; seed++)
        {
            CanBench bench = new(ecu: s_silent with { VinByIdentifier = Number, MalformedShare = 0.5, Seed = seed });
            bench.Run(60);
            string vin = Vin(bench);
            Assert.That(vin.Length == 0 || vin.All(letter => Allowed.Contains(letter, StringComparison.Ordinal)), $"seed {seed}: {vin}");
            known += string.Equals(vin, Number, StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.That(known, Is.GreaterThan(20), "a damaged answer is asked for again");
    }

    private static string Mutate(Random random)
    {
        StringBuilder told = new(Number);
        switch (random.Next(4))
        {
            case 0:
                told[random.Next(17)] = Allowed[random.Next(Allowed.Length)];
                break;
            case 1:
                told[random.Next(17)] = (char)random.Next(128);
                break;
            case 2:
                told.Length = random.Next(17);
                break;
            default:
                told.Append('\0', random.Next(4));
                break;
        }

        return told.ToString();
    }

    private static byte[][] Requests(CanBench bench) =>
        [.. bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 0).Select(frame => Enumerable.Range(1, frame[0]).Select(index => frame[index]).ToArray())];

    private static void AssertFollows(CanBench bench) =>
        Assert.That(bench.ValueOf("OBD.Speed"), Is.EqualTo(bench.Vehicle.State.SpeedMetresPerSecond * 3.6).Within(0.51));

    private static string Vin(CanBench bench) =>
        bench.VehicleBus.Obd.Vehicle.HasVin ? Encoding.ASCII.GetString(bench.VehicleBus.Obd.Vehicle.Vin) : "";
}
