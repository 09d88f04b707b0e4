using nanoFramework.TestFramework;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.DeviceTests.Batching;

[TestClass]
public class BatchContextTests
{
    private const long Utc = 1763823600000L;

    private static readonly Sample _read = new Sample();

    [TestMethod]
    public void Trip_activity_ignition_private_mode_and_triggers_come_back_sample_by_sample()
    {
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        for (int index = 0; index < 60; index++)
        {
            encoder.Add(Used(index));
        }

        BatchDecoder decoder = Decoded(encoder);
        for (int index = 0; index < 60; index++)
        {
            Sample expected = Used(index);
            Assert.IsTrue(decoder.Next(_read));
            Assert.AreEqual(expected.TripNumber, _read.TripNumber);
            Assert.IsTrue(expected.Activity == _read.Activity, "activity " + index);
            Assert.IsTrue(expected.Ignition == _read.Ignition, "ignition " + index);
            Assert.IsTrue(expected.IgnitionSource == _read.IgnitionSource, "source " + index);
            Assert.IsTrue(expected.Triggers == _read.Triggers, "triggers " + index);
            Assert.AreEqual(expected.IsPrivate, _read.IsPrivate);
        }
    }

    [TestMethod]
    public void Distance_and_running_times_come_back_exactly_whatever_they_are()
    {
        int[] values = new int[] { 0, 1, int.MaxValue, int.MinValue, -1, 65536, 65535, 31245678, 31245690, 31245703, int.MaxValue - 1, 134217728, 0, 4000 };
        for (int speed = 0; speed < 30000; speed += 9999)
        {
            BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
            for (int index = 0; index < values.Length * 3; index++)
            {
                Sample sample = Driving(index);
                sample.SpeedMillimetresPerSecond = speed;
                sample.DistanceMetres = values[index % values.Length];
                sample.EngineSeconds = values[(index + 5) % values.Length];
                sample.IdlingSeconds = values[index / 3 % values.Length];
                sample.TripNumber = values[index / 2 % values.Length];
                encoder.Add(sample);
            }

            BatchDecoder decoder = Decoded(encoder);
            for (int index = 0; index < values.Length * 3; index++)
            {
                decoder.Next(_read);
                Assert.AreEqual(values[index % values.Length], _read.DistanceMetres);
                Assert.AreEqual(values[(index + 5) % values.Length], _read.EngineSeconds);
                Assert.AreEqual(values[index / 3 % values.Length], _read.IdlingSeconds);
                Assert.AreEqual(values[index / 2 % values.Length], _read.TripNumber);
            }
        }
    }

    [TestMethod]
    public void Distance_and_running_times_that_go_on_as_expected_cost_their_first_values_only()
    {
        int standing = 0;
        int driving = 0;
        for (int round = 0; round < 2; round++)
        {
            BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
            for (int index = 0; index < 60; index++)
            {
                Sample sample = Driving(index);
                if (round == 0)
                {
                    sample.Activity = UnitActivity.Parked;
                    sample.DistanceMetres = 31245678;
                    sample.EngineSeconds = 2812345;
                    sample.SpeedMillimetresPerSecond = 0;
                }

                encoder.Add(sample);
            }

            int length = encoder.Encode(new byte[2000]);
            standing = round == 0 ? length : standing;
            driving = length;
        }

        Assert.IsTrue(driving <= standing + 8, "parked " + standing + " bytes, driving " + driving);
    }

