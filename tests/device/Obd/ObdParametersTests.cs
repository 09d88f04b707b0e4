using nanoFramework.TestFramework;
using Telltale.Obd;
using Telltale.Signals;

namespace Telltale.DeviceTests.Obd;

/// <summary>Values by SAE J1979, in thousandths of the unit, towards zero.</summary>
[TestClass]
public class ObdParametersTests
{
    [DataRow(0x04, 0, 255, 0, 0, 0, 100000)]
    [DataRow(0x05, 0, 0, 0, 0, 0, -40000)]
    [DataRow(0x05, 0, 123, 0, 0, 0, 83000)]
    [DataRow(0x06, 0, 0, 0, 0, 0, -100000)]
    [DataRow(0x06, 0, 128, 0, 0, 0, 0)]
    [DataRow(0x06, 0, 255, 0, 0, 0, 99218)]
    [DataRow(0x0A, 0, 255, 0, 0, 0, 765000)]
    [DataRow(0x0C, 0, 0x1A, 0xF8, 0, 0, 1726000)]
    [DataRow(0x0C, 0, 0xFF, 0xFF, 0, 0, 16383750)]
    [DataRow(0x0D, 0, 255, 0, 0, 0, 255000)]
    [DataRow(0x0E, 0, 0, 0, 0, 0, -64000)]
    [DataRow(0x0E, 0, 255, 0, 0, 0, 63500)]
    [DataRow(0x10, 0, 0xFF, 0xFF, 0, 0, 655350)]
    [DataRow(0x14, 0, 200, 255, 0, 0, 1000)]
    [DataRow(0x14, 1, 200, 128, 0, 0, 0)]
    [DataRow(0x22, 0, 0xFF, 0xFF, 0, 0, 5177265)]
    [DataRow(0x23, 0, 0, 100, 0, 0, 1000000)]
    [DataRow(0x24, 0, 0x80, 0, 0xFF, 0xFF, 1000)]
    [DataRow(0x24, 1, 0x80, 0, 0x20, 0, 1000)]
    [DataRow(0x2D, 0, 0, 0, 0, 0, -100000)]
    [DataRow(0x32, 0, 0x80, 0, 0, 0, -8192000)]
    [DataRow(0x32, 0, 0x7F, 0xFF, 0, 0, 8191750)]
    [DataRow(0x34, 1, 0, 0, 0x80, 0, 0)]
    [DataRow(0x34, 1, 0, 0, 0, 0, -128000)]
    [DataRow(0x3C, 0, 0, 0, 0, 0, -40000)]
    [DataRow(0x42, 0, 0x37, 0x14, 0, 0, 14100)]
    [DataRow(0x43, 0, 0, 255, 0, 0, 100000)]
    [DataRow(0x44, 0, 0x80, 0, 0, 0, 1000)]
    [DataRow(0x53, 0, 0, 200, 0, 0, 1000)]
    [DataRow(0x54, 0, 0xFF, 0xFF, 0, 0, -1000)]
    [DataRow(0x5D, 0, 0x69, 0, 0, 0, 0)]
    [DataRow(0x5D, 0, 0, 0, 0, 0, -210000)]
    [DataRow(0x5E, 0, 0, 20, 0, 0, 1000)]
    [DataRow(0x61, 0, 0, 0, 0, 0, -125000)]
    [DataRow(0xA6, 0, 0, 0, 0, 10, 1000)]
    [DataRow(0x01, 0, 0x81, 0x07, 0xE5, 0, 1000)]
    [DataRow(0x01, 1, 0x85, 0x07, 0xE5, 0, 5000)]
    [TestMethod]
    public void A_value_is_what_the_standard_says(int pid, int index, int a, int b, int c, int d, int expectedThousandths)
    {
        ObdParameter[] parameters = new ObdParameter[ObdParameters.MaximumInPid];
        int count = ObdParameters.Of(pid, parameters, 3000);
        Assert.IsTrue(index < count);
        SignalDefinition definition = parameters[index].Definition;
        long raw = parameters[index].Field.Read(new byte[] { (byte)a, (byte)b, (byte)c, (byte)d }, 0);

        Assert.AreEqual((long)expectedThousandths, (raw * definition.Numerator + definition.Offset) * 1000 / definition.Denominator);
    }

