using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// The PIDs of service 01 (SAE J1979) whose meaning is exact in integers. Left out are those whose bytes mean something only where a support bit
/// in the same response says so, and those that bundle states without a number. Names are COVESA VSS paths where VSS has one.
/// </summary>
public sealed class ObdParameters
{
    /// <summary>The most quantities in one PID.</summary>
    public const int MaximumInPid = 5;

    private const string Percent = "%";
    private const string Celsius = "degC";
    private const string Kilopascal = "kPa";

    private readonly ObdParameter[] _into;
    private readonly int _pid;
    private readonly int _staleAfterMilliseconds;
    private int _count;

    private ObdParameters(int pid, ObdParameter[] into, int staleAfterMilliseconds)
    {
        _pid = pid;
        _into = into;
        _staleAfterMilliseconds = staleAfterMilliseconds;
    }

    /// <summary>Gives the quantities in a PID.</summary>
    /// <param name="pid">The PID.</param>
    /// <param name="into">Where they are put, from index 0; room for <see cref="MaximumInPid"/>.</param>
    /// <param name="staleAfterMilliseconds">For the definitions.</param>
    /// <returns>How many; 0 for a PID that is not known here.</returns>
    public static int Of(int pid, ObdParameter[] into, int staleAfterMilliseconds)
    {
        ObdParameters parameters = new ObdParameters(pid, into, staleAfterMilliseconds);
        if (pid < 0x60)
        {
            parameters.AddLow();
        }
        else
        {
            parameters.AddHigh();
        }

        return parameters._count;
    }