    [TestMethod]
    public void Idling_seconds_run_while_the_vehicle_idles_and_engine_seconds_with_them()
    {
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        Sample sample = new Sample();
        int engine = 500;
        int idling = 70;
        for (int index = 0; index < 30; index++)
        {
            sample.UptimeMilliseconds = index * 10000;
            sample.Activity = index < 10 ? UnitActivity.Driving : index < 20 ? UnitActivity.Idling : UnitActivity.Parked;
            sample.EngineSeconds = engine += index > 0 && index < 20 ? 10 : 0;
            sample.IdlingSeconds = idling += index >= 10 && index < 20 ? 10 : 0;
            encoder.Add(sample);
        }

        byte[] batch = new byte[500];
        int length = encoder.Encode(batch);
        BatchDecoder decoder = new BatchDecoder();
        Assert.IsTrue(decoder.Open(batch, length));
        for (int index = 0; index < 30; index++)
        {
            decoder.Next(_read);
            Assert.AreEqual(500 + ((index < 20 ? index : 19) * 10), _read.EngineSeconds);
            Assert.AreEqual(70 + (index < 10 ? 0 : index < 20 ? (index - 9) * 10 : 100), _read.IdlingSeconds);
        }

        Assert.IsTrue(length <= 40, length + " bytes");
    }

    [TestMethod]
    public void Extremes_come_back_exactly_where_there_are_any()
    {
        SignalDefinition[] definitions = new SignalDefinition[]
        {
            new SignalDefinition("Speed", "km/h", 1, 100, 0, true, 2000),
            new SignalDefinition("EngineSpeed", "rpm", 1, 4, 0, true, 2000),
        };
        BatchEncoder encoder = new BatchEncoder(definitions, 20);
        for (int index = 0; index < 20; index++)
        {
            encoder.Add(Extreme(index));
        }

        BatchDecoder decoder = Decoded(encoder);
        for (int index = 0; index < 20; index++)
        {
            Sample expected = Extreme(index);
            decoder.Next(_read);
            Assert.IsTrue(expected.Extremes == _read.Extremes, "sample " + index);
            Assert.AreEqual(expected.SignalExtremesPresent, _read.SignalExtremesPresent);
            if (expected.Extremes != SampleExtremes.None)
            {
                Assert.AreEqual(expected.MaximumSpeedMillimetresPerSecond, _read.MaximumSpeedMillimetresPerSecond);
                Assert.AreEqual(expected.MaximumAccelerationMillimetresPerSecondSquared, _read.MaximumAccelerationMillimetresPerSecondSquared);
                Assert.AreEqual(0, _read.MaximumBrakingMillimetresPerSecondSquared, "absent");
            }

            for (int signal = 0; signal < 2; signal++)
            {
                if ((expected.SignalExtremesPresent & (1L << signal)) != 0)
                {
                    Assert.AreEqual(expected.SignalMinima[signal], _read.SignalMinima[signal]);
                    Assert.AreEqual(expected.SignalMaxima[signal], _read.SignalMaxima[signal]);
                }
            }
        }

        encoder.Clear();
        encoder.Add(Driving(0));
        decoder = Decoded(encoder);
        decoder.Next(_read);
        Assert.IsTrue(_read.Extremes == SampleExtremes.None && _read.SignalExtremesPresent == 0, "those of the batch before are forgotten");
    }

    [TestMethod]
    public void A_vehicle_that_goes_where_its_speed_and_course_say_costs_two_bits_a_position()
    {
        int[] lengths = new int[2];
        for (int round = 0; round < 2; round++)
        {
            BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
            for (int index = 0; index < 60; index++)
            {
                // Due north at 20 m/s, 1,797.6e-7 degree a second at this latitude, faster and slower by 3 m/s; the second time without a position.
                Sample sample = Driving(index);
                int faster = index % 12 < 6 ? index % 12 : 12 - (index % 12);
                sample.SpeedMillimetresPerSecond = 20000 + (faster * 500);
                sample.CourseHundredthsDegree = 0;
                sample.LatitudeDegreesE7 = 525200000 + (int)(((index * 20000L) + Driven(index)) * 8988 / 100000);
                sample.LongitudeDegreesE7 = 134049537;
                sample.Fields = round == 0 ? sample.Fields : sample.Fields & ~FixFields.Position;
                encoder.Add(sample);
            }

            lengths[round] = encoder.Encode(new byte[2000]);
        }

        int bits = (lengths[0] - lengths[1] - 10) * 8;
        Assert.IsTrue(bits <= 60 * 2 + 16, "60 positions cost " + bits + " bits");
    }

