using Telltale.Checks;
using Telltale.Obd;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>The CAN controller, the vehicle's bus, its ECUs, and the identification number.</summary>
internal sealed class VehicleChecks : ICheckSource
{
    private readonly TelematicsUnit _unit;
    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;
    private readonly Check _controller = new Check(CheckNumber.CanController);
    private readonly Check _bus = new Check(CheckNumber.Bus);
    private readonly Check _ecu = new Check(CheckNumber.Ecu);
    private readonly Check _vin = new Check(CheckNumber.Vin);
    private int _faults;
    private int _vinsJudged;
    private bool _isVinValid;
    private bool _hasVinCheckDigit;
    private long _onSince = -1;
    private long _pollingSince = -1;

    internal VehicleChecks(TelematicsUnit unit, UnitPorts ports, UnitSettings settings)
    {
        _unit = unit;
        _ports = ports;
        _settings = settings;
    }

    public void AddTo(CheckList list)
    {
        list.Add(_controller);
        list.Add(_bus);
        list.Add(_ecu);
        list.Add(_vin);
    }

    public void Update(long uptimeMilliseconds)
    {
        if (_ports.Can == null)
        {
            if (_ports.CanFault != 0)
            {
                _controller.Set(StatusCheckState.Fail, _ports.CanFault);
            }
            else
            {
                _controller.Set(StatusCheckState.NotFitted);
            }

            _bus.Set(StatusCheckState.NotFitted);
            _ecu.Set(StatusCheckState.NotFitted);
            _vin.Set(StatusCheckState.NotFitted);
            return;
        }

        // Faults of the last second; all of them are counted in the status.
        int faults = _ports.Can.Counters.ControllerFaults;
        _controller.AtMost(faults - _faults, 0);
        _faults = faults;
        VehicleBus bus = _unit.Bus;
        if (bus == null)
        {
            return;
        }

        bool isOn = _unit.Ignition == IgnitionState.On;
        _onSince = !isOn ? -1 : _onSince < 0 ? uptimeMilliseconds : _onSince;
        if (bus.LastFrameUptimeMilliseconds == long.MinValue)
        {
            // A bus may sleep while the ignition is off, or not known to be on.
            bool isLong = isOn && uptimeMilliseconds - _onSince > _settings.Limits.BusMilliseconds;
            _bus.Set(isLong ? StatusCheckState.Fail : StatusCheckState.Waiting);
        }
        else
        {
            long silence = uptimeMilliseconds - bus.LastFrameUptimeMilliseconds;
            bool isSilent = silence > _settings.Limits.BusMilliseconds;
            _bus.Set(!isSilent ? StatusCheckState.Pass : isOn ? StatusCheckState.Fail : StatusCheckState.Waiting, silence, _settings.Limits.BusMilliseconds);
        }

        UpdateVehicle(bus, uptimeMilliseconds);
    }

    private void UpdateVehicle(VehicleBus bus, long uptimeMilliseconds)
    {
        if (!_settings.Bus.MayPoll)
        {
            _ecu.Set(StatusCheckState.NotFitted);
            _vin.Set(StatusCheckState.NotFitted);
            return;
        }

        ObdVehicle vehicle = bus.Obd.Vehicle;
        bool isPolling = bus.IsAlive && bus.IsPolling;
        _pollingSince = !isPolling ? -1 : _pollingSince < 0 ? uptimeMilliseconds : _pollingSince;
        bool isLong = isPolling && uptimeMilliseconds - _pollingSince > _settings.Limits.EcuMilliseconds;
        int ecus = vehicle.EcuCount;
        _ecu.Set(ecus > 0 ? StatusCheckState.Pass : isLong ? StatusCheckState.Fail : StatusCheckState.Waiting, ecus, 1);
        if (vehicle.HasVin)
        {
            // Judged once: reading its characters costs as much as a sample does.
            if (vehicle.VinsTold != _vinsJudged)
            {
                _vinsJudged = vehicle.VinsTold;
                _isVinValid = VehicleIdentification.IsValid(vehicle.Vin, 0, VehicleIdentification.Length);
                _hasVinCheckDigit = VehicleIdentification.HasCheckDigit(vehicle.Vin, 0);
            }

            // The value says whether it has the check digit of North American and Chinese numbers.
            _vin.Set(_isVinValid ? StatusCheckState.Pass : StatusCheckState.Fail, _hasVinCheckDigit ? 1 : 0);
        }
        else
        {
            // Many vehicles from before 2008 do not tell it.
            _vin.Set(vehicle.IsKnown || isLong ? StatusCheckState.Fail : StatusCheckState.Waiting);
        }
    }
}