    private void AddLow()
    {
        switch (_pid)
        {
            case 0x01:
                Bits(4, 7, 1, "OBD.Status.IsMILOn");
                Bits(4, 6, 7, "OBD.Status.DTCCount");
                Bits(4, 15, 24, "OBD.Status.Monitors");
                break;
            case 0x02: Number(2, 0, 2, 1, 1, 0, "", "OBD.FreezeDTC"); break;
            case 0x03:
                Number(2, 0, 1, 1, 1, 0, "", "OBD.FuelStatus");
                Number(2, 1, 1, 1, 1, 0, "", "OBD.FuelStatus2");
                break;
            case 0x04: PercentOf255("OBD.EngineLoad"); break;
            case 0x05: Temperature("OBD.CoolantTemperature"); break;
            case 0x06: Trim(1, 0, "OBD.ShortTermFuelTrim1"); break;
            case 0x07: Trim(1, 0, "OBD.LongTermFuelTrim1"); break;
            case 0x08: Trim(1, 0, "OBD.ShortTermFuelTrim2"); break;
            case 0x09: Trim(1, 0, "OBD.LongTermFuelTrim2"); break;
            case 0x0A: Number(1, 0, 1, 3, 1, 0, Kilopascal, "OBD.FuelPressure"); break;
            case 0x0B: Number(1, 0, 1, 1, 1, 0, Kilopascal, "OBD.MAP"); break;
            case 0x0C: Number(2, 0, 2, 1, 4, 0, "rpm", "OBD.EngineSpeed"); break;
            case 0x0D: Number(1, 0, 1, 1, 1, 0, "km/h", "OBD.Speed"); break;
            case 0x0E: Number(1, 0, 1, 1, 2, -128, "deg", "OBD.TimingAdvance"); break;
            case 0x0F: Temperature("OBD.IntakeTemp"); break;
            case 0x10: Number(2, 0, 2, 1, 100, 0, "g/s", "OBD.MAF"); break;
            case 0x11: PercentOf255("OBD.ThrottlePosition"); break;
            case 0x12: Number(1, 0, 1, 1, 1, 0, "", "OBD.AirStatus"); break;
            case 0x13: Number(1, 0, 1, 1, 1, 0, "", "OBD.OxygenSensorsIn2Banks"); break;
            case 0x14: OxygenSensor("OBD.O2.Sensor1"); break;
            case 0x15: OxygenSensor("OBD.O2.Sensor2"); break;
            case 0x16: OxygenSensor("OBD.O2.Sensor3"); break;
            case 0x17: OxygenSensor("OBD.O2.Sensor4"); break;
            case 0x18: OxygenSensor("OBD.O2.Sensor5"); break;
            case 0x19: OxygenSensor("OBD.O2.Sensor6"); break;
            case 0x1A: OxygenSensor("OBD.O2.Sensor7"); break;
            case 0x1B: OxygenSensor("OBD.O2.Sensor8"); break;
            case 0x1C: Number(1, 0, 1, 1, 1, 0, "", "OBD.OBDStandards"); break;
            case 0x1D: Number(1, 0, 1, 1, 1, 0, "", "OBD.OxygenSensorsIn4Banks"); break;
            case 0x1E: Bits(1, 0, 1, "OBD.IsPTOActive"); break;
            case 0x1F: Number(2, 0, 2, 1, 1, 0, "s", "OBD.RunTime"); break;
            case 0x21: Number(2, 0, 2, 1, 1, 0, "km", "OBD.DistanceWithMIL"); break;
            case 0x22: Number(2, 0, 2, 79, 1000, 0, Kilopascal, "OBD.FuelRailPressureVac"); break;
            case 0x23: Number(2, 0, 2, 10, 1, 0, Kilopascal, "OBD.FuelRailPressureDirect"); break;
            case 0x24: WideRangeVoltage("OBD.O2WR.Sensor1"); break;
            case 0x25: WideRangeVoltage("OBD.O2WR.Sensor2"); break;
            case 0x26: WideRangeVoltage("OBD.O2WR.Sensor3"); break;
            case 0x27: WideRangeVoltage("OBD.O2WR.Sensor4"); break;
            case 0x28: WideRangeVoltage("OBD.O2WR.Sensor5"); break;
            case 0x29: WideRangeVoltage("OBD.O2WR.Sensor6"); break;
            case 0x2A: WideRangeVoltage("OBD.O2WR.Sensor7"); break;
            case 0x2B: WideRangeVoltage("OBD.O2WR.Sensor8"); break;
            case 0x2C: PercentOf255("OBD.CommandedEGR"); break;
            case 0x2D: Trim(1, 0, "OBD.EGRError"); break;
            case 0x2E: PercentOf255("OBD.CommandedEVAP"); break;
            case 0x2F: PercentOf255("OBD.FuelLevel"); break;
            case 0x30: Number(1, 0, 1, 1, 1, 0, "", "OBD.WarmupsSinceDTCClear"); break;
            case 0x31: Number(2, 0, 2, 1, 1, 0, "km", "OBD.DistanceSinceDTCClear"); break;
            case 0x32: Signed(2, 1, 4, "Pa", "OBD.EVAPVaporPressure"); break;
            case 0x33: Number(1, 0, 1, 1, 1, 0, Kilopascal, "OBD.BarometricPressure"); break;
            case 0x34: WideRangeCurrent("OBD.O2WR.Sensor1"); break;
            case 0x35: WideRangeCurrent("OBD.O2WR.Sensor2"); break;
            case 0x36: WideRangeCurrent("OBD.O2WR.Sensor3"); break;
            case 0x37: WideRangeCurrent("OBD.O2WR.Sensor4"); break;
            case 0x38: WideRangeCurrent("OBD.O2WR.Sensor5"); break;
            case 0x39: WideRangeCurrent("OBD.O2WR.Sensor6"); break;
            case 0x3A: WideRangeCurrent("OBD.O2WR.Sensor7"); break;
            case 0x3B: WideRangeCurrent("OBD.O2WR.Sensor8"); break;
            case 0x3C: Number(2, 0, 2, 1, 10, -400, Celsius, "OBD.Catalyst.Bank1.Temperature1"); break;
            case 0x3D: Number(2, 0, 2, 1, 10, -400, Celsius, "OBD.Catalyst.Bank2.Temperature1"); break;
            case 0x3E: Number(2, 0, 2, 1, 10, -400, Celsius, "OBD.Catalyst.Bank1.Temperature2"); break;
            case 0x3F: Number(2, 0, 2, 1, 10, -400, Celsius, "OBD.Catalyst.Bank2.Temperature2"); break;
            case 0x41: Bits(4, 15, 24, "OBD.DriveCycleStatus.Monitors"); break;
            case 0x42: Number(2, 0, 2, 1, 1000, 0, "V", "OBD.ControlModuleVoltage"); break;
            case 0x43: Number(2, 0, 2, 20, 51, 0, Percent, "OBD.AbsoluteLoad"); break;
            case 0x44: Number(2, 0, 2, 1, 32768, 0, "ratio", "OBD.CommandedEquivalenceRatio"); break;
            case 0x45: PercentOf255("OBD.RelativeThrottlePosition"); break;
            case 0x46: Temperature("OBD.AmbientAirTemperature"); break;
            case 0x47: PercentOf255("OBD.ThrottlePositionB"); break;
            case 0x48: PercentOf255("OBD.ThrottlePositionC"); break;
            case 0x49: PercentOf255("OBD.AcceleratorPositionD"); break;
            case 0x4A: PercentOf255("OBD.AcceleratorPositionE"); break;
            case 0x4B: PercentOf255("OBD.AcceleratorPositionF"); break;
            case 0x4C: PercentOf255("OBD.ThrottleActuator"); break;
            case 0x4D: Number(2, 0, 2, 1, 1, 0, "min", "OBD.RunTimeMIL"); break;
            case 0x4E: Number(2, 0, 2, 1, 1, 0, "min", "OBD.TimeSinceDTCCleared"); break;
            case 0x50: Number(4, 0, 1, 10, 1, 0, "g/s", "OBD.MaxMAF"); break;
            case 0x51: Number(1, 0, 1, 1, 1, 0, "", "OBD.FuelType"); break;
            case 0x52: PercentOf255("OBD.EthanolPercent"); break;
            case 0x53: Number(2, 0, 2, 1, 200, 0, Kilopascal, "OBD.EVAPVaporPressureAbsolute"); break;
            case 0x54: Signed(2, 1, 1, "Pa", "OBD.EVAPVaporPressureAlternate"); break;
            case 0x55:
                Trim(2, 0, "OBD.ShortTermO2Trim1");
                Trim(2, 1, "OBD.ShortTermO2Trim3");
                break;
            case 0x56:
                Trim(2, 0, "OBD.LongTermO2Trim1");
                Trim(2, 1, "OBD.LongTermO2Trim3");
                break;
            case 0x57:
                Trim(2, 0, "OBD.ShortTermO2Trim2");
                Trim(2, 1, "OBD.ShortTermO2Trim4");
                break;
            case 0x58:
                Trim(2, 0, "OBD.LongTermO2Trim2");
                Trim(2, 1, "OBD.LongTermO2Trim4");
                break;
            case 0x59: Number(2, 0, 2, 10, 1, 0, Kilopascal, "OBD.FuelRailPressureAbsolute"); break;
            case 0x5A: PercentOf255("OBD.RelativeAcceleratorPosition"); break;
            case 0x5B: PercentOf255("OBD.HybridBatteryRemaining"); break;
            case 0x5C: Temperature("OBD.OilTemperature"); break;
            case 0x5D: Number(2, 0, 2, 1, 128, -26880, "deg", "OBD.FuelInjectionTiming"); break;
            case 0x5E: Number(2, 0, 2, 1, 20, 0, "l/h", "OBD.FuelRate"); break;
            case 0x5F: Number(1, 0, 1, 1, 1, 0, "", "OBD.EmissionRequirements"); break;
            default: break;
        }
    }

