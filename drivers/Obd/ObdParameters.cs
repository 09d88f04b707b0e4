using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>
/// The PIDs of service 01 (SAE J1979-DA) whose meaning is known and exact in integers; README.md says which, and which are left out. States are raw numbers or bits.
/// Names are COVESA VSS paths where VSS has one, else made in its manner.
/// </summary>
public sealed class ObdParameters
{
    /// <summary>The most quantities in one PID.</summary>
    public const int MaximumInPid = 10;

    private const string Percent = "%";
    private const string Celsius = "degC";
    private const string Kilopascal = "kPa";

    private readonly ObdParameter[] _into;
    private readonly int _pid;
    private readonly int _staleAfterMilliseconds;
    private int _count;
    private int _supportMask;

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
        else if (pid < 0x78)
        {
            parameters.AddMiddle();
        }
        else if (pid < 0x90)
        {
            parameters.AddHigh();
        }
        else
        {
            parameters.AddHighest();
        }

        return parameters._count;
    }

    /// <summary>The <see cref="ObdParameter.SupportMask"/> of the quantity that a signal of a profile is; 0 when it is none of those known here.</summary>
    /// <param name="pid">The PID.</param>
    /// <param name="field">Where the signal stands.</param>
    /// <param name="numerator">Its factor: the same byte may be scaled in two ways, each with a support bit of its own.</param>
    public static int SupportMaskOf(int pid, BitField field, int numerator)
    {
        ObdParameter[] parameters = new ObdParameter[MaximumInPid];
        int count = Of(pid, parameters, 1);
        for (int index = 0; index < count; index++)
        {
            ObdParameter parameter = parameters[index];
            if (parameter.Field.StartBit == field.StartBit && parameter.Field.BitLength == field.BitLength && parameter.Definition.Numerator == numerator)
            {
                return parameter.SupportMask;
            }
        }

        return 0;
    }

    private void AddLow()
    {
        switch (_pid)
        {
            case 0x01:
                Bits(4, 7, 1, "OBD.Status.IsMILOn");
                Bits(4, 6, 7, "OBD.Status.DTCCount");
                Bits(4, 15, 24, "OBD.Status.Monitors");
                Bits(4, 11, 1, "OBD.Status.IgnitionType");
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
            case 0x32: Signed(2, 0, 1, 4, "Pa", "OBD.EVAPVaporPressure"); break;
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
            case 0x41:
                Bits(4, 15, 24, "OBD.DriveCycleStatus.Monitors");
                Bits(4, 11, 1, "OBD.DriveCycleStatus.IgnitionType");
                break;
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
            case 0x4F:
                Number(4, 0, 1, 1, 1, 0, "ratio", "OBD.MaxEquivalenceRatio");
                Number(4, 1, 1, 1, 1, 0, "V", "OBD.MaxO2Voltage");
                Number(4, 2, 1, 1, 1, 0, "mA", "OBD.MaxO2Current");
                Number(4, 3, 1, 10, 1, 0, Kilopascal, "OBD.MaxMAP");
                break;
            case 0x50: Number(4, 0, 1, 10, 1, 0, "g/s", "OBD.MaxMAF"); break;
            case 0x51: Number(1, 0, 1, 1, 1, 0, "", "OBD.FuelType"); break;
            case 0x52: PercentOf255("OBD.EthanolPercent"); break;
            case 0x53: Number(2, 0, 2, 1, 200, 0, Kilopascal, "OBD.EVAPVaporPressureAbsolute"); break;
            case 0x54: Signed(2, 0, 1, 1, "Pa", "OBD.EVAPVaporPressureAlternate"); break;
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

    private void AddMiddle()
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
            case 0x65:
                On(0x01).Bits(2, 8, 1, "OBD.AuxiliaryIO.IsPTOActive");
                On(0x02).Bits(2, 9, 1, "OBD.AuxiliaryIO.IsInGear.Automatic");
                On(0x04).Bits(2, 10, 1, "OBD.AuxiliaryIO.IsInGear.Manual");
                On(0x08).Bits(2, 11, 1, "OBD.AuxiliaryIO.IsGlowPlugLampOn");
                On(0x10).Bits(2, 15, 4, "OBD.AuxiliaryIO.RecommendedGear");
                break;
            case 0x66:
                On(0x01).Number(5, 1, 2, 1, 32, 0, "g/s", "OBD.MAFSensorA");
                On(0x02).Number(5, 3, 2, 1, 32, 0, "g/s", "OBD.MAFSensorB");
                break;
            case 0x67:
                On(0x01).Number(3, 1, 1, 1, 1, -40, Celsius, "OBD.CoolantTemperatureSensor1");
                On(0x02).Number(3, 2, 1, 1, 1, -40, Celsius, "OBD.CoolantTemperatureSensor2");
                break;
            case 0x68:
                On(0x01).Number(7, 1, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank1.Sensor1");
                On(0x02).Number(7, 2, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank1.Sensor2");
                On(0x04).Number(7, 3, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank1.Sensor3");
                On(0x08).Number(7, 4, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank2.Sensor1");
                On(0x10).Number(7, 5, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank2.Sensor2");
                On(0x20).Number(7, 6, 1, 1, 1, -40, Celsius, "OBD.IntakeTempSensor.Bank2.Sensor3");
                break;
            case 0x69:
                On(0x01).Number(7, 1, 1, 20, 51, 0, Percent, "OBD.EGR.A.Commanded");
                On(0x02).Number(7, 2, 1, 20, 51, 0, Percent, "OBD.EGR.A.Actual");
                On(0x04).Trim(7, 3, "OBD.EGR.A.Error");
                On(0x08).Number(7, 4, 1, 20, 51, 0, Percent, "OBD.EGR.B.Commanded");
                On(0x10).Number(7, 5, 1, 20, 51, 0, Percent, "OBD.EGR.B.Actual");
                On(0x20).Trim(7, 6, "OBD.EGR.B.Error");
                break;
            case 0x6A:
                On(0x01).Number(5, 1, 1, 20, 51, 0, Percent, "OBD.IntakeAirFlow.A.Commanded");
                On(0x02).Number(5, 2, 1, 20, 51, 0, Percent, "OBD.IntakeAirFlow.A.Relative");
                On(0x04).Number(5, 3, 1, 20, 51, 0, Percent, "OBD.IntakeAirFlow.B.Commanded");
                On(0x08).Number(5, 4, 1, 20, 51, 0, Percent, "OBD.IntakeAirFlow.B.Relative");
                break;
            case 0x6B:
                On(0x01).Number(5, 1, 1, 1, 1, -40, Celsius, "OBD.EGRTemperature.Bank1.Sensor1");
                On(0x02).Number(5, 2, 1, 1, 1, -40, Celsius, "OBD.EGRTemperature.Bank1.Sensor2");
                On(0x04).Number(5, 3, 1, 1, 1, -40, Celsius, "OBD.EGRTemperature.Bank2.Sensor1");
                On(0x08).Number(5, 4, 1, 1, 1, -40, Celsius, "OBD.EGRTemperature.Bank2.Sensor2");
                On(0x10).Number(5, 1, 1, 4, 1, -40, Celsius, "OBD.EGRTemperature.Bank1.Sensor1Wide");
                On(0x20).Number(5, 2, 1, 4, 1, -40, Celsius, "OBD.EGRTemperature.Bank1.Sensor2Wide");
                On(0x40).Number(5, 3, 1, 4, 1, -40, Celsius, "OBD.EGRTemperature.Bank2.Sensor1Wide");
                On(0x80).Number(5, 4, 1, 4, 1, -40, Celsius, "OBD.EGRTemperature.Bank2.Sensor2Wide");
                break;
            case 0x6C:
                On(0x01).Number(5, 1, 1, 20, 51, 0, Percent, "OBD.ThrottleControl.A.Commanded");
                On(0x02).Number(5, 2, 1, 20, 51, 0, Percent, "OBD.ThrottleControl.A.Relative");
                On(0x04).Number(5, 3, 1, 20, 51, 0, Percent, "OBD.ThrottleControl.B.Commanded");
                On(0x08).Number(5, 4, 1, 20, 51, 0, Percent, "OBD.ThrottleControl.B.Relative");
                break;
            case 0x6D:
                On(0x01).Number(11, 1, 2, 10, 1, 0, Kilopascal, "OBD.FuelRail.A.CommandedPressure");
                On(0x02).Number(11, 3, 2, 10, 1, 0, Kilopascal, "OBD.FuelRail.A.Pressure");
                On(0x04).Number(11, 5, 1, 1, 1, -40, Celsius, "OBD.FuelRail.A.Temperature");
                On(0x08).Number(11, 6, 2, 10, 1, 0, Kilopascal, "OBD.FuelRail.B.CommandedPressure");
                On(0x10).Number(11, 8, 2, 10, 1, 0, Kilopascal, "OBD.FuelRail.B.Pressure");
                On(0x20).Number(11, 10, 1, 1, 1, -40, Celsius, "OBD.FuelRail.B.Temperature");
                break;
            case 0x6E:
                On(0x01).Number(9, 1, 2, 10, 1, 0, Kilopascal, "OBD.InjectionControl.A.CommandedPressure");
                On(0x02).Number(9, 3, 2, 10, 1, 0, Kilopascal, "OBD.InjectionControl.A.Pressure");
                On(0x04).Number(9, 5, 2, 10, 1, 0, Kilopascal, "OBD.InjectionControl.B.CommandedPressure");
                On(0x08).Number(9, 7, 2, 10, 1, 0, Kilopascal, "OBD.InjectionControl.B.Pressure");
                break;
            case 0x6F:
                On(0x01).Number(3, 1, 1, 1, 1, 0, Kilopascal, "OBD.Turbo.A.CompressorInletPressure");
                On(0x02).Number(3, 2, 1, 1, 1, 0, Kilopascal, "OBD.Turbo.B.CompressorInletPressure");
                On(0x04).Number(3, 1, 1, 8, 1, 0, Kilopascal, "OBD.Turbo.A.CompressorInletPressureWide");
                On(0x08).Number(3, 2, 1, 8, 1, 0, Kilopascal, "OBD.Turbo.B.CompressorInletPressureWide");
                break;
            case 0x70:
                On(0x01).Number(10, 1, 2, 1, 32, 0, Kilopascal, "OBD.BoostPressure.A.Commanded");
                On(0x02).Number(10, 3, 2, 1, 32, 0, Kilopascal, "OBD.BoostPressure.A.Actual");
                On(0x08).Number(10, 5, 2, 1, 32, 0, Kilopascal, "OBD.BoostPressure.B.Commanded");
                On(0x10).Number(10, 7, 2, 1, 32, 0, Kilopascal, "OBD.BoostPressure.B.Actual");
                On(0x04).Bits(10, 73, 2, "OBD.BoostPressure.A.ControlStatus");
                On(0x20).Bits(10, 75, 2, "OBD.BoostPressure.B.ControlStatus");
                break;
            case 0x71:
                On(0x01).Number(6, 1, 1, 20, 51, 0, Percent, "OBD.VariableGeometryTurbo.A.Commanded");
                On(0x02).Number(6, 2, 1, 20, 51, 0, Percent, "OBD.VariableGeometryTurbo.A.Actual");
                On(0x08).Number(6, 3, 1, 20, 51, 0, Percent, "OBD.VariableGeometryTurbo.B.Commanded");
                On(0x10).Number(6, 4, 1, 20, 51, 0, Percent, "OBD.VariableGeometryTurbo.B.Actual");
                On(0x04).Bits(6, 41, 2, "OBD.VariableGeometryTurbo.A.ControlStatus");
                On(0x20).Bits(6, 43, 2, "OBD.VariableGeometryTurbo.B.ControlStatus");
                break;
            case 0x72:
                On(0x01).Number(5, 1, 1, 20, 51, 0, Percent, "OBD.Wastegate.A.Commanded");
                On(0x02).Number(5, 2, 1, 20, 51, 0, Percent, "OBD.Wastegate.A.Actual");
                On(0x04).Number(5, 3, 1, 20, 51, 0, Percent, "OBD.Wastegate.B.Commanded");
                On(0x08).Number(5, 4, 1, 20, 51, 0, Percent, "OBD.Wastegate.B.Actual");
                break;
            case 0x73:
                On(0x01).Number(5, 1, 2, 1, 100, 0, Kilopascal, "OBD.ExhaustPressure.Bank1");
                On(0x02).Number(5, 3, 2, 1, 100, 0, Kilopascal, "OBD.ExhaustPressure.Bank2");
                break;
            case 0x74:
                On(0x01).Number(5, 1, 2, 10, 1, 0, "rpm", "OBD.Turbo.A.Speed");
                On(0x02).Number(5, 3, 2, 10, 1, 0, "rpm", "OBD.Turbo.B.Speed");
                break;
            case 0x75:
                On(0x01).Number(7, 1, 1, 1, 1, -40, Celsius, "OBD.Turbo.A.CompressorInletTemperature");
                On(0x02).Number(7, 2, 1, 1, 1, -40, Celsius, "OBD.Turbo.A.CompressorOutletTemperature");
                On(0x04).Number(7, 3, 2, 1, 10, -400, Celsius, "OBD.Turbo.A.TurbineInletTemperature");
                On(0x08).Number(7, 5, 2, 1, 10, -400, Celsius, "OBD.Turbo.A.TurbineOutletTemperature");
                break;
            case 0x76:
                On(0x01).Number(7, 1, 1, 1, 1, -40, Celsius, "OBD.Turbo.B.CompressorInletTemperature");
                On(0x02).Number(7, 2, 1, 1, 1, -40, Celsius, "OBD.Turbo.B.CompressorOutletTemperature");
                On(0x04).Number(7, 3, 2, 1, 10, -400, Celsius, "OBD.Turbo.B.TurbineInletTemperature");
                On(0x08).Number(7, 5, 2, 1, 10, -400, Celsius, "OBD.Turbo.B.TurbineOutletTemperature");
                break;
            case 0x77:
                On(0x01).Number(5, 1, 1, 1, 1, -40, Celsius, "OBD.ChargeAirCoolerTemperature.Bank1.Sensor1");
                On(0x02).Number(5, 2, 1, 1, 1, -40, Celsius, "OBD.ChargeAirCoolerTemperature.Bank1.Sensor2");
                On(0x04).Number(5, 3, 1, 1, 1, -40, Celsius, "OBD.ChargeAirCoolerTemperature.Bank2.Sensor1");
                On(0x08).Number(5, 4, 1, 1, 1, -40, Celsius, "OBD.ChargeAirCoolerTemperature.Bank2.Sensor2");
                break;
            default: break;
        }
    }

    private void AddHigh()
    {
        switch (_pid)
        {
            case 0x78:
                On(0x01).Number(9, 1, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor1");
                On(0x02).Number(9, 3, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor2");
                On(0x04).Number(9, 5, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor3");
                On(0x08).Number(9, 7, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor4");
                break;
            case 0x79:
                On(0x01).Number(9, 1, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor1");
                On(0x02).Number(9, 3, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor2");
                On(0x04).Number(9, 5, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor3");
                On(0x08).Number(9, 7, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor4");
                break;
            case 0x7A:
                On(0x01).Signed(7, 1, 1, 100, Kilopascal, "OBD.ParticulateFilter.Bank1.DifferentialPressure");
                On(0x02).Number(7, 3, 2, 1, 100, 0, Kilopascal, "OBD.ParticulateFilter.Bank1.InletPressure");
                On(0x04).Number(7, 5, 2, 1, 100, 0, Kilopascal, "OBD.ParticulateFilter.Bank1.OutletPressure");
                break;
            case 0x7B:
                On(0x01).Signed(7, 1, 1, 100, Kilopascal, "OBD.ParticulateFilter.Bank2.DifferentialPressure");
                On(0x02).Number(7, 3, 2, 1, 100, 0, Kilopascal, "OBD.ParticulateFilter.Bank2.InletPressure");
                On(0x04).Number(7, 5, 2, 1, 100, 0, Kilopascal, "OBD.ParticulateFilter.Bank2.OutletPressure");
                break;
            case 0x7C:
                On(0x01).Number(9, 1, 2, 1, 10, -400, Celsius, "OBD.ParticulateFilter.Bank1.InletTemperature");
                On(0x02).Number(9, 3, 2, 1, 10, -400, Celsius, "OBD.ParticulateFilter.Bank1.OutletTemperature");
                On(0x04).Number(9, 5, 2, 1, 10, -400, Celsius, "OBD.ParticulateFilter.Bank2.InletTemperature");
                On(0x08).Number(9, 7, 2, 1, 10, -400, Celsius, "OBD.ParticulateFilter.Bank2.OutletTemperature");
                break;
            case 0x7D: Bits(1, 3, 4, "OBD.NOxNotToExceedStatus"); break;
            case 0x7E: Bits(1, 3, 4, "OBD.PMNotToExceedStatus"); break;
            case 0x7F:
                On(0x01).Number(13, 1, 4, 1, 1, 0, "s", "OBD.TotalRunTime");
                On(0x02).Number(13, 5, 4, 1, 1, 0, "s", "OBD.TotalIdleTime");
                On(0x04).Number(13, 9, 4, 1, 1, 0, "s", "OBD.TotalPTOTime");
                break;
            case 0x83:
                On(0x01).Number(9, 1, 2, 1, 1, 0, "ppm", "OBD.NOx.Bank1.Sensor1");
                On(0x02).Number(9, 3, 2, 1, 1, 0, "ppm", "OBD.NOx.Bank1.Sensor2");
                On(0x04).Number(9, 5, 2, 1, 1, 0, "ppm", "OBD.NOx.Bank2.Sensor1");
                On(0x08).Number(9, 7, 2, 1, 1, 0, "ppm", "OBD.NOx.Bank2.Sensor2");
                break;
            case 0x84: Number(1, 0, 1, 1, 1, -40, Celsius, "OBD.ManifoldSurfaceTemperature"); break;
            case 0x85:
                On(0x01).Number(10, 1, 2, 1, 200, 0, "l/h", "OBD.Reagent.AverageConsumption");
                On(0x02).Number(10, 3, 2, 1, 200, 0, "l/h", "OBD.Reagent.AverageDemand");
                On(0x04).Number(10, 5, 1, 20, 51, 0, Percent, "OBD.Reagent.TankLevel");
                On(0x08).Number(10, 6, 4, 1, 1, 0, "s", "OBD.Reagent.WarningTime");
                break;
            case 0x86:
                On(0x01).Number(5, 1, 2, 1, 80, 0, "mg/m3", "OBD.ParticulateMatter.Bank1");
                On(0x02).Number(5, 3, 2, 1, 80, 0, "mg/m3", "OBD.ParticulateMatter.Bank2");
                break;
            case 0x87:
                On(0x01).Number(5, 1, 2, 1, 32, 0, Kilopascal, "OBD.MAPSensorA");
                On(0x02).Number(5, 3, 2, 1, 32, 0, Kilopascal, "OBD.MAPSensorB");
                break;
            case 0x88:
                Number(13, 0, 1, 1, 1, 0, "", "OBD.SCRInducement.Status");
                Number(13, 1, 2, 1, 1, 0, "", "OBD.SCRInducement.History");
                Number(13, 3, 2, 1, 1, 0, "km", "OBD.SCRInducement.ActiveDistance10");
                Number(13, 5, 2, 1, 1, 0, "km", "OBD.SCRInducement.Distance10");
                Number(13, 7, 2, 1, 1, 0, "km", "OBD.SCRInducement.ActiveDistance20");
                Number(13, 9, 2, 1, 1, 0, "km", "OBD.SCRInducement.ActiveDistance30");
                Number(13, 11, 2, 1, 1, 0, "km", "OBD.SCRInducement.ActiveDistance40");
                break;
            case 0x89:
                On(0x01).Number(41, 1, 4, 1, 1, 0, "s", "OBD.AECD11.Timer1");
                On(0x01).Number(41, 5, 4, 1, 1, 0, "s", "OBD.AECD11.Timer2");
                On(0x02).Number(41, 9, 4, 1, 1, 0, "s", "OBD.AECD12.Timer1");
                On(0x02).Number(41, 13, 4, 1, 1, 0, "s", "OBD.AECD12.Timer2");
                On(0x04).Number(41, 17, 4, 1, 1, 0, "s", "OBD.AECD13.Timer1");
                On(0x04).Number(41, 21, 4, 1, 1, 0, "s", "OBD.AECD13.Timer2");
                On(0x08).Number(41, 25, 4, 1, 1, 0, "s", "OBD.AECD14.Timer1");
                On(0x08).Number(41, 29, 4, 1, 1, 0, "s", "OBD.AECD14.Timer2");
                On(0x10).Number(41, 33, 4, 1, 1, 0, "s", "OBD.AECD15.Timer1");
                On(0x10).Number(41, 37, 4, 1, 1, 0, "s", "OBD.AECD15.Timer2");
                break;
            case 0x8A:
                On(0x01).Number(41, 1, 4, 1, 1, 0, "s", "OBD.AECD16.Timer1");
                On(0x01).Number(41, 5, 4, 1, 1, 0, "s", "OBD.AECD16.Timer2");
                On(0x02).Number(41, 9, 4, 1, 1, 0, "s", "OBD.AECD17.Timer1");
                On(0x02).Number(41, 13, 4, 1, 1, 0, "s", "OBD.AECD17.Timer2");
                On(0x04).Number(41, 17, 4, 1, 1, 0, "s", "OBD.AECD18.Timer1");
                On(0x04).Number(41, 21, 4, 1, 1, 0, "s", "OBD.AECD18.Timer2");
                On(0x08).Number(41, 25, 4, 1, 1, 0, "s", "OBD.AECD19.Timer1");
                On(0x08).Number(41, 29, 4, 1, 1, 0, "s", "OBD.AECD19.Timer2");
                On(0x10).Number(41, 33, 4, 1, 1, 0, "s", "OBD.AECD20.Timer1");
                On(0x10).Number(41, 37, 4, 1, 1, 0, "s", "OBD.AECD20.Timer2");
                break;
            case 0x8B:
                On(0x01).Bits(7, 8, 1, "OBD.Aftertreatment.IsRegenerating");
                On(0x02).Bits(7, 9, 1, "OBD.Aftertreatment.IsRegenerationActive");
                On(0x04).Bits(7, 10, 1, "OBD.Aftertreatment.IsNOxAdsorberRegenerating");
                On(0x08).Bits(7, 11, 1, "OBD.Aftertreatment.IsNOxAdsorberDesulfurizing");
                On(0x10).Number(7, 2, 1, 20, 51, 0, Percent, "OBD.Aftertreatment.RegenerationTrigger");
                On(0x20).Number(7, 3, 2, 1, 1, 0, "min", "OBD.Aftertreatment.TimeBetweenRegenerations");
                On(0x40).Number(7, 5, 2, 1, 1, 0, "km", "OBD.Aftertreatment.DistanceBetweenRegenerations");
                break;
            case 0x8C:
                On(0x01).Number(17, 1, 2, 20, 13107, 0, Percent, "OBD.O2.Bank1.Sensor1.Concentration");
                On(0x02).Number(17, 3, 2, 20, 13107, 0, Percent, "OBD.O2.Bank1.Sensor2.Concentration");
                On(0x04).Number(17, 5, 2, 20, 13107, 0, Percent, "OBD.O2.Bank2.Sensor1.Concentration");
                On(0x08).Number(17, 7, 2, 20, 13107, 0, Percent, "OBD.O2.Bank2.Sensor2.Concentration");
                On(0x10).Number(17, 9, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank1.Sensor1.Lambda");
                On(0x20).Number(17, 11, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank1.Sensor2.Lambda");
                On(0x40).Number(17, 13, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank2.Sensor1.Lambda");
                On(0x80).Number(17, 15, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank2.Sensor2.Lambda");
                break;
            case 0x8D: Number(1, 0, 1, 20, 51, 0, Percent, "OBD.ThrottlePositionG"); break;
            case 0x8E: Torque(1, 0, "OBD.FrictionTorque"); break;
            case 0x8F:
                On(0x01).Bits(7, 8, 1, "OBD.ParticulateMatter.Bank1.IsMeasuring");
                On(0x01).Bits(7, 9, 1, "OBD.ParticulateMatter.Bank1.IsRegenerating");
                On(0x02).Signed(7, 2, 1, 100, Percent, "OBD.ParticulateMatter.Bank1.Output");
                On(0x04).Bits(7, 32, 1, "OBD.ParticulateMatter.Bank2.IsMeasuring");
                On(0x04).Bits(7, 33, 1, "OBD.ParticulateMatter.Bank2.IsRegenerating");
                On(0x08).Signed(7, 5, 1, 100, Percent, "OBD.ParticulateMatter.Bank2.Output");
                break;
            default: break;
        }
    }

    private void AddHighest()
    {
        switch (_pid)
        {
            case 0x9C:
                On(0x01).Number(17, 1, 2, 20, 13107, 0, Percent, "OBD.O2.Bank1.Sensor3.Concentration");
                On(0x02).Number(17, 3, 2, 20, 13107, 0, Percent, "OBD.O2.Bank1.Sensor4.Concentration");
                On(0x04).Number(17, 5, 2, 20, 13107, 0, Percent, "OBD.O2.Bank2.Sensor3.Concentration");
                On(0x08).Number(17, 7, 2, 20, 13107, 0, Percent, "OBD.O2.Bank2.Sensor4.Concentration");
                On(0x10).Number(17, 9, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank1.Sensor3.Lambda");
                On(0x20).Number(17, 11, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank1.Sensor4.Lambda");
                On(0x40).Number(17, 13, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank2.Sensor3.Lambda");
                On(0x80).Number(17, 15, 2, 1, 8192, 0, "ratio", "OBD.O2.Bank2.Sensor4.Lambda");
                break;
            case 0x90:
                Bits(3, 1, 2, "OBD.WWH.DisplayStrategy");
                Bits(3, 5, 4, "OBD.WWH.VehicleMIStatus");
                Bits(3, 6, 1, "OBD.WWH.IsReadinessIncomplete");
                Number(3, 1, 2, 1, 1, 0, "h", "OBD.WWH.VehicleMITime");
                break;
            case 0x91:
                Bits(5, 3, 4, "OBD.WWH.EcuMIStatus");
                Number(5, 1, 2, 1, 1, 0, "h", "OBD.WWH.EcuMITime");
                Number(5, 3, 2, 1, 1, 0, "h", "OBD.WWH.HighestB1Time");
                break;
            case 0x92:
                On(0x01).Bits(2, 8, 1, "OBD.ClosedLoop.FuelPressure1");
                On(0x02).Bits(2, 9, 1, "OBD.ClosedLoop.InjectionQuantity1");
                On(0x04).Bits(2, 10, 1, "OBD.ClosedLoop.InjectionTiming1");
                On(0x08).Bits(2, 11, 1, "OBD.ClosedLoop.IdleFuelBalance1");
                On(0x10).Bits(2, 12, 1, "OBD.ClosedLoop.FuelPressure2");
                On(0x20).Bits(2, 13, 1, "OBD.ClosedLoop.InjectionQuantity2");
                On(0x40).Bits(2, 14, 1, "OBD.ClosedLoop.InjectionTiming2");
                On(0x80).Bits(2, 15, 1, "OBD.ClosedLoop.IdleFuelBalance2");
                break;
            case 0x93: On(0x01).Number(3, 1, 2, 1, 1, 0, "h", "OBD.WWH.CumulativeMITime"); break;
            case 0x94:
                On(0x01).Bits(12, 8, 1, "OBD.NOxInducement.IsWarning");
                On(0x01).Bits(12, 10, 2, "OBD.NOxInducement.Level1");
                On(0x01).Bits(12, 12, 2, "OBD.NOxInducement.Level2");
                On(0x01).Bits(12, 14, 2, "OBD.NOxInducement.Level3");
                On(0x02).Number(12, 2, 2, 1, 1, 0, "h", "OBD.NOxInducement.ReagentQualityTime");
                On(0x04).Number(12, 4, 2, 1, 1, 0, "h", "OBD.NOxInducement.ReagentConsumptionTime");
                On(0x08).Number(12, 6, 2, 1, 1, 0, "h", "OBD.NOxInducement.DosingTime");
                On(0x10).Number(12, 8, 2, 1, 1, 0, "h", "OBD.NOxInducement.EGRValveTime");
                On(0x20).Number(12, 10, 2, 1, 1, 0, "h", "OBD.NOxInducement.MonitoringTime");
                break;
            case 0x98:
                On(0x01).Number(9, 1, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor5");
                On(0x02).Number(9, 3, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor6");
                On(0x04).Number(9, 5, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor7");
                On(0x08).Number(9, 7, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank1.Sensor8");
                break;
            case 0x99:
                On(0x01).Number(9, 1, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor5");
                On(0x02).Number(9, 3, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor6");
                On(0x04).Number(9, 5, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor7");
                On(0x08).Number(9, 7, 2, 1, 10, -400, Celsius, "OBD.ExhaustTemperature.Bank2.Sensor8");
                break;
            case 0x9A:
                On(0x02).Number(6, 2, 2, 1, 64, 0, "V", "OBD.HybridBattery.Voltage");
                On(0x04).Signed(6, 4, 1, 10, "A", "OBD.HybridBattery.Current");
                break;
            case 0x9D:
                Number(4, 0, 2, 1, 50, 0, "g/s", "OBD.EngineFuelRate");
                Number(4, 2, 2, 1, 50, 0, "g/s", "OBD.VehicleFuelRate");
                break;
            case 0x9E: Number(2, 0, 2, 1, 5, 0, "kg/h", "OBD.ExhaustFlow"); break;
            case 0x9F:
                On(0x01).Number(9, 1, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank1.A");
                On(0x02).Number(9, 2, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank1.B");
                On(0x04).Number(9, 3, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank2.A");
                On(0x08).Number(9, 4, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank2.B");
                On(0x10).Number(9, 5, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank3.A");
                On(0x20).Number(9, 6, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank3.B");
                On(0x40).Number(9, 7, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank4.A");
                On(0x80).Number(9, 8, 1, 20, 51, 0, Percent, "OBD.FuelSystemUse.Bank4.B");
                break;
            case 0xA1:
                On(0x01).Number(9, 1, 2, 1, 1, 0, "ppm", "OBD.NOxCorrected.Bank1.Sensor1");
                On(0x02).Number(9, 3, 2, 1, 1, 0, "ppm", "OBD.NOxCorrected.Bank1.Sensor2");
                On(0x04).Number(9, 5, 2, 1, 1, 0, "ppm", "OBD.NOxCorrected.Bank2.Sensor1");
                On(0x08).Number(9, 7, 2, 1, 1, 0, "ppm", "OBD.NOxCorrected.Bank2.Sensor2");
                break;
            case 0xA2: Number(2, 0, 2, 1, 32, 0, "mg/stroke", "OBD.CylinderFuelRate"); break;
            case 0xA4:
                On(0x01).Bits(4, 15, 4, "OBD.Transmission.ActualGear");
                On(0x02).Number(4, 2, 2, 1, 1000, 0, "ratio", "OBD.Transmission.ActualRatio");
                break;
            case 0xA5: On(0x01).Number(4, 1, 1, 1, 2, 0, Percent, "OBD.Reagent.CommandedDosing"); break;
            case 0xA6: Number(4, 0, 4, 1, 10, 0, "km", "TraveledDistance"); break;
            default: break;
        }
    }

    // The next quantity counts only where one of these bits of the first byte is set.
    private ObdParameters On(int supportMask)
    {
        _supportMask = supportMask;
        return this;
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

    // Two bytes, two's complement.
    private void Signed(int dataLength, int firstByte, int numerator, int denominator, string unit, string name)
    {
        Add(dataLength, new BitField(8 * firstByte + 7, 16, true, true), numerator, denominator, 0, unit, name);
    }

    private void Bits(int dataLength, int startBit, int bitLength, string name)
    {
        Add(dataLength, new BitField(startBit, bitLength, true, false), 1, 1, 0, "", name);
    }

    private void Add(int dataLength, BitField field, int numerator, int denominator, int offset, string unit, string name)
    {
        bool isUnsigned = field.BitLength == 32 && !field.IsSigned;
        _into[_count] = new ObdParameter(
            _pid, dataLength, field, _supportMask, new SignalDefinition(name, unit, numerator, denominator, offset, isUnsigned, _staleAfterMilliseconds));
        _count++;
        _supportMask = 0;
    }
}
