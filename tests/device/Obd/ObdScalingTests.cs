using nanoFramework.TestFramework;
using Telltale.Obd;

namespace Telltale.DeviceTests.Obd;

/// <summary>The ends of the ranges that SAE J1979 appendix E states, in thousandths of the unit, towards zero.</summary>
[TestClass]
public class ObdScalingTests
{
    [DataRow(0x01, 0xFFFF, 65535000, "")]
    [DataRow(0x03, 0xFFFF, 655350, "")]
    [DataRow(0x05, 0xFFFF, 1999, "")]
    [DataRow(0x07, 0xFFFF, 16383750, "rpm")]
    [DataRow(0x0A, 0xFFFF, 7995270, "mV")]
    [DataRow(0x10, 0xFFFF, 65535, "s")]
    [DataRow(0x16, 0x0000, -40000, "degC")]
    [DataRow(0x16, 0xFFFF, 6513500, "degC")]
    [DataRow(0x18, 0xFFFF, 766759, "kPa")]
    [DataRow(0x19, 0xFFFF, 5177265, "kPa")]
    [DataRow(0x24, 0x0003, 3000, "counts")]
    [DataRow(0x30, 0xFFFF, 100000, "%")]
    [DataRow(0x39, 0x0000, -327680, "%")]
    [DataRow(0x81, -32768, -32768000, "")]
    [DataRow(0x8A, -32768, -3997696, "mV")]
    [DataRow(0x9C, 32767, 327670, "deg")]
    [DataRow(0xFE, -32768, -8192000, "Pa")]
    [TestMethod]
    public void A_scaling_identifier_means(int identifier, int raw, int expectedThousandths, string unit)
    {
        ObdScaling scaling = ObdScaling.Of(identifier);
        Assert.AreEqual(unit, scaling.Unit);
        Assert.AreEqual((long)expectedThousandths, ((long)raw * scaling.Numerator + scaling.Offset) * 1000 / scaling.Denominator);
        Assert.AreEqual(raw < 0 || identifier >= 0x80, ObdScaling.IsSigned(identifier));
    }

    [TestMethod]
    public void What_the_standard_reserves_has_no_meaning()
    {
        Assert.IsNull(ObdScaling.Of(0x00));
        Assert.IsNull(ObdScaling.Of(0x7F));
        Assert.IsNull(ObdScaling.Of(0x80));
        Assert.IsNull(ObdScaling.Of(0xFF));
    }
}