    private void AddHigh()
    {
        switch (_pid)
        {
            case 0x61: Torque(1, 0, "OBD.DemandedTorque"); break;
            case 0x62: Torque(1, 0, "OBD.ActualTorque"); break;
            case 0x63: Number(2, 0, 2, 1, 1, 0, "Nm", "OBD.ReferenceTorque"); break;
            case 0x64:
                Torque(5, 0, "OBD.TorqueIdle");
                Torque(5, 1, "OBD.TorquePoint1");
                Torque(5, 2, "OBD.TorquePoint2");
                Torque(5, 3, "OBD.TorquePoint3");
                Torque(5, 4, "OBD.TorquePoint4");
                break;
            case 0x8D: PercentOf255("OBD.ThrottlePositionG"); break;
            case 0x8E: Torque(1, 0, "OBD.FrictionTorque"); break;
            case 0x9D:
                Number(4, 0, 2, 1, 50, 0, "g/s", "OBD.EngineFuelRate");
                Number(4, 2, 2, 1, 50, 0, "g/s", "OBD.VehicleFuelRate");
                break;
            case 0x9E: Number(2, 0, 2, 1, 5, 0, "kg/h", "OBD.ExhaustFlow"); break;
            case 0xA2: Number(2, 0, 2, 1, 32, 0, "mg/stroke", "OBD.CylinderFuelRate"); break;
            case 0xA6: Number(4, 0, 4, 1, 10, 0, "km", "TraveledDistance"); break;
            default: break;
        }
    }

