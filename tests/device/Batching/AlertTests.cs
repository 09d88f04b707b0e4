using nanoFramework.TestFramework;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.DeviceTests.Batching;

[TestClass]
public class AlertTests
{
    private static readonly Sample _read = new Sample();

    [TestMethod]
    public void An_alert_says_what_happened_and_carries_the_sample_of_the_moment()
    {
        AlertEncoder encoder = new AlertEncoder(Signals()) { BootNumber = 12, DictionaryId = unchecked((int)0x89ABCDEF) };
        byte[] alert = new byte[200];
        int length = encoder.Encode(UnitEvent.Signal, -300000, 5, 1, Sample(), alert);
        AlertDecoder decoder = new AlertDecoder();
        Assert.IsTrue(decoder.Read(alert, length, _read));
        Assert.IsTrue(decoder.Event == UnitEvent.Signal);
        Assert.AreEqual(-300000, decoder.Value);
        Assert.AreEqual(5, decoder.Limit);
        Assert.AreEqual(1, decoder.SignalIndex);
        Assert.AreEqual(unchecked((int)0x89ABCDEF), decoder.DictionaryId);
        Assert.AreEqual(12, decoder.BootNumber);
        Assert.AreEqual(2, decoder.SignalCount);
        Assert.AreEqual(1763823600000L, _read.TimeUtcMilliseconds);
        Assert.AreEqual(1841, _read.TripNumber);
        Assert.AreEqual(31245678, _read.DistanceMetres);
        Assert.AreEqual(2L, _read.SignalsPresent);
        Assert.AreEqual(77, _read.Signals[1]);
        Assert.IsTrue(length <= 64, length + " bytes");
    }

    [TestMethod]
    public void Values_and_limits_of_any_size_come_back()
    {
        int[] values = new int[] { 0, -1, 1, 63, 64, -64, -65, 8191, 8192, int.MaxValue, int.MinValue };
        AlertEncoder encoder = new AlertEncoder(new SignalDefinition[0]);
        AlertDecoder decoder = new AlertDecoder();
        byte[] alert = new byte[200];
        for (int index = 0; index < values.Length; index++)
        {
            int limit = values[values.Length - 1 - index];
            int length = encoder.Encode(UnitEvent.HarshBraking, values[index], limit, -1, Sample(), alert);
            Assert.IsTrue(decoder.Read(alert, length, _read));
            Assert.AreEqual(values[index], decoder.Value);
            Assert.AreEqual(limit, decoder.Limit);
            Assert.AreEqual(-1, decoder.SignalIndex);
            Assert.AreEqual(0L, _read.SignalsPresent);
        }
    }

    [TestMethod]
    public void Neither_a_shortened_nor_a_lengthened_alert_is_decoded()
    {
        AlertEncoder encoder = new AlertEncoder(Signals());
        byte[] alert = new byte[200];
        int length = encoder.Encode(UnitEvent.Overspeed, 40000, 36000, -1, Sample(), alert);
        AlertDecoder decoder = new AlertDecoder();
        for (int shorter = 0; shorter < length; shorter++)
        {
            Assert.IsFalse(decoder.Read(alert, shorter, _read), "length " + shorter);
        }

        Assert.IsFalse(decoder.Read(alert, length + 1, _read));
        Assert.IsFalse(decoder.Read(null, 5, _read));
        alert[0] = 2;
        Assert.IsFalse(decoder.Read(alert, length, _read), "another version");
    }

    [TestMethod]
    public void An_alert_that_names_a_signal_the_dictionary_does_not_have_is_refused()
    {
        AlertEncoder encoder = new AlertEncoder(Signals());
        byte[] alert = new byte[200];
        AlertDecoder decoder = new AlertDecoder();
        Assert.IsTrue(decoder.Read(alert, encoder.Encode(UnitEvent.Signal, 1, 1, 1, Sample(), alert), _read));
        Assert.IsFalse(decoder.Read(alert, encoder.Encode(UnitEvent.Signal, 1, 1, 2, Sample(), alert), _read));
    }

    [TestMethod]
    public void An_alert_that_does_not_fit_is_not_written()
    {
        AlertEncoder encoder = new AlertEncoder(Signals());
        byte[] alert = new byte[200];
        int length = encoder.Encode(UnitEvent.Towing, 120, 100, -1, Sample(), alert);
        Assert.AreEqual(-1, encoder.Encode(UnitEvent.Towing, 120, 100, -1, Sample(), new byte[length - 1]));
        Assert.AreEqual(-1, encoder.Encode(UnitEvent.Towing, 120, 100, -1, Sample(), new byte[5]));
        Assert.AreEqual(length, encoder.Encode(UnitEvent.Towing, 120, 100, -1, Sample(), new byte[length]), "just fits");
    }

    private static Sample Sample()
    {
        Sample sample = new Sample
        {
            UptimeMilliseconds = 3600000,
            TimeUtcMilliseconds = 1763823600000L,
            IsDated = true,
            Fields = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed,
            Mode = FixMode.ThreeDimensional,
            LatitudeDegreesE7 = 525200081,
            LongitudeDegreesE7 = -134049537,
            HeightMillimetres = 34567,
            SpeedMillimetresPerSecond = 13900,
            CourseHundredthsDegree = 32471,
            SatellitesUsed = 11,
            SignalsPresent = 2,
            Triggers = SampleTriggers.Event,
            Activity = UnitActivity.Driving,
            Ignition = IgnitionState.On,
            IgnitionSource = IgnitionSource.Wire,
            TripNumber = 1841,
            DistanceMetres = 31245678,
            EngineSeconds = 2812345,
            IdlingSeconds = 412345,
        };
        sample.Signals[1] = 77;
        return sample;
    }

    private static SignalDefinition[] Signals() => new SignalDefinition[]
    {
        new SignalDefinition("Speed", "km/h", 1, 100, 0, true, 2000),
        new SignalDefinition("EngineSpeed", "rpm", 1, 4, 0, true, 2000),
    };
}