    [TestMethod]
    public void Every_quantity_lies_in_its_data_and_has_a_name_of_its_own()
    {
        ObdParameter[] parameters = new ObdParameter[ObdParameters.MaximumInPid];
        int pids = 0;
        int quantities = 0;
        for (int pid = 0; pid < 256; pid++)
        {
            int count = ObdParameters.Of(pid, parameters, 3000);
            pids += count > 0 ? 1 : 0;
            quantities += count;
            for (int index = 0; index < count; index++)
            {
                ObdParameter parameter = parameters[index];
                Assert.AreEqual(pid, parameter.Pid);
                Assert.IsTrue(parameter.Field.LastByte < parameter.DataLength, "in its data");
                Assert.AreEqual(parameters[0].DataLength, parameter.DataLength, "one length for a PID");
                Assert.IsTrue(parameter.Definition.Denominator > 0 && parameter.Definition.Numerator > 0);
                Assert.IsTrue((pid & 0x1F) != 0, "a PID that lists others is no signal");
                Assert.AreEqual(parameter.Field.BitLength == 32, parameter.Definition.IsUnsigned);
                for (int other = 0; other < index; other++)
                {
                    Assert.AreNotEqual(parameters[other].Definition.Name, parameter.Definition.Name);
                }
            }
        }

        OutputHelper.WriteLine(pids + " PIDs, " + quantities + " quantities");
        Assert.IsTrue(pids >= 135);
    }

    /// <summary>SAE J1979-DA: what a bit of the first byte does not vouch for is no value. Values in thousandths of the unit.</summary>
    [DataRow(0x66, "OBD.MAFSensorA", 0x01, 32000)]
    [DataRow(0x67, "OBD.CoolantTemperatureSensor2", 0x02, -40000)]
    [DataRow(0x69, "OBD.EGR.A.Error", 0x04, -95312)]
    [DataRow(0x6B, "OBD.EGRTemperature.Bank1.Sensor1", 0x01, -36000)]
    [DataRow(0x6B, "OBD.EGRTemperature.Bank1.Sensor1Wide", 0x10, -24000)]
    [DataRow(0x6D, "OBD.FuelRail.B.Temperature", 0x20, 20000)]
    [DataRow(0x70, "OBD.BoostPressure.A.Actual", 0x02, 48312)]
    [DataRow(0x75, "OBD.Turbo.A.TurbineOutletTemperature", 0x08, 165200)]
    [DataRow(0x7A, "OBD.ParticulateFilter.Bank1.DifferentialPressure", 0x01, 10240)]
    [DataRow(0x85, "OBD.Reagent.TankLevel", 0x04, 3137)]
    [DataRow(0x83, "OBD.NOx.Bank2.Sensor2", 0x08, 2570000)]
    [DataRow(0x8B, "OBD.Aftertreatment.DistanceBetweenRegenerations", 0x40, 2052000)]
    [DataRow(0x9A, "OBD.HybridBattery.Voltage", 0x02, 93)]
    [DataRow(0xA4, "OBD.Transmission.ActualRatio", 0x02, 6)]
    [TestMethod]
    public void A_quantity_with_a_support_bit_knows_it(int pid, string name, int supportMask, int expectedThousandths)
    {
        byte[] data = new byte[] { 0, 4, 0, 6, 10, 8, 4, 10, 10, 40, 60, 1, 2 };
        ObdParameter[] parameters = new ObdParameter[ObdParameters.MaximumInPid];
        int count = ObdParameters.Of(pid, parameters, 3000);
        bool isFound = false;
        for (int index = 0; index < count; index++)
        {
            ObdParameter parameter = parameters[index];
            if (parameter.Definition.Name == name)
            {
                isFound = true;
                Assert.AreEqual(supportMask, parameter.SupportMask);
                Assert.AreEqual(supportMask, ObdParameters.SupportMaskOf(pid, parameter.Field, parameter.Definition.Numerator));
                long raw = parameter.Field.Read(data, 0);
                Assert.AreEqual((long)expectedThousandths, (raw * parameter.Definition.Numerator + parameter.Definition.Offset) * 1000 / parameter.Definition.Denominator);
            }
        }

        Assert.IsTrue(isFound, name);
    }

    [TestMethod]
    public void The_generic_profile_has_the_ten_agreed_signals()
    {
        SignalProfile profile = ObdProfile.CreateGeneric();
        string[] names = new string[]
        {
            "OBD.EngineLoad", "OBD.CoolantTemperature", "OBD.EngineSpeed", "OBD.Speed", "OBD.IntakeTemp", "OBD.MAF", "OBD.ThrottlePosition", "OBD.FuelLevel",
            "OBD.AmbientAirTemperature", "OBD.OilTemperature",
        };
        Assert.AreEqual(names.Length, profile.Definitions.Length);
        Assert.AreEqual(names.Length, profile.Polled.Length);
        for (int index = 0; index < names.Length; index++)
        {
            Assert.AreEqual(names[index], profile.Definitions[index].Name);
            Assert.AreEqual(1000, profile.Polled[index].PeriodMilliseconds);
        }
    }
}
