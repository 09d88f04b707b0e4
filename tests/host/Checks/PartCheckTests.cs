using System.Text;
using Telltale.Checks;
using Telltale.HostTests.Unit;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Checks;

/// <summary>When each part's checks pass, wait and fail.</summary>
internal sealed class PartCheckTests
{
    [TestCase(11_800, StatusCheckState.Pass)]
    [TestCase(11_799, StatusCheckState.Fail)]
    public void The_supply_passes_from_its_limit_on(int millivolts, StatusCheckState state)
    {
        UnitOnTheDesk desk = new();
        desk.Supply.SupplyMillivolts = millivolts;
        desk.Start();
        desk.Run(3);
        Assert.That(Of(desk, CheckNumber.Supply), Is.EqualTo((state, (long?)millivolts, (long?)11_800)));
    }

    [Test]
    public void A_supply_that_is_not_measured_is_not_fitted()
    {
        UnitOnTheDesk desk = new();
        desk.Supply.SupplyMillivolts = -1;
        desk.Start();
        desk.Run(3);
        Assert.That(State(desk, CheckNumber.Supply), Is.EqualTo(StatusCheckState.NotFitted));
    }

    [Test]
    public void The_ignition_says_where_it_is_known_from_and_waits_while_nothing_tells_it()
    {
        UnitOnTheDesk desk = new() { IsSkyHidden = true };
        desk.Start();
        desk.Run(3);
        Assert.That(Of(desk, CheckNumber.Ignition), Is.EqualTo((StatusCheckState.Pass, (long?)IgnitionSource.Wire, (long?)null)));

        desk = new UnitOnTheDesk { IsSkyHidden = true };
        desk.Supply.Ignition = -1;
        desk.Supply.SupplyMillivolts = -1;
        desk.Start();
        desk.Run(3);
        Assert.That(State(desk, CheckNumber.Ignition), Is.EqualTo(StatusCheckState.Waiting));
    }