    private void PercentOf255(string name)
    {
        Number(1, 0, 1, 20, 51, 0, Percent, name);
    }

    private void Temperature(string name)
    {
        Number(1, 0, 1, 1, 1, -40, Celsius, name);
    }

    // 100 / 128 × A - 100
    private void Trim(int dataLength, int firstByte, string name)
    {
        Number(dataLength, firstByte, 1, 25, 32, -3200, Percent, name);
    }

    private void Torque(int dataLength, int firstByte, string name)
    {
        Number(dataLength, firstByte, 1, 1, 1, -125, Percent, name);
    }

    private void OxygenSensor(string name)
    {
        Number(2, 0, 1, 1, 200, 0, "V", name + ".Voltage");
        Trim(2, 1, name + ".ShortTermFuelTrim");
    }

    private void WideRangeVoltage(string name)
    {
        Number(4, 0, 2, 1, 32768, 0, "ratio", name + ".Lambda");
        Number(4, 2, 2, 1, 8192, 0, "V", name + ".Voltage");
    }

    // VSS has the current in amperes; J1979 counts 1/256 mA from -128 mA.
    private void WideRangeCurrent(string name)
    {
        Number(4, 0, 2, 1, 32768, 0, "ratio", name + ".Lambda");
        Number(4, 2, 2, 1, 256, -32768, "mA", name + ".Current");
    }

    private void Number(int dataLength, int firstByte, int bytes, int numerator, int denominator, int offset, string unit, string name)
    {
        Add(dataLength, new BitField(8 * firstByte + 7, 8 * bytes, true, false), numerator, denominator, offset, unit, name);
    }

    private void Signed(int bytes, int numerator, int denominator, string unit, string name)
    {
        Add(bytes, new BitField(7, 8 * bytes, true, true), numerator, denominator, 0, unit, name);
    }

    private void Bits(int dataLength, int startBit, int bitLength, string name)
    {
        Add(dataLength, new BitField(startBit, bitLength, true, false), 1, 1, 0, "", name);
    }

    private void Add(int dataLength, BitField field, int numerator, int denominator, int offset, string unit, string name)
    {
        bool isUnsigned = field.BitLength == 32 && !field.IsSigned;
        _into[_count] = new ObdParameter(
            _pid, dataLength, field, new SignalDefinition(name, unit, numerator, denominator, offset, isUnsigned, _staleAfterMilliseconds));
        _count++;
    }
}
