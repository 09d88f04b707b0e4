using Telltale.Can;
using Telltale.Obd;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Can;

public class VehicleBusTests
{
    private static readonly (string Name, Func<Telltale.Virtual.Vehicle.VehicleState, double> Truth, double Resolution)[] Signals =
    [
        ("OBD.EngineLoad", state => state.EngineLoadPercent, 100 / 255.0),
        ("OBD.CoolantTemperature", state => state.CoolantCelsius, 1),
        ("OBD.EngineSpeed", state => state.EngineSpeedRpm, 0.25),
        ("OBD.Speed", state => state.SpeedMetresPerSecond * 3.6, 1),
        ("OBD.IntakeTemp", state => state.IntakeAirCelsius, 1),
        ("OBD.MAF", state => state.MassAirFlowGramsPerSecond, 0.01),
        ("OBD.ThrottlePosition", state => state.ThrottlePercent, 100 / 255.0),
        ("OBD.FuelLevel", state => state.FuelLevelPercent, 100 / 255.0),
        ("OBD.AmbientAirTemperature", state => state.AmbientAirCelsius, 1),
        ("OBD.OilTemperature", state => state.OilCelsius, 1),
    ];

    [Test]
    public void Ten_polled_signals_are_the_vehicle_s_state_within_their_resolution([Values] bool hasInterrupt, [Values] SeveralPids severalPids)
    {
        CanBench bench = new(ecu: new SimulatedEcuSettings { SeveralPids = severalPids }, hasInterrupt: hasInterrupt);
        bench.Run(8);

        foreach ((string name, Func<Telltale.Virtual.Vehicle.VehicleState, double> truth, double resolution) in Signals)
        {
            double? value = bench.ValueOf(name);
            Assert.That(value, Is.Not.Null, name);
            Assert.That(value!.Value, Is.EqualTo(truth(bench.Vehicle.State)).Within((resolution / 2) + 1e-9), name);
        }

        Assert.That(bench.VehicleBus.Obd.Vehicle.HasVin, Is.True);
        Assert.That(System.Text.Encoding.ASCII.GetString(bench.VehicleBus.Obd.Vehicle.Vin), Is.EqualTo("1TTSMLTD0VRTL0001"));
        Assert.That(bench.Model.Violations, Is.Empty);
        Assert.That(bench.Driver.Counters.Overflows, Is.Zero);
        Assert.That(bench.VehicleBus.Obd.Counters.ResponsesMalformed, Is.Zero);
    }

    [Test]
    public void Ten_signals_at_1_Hz_are_two_requests_a_second()
    {
        CanBench bench = new();
        bench.Run(5);
        int before = bench.VehicleBus.Obd.Counters.RequestsSent;
        bench.Run(20);

        Assert.That(bench.VehicleBus.Obd.Counters.RequestsSent - before, Is.InRange(38, 42));
    }

    [Test]
    public void Ten_signals_due_at_once_are_shared_out_evenly_and_stay_together()
    {
        CanBench bench = new();
        bench.Run(5);
        bench.SentByUnit.Clear();
        bench.Run(20);
        BusFrame[] requests = [.. bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 0)];
        Assert.That(requests, Has.Length.InRange(38, 42));
        Assert.That(requests.Select(request => request[0]), Is.All.EqualTo(6), "service and five PIDs");
        Assert.That(requests.Select(request => request.Data).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_loop_that_sleeps_until_it_is_wanted_turns_three_times_a_request()
    {
        CanBench bench = new(hasInterrupt: false);
        bench.Run(5);
        int requests = bench.VehicleBus.Obd.Counters.RequestsSent;
        int turns = 0;
        long end = bench.Clock.NowMicroseconds + 20_000_000;
        while (bench.Clock.NowMicroseconds < end)
        {
            long due = bench.VehicleBus.Step(bench.Clock.NowMilliseconds);
            Assert.That(due, Is.EqualTo(bench.VehicleBus.NextDueUptimeMilliseconds));
            bench.Clock.AdvanceTo(due * 1000);
            bench.Bus.AdvanceToNow();
            turns++;
        }

        requests = bench.VehicleBus.Obd.Counters.RequestsSent - requests;
        Assert.That(requests, Is.InRange(38, 42));
        Assert.That(turns, Is.LessThan(requests * 7 / 2));
        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.Zero);
        Assert.That(bench.Profile.Definitions.Select(definition => bench.ValueOf(definition.Name)), Has.None.Null);
    }