    [TestMethod]
    public void What_is_left_of_a_batch_is_encoded_as_it_would_have_been()
    {
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        for (int index = 0; index < 60; index++)
        {
            encoder.Add(Used(index));
        }

        byte[] output = new byte[150];
        BatchDecoder decoder = new BatchDecoder();
        int samples = 0;
        while (encoder.Count > 0)
        {
            int length = encoder.Encode(output);
            Assert.IsTrue(length > 0 && encoder.EncodedCount < 60, "in parts");
            Assert.IsTrue(decoder.Open(output, length));
            while (decoder.Next(_read))
            {
                Sample expected = Used(samples);
                Assert.AreEqual(expected.TimeUtcMilliseconds, _read.TimeUtcMilliseconds);
                Assert.AreEqual(expected.TripNumber, _read.TripNumber);
                Assert.AreEqual(expected.DistanceMetres, _read.DistanceMetres);
                Assert.AreEqual(expected.EngineSeconds, _read.EngineSeconds);
                Assert.AreEqual(expected.IdlingSeconds, _read.IdlingSeconds);
                Assert.IsTrue(expected.Activity == _read.Activity && expected.Triggers == _read.Triggers, "sample " + samples);
                samples++;
            }

            encoder.Clear();
        }

        Assert.AreEqual(60, samples);
    }

    [TestMethod]
    public void A_single_sample_after_a_batch_of_irregular_times_has_its_own_time()
    {
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        byte[] output = new byte[1000];
        for (int index = 0; index < 10; index++)
        {
            Sample sample = Driving(index * index);
            encoder.Add(sample);
        }

        Assert.IsTrue(encoder.Encode(output) > 0);
        encoder.Clear();
        encoder.Add(Driving(500));
        BatchDecoder decoder = Decoded(encoder);
        decoder.Next(_read);
        Assert.AreEqual(Driving(500).TimeUtcMilliseconds, _read.TimeUtcMilliseconds);
        Assert.AreEqual(Driving(500).UptimeMilliseconds, _read.UptimeMilliseconds);
    }

    [TestMethod]
    public void A_time_that_is_right_again_after_others_that_were_not_comes_back()
    {
        int[] seconds = new int[] { 0, 1, 2, 4, 4, 5, 9, 7 };
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        for (int index = 0; index < seconds.Length; index++)
        {
            encoder.Add(Driving(seconds[index]));
        }

        BatchDecoder decoder = Decoded(encoder);
        for (int index = 0; index < seconds.Length; index++)
        {
            decoder.Next(_read);
            Assert.AreEqual(Driving(seconds[index]).TimeUtcMilliseconds, _read.TimeUtcMilliseconds);
            Assert.AreEqual(Driving(seconds[index]).EngineSeconds, _read.EngineSeconds);
        }
    }

    [TestMethod]
    public void A_dated_sample_eleven_days_after_the_first_undated_one_is_for_the_next_batch()
    {
        BatchEncoder encoder = new BatchEncoder(new SignalDefinition[0], 60);
        encoder.Add(new Sample { UptimeMilliseconds = 5000 });
        Sample late = Driving(0);
        late.UptimeMilliseconds = 5000 + 1000001000L;
        Assert.IsFalse(encoder.Add(late));
        late.UptimeMilliseconds = 5000 + 999999000L;
        Assert.IsTrue(encoder.Add(late));
        BatchDecoder decoder = Decoded(encoder);
        decoder.Next(_read);
        Assert.AreEqual(5000L, _read.UptimeMilliseconds);
        decoder.Next(_read);
        Assert.AreEqual(late.TimeUtcMilliseconds, _read.TimeUtcMilliseconds);
    }

    private static BatchDecoder Decoded(BatchEncoder encoder)
    {
        byte[] batch = new byte[3000];
        int length = encoder.Encode(batch);
        Assert.IsTrue(length > 0);
        BatchDecoder decoder = new BatchDecoder();
        Assert.IsTrue(decoder.Open(batch, length));
        Assert.AreEqual(encoder.Count, decoder.SampleCount);
        return decoder;
    }

