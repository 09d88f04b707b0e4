using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Batching;

public class BatchFuzzTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Any_batch_comes_back_within_half_a_quantum(int seed)
    {
        Random random = new(seed);
        byte[] output = new byte[500_000];
        Sample read = new();
        int inParts = 0;
        for (int round = 0; round < 150; round++)
        {
            SignalDefinition[] definitions = RandomBatches.Definitions(random);
            BatchEncoder encoder = new(definitions, 128) { BootNumber = random.Next() };
            BatchDecoder decoder = new();

            // What an encoder learns from a batch must not be wrong for the next one, whatever that is.
            for (int batch = 0; batch < 3; batch++)
            {
                List<Sample> samples = RandomBatches.Samples(random, definitions.Length);
                foreach (Sample sample in samples)
                {
                    Assert.That(encoder.Add(sample), Is.True);
                }

                byte[] room = random.Next(4) == 0 ? new byte[random.Next(3000, 20_000)] : output;
                int done = 0;
                while (encoder.Count > 0)
                {
                    int length = encoder.Encode(room);
                    Assert.That(length, Is.InRange(1, room.Length));
                    Assert.That(decoder.Open(room, length), Is.True, $"seed {seed}, round {round}");
                    Assert.That(decoder.BootNumber, Is.EqualTo(encoder.BootNumber));
                    Assert.That(decoder.SampleCount, Is.EqualTo(encoder.EncodedCount));
                    while (decoder.Next(read))
                    {
                        Same(samples[done++], read, definitions.Length, $"seed {seed}, round {round}");
                    }

                    inParts += encoder.EncodedCount < encoder.Count ? 1 : 0;
                    encoder.Clear();
                }

                Assert.That(done, Is.EqualTo(samples.Count));
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: 450 batches, {inParts} times only a part fitted");
        Assert.That(inParts, Is.GreaterThan(0));
    }

    [Test]
    public void Damaged_batches_are_refused_or_decoded_but_never_thrown_at()
    {
        const int seed = 20_251_122;
        Random random = new(seed);
        byte[] output = [];
        BatchDecoder decoder = new();
        Sample read = new();
        int decoded = 0;
        for (int round = 0; round < 30_000; round++)
        {
            byte[] bytes;
            if (round % 3 == 0)
            {
                bytes = new byte[random.Next(400)];
                random.NextBytes(bytes);
                if (bytes.Length > 1 && round % 2 == 0)
                {
                    bytes[0] = 2;
                    bytes[1] &= 7;
                }
            }
            else
            {
                if (round % 300 == 1)
                {
                    SignalDefinition[] definitions = RandomBatches.Definitions(random);
                    BatchEncoder encoder = new(definitions, 128);
                    RandomBatches.Samples(random, definitions.Length).ForEach(sample => encoder.Add(sample));
                    output = new byte[500_000];
                    Array.Resize(ref output, encoder.Encode(output));
                }

                bytes = [.. output];
                for (int change = random.Next(1, 5); change > 0; change--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }
            }

            if (decoder.Open(bytes, bytes.Length))
            {
                int samples = 0;
                while (decoder.Next(read))
                {
                    samples++;
                }

                Assert.That(samples, Is.EqualTo(decoder.SampleCount));
                decoded++;
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: {decoded} of 30,000 were still batches");
        Assert.That(decoded, Is.GreaterThan(0), "the damage must reach the decoder's inside");
    }

    [Test]
    public void Damaged_dictionaries_are_refused_or_decoded_but_never_thrown_at()
    {
        Random random = new(5);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = SignalDictionary.Encode(RandomBatches.Definitions(random));
            for (int change = 0; change < 3; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.DoesNotThrow(() => SignalDictionary.Decode(bytes, bytes.Length));
        }
    }

    private static void Same(Sample expected, Sample actual, int signals, string where)
    {
        const FixFields carried = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed;
        Assert.That(actual.Fields, Is.EqualTo(expected.Fields & carried), where);
        Assert.That(actual.Mode, Is.EqualTo(expected.Mode), where);
        Assert.That(actual.SignalsPresent, Is.EqualTo(expected.SignalsPresent), where);
        Assert.That(actual.Triggers, Is.EqualTo(expected.Triggers), where);
        Assert.That(actual.Activity, Is.EqualTo(expected.Activity), where);
        Assert.That(actual.Ignition, Is.EqualTo(expected.Ignition), where);
        Assert.That(actual.IgnitionSource, Is.EqualTo(expected.IgnitionSource), where);
        Assert.That(actual.IsPrivate, Is.EqualTo(expected.IsPrivate), where);
        Assert.That(actual.TripNumber, Is.EqualTo(expected.TripNumber), where);
        Assert.That(actual.DistanceMetres, Is.EqualTo(expected.DistanceMetres), where);
        Assert.That(actual.EngineSeconds, Is.EqualTo(expected.EngineSeconds), where);
        Assert.That(actual.IdlingSeconds, Is.EqualTo(expected.IdlingSeconds), where);
        SameExtremes(expected, actual, signals, where);
        if (expected.IsDated)
        {
            Assert.That(actual.TimeUtcMilliseconds, Is.EqualTo(expected.TimeUtcMilliseconds).Within(5), where);
        }

        if (expected.Fields.HasFlag(FixFields.Position))
        {
            Assert.That(actual.LatitudeDegreesE7, Is.EqualTo(expected.LatitudeDegreesE7).Within(6), where);
            double metres = Math.Abs((double)actual.LongitudeDegreesE7 - expected.LongitudeDegreesE7) * Math.Cos(expected.LatitudeDegreesE7 / 1e7 * Math.PI / 180) * 0.0111319;
            Assert.That(metres, Is.LessThanOrEqualTo(0.085), where);
        }

        Check(FixFields.Height, expected.HeightMillimetres, actual.HeightMillimetres, 500);
        Check(FixFields.Speed, expected.SpeedMillimetresPerSecond, actual.SpeedMillimetresPerSecond, 25);
        Check(FixFields.SatellitesUsed, expected.SatellitesUsed, actual.SatellitesUsed, 0);
        if (expected.Fields.HasFlag(FixFields.Course))
        {
            Assert.That(actual.CourseHundredthsDegree, Is.InRange(0, 35_950), where);
            int difference = Math.Abs(actual.CourseHundredthsDegree - expected.CourseHundredthsDegree);
            Assert.That(Math.Min(difference, 36_000 - difference), Is.LessThanOrEqualTo(25), where);
        }

        for (int signal = 0; signal < 62; signal++)
        {
            if ((expected.SignalsPresent & (1L << signal)) != 0)
            {
                Assert.That(actual.Signals[signal], Is.EqualTo(expected.Signals[signal]), where);
            }
        }

        void Check(FixFields field, int wanted, int got, int tolerance)
        {
            if (expected.Fields.HasFlag(field))
            {
                Assert.That(got, Is.EqualTo(wanted).Within(tolerance), where);
            }
        }
    }

    private static void SameExtremes(Sample expected, Sample actual, int signals, string where)
    {
        Assert.That(actual.Extremes, Is.EqualTo(expected.Extremes), where);
        Assert.That(actual.SignalExtremesPresent, Is.EqualTo(expected.SignalExtremesPresent & ((1L << signals) - 1)), where);
        if (expected.Extremes.HasFlag(SampleExtremes.MaximumSpeed))
        {
            Assert.That(actual.MaximumSpeedMillimetresPerSecond, Is.EqualTo(expected.MaximumSpeedMillimetresPerSecond), where);
        }

        if (expected.Extremes.HasFlag(SampleExtremes.MaximumAcceleration))
        {
            Assert.That(actual.MaximumAccelerationMillimetresPerSecondSquared, Is.EqualTo(expected.MaximumAccelerationMillimetresPerSecondSquared), where);
        }

        if (expected.Extremes.HasFlag(SampleExtremes.MaximumBraking))
        {
            Assert.That(actual.MaximumBrakingMillimetresPerSecondSquared, Is.EqualTo(expected.MaximumBrakingMillimetresPerSecondSquared), where);
        }

        for (int signal = 0; signal < signals; signal++)
        {
            if ((expected.SignalExtremesPresent & (1L << signal)) != 0)
            {
                Assert.That(actual.SignalMinima[signal], Is.EqualTo(expected.SignalMinima[signal]), where);
                Assert.That(actual.SignalMaxima[signal], Is.EqualTo(expected.SignalMaxima[signal]), where);
            }
        }
    }
}
