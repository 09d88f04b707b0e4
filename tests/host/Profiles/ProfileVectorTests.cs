using System.Text;
using System.Text.Json;
using Telltale.Can;
using Telltale.Obd;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.HostTests.Profiles;

public class ProfileVectorTests
{
    [Test]
    public void The_published_vectors_are_read_and_written_the_same()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "drivers", "Signals", "vectors.json")));
        foreach (JsonElement vector in document.RootElement.EnumerateArray())
        {
            byte[] bytes = Convert.FromHexString(vector.GetProperty("bytes").GetString()!);
            Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile profile), Is.EqualTo(SignalProfileFault.None));
            Assert.That(profile.Name, Is.EqualTo(vector.GetProperty("name").GetString()));
            Assert.That(profile.KilobitsPerSecond, Is.EqualTo(vector.GetProperty("kilobitsPerSecond").GetInt32()));
            Assert.That(
                profile.Definitions.Select(signal => (signal.Name, signal.Unit, signal.Numerator, signal.Denominator, signal.Offset, signal.IsUnsigned, signal.StaleAfterMilliseconds)),
                Is.EqualTo(vector.GetProperty("signals").EnumerateArray().Select(signal => (
                    signal.GetProperty("name").GetString(), signal.GetProperty("unit").GetString(), signal.GetProperty("numerator").GetInt32(), signal.GetProperty("denominator").GetInt32(),
                    signal.GetProperty("offset").GetInt32(), signal.GetProperty("isUnsigned").GetBoolean(), signal.GetProperty("staleAfterMilliseconds").GetInt32()))));
            Assert.That(
                profile.Broadcast.Select(signal => (signal.Key, signal.SignalIndex, signal.Field.StartBit, signal.Field.BitLength, signal.Field.IsBigEndian, signal.Field.IsSigned,
                    signal.Selector?.StartBit ?? -1, signal.Selector?.BitLength ?? -1, signal.SelectorValue, signal.HighestValid)),
                Is.EqualTo(vector.GetProperty("broadcast").EnumerateArray().Select(signal => (
                    Key(signal), signal.GetProperty("signal").GetInt32(), signal.GetProperty("startBit").GetInt32(), signal.GetProperty("bitLength").GetInt32(),
                    signal.GetProperty("isBigEndian").GetBoolean(), signal.GetProperty("isSigned").GetBoolean(),
                    Optional(signal, "selectorStartBit", -1), Optional(signal, "selectorBitLength", -1), Optional(signal, "selectorValue", 0),
                    signal.TryGetProperty("highestValid", out JsonElement highest) ? highest.GetUInt32() : uint.MaxValue))));
            Assert.That(
                profile.Polled.Select(signal => (signal.SignalIndex, signal.Service, signal.Identifier, signal.DataLength, signal.Field.StartBit, signal.Field.BitLength,
                    signal.PeriodMilliseconds, signal.RequestKey, signal.ResponseKey)),
                Is.EqualTo(vector.GetProperty("polled").EnumerateArray().Select(signal => (
                    signal.GetProperty("signal").GetInt32(), signal.GetProperty("service").GetInt32(), signal.GetProperty("identifier").GetInt32(), signal.GetProperty("dataLength").GetInt32(),
                    signal.GetProperty("startBit").GetInt32(), signal.GetProperty("bitLength").GetInt32(), signal.GetProperty("periodMilliseconds").GetInt32(),
                    (uint)Optional(signal, "request", 0), (uint)Optional(signal, "response", 0)))));

            // What is written is always of the newest version.
            byte[] written = ProfileWriter.Write(profile);
            Assert.That(written[2], Is.EqualTo(SignalProfile.Version));
            if (vector.GetProperty("version").GetInt32() == SignalProfile.Version)
            {
                Assert.That(written, Is.EqualTo(bytes));
            }
        }
    }

    [Test]
    public void The_checksums_are_CRC_16_CCITT_FALSE_and_CRC_32()
    {
        byte[] check = Encoding.ASCII.GetBytes("123456789");
        Assert.That(SignalProfile.Checksum(check, check.Length), Is.EqualTo(0x29B1));
        Assert.That(SignalProfile.Checksum32(check, check.Length), Is.EqualTo(0xCBF43926));
    }

    [Test]
    public void The_built_in_profile_can_be_written_and_loaded()
    {
        byte[] bytes = ProfileWriter.Write(ObdProfile.CreateGeneric());
        TestContext.Out.WriteLine($"{bytes.Length} bytes");
        Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile loaded), Is.EqualTo(SignalProfileFault.None));
        Assert.That(loaded.Polled.Select(signal => signal.Identifier), Is.EqualTo(new[] { 0x04, 0x05, 0x0C, 0x0D, 0x0F, 0x10, 0x11, 0x2F, 0x46, 0x5C }));
    }

    private static uint Key(JsonElement signal)
    {
        if (signal.TryGetProperty("parameterGroup", out JsonElement group))
        {
            return signal.TryGetProperty("source", out JsonElement source) ? ParameterGroupKey.Of(group.GetInt32(), source.GetInt32()) : ParameterGroupKey.Of(group.GetInt32());
        }

        return signal.GetProperty("identifier").GetUInt32() | (signal.GetProperty("isExtended").GetBoolean() ? CanFrame.ExtendedKey : 0);
    }

    private static int Optional(JsonElement signal, string name, int otherwise)
    {
        return signal.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;
    }
}
