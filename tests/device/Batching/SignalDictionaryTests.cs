using nanoFramework.TestFramework;
using Telltale.Batching;
using Telltale.DeviceTests.Sealing;
using Telltale.Signals;

namespace Telltale.DeviceTests.Batching;

[TestClass]
public class SignalDictionaryTests
{
    [TestMethod]
    public void A_dictionary_comes_back_and_its_id_follows_its_content()
    {
        SignalDefinition[] definitions = new[]
        {
            new SignalDefinition("Speed", "km/h", 1, 100, 0, false, 2000),
            new SignalDefinition("OBD.CoolantTemperature", "°C", 1, 1, -40, true, 60000),
        };
        byte[] bytes = SignalDictionary.Encode(definitions);
        byte[] exact = SignalDictionary.Encode(definitions);
        SignalDefinition[] read = SignalDictionary.Decode(bytes, bytes.Length);
        Assert.AreEqual(2, read.Length);
        Assert.AreEqual("OBD.CoolantTemperature", read[1].Name);
        Assert.AreEqual("°C", read[1].Unit);
        Assert.AreEqual(100, read[0].Denominator);
        Assert.AreEqual(-40, read[1].Offset);
        Assert.IsTrue(read[1].IsUnsigned && !read[0].IsUnsigned);
        Assert.AreEqual(60000, read[1].StaleAfterMilliseconds);

        ReferenceCryptography cryptography = new ReferenceCryptography();
        Assert.AreEqual(SignalDictionary.Id(cryptography, bytes), SignalDictionary.Id(cryptography, exact));
        definitions[0] = new SignalDefinition("Speed", "km/h", 1, 10, 0, false, 2000);
        Assert.AreNotEqual(SignalDictionary.Id(cryptography, bytes), SignalDictionary.Id(cryptography, SignalDictionary.Encode(definitions)));
    }

    [TestMethod]
    public void A_shortened_dictionary_is_refused()
    {
        byte[] bytes = SignalDictionary.Encode(new[] { new SignalDefinition("Speed", "km/h", 1, 100, 0, false, 2000) });
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.IsNull(SignalDictionary.Decode(bytes, length), "length " + length);
        }

        Assert.IsNotNull(SignalDictionary.Decode(bytes, bytes.Length));
    }
}