    [Test]
    public void A_receiver_that_was_never_heard_is_waited_for_a_minute_and_then_fails()
    {
        UnitOnTheDesk desk = new();
        DeafUart uart = new(desk.Receiver) { IsDeaf = true };
        desk.Plug = ports => ports.GnssUart = uart;
        desk.Start();
        desk.Run(59);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Waiting));
        desk.Run(3);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(desk.Unit.Reporting.Lamp, Is.EqualTo(LampPattern.Receiver));
        Assert.That(State(desk, CheckNumber.Fix), Is.EqualTo(StatusCheckState.Waiting));
    }

    [Test]
    public void A_receiver_that_falls_silent_fails_after_five_seconds_and_its_fix_is_waited_for()
    {
        UnitOnTheDesk desk = new();
        DeafUart uart = new(desk.Receiver);
        desk.Plug = ports => ports.GnssUart = uart;
        desk.Start();
        desk.Run(30);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(Of(desk, CheckNumber.Fix), Is.EqualTo((StatusCheckState.Pass, (long?)3, (long?)null)));
        uart.IsDeaf = true;
        desk.Run(4);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Pass));
        desk.Run(4);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(Of(desk, CheckNumber.Fix), Is.EqualTo((StatusCheckState.Waiting, (long?)0, (long?)null)), "what was is not what is");
        Assert.That(State(desk, CheckNumber.FixDilution), Is.EqualTo(StatusCheckState.Waiting));
    }

    [Test]
    public void Under_a_roof_the_fix_is_waited_for_and_never_fails()
    {
        UnitOnTheDesk desk = new() { IsSkyHidden = true };
        desk.Start();
        desk.Run(120);
        Assert.That(State(desk, CheckNumber.Receiver), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(State(desk, CheckNumber.Fix), Is.EqualTo(StatusCheckState.Waiting));
        Assert.That(State(desk, CheckNumber.FixDilution), Is.EqualTo(StatusCheckState.Waiting));
        Assert.That(desk.Unit.Reporting.Lamp, Is.EqualTo(LampPattern.Waiting));
    }

    [Test]
    public void A_poor_dilution_fails_and_an_accuracy_that_is_not_told_is_not_fitted()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Limits.FixDilutionHundredths = 10;
        desk.Start();
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.FixDilution), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(State(desk, CheckNumber.FixAccuracy), Is.EqualTo(StatusCheckState.NotFitted));
    }

    [TestCase(0, StatusCheckState.NotFitted, null)]
    [TestCase(3, StatusCheckState.Fail, 3L)]
    public void A_board_without_a_controller_has_none_fitted_unless_it_did_not_start(int fault, StatusCheckState state, long? value)
    {
        UnitOnTheDesk desk = new()
        {
            Plug = ports =>
            {
                ports.Can = null;
                ports.CanFault = fault;
            },
        };
        desk.Start();
        desk.Run(3);
        Assert.That(Of(desk, CheckNumber.CanController), Is.EqualTo((state, value, (long?)null)));
        foreach (CheckNumber number in (CheckNumber[])[CheckNumber.Bus, CheckNumber.Ecu, CheckNumber.Vin, CheckNumber.Profile])
        {
            Assert.That(State(desk, number), Is.EqualTo(StatusCheckState.NotFitted), number.ToString());
        }
    }

    [Test]
    public void Faults_of_the_controller_fail_in_the_second_in_which_they_are_counted()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(5);
        Assert.That(Of(desk, CheckNumber.CanController), Is.EqualTo((StatusCheckState.Pass, (long?)0, (long?)0)));
        desk.Bus.Counters.ControllerFaults += 2;
        desk.Unit.Reporting.Checks.Step(desk.Uptime + 1000);
        Assert.That(Of(desk, CheckNumber.CanController), Is.EqualTo((StatusCheckState.Fail, (long?)2, (long?)0)));
        desk.Run(2.1);
        Assert.That(State(desk, CheckNumber.CanController), Is.EqualTo(StatusCheckState.Pass));
    }

    [TestCase(1, StatusCheckState.Fail)]
    [TestCase(0, StatusCheckState.Waiting)]
    public void A_bus_that_falls_silent_fails_with_the_ignition_on_and_is_waited_for_with_it_off(int ignition, StatusCheckState state)
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Bus), Is.EqualTo(StatusCheckState.Pass));
        desk.Supply.Ignition = ignition;
        desk.Run(10);
        desk.Bus.IsSilent = true;
        desk.Run(1.9);
        Assert.That(State(desk, CheckNumber.Bus), Is.EqualTo(StatusCheckState.Pass));
        desk.Run(2.2);
        Assert.That(State(desk, CheckNumber.Bus), Is.EqualTo(state));
    }

    [TestCase(1, StatusCheckState.Fail)]
    [TestCase(0, StatusCheckState.Waiting)]
    public void A_bus_that_was_never_heard_fails_with_the_ignition_on(int ignition, StatusCheckState state)
    {
        UnitOnTheDesk desk = new();
        desk.Supply.Ignition = ignition;
        desk.Bus.IsSilent = true;
        desk.Start();
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Bus), Is.EqualTo(state));
    }

    [Test]
    public void An_ECU_that_does_not_answer_fails_after_a_minute_of_asking_and_is_not_fitted_where_nobody_may_ask()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Bus.MayPoll = true;
        desk.Volume.Delete(TelematicsUnit.ProfileFileName);
        desk.Start();
        desk.Run(55);
        Assert.That(Of(desk, CheckNumber.Ecu), Is.EqualTo((StatusCheckState.Waiting, (long?)0, (long?)1)));
        Assert.That(State(desk, CheckNumber.Vin), Is.EqualTo(StatusCheckState.Waiting));
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Ecu), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(State(desk, CheckNumber.Vin), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(desk.Unit.Reporting.Lamp, Is.EqualTo(LampPattern.Vehicle));

    }

    [Test]
    public void No_ECU_is_waited_for_where_nobody_may_ask_or_the_profile_has_nothing_to_ask([Values] bool mayPoll)
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Bus.MayPoll = mayPoll;
        if (!mayPoll)
        {
            desk.Volume.Delete(TelematicsUnit.ProfileFileName);
        }

        desk.Start();
        desk.Run(65);
        Assert.That((State(desk, CheckNumber.Ecu), State(desk, CheckNumber.Vin)), Is.EqualTo((StatusCheckState.NotFitted, StatusCheckState.NotFitted)));
    }

    [Test]
    public void The_identification_number_passes_with_and_without_a_check_digit_and_another_vehicles_is_looked_at_anew()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Bus.MayPoll = true;
        desk.Volume.Delete(TelematicsUnit.ProfileFileName);
        desk.Start();
        desk.Run(5);
        Tell("1M8GDM9AXKP042788");
        Assert.That(Of(desk, CheckNumber.Vin), Is.EqualTo((StatusCheckState.Pass, (long?)1, (long?)null)));
        Tell("WVWZZZ1KZAW000001");
        Assert.That(Of(desk, CheckNumber.Vin), Is.EqualTo((StatusCheckState.Pass, (long?)0, (long?)null)));
        Tell("WVWZZZ1KZAW00000O");
        Assert.That(Of(desk, CheckNumber.Vin), Is.EqualTo((StatusCheckState.Fail, (long?)0, (long?)null)));

        // As discovery does, which has no ECU to ask here.
        void Tell(string number)
        {
            Telltale.Obd.ObdVehicle vehicle = desk.Unit.Bus!.Obd.Vehicle;
            Encoding.ASCII.GetBytes(number).CopyTo(vehicle.Vin, 0);
            vehicle.HasVin = true;
            vehicle.VinsRead++;
            desk.Run(1.1);
        }
    }

    [Test]
    public void A_refused_profile_fails_and_says_why()
    {
        UnitOnTheDesk desk = new();
        desk.Volume.Delete(TelematicsUnit.ProfileFileName);
        desk.Volume.Create(TelematicsUnit.ProfileFileName, [1, 2, 3], 0, 3);
        desk.Start();
        desk.Run(3);
        Assert.That(State(desk, CheckNumber.Profile), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(Of(desk, CheckNumber.Profile).Value, Is.EqualTo((long)desk.Unit.ProfileFault).And.Not.Zero);
        Assert.That(desk.Unit.Reporting.Lamp, Is.EqualTo(LampPattern.Unit));
    }

    [Test]
    public void A_volume_that_refuses_fails_the_journal_until_a_frame_is_journalled_again()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(70);
        Assert.That(Of(desk, CheckNumber.Journal), Is.EqualTo((StatusCheckState.Pass, (long?)0, (long?)0)));
        desk.Volume.IsFull = true;
        desk.Run(70);
        Assert.That(State(desk, CheckNumber.Journal), Is.EqualTo(StatusCheckState.Fail));
        desk.Run(4);
        Assert.That(State(desk, CheckNumber.Journal), Is.EqualTo(StatusCheckState.Fail), "nothing was journalled since");
        desk.Volume.IsFull = false;
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Journal), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(Of(desk, CheckNumber.Journal).Value, Is.Positive, "what was counted stays");
    }

    [Test]
    public void Keys_that_cannot_be_written_fail_until_they_can()
    {
        UnitOnTheDesk desk = new();
        desk.Volume.IsFull = true;
        desk.Start();
        desk.Run(3);
        Assert.That(State(desk, CheckNumber.Keys), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(Of(desk, CheckNumber.Keys).Value, Is.Positive);
        desk.Volume.IsFull = false;
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Keys), Is.EqualTo(StatusCheckState.Pass));
    }

    [Test]
    public void Without_receipts_the_round_trip_fails_after_two_minutes_of_open_connection_and_passes_with_the_next_one()
    {
        UnitOnTheDesk desk = new();
        Action<byte[]>? deliver = desk.Owner.SendReceipt;
        desk.Owner.SendReceipt = null;
        desk.Start();
        desk.Run(60);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Waiting));
        Assert.That((State(desk, CheckNumber.Broker), desk.Unit.Reporting.Startup.IsOnline), Is.EqualTo((StatusCheckState.Pass, false)), "the owner has not been heard");
        desk.Run(150);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Fail));
        Assert.That(desk.Unit.Reporting.Startup.IsOnline, Is.False);
        desk.Owner.SendReceipt = deliver;
        desk.Run(600);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass));
        Assert.That(desk.Unit.Reporting.Startup.IsOnline, Is.True);
    }

    [Test]
    public void Connections_that_the_uplink_makes_anew_for_want_of_receipts_do_not_let_the_check_pass_in_between()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(60);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass));
        desk.Owner.SendReceipt = null;
        List<StatusCheckState> stood = [];
        for (int second = 0; second < 1800; second++)
        {
            desk.Run(1);
            stood.Add(State(desk, CheckNumber.Receipt));
        }

        Assert.That(desk.Unit.Uplink.Counters.Connections, Is.GreaterThan(2));
        int failed = stood.IndexOf(StatusCheckState.Fail);
        Assert.That(failed, Is.InRange(115, 240), "seconds, of which the connection was open for 120");
        Assert.That(stood.Skip(failed), Has.All.EqualTo(StatusCheckState.Fail), "one alarm");
    }

    [Test]
    public void Receipts_that_come_late_but_come_pass_though_some_frame_always_waits()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(60);
        Action<byte[]> deliver = desk.Owner.SendReceipt!;
        Queue<(long Due, byte[] Receipt)> late = new();
        desk.Owner.SendReceipt = receipt => late.Enqueue((desk.Uptime + 75_000, receipt));
        for (int second = 0; second < 900; second++)
        {
            desk.Run(1);
            while (late.TryPeek(out (long Due, byte[] Receipt) next) && next.Due <= desk.Uptime)
            {
                deliver(late.Dequeue().Receipt);
            }

            Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass), $"second {second}");
        }
    }

    [Test]
    public void Time_without_a_connection_is_no_waiting_for_receipts()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(60);
        desk.Scripted.HasNetwork = false;
        desk.Scripted.Drop();
        desk.Run(1800);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass));
        desk.Scripted.HasNetwork = true;
        for (int second = 0; second < 600; second++)
        {
            desk.Run(1);
            Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.Pass));
        }
    }

    [Test]
    public void Where_the_broker_releases_frames_no_receipt_is_waited_for_and_the_unit_is_online_all_the_same()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Uplink.ReleaseOnAcknowledgement = true;
        desk.Start();
        desk.Run(10);
        Assert.That(State(desk, CheckNumber.Receipt), Is.EqualTo(StatusCheckState.NotFitted));
        Assert.That(desk.Unit.Reporting.Startup.IsOnline, Is.True);
    }

    [Test]
    public void The_clock_is_waited_for_until_it_is_set()
    {
        UnitOnTheDesk desk = new() { IsSkyHidden = true };
        DeafUart uart = new(desk.Receiver) { IsDeaf = true };
        desk.Plug = ports => ports.GnssUart = uart;
        desk.Start();
        desk.Run(20);
        Assert.That(State(desk, CheckNumber.Clock), Is.EqualTo(StatusCheckState.Waiting));
        uart.IsDeaf = false;
        desk.IsSkyHidden = false;
        desk.Run(60);
        Assert.That(State(desk, CheckNumber.Clock), Is.EqualTo(StatusCheckState.Pass));
    }

    private static StatusCheckState State(UnitOnTheDesk desk, CheckNumber number) => desk.Unit.Reporting.Checks.Find(number).State;

    private static (StatusCheckState State, long? Value, long? Limit) Of(UnitOnTheDesk desk, CheckNumber number)
    {
        Check check = desk.Unit.Reporting.Checks.Find(number);
        return (check.State, check.HasValue ? check.Value : null, check.HasLimit ? check.Limit : null);
    }

    /// <summary>A UART whose receiving wire can be cut.</summary>
    private sealed class DeafUart(IUartPort port) : IUartPort
    {
        private readonly byte[] _lost = new byte[4096];

        public bool IsDeaf { get; set; }

        public int BytesToRead
        {
            get
            {
                Lose();
                return IsDeaf ? 0 : port.BytesToRead;
            }
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            Lose();
            return IsDeaf ? 0 : port.Read(buffer, offset, count);
        }

        public void Write(byte[] buffer, int offset, int count) => port.Write(buffer, offset, count);

        public bool Open(int baudRate) => port.Open(baudRate);

        private void Lose()
        {
            while (IsDeaf && port.BytesToRead > 0)
            {
                port.Read(_lost, 0, _lost.Length);
            }
        }
    }
}
