using nanoFramework.TestFramework;
using Telltale.Uds;

namespace Telltale.DeviceTests.Uds;

[TestClass]
public class UdsNamesTests
{
    // The letters of SAE J2012-DA: powertrain, chassis, body, network.
    [DataRow(0x030100, "P0301-00")]
    [DataRow(0x800113, "B0001-13")]
    [DataRow(0x561F16, "C161F-16")]
    [DataRow(0xC15587, "U0155-87")]
    [DataRow(0x3FFFFF, "P3FFF-FF")]
    [DataRow(0x0A7E00, "P0A7E-00")]
    [DataRow(0x000000, "P0000-00")]
    [TestMethod]
    public void A_trouble_code_is_written_as_J2012_does(int dtc, string text)
    {
        Assert.AreEqual(text, UdsDtc.ToText(dtc));
    }

    [DataRow(0x11, "serviceNotSupported")]
    [DataRow(0x31, "requestOutOfRange")]
    [DataRow(0x78, "requestCorrectlyReceivedResponsePending")]
    [DataRow(0x7F, "serviceNotSupportedInActiveSession")]
    [DataRow(0x93, "voltageTooLow")]
    [DataRow(0x00, "positiveResponse")]
    [DataRow(0x15, "ISOSAEReserved")]
    [DataRow(0x3B, "reservedByExtendedDataLinkSecurityDocument")]
    [DataRow(0x8E, "reservedForSpecificConditionsNotCorrect")]
    [DataRow(0xF0, "vehicleManufacturerSpecificConditionsNotCorrect")]
    [DataRow(0xFF, "reservedForSpecificConditionsNotCorrect")]
    [TestMethod]
    public void A_negative_response_has_the_name_of_the_standard(int code, string name)
    {
        Assert.AreEqual(name, UdsNegativeResponse.NameOf(code));
    }
}