    // Millimetres beyond those at 20 m/s, by the trapezoid of the speeds above.
    private static long Driven(int index)
    {
        long millimetres = 0;
        for (int second = 1; second <= index; second++)
        {
            int faster = second % 12 < 6 ? second % 12 : 12 - (second % 12);
            int before = (second - 1) % 12 < 6 ? (second - 1) % 12 : 12 - ((second - 1) % 12);
            millimetres += (faster + before) * 250;
        }

        return millimetres;
    }

    private static Sample Driving(int index) => new Sample
    {
        UptimeMilliseconds = 60000 + (index * 1000),
        TimeUtcMilliseconds = Utc + (index * 1000),
        IsDated = true,
        Fields = FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed,
        Mode = FixMode.ThreeDimensional,
        LatitudeDegreesE7 = 525200081 + (index * 1207),
        LongitudeDegreesE7 = -134049537 - (index * 911),
        HeightMillimetres = 34567,
        SpeedMillimetresPerSecond = 13900,
        CourseHundredthsDegree = 32471,
        SatellitesUsed = 11,
        Triggers = SampleTriggers.Time,
        Activity = UnitActivity.Driving,
        Ignition = IgnitionState.On,
        IgnitionSource = IgnitionSource.EngineSpeed,
        TripNumber = 1841,
        DistanceMetres = 31245678 + (index * 139 / 10),
        EngineSeconds = 2812345 + index,
        IdlingSeconds = 412345,
    };

    // A drive that ends, somebody waits with the engine running, private mode, the next trip.
    private static Sample Used(int index)
    {
        Sample sample = Driving(index);
        sample.UptimeMilliseconds += index > 40 ? 7000 : 0;
        sample.TimeUtcMilliseconds += index > 40 ? 7000 : 0;
        sample.Activity = index < 20 ? UnitActivity.Driving : index < 30 ? UnitActivity.Idling : index < 40 ? UnitActivity.Parked : UnitActivity.Charging;
        sample.Ignition = index < 30 ? IgnitionState.On : IgnitionState.Off;
        sample.IgnitionSource = index < 35 ? IgnitionSource.Motion : IgnitionSource.SupplyVoltage;
        sample.IsPrivate = index > 33 && index < 55;
        sample.TripNumber = 1841 + (index / 25);
        sample.Triggers = index % 20 == 0 ? SampleTriggers.Context | SampleTriggers.Event : index % 3 == 0 ? SampleTriggers.Signal : SampleTriggers.Time;
        sample.EngineSeconds = 2812345 + (index < 30 ? index : 29);
        sample.IdlingSeconds = 412345 + (index < 20 ? 0 : index < 30 ? index - 19 : 10);
        return sample;
    }

    private static Sample Extreme(int index)
    {
        Sample sample = Driving(index);
        sample.SignalsPresent = index == 7 ? 0 : 3;
        sample.Signals[0] = 5004 + (index * 3);
        sample.Signals[1] = 8000 - index;
        if (index % 3 == 1)
        {
            sample.Extremes = SampleExtremes.MaximumSpeed | SampleExtremes.MaximumAcceleration;
            sample.MaximumSpeedMillimetresPerSecond = 14000 + (index * 17);
            sample.MaximumAccelerationMillimetresPerSecondSquared = index == 4 ? int.MaxValue : 900 + (index * index);
        }

        sample.SignalExtremesPresent = index % 4 == 3 ? 1 : index > 15 ? 2 : 0;
        sample.SignalMinima[0] = index == 15 ? int.MinValue : 4990 + index;
        sample.SignalMaxima[0] = index == 15 ? int.MaxValue : 5500 - index;
        sample.SignalMinima[1] = 7000;
        sample.SignalMaxima[1] = 9000 + index;
        return sample;
    }
}
