using nanoFramework.TestFramework;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.DeviceTests.Batching;

[TestClass]
public class BatchTests
{
    private const long Utc = 1763823600000L;

    private static readonly Sample _read = new Sample();

    [TestMethod]
    public void A_sample_comes_back_at_the_documented_resolutions()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(2), 10) { BootNumber = 7 };
        Sample sample = Driving(0);
        sample.SignalsPresent = 3;
        sample.Signals[0] = int.MinValue;
        sample.Signals[1] = -1;
        encoder.Add(sample);
        BatchDecoder decoder = Decoded(encoder);

        Assert.AreEqual(7, decoder.BootNumber);
        Assert.AreEqual(2, decoder.SignalCount);
        Assert.IsTrue(decoder.Next(_read));
        Assert.AreEqual(sample.UptimeMilliseconds, _read.UptimeMilliseconds);
        Assert.AreEqual(sample.TimeUtcMilliseconds, _read.TimeUtcMilliseconds);
        Assert.IsTrue(_read.IsDated);
        Near(sample.LatitudeDegreesE7, _read.LatitudeDegreesE7, 6);
        Near(sample.LongitudeDegreesE7, _read.LongitudeDegreesE7, 10);
        Near(sample.HeightMillimetres, _read.HeightMillimetres, 500);
        Near(sample.SpeedMillimetresPerSecond, _read.SpeedMillimetresPerSecond, 25);
        Near(sample.CourseHundredthsDegree, _read.CourseHundredthsDegree, 25);
        Assert.AreEqual(sample.SatellitesUsed, _read.SatellitesUsed);
        Assert.IsTrue(_read.Mode == sample.Mode);
        Assert.AreEqual(3L, _read.SignalsPresent);
        Assert.AreEqual(int.MinValue, _read.Signals[0]);
        Assert.AreEqual(-1, _read.Signals[1]);
        Assert.IsFalse(decoder.Next(_read));
    }

    [TestMethod]
    public void What_is_absent_stays_absent_and_nothing_is_made_up()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(3), 60);
        for (int index = 0; index < 60; index++)
        {
            Sample sample = Driving(index);
            if (index >= 20 && index < 33)
            {
                sample.Fields = FixFields.None;
                sample.Mode = FixMode.None;
            }

            sample.SignalsPresent = (index % 7 == 0 ? 1 : 0) | (index < 40 ? 4 : 0);
            sample.Signals[0] = index * 3;
            sample.Signals[2] = 500 - index;
            encoder.Add(sample);
        }

        BatchDecoder decoder = Decoded(encoder);
        for (int index = 0; index < 60; index++)
        {
            Assert.IsTrue(decoder.Next(_read));
            bool isSilent = index >= 20 && index < 33;
            Assert.AreEqual(isSilent ? 0 : (int)Driving(index).Fields & ~(int)FixFields.Time, (int)_read.Fields);
            Assert.AreEqual((long)((index % 7 == 0 ? 1 : 0) | (index < 40 ? 4 : 0)), _read.SignalsPresent);
            if (index % 7 == 0)
            {
                Assert.AreEqual(index * 3, _read.Signals[0]);
            }

            if (index < 40)
            {
                Assert.AreEqual(500 - index, _read.Signals[2]);
            }

            if (!isSilent)
            {
                Near(Driving(index).LatitudeDegreesE7, _read.LatitudeDegreesE7, 6);
            }
        }
    }

    [TestMethod]
    public void Samples_without_UTC_carry_boot_and_uptime()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(0), 10) { BootNumber = 3 };
        Sample sample = new Sample { UptimeMilliseconds = 12340 };
        encoder.Add(sample);
        sample.UptimeMilliseconds = 13341;
        encoder.Add(sample);
        BatchDecoder decoder = Decoded(encoder);
        Assert.IsFalse(decoder.IsDated);
        Assert.IsTrue(decoder.Next(_read));
        Assert.IsFalse(_read.IsDated);
        Assert.AreEqual(12340L, _read.UptimeMilliseconds);
        Assert.IsTrue(decoder.Next(_read));
        Assert.AreEqual(13340L, _read.UptimeMilliseconds);
    }

    [TestMethod]
    public void Samples_from_before_the_clock_was_set_are_dated_by_those_after()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(0), 10);
        encoder.Add(new Sample { UptimeMilliseconds = 5000 });
        encoder.Add(new Sample { UptimeMilliseconds = 6000 });
        encoder.Add(new Sample { UptimeMilliseconds = 7010, IsDated = true, TimeUtcMilliseconds = Utc });
        encoder.Add(new Sample { UptimeMilliseconds = 8030, IsDated = true, TimeUtcMilliseconds = Utc + 1000 });
        BatchDecoder decoder = Decoded(encoder);
        Assert.AreEqual(5000L, decoder.BaseUptimeMilliseconds);
        Assert.AreEqual(Utc - 2010, decoder.BaseUtcMilliseconds);
        long[] expected = new long[] { Utc - 2010, Utc - 1010, Utc, Utc + 1000 };
        for (int index = 0; index < 4; index++)
        {
            Assert.IsTrue(decoder.Next(_read) && _read.IsDated);
            Assert.AreEqual(expected[index], _read.TimeUtcMilliseconds);
        }
    }

    [TestMethod]
    public void A_course_through_north_is_a_small_step_and_comes_back_between_0_and_360()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(0), 60);
        for (int index = 0; index < 60; index++)
        {
            Sample sample = Driving(index);
            sample.CourseHundredthsDegree = (35500 + (index * 50)) % 36000;
            encoder.Add(sample);
        }

        byte[] batch = new byte[2000];
        int straight = Length(60, 0);
        int length = encoder.Encode(batch);
        Assert.IsTrue(length < straight + 25, "a steady turn costs " + (length - straight) + " bytes");
        BatchDecoder decoder = new BatchDecoder();
        Assert.IsTrue(decoder.Open(batch, length));
        for (int index = 0; index < 60; index++)
        {
            decoder.Next(_read);
            Assert.AreEqual((35500 + (index * 50)) % 36000, _read.CourseHundredthsDegree);
        }
    }

    [TestMethod]
    public void A_signal_that_does_not_change_costs_its_first_value_only()
    {
        int without = Length(60, 0);
        int with = Length(60, 10);
        Assert.IsTrue(with - without <= 10 * 3, "ten constant signals cost " + (with - without) + " bytes");
    }

    [TestMethod]
    public void The_largest_steps_there_are_come_back_after_steps_of_any_size()
    {
        int[] jumps = new int[] { int.MinValue, int.MaxValue, int.MinValue + 1, int.MinValue + 100000, 0x3FFFFFFF, -0x40000000 };
        byte[] output = new byte[4000];
        for (int size = 0; size < 30; size++)
        {
            for (int jump = 0; jump < jumps.Length; jump++)
            {
                BatchEncoder encoder = new BatchEncoder(Signals(1), 60);
                int[] values = new int[60];
                int value = 5;
                for (int index = 0; index < 60; index++)
                {
                    value += index == 31 ? jumps[jump] : index % 3 == 0 ? 1 << size : -(1 << size) + (index % 7);
                    values[index] = value;
                    Sample sample = Driving(index);
                    sample.SignalsPresent = 1;
                    sample.Signals[0] = value;
                    encoder.Add(sample);
                }

                int length = encoder.Encode(output);
                BatchDecoder decoder = new BatchDecoder();
                Assert.IsTrue(decoder.Open(output, length), "steps of 2^" + size);
                for (int index = 0; index < 60; index++)
                {
                    decoder.Next(_read);
                    Assert.AreEqual(values[index], _read.Signals[0], "steps of 2^" + size + " and a jump of " + jumps[jump]);
                }
            }
        }
    }

    [TestMethod]
    public void A_batch_too_long_for_the_output_is_encoded_in_parts()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(30), 64);
        Sample sample = Driving(0);
        sample.SignalsPresent = (1L << 30) - 1;
        uint random = 3;
        for (int index = 0; index < 64; index++)
        {
            for (int signal = 0; signal < 30; signal++)
            {
                random = (random * 1664525) + 1013904223;
                sample.Signals[signal] = (int)random;
            }

            sample.UptimeMilliseconds = 1000 + (index * 1000);
            sample.TimeUtcMilliseconds = Utc + (index * 1000);
            Assert.IsTrue(encoder.Add(sample));
        }

        Assert.IsFalse(encoder.Add(sample), "full");
        byte[] output = new byte[4000];
        BatchDecoder decoder = new BatchDecoder();
        int samples = 0;
        int batches = 0;
        while (encoder.Count > 0)
        {
            int length = encoder.Encode(output);
            Assert.IsTrue(length > 0 && length <= output.Length);
            Assert.IsTrue(decoder.Open(output, length));
            Assert.AreEqual(encoder.EncodedCount, decoder.SampleCount);
            while (decoder.Next(_read))
            {
                Assert.AreEqual(Utc + (samples * 1000), _read.TimeUtcMilliseconds);
                samples++;
            }

            encoder.Clear();
            batches++;
        }

        Assert.AreEqual(64, samples);
        Assert.IsTrue(batches > 1);
        Assert.AreEqual(0, encoder.Encode(output), "nothing left");
        encoder.Add(sample);
        Assert.AreEqual(-1, encoder.Encode(new byte[50]), "not even one fits");
        Assert.AreEqual(1, encoder.Count);
    }

    [TestMethod]
    public void Neither_a_shortened_nor_a_lengthened_batch_is_decoded()
    {
        BatchEncoder encoder = new BatchEncoder(Signals(4), 20);
        for (int index = 0; index < 20; index++)
        {
            Sample sample = Driving(index);
            sample.SignalsPresent = 15;
            sample.Signals[0] = index * index;
            encoder.Add(sample);
        }

        byte[] batch = new byte[1000];
        int length = encoder.Encode(batch);
        BatchDecoder decoder = new BatchDecoder();
        Assert.IsTrue(decoder.Open(batch, length));
        for (int shorter = 0; shorter < length; shorter++)
        {
            Assert.IsFalse(decoder.Open(batch, shorter), "length " + shorter);
            Assert.IsFalse(decoder.Next(_read));
        }

        Assert.IsFalse(decoder.Open(batch, length + 1));
        Assert.IsFalse(decoder.Open(null, 5));
        batch[0] = 1;
        Assert.IsFalse(decoder.Open(batch, length), "another version");
    }

    private static int Length(int samples, int signals)
    {
        BatchEncoder encoder = new BatchEncoder(Signals(signals), samples);
        for (int index = 0; index < samples; index++)
        {
            Sample sample = Driving(index);
            sample.SignalsPresent = (1L << signals) - 1;
            for (int signal = 0; signal < signals; signal++)
            {
                sample.Signals[signal] = 1000 + signal;
            }

            encoder.Add(sample);
        }

        return encoder.Encode(new byte[4000]);
    }

    private static BatchDecoder Decoded(BatchEncoder encoder)
    {
        byte[] batch = new byte[2000];
        int length = encoder.Encode(batch);
        Assert.IsTrue(length > 0);
        BatchDecoder decoder = new BatchDecoder();
        Assert.IsTrue(decoder.Open(batch, length));
        Assert.AreEqual(encoder.Count, decoder.SampleCount);
        return decoder;
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
        HeightMillimetres = 34567 + (index * 90),
        SpeedMillimetresPerSecond = 13890,
        CourseHundredthsDegree = 32471,
        SatellitesUsed = 11,
    };

    private static SignalDefinition[] Signals(int count)
    {
        SignalDefinition[] definitions = new SignalDefinition[count];
        for (int index = 0; index < count; index++)
        {
            definitions[index] = new SignalDefinition("Signal" + index, "u" + index, 1, 1, 0, false, 2000);
        }

        return definitions;
    }

    private static void Near(int expected, int actual, int tolerance) =>
        Assert.IsTrue(actual - expected <= tolerance && expected - actual <= tolerance, expected + " became " + actual);
}
