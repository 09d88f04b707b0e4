using System.Text;
using Telltale.Can;
using Telltale.HostTests.Can;
using Telltale.Obd;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Obd;

/// <summary>What the unit makes of vehicles that are asked in other ways, or answer badly. Values are held against the vehicle's state.</summary>
internal sealed class VehiclesTests
{
    [Test]
    public void A_vehicle_with_29_bit_identifiers_is_found_after_11_bits_and_never_asked_with_both()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { IsExtended = true });
        bench.Bus.Attach(new SimulatedEcu(bench.Vehicle, 500_000, SimulatedVehicles.Transmission with { IsExtended = true }));
        bench.Run(8);

        AssertFollows(bench);
        Assert.That(bench.VehicleBus.Obd.Vehicle.EcuCount, Is.EqualTo(2));
        Assert.That(Vin(bench), Is.EqualTo("1TTSMLTD0VRTL0001"));
        Assert.That(bench.SentByUnit[0].Frame.Key, Is.EqualTo(0x7DFu));
        int firstExtended = bench.SentByUnit.FindIndex(sent => sent.Frame.IsExtended);
        Assert.That(firstExtended, Is.EqualTo(1), "one request with 11 bits");
        Assert.That(bench.SentByUnit.Skip(firstExtended), Has.All.Matches<(BusFrame Frame, long Time)>(sent => sent.Frame.IsExtended));
        Assert.That(bench.SentByUnit[firstExtended].Frame.Identifier, Is.EqualTo(0x18DB33F1u));
        Assert.That(bench.SentByUnit.Skip(firstExtended + 1).Select(sent => sent.Frame.Identifier).Distinct().Order(), Is.EqualTo(new[] { 0x18DA10F1u }), "then only the ECU that has the signals, and the VIN");
    }

    [Test]
    public void A_vehicle_that_speaks_only_OBD_on_UDS_is_polled_by_data_identifiers([Values] bool isExtended, [Values] SeveralPids severalPids)
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { Dialect = ObdDialect.J1979Uds, IsExtended = isExtended, SeveralPids = severalPids });
        bench.Run(10);

        AssertFollows(bench);
        Assert.That(bench.VehicleBus.Obd.Vehicle.IsUds, Is.True);
        Assert.That(Vin(bench), Is.EqualTo("1TTSMLTD0VRTL0001"));
        Assert.That(bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 0).Select(frame => frame[1]).Distinct().Order(), Is.EqualTo(new byte[] { 0x01, 0x22 }));
    }

    [Test]
    public void Where_nobody_answers_four_requests_are_all_and_the_next_four_come_later_each_time()
    {
        CanBench bench = new();
        bench.Bus.Detach(bench.Network.Engine);
        bench.Run(600);

        uint[] keys = [.. bench.SentByUnit.Take(4).Select(sent => sent.Frame.Key)];
        Assert.That(keys, Is.EqualTo(new[] { 0x7DFu, 0x18DB33F1u | CanFrame.ExtendedKey, 0x7DFu, 0x18DB33F1u | CanFrame.ExtendedKey }));
        Assert.That(bench.SentByUnit.Count, Is.InRange(4 * 10, 4 * 20), "frames in ten minutes");
        Assert.That(bench.SentByUnit[^1].Time - bench.SentByUnit[^5].Time, Is.GreaterThan(55_000_000));
    }

    [Test]
    public void Behind_a_gateway_that_passes_only_functional_requests_every_signal_is_followed()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { Gateway = new SimulatedGateway { PassesOnlyFunctional = true } });
        bench.Bus.Attach(new SimulatedEcu(bench.Vehicle, 500_000, SimulatedVehicles.Transmission));
        bench.Run(20);

        AssertFollows(bench);
        Assert.That(bench.VehicleBus.Obd.Flow.IsOnlyFunctional, Is.True);
        Assert.That(bench.VehicleBus.Obd.Counters.GivenWay, Is.Zero, "the other ECU's answers are no tester's");
    }

    [Test]
    public void Behind_a_gateway_that_loses_and_delays_requests_signals_are_followed_more_slowly_but_within_the_budget()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { Gateway = new SimulatedGateway { LossShare = 0.3, DelayMicroseconds = 60_000 } });
        bench.Run(120);

        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.GreaterThan(10));
        Assert.That(bench.VehicleBus.Obd.Counters.ResponsesReceived, Is.GreaterThan(100));
        Assert.That(MostInASecond(bench), Is.LessThanOrEqualTo(bench.VehicleBusSettings.Obd.MaximumRequestsPerSecond));
    }

    [Test]
    public void After_lost_requests_no_request_names_a_PID_twice_and_two_a_second_are_enough_again()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { Gateway = new SimulatedGateway { LossShare = 0.02 } });
        bench.Run(120);
        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.InRange(2, 20), "some are lost");
        BusFrame[] requests = [.. bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 0 && frame[1] == 1)];
        foreach (BusFrame request in requests)
        {
            Assert.That(Enumerable.Range(2, request[0] - 1).Select(place => request[place]), Is.Unique);
        }

        Assert.That(requests, Has.Length.LessThan(120 * 5 / 2));
        Assert.That(bench.Profile.Definitions.Select(definition => bench.ValueOf(definition.Name)), Has.None.Null);
    }

    [Test]
    public void Damaged_responses_are_counted_and_end_nothing()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { MalformedShare = 0.5 });
        bench.Run(300);

        ObdCounters counters = bench.VehicleBus.Obd.Counters;
        TestContext.Out.WriteLine($"requests {counters.RequestsSent}, responses {counters.ResponsesReceived}, malformed {counters.ResponsesMalformed}, unsolicited {counters.FramesUnsolicited}");
        Assert.That(counters.ResponsesMalformed, Is.Positive);
        Assert.That(counters.ResponsesReceived, Is.GreaterThan(50));
        Assert.That(MostInASecond(bench), Is.LessThanOrEqualTo(bench.VehicleBusSettings.Obd.MaximumRequestsPerSecond));
    }

    [Test]
    public void What_a_response_says_not_to_support_is_absent_though_it_has_a_place_in_it()
    {
        CanBench bench = new(profile: ObdProfile.Create("p", [0x67, 0x6B], 1000));
        bench.Network.Engine.Define(0x67, (_, _) => [0x01, 0x80, 0x50]);
        bench.Network.Engine.Define(0x6B, (_, _) => [0x10, 0x32, 0x00, 0x00, 0x00]);
        bench.Run(5);

        Assert.That(bench.ValueOf("OBD.CoolantTemperatureSensor1"), Is.EqualTo(88));
        Assert.That(bench.ValueOf("OBD.CoolantTemperatureSensor2"), Is.Null);
        Assert.That(bench.ValueOf("OBD.EGRTemperature.Bank1.Sensor1"), Is.Null);
        Assert.That(bench.ValueOf("OBD.EGRTemperature.Bank1.Sensor1Wide"), Is.EqualTo(160));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(15)]
    public void No_second_has_more_requests_than_the_budget(int budget)
    {
        VehicleBusSettings settings = new() { MayPoll = true };
        settings.Obd.MaximumRequestsPerSecond = budget;
        CanBench bench = new(settings: settings, ecu: SimulatedVehicles.Engine with { SeveralPids = SeveralPids.AnswersNone });
        bench.Run(60);

        Assert.That(MostInASecond(bench), Is.LessThanOrEqualTo(budget));
        Assert.That(bench.VehicleBus.Obd.Counters.RequestsSent, Is.GreaterThan(budget * 30 > 300 ? 300 : budget * 30), "the budget is used");
    }

    [TestCase(0x7DFu)]
    [TestCase(0x7E0u)]
    [TestCase(0x7E5u, Description = "an ECU that there is not: only the requests are seen")]
    public void While_another_tester_asks_the_unit_is_silent_and_afterwards_goes_on(uint requestKey)
    {
        CanBench bench = new();
        bench.Run(10);
        SimulatedTester tester = new(500_000, 1_000_000, BusFrame.Of(requestKey, 2, 1, 0x0D, 0, 0, 0, 0, 0), BusFrame.Of(requestKey, 2, 9, 2, 0, 0, 0, 0, 0));
        bench.Bus.Attach(tester);
        bench.Run(0.5);
        int before = bench.SentByUnit.Count;
        bench.Run(60);

        Assert.That(tester.RequestsSent, Is.GreaterThan(55));
        Assert.That(tester.ResponsesSeen, requestKey == 0x7E5 ? Is.Zero : Is.GreaterThanOrEqualTo(tester.RequestsSent - 1), "nobody disturbs its answers");
        Assert.That(bench.SentByUnit.Count, Is.EqualTo(before));
        Assert.That(bench.VehicleBus.Obd.Counters.RequestsOfOthers, Is.GreaterThan(55));

        tester.IsOn = false;
        bench.Run(4);
        AssertFollows(bench);
    }

    [Test]
    public void A_tester_that_asks_the_same_ECU_meanwhile_gets_no_flow_control_from_the_unit()
    {
        // The ECU takes its time with the unit's request; the other tester's answer of several frames comes first.
        VehicleBusSettings settings = new() { MayPoll = true };
        settings.Obd.MaximumPidsInRequest = 1;
        CanBench bench = new(settings: settings, ecu: SimulatedVehicles.Engine with { PendingResponses = 1 });
        bench.Run(10);
        while (!bench.VehicleBus.IsWaiting)
        {
            bench.Run(0.01);
        }

        bench.Bus.Attach(new SimulatedTester(500_000, 60_000_000, BusFrame.Of(0x7E0, 2, 9, 4, 0, 0, 0, 0, 0)));
        int before = bench.SentByUnit.Count;
        bench.Run(1.5);

        Assert.That(bench.SentByUnit.Skip(before).Where(sent => sent.Frame[0] >> 4 == 3), Is.Empty);
        Assert.That(bench.VehicleBus.Obd.Counters.GivenWay, Is.EqualTo(1));
    }

    private static void AssertFollows(CanBench bench)
    {
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.EqualTo(bench.Vehicle.State.EngineSpeedRpm).Within(0.13));
        Assert.That(bench.ValueOf("OBD.Speed"), Is.EqualTo(bench.Vehicle.State.SpeedMetresPerSecond * 3.6).Within(0.51));
        Assert.That(bench.ValueOf("OBD.CoolantTemperature"), Is.EqualTo(bench.Vehicle.State.CoolantCelsius).Within(0.51));
        Assert.That(bench.ValueOf("OBD.FuelLevel"), Is.EqualTo(bench.Vehicle.State.FuelLevelPercent).Within(0.2));
        Assert.That(bench.Model.Violations, Is.Empty);
    }

    private static string Vin(CanBench bench)
    {
        return bench.VehicleBus.Obd.Vehicle.HasVin ? Encoding.ASCII.GetString(bench.VehicleBus.Obd.Vehicle.Vin) : "";
    }

    private static int MostInASecond(CanBench bench)
    {
        long[] times = [.. bench.SentByUnit.Where(sent => sent.Frame[0] >> 4 == 0).Select(sent => sent.Time)];
        return times.Length == 0 ? 0 : times.Max(start => times.Count(time => time >= start && time < start + 990_000));
    }
}
