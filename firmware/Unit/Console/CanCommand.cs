using Telltale.Can;
using Telltale.Checks;
using Telltale.Obd;

namespace Telltale.Unit;

/// <summary><c>can</c>: controller, bus, ECUs, identification number.</summary>
internal sealed class CanCommand : ConsoleCommand
{
    private readonly TelematicsUnit _unit;
    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;

    internal CanCommand(TelematicsUnit unit, UnitPorts ports, UnitSettings settings)
        : base("can", "controller, bus, ECUs, identification number")
    {
        _unit = unit;
        _ports = ports;
        _settings = settings;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (_ports.Can == null)
        {
            Line(text, "controller", _ports.CanFault == 0 ? "not fitted" : "does not start");
            Line(text, "fault", _ports.CanFault);
            return false;
        }

        CanCounters counters = _ports.Can.Counters;
        if (piece == 0)
        {
            Line(text, "mode", ModeOf(_ports.Can.Mode));
            Line(text, "frames received", counters.FramesReceived);
            Line(text, "frames sent", counters.FramesSent);
            Line(text, "overflows", counters.Overflows);
            Line(text, "frames with errors", counters.MessageErrors);
            Line(text, "error-passive", counters.ErrorPassives);
            Line(text, "bus-off", counters.BusOffs);
            Line(text, "controller faults", counters.ControllerFaults);
            return _unit.Bus != null;
        }

        VehicleBus bus = _unit.Bus;
        ObdVehicle vehicle = bus.Obd.Vehicle;
        Line(text, "bus", bus.IsAlive ? "alive" : "silent");
        Line(text, "requests", _settings.Bus.MayPoll ? "allowed" : "not allowed");
        Line(text, "requests sent", bus.Obd.Counters.RequestsSent);
        Line(text, "responses", bus.Obd.Counters.ResponsesReceived);
        Line(text, "without response", bus.Obd.Counters.Timeouts);
        Line(text, "refused", bus.Obd.Counters.NegativeResponses);
        Line(text, "ECUs", vehicle.EcuCount);
        text.AddPadded("vin", 24);
        if (vehicle.HasVin)
        {
            text.AddBytes(vehicle.Vin, 0, VehicleIdentification.Length);
            text.Add(VehicleIdentification.HasCheckDigit(vehicle.Vin, 0) ? " (check digit right)" : " (no check digit)");
        }
        else
        {
            text.Add("not told");
        }

        text.Add("\r\n");
        return false;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            text.Open();
            if (_ports.Can == null)
            {
                text.Member("mode", _ports.CanFault == 0 ? "not fitted" : "does not start");
                text.Member("fault", _ports.CanFault);
                text.Close();
                return false;
            }

            CanCounters counters = _ports.Can.Counters;
            text.Member("mode", ModeOf(_ports.Can.Mode));
            text.Member("frames_received", counters.FramesReceived);
            text.Member("frames_sent", counters.FramesSent);
            text.Member("overflows", counters.Overflows);
            text.Member("message_errors", counters.MessageErrors);
            text.Member("error_passives", counters.ErrorPassives);
            text.Member("bus_offs", counters.BusOffs);
            text.Member("controller_faults", counters.ControllerFaults);
            return true;
        }

        if (_unit.Bus != null)
        {
            VehicleBus bus = _unit.Bus;
            ObdVehicle vehicle = bus.Obd.Vehicle;
            text.Member("alive", bus.IsAlive);
            text.Member("may_poll", _settings.Bus.MayPoll);
            text.Member("requests_sent", bus.Obd.Counters.RequestsSent);
            text.Member("responses", bus.Obd.Counters.ResponsesReceived);
            text.Member("timeouts", bus.Obd.Counters.Timeouts);
            text.Member("negative_responses", bus.Obd.Counters.NegativeResponses);
            text.Member("ecus", vehicle.EcuCount);
            if (vehicle.HasVin)
            {
                text.Member("vin", vehicle.Vin, 0, VehicleIdentification.Length);
                text.Member("vin_check_digit", VehicleIdentification.HasCheckDigit(vehicle.Vin, 0));
            }
        }

        text.Close();
        return false;
    }

    private static string ModeOf(CanMode mode) => mode == CanMode.Normal ? "normal" : mode == CanMode.ListenOnly ? "listen only" : "other";
}