    [Test]
    public void A_response_of_several_frames_is_fetched_two_frames_at_a_time()
    {
        CanBench bench = new();
        bench.Run(4);

        BusFrame[] flowControls = [.. bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 3)];
        Assert.That(flowControls, Is.Not.Empty);
        Assert.That(flowControls.Select(frame => (frame.Key, frame[0], frame[1], frame.Length)).Distinct(), Is.EqualTo(new[] { (0x7E0u, (byte)0x30, (byte)2, 8) }));
    }

    [Test]
    public void After_discovery_every_request_names_its_ECU()
    {
        CanBench bench = new();
        bench.Run(10);

        Assert.That(bench.SentByUnit.Count(sent => sent.Frame.Key == ObdAddressing.FunctionalRequest), Is.EqualTo(1));
    }

    [Test]
    public void Nothing_is_sent_before_the_bus_is_seen_alive()
    {
        CanBench bench = new(new TestVehicle { IgnitionOnFrom = 30_000_000 });
        bench.Run(29.9);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.VehicleBus.IsAlive, Is.False);
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));

        bench.Run(5);
        Assert.That(bench.VehicleBus.IsAlive, Is.True);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.SentByUnit[0].Time, Is.GreaterThan(30_000_000));
    }

    [Test]
    public void Nothing_is_sent_after_the_bus_falls_silent_and_polling_returns_with_it()
    {
        TestVehicle vehicle = new() { IgnitionOffFrom = 10_000_000 };
        CanBench bench = new(vehicle);
        bench.Run(20);
        long lastOfOthers = bench.LastOfOthers;
        long frames = bench.Model.TransmissionsBegun;

        bench.Run(3600, stepMilliseconds: 20);
        Assert.That(bench.LastOfOthers, Is.EqualTo(lastOfOthers), "the vehicle sleeps");
        Assert.That(bench.Model.TransmissionsBegun, Is.EqualTo(frames), "frames sent in the hour");
        Assert.That(bench.SentByUnit[^1].Time, Is.LessThanOrEqualTo(lastOfOthers + 1_100_000), "the last frame of the unit");
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Null, "a stale signal is absent");

        vehicle.IgnitionOnFrom = bench.Clock.NowMicroseconds;
        vehicle.IgnitionOffFrom = long.MaxValue;
        bench.Run(5);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
    }

    [Test]
    public void A_unit_that_may_not_poll_sends_nothing_and_acknowledges_nothing()
    {
        CanBench bench = new(settings: new VehicleBusSettings());
        bench.Run(30);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));
        Assert.That(bench.VehicleBus.IsAlive, Is.True, "it hears the others");
    }

    [Test]
    public void A_lone_ECU_on_a_bench_gets_no_request_as_its_frames_are_not_good_without_acknowledgement()
    {
        CanBench bench = new();
        bench.Bus.Detach(bench.Network.Brakes);
        bench.Bus.Detach(bench.Network.Body);
        bench.Run(10);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.Driver.Counters.MessageErrors, Is.Positive);
    }

    [Test]
    public void What_an_ECU_says_to_support_but_never_answers_is_asked_less_and_less()
    {
        CanBench bench = new(ecu: new SimulatedEcuSettings { SilentPids = new HashSet<int> { 0x5C } });
        bench.Run(20);
        int early = bench.SentByUnit.Count(sent => AsksFor(sent.Frame, 0x5C));
        bench.Run(600);
        int late = bench.SentByUnit.Count(sent => AsksFor(sent.Frame, 0x5C)) - early;

        Assert.That(early, Is.InRange(3, 8));
        Assert.That(late, Is.LessThan(8));
        Assert.That(bench.ValueOf("OBD.OilTemperature"), Is.Null);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null, "the others are not held up");
    }

    [Test]
    public void What_no_ECU_supports_is_never_asked()
    {
        CanBench bench = new();
        bench.Network.Engine.Remove(0x2F);
        bench.Run(20);

        Assert.That(bench.SentByUnit.Any(sent => AsksFor(sent.Frame, 0x2F)), Is.False);
        Assert.That(bench.ValueOf("OBD.FuelLevel"), Is.Null);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
    }

    [Test]
    public void An_ECU_that_asks_for_more_time_gets_it()
    {
        CanBench bench = new(ecu: new SimulatedEcuSettings { PendingResponses = 3 });
        bench.Run(30);

        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null);
        Assert.That(bench.VehicleBus.Obd.Counters.ResponsesPending, Is.Positive);
        Assert.That(bench.VehicleBus.Obd.Counters.Timeouts, Is.Zero);
    }

    [Test]
    public void Another_tester_is_given_way_and_its_responses_get_no_flow_control_from_the_unit()
    {
        CanBench bench = new();
        bench.Run(5);
        Recorder tester = new();
        tester.Answer = (frame, time) =>
        {
            if (frame.Key == 0x7E8 && frame[0] >> 4 == 1)
            {
                tester.Send(BusFrame.Of(0x7E0, 0x30, 0, 0, 0, 0, 0, 0, 0), time + 500);
            }
        };
        bench.Bus.Attach(tester);

        // The other tester asks for the VIN, which takes several frames, between two requests of the unit.
        while (bench.VehicleBus.IsWaiting || bench.Clock.NowMicroseconds - bench.SentByUnit[^1].Time < 300_000)
        {
            bench.Run(0.01);
        }

        int before = bench.SentByUnit.Count;
        tester.Send(BusFrame.Of(0x7E0, 0x02, 0x09, 0x02, 0, 0, 0, 0, 0), bench.Clock.NowMicroseconds);
        bench.Run(1.5);

        Assert.That(bench.SentByUnit.Count - before, Is.Zero);
        Assert.That(bench.VehicleBus.Obd.Counters.GivenWay, Is.EqualTo(1));
        bench.Run(3);
        Assert.That(bench.SentByUnit.Count, Is.GreaterThan(before), "afterwards the unit goes on");
    }

    [Test]
    public void A_loop_that_slept_for_seconds_does_not_take_old_frames_for_life()
    {
        TestVehicle vehicle = new() { IgnitionOffFrom = 10_000_000 };
        CanBench bench = new(vehicle);
        bench.Run(9.5);
        long frames = bench.Model.TransmissionsBegun;

        // The last broadcasts wait in the receive buffers while a handshake stops the loop and the vehicle falls asleep.
        long wake = bench.Clock.NowMicroseconds + 20_000_000;
        while (bench.Clock.NowMicroseconds < wake)
        {
            bench.Clock.AdvanceTo(bench.Clock.NowMicroseconds + 500_000);
            bench.Bus.AdvanceToNow();
        }

        bench.Run(60);
        Assert.That(bench.Model.TransmissionsBegun, Is.EqualTo(frames));
    }

    [Test]
    public void Nobody_who_acknowledges_is_no_reason_to_go_on_sending()
    {
        CanBench bench = new();
        bench.Run(5);
        bench.Bus.Detach(bench.Network.Engine);
        bench.Bus.Detach(bench.Network.Brakes);
        bench.Bus.Detach(bench.Network.Body);
        long before = bench.Model.TransmissionsBegun;
        bench.Run(600);

        // Within the second that the bus still counts as alive one request may meet an empty bus; the controller repeats it until it is given up.
        TestContext.Out.WriteLine($"{bench.Model.TransmissionsBegun - before} frames");
        Assert.That(bench.SentByUnit[^1].Time, Is.LessThan(6_200_000));
        Assert.That(bench.Driver.IsBusOff, Is.False);
        Assert.That(bench.Driver.Mode, Is.EqualTo(CanMode.ListenOnly));
    }

    [Test]
    public void A_wrong_bit_rate_disturbs_nobody()
    {
        TestVehicle vehicle = new();
        CanBench bench = new(vehicle);
        SimulatedCanBus slow = new(bench.Clock, 250_000);
        _ = new SimulatedVehicleNetwork(slow, vehicle);
        Mcp2515Model model = new(slow);
        Mcp2515 driver = new(model, model.InterruptLine, 16_000_000, 500_000);
        Assert.That(driver.TryStart(), Is.True);
        VehicleBus vehicleBus = new(driver, ObdProfile.CreateGeneric(), new VehicleBusSettings { MayPoll = true });
        for (int turn = 0; turn < 1000; turn++)
        {
            vehicleBus.Step(bench.Clock.NowMilliseconds);
            bench.Clock.AdvanceTo(bench.Clock.NowMicroseconds + 10_000);
            slow.AdvanceToNow();
        }

        Assert.That(slow.FramesFailed, Is.Zero);
        Assert.That(slow.FramesCompleted, Is.Positive);
        Assert.That(driver.Counters.MessageErrors, Is.Positive);
        Assert.That(vehicleBus.IsAlive, Is.False);
    }

    private static bool AsksFor(BusFrame frame, int pid)
    {
        return frame.Key is >= 0x7DF and < 0x7E8 && frame[0] >> 4 == 0 && frame[1] == 1 && Enumerable.Range(2, frame[0] - 1).Any(index => frame[index] == pid);
    }
}
