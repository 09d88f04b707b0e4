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
        byte[] output = new byte[60_000];
        Sample read = new();
        for (int round = 0; round < 400; round++)
        {
            SignalDefinition[] definitions = Definitions(random);
            BatchEncoder encoder = new(definitions, 128) { BootNumber = random.Next() };
            List<Sample> samples = Samples(random, definitions.Length);
            foreach (Sample sample in samples)
            {
                Assert.That(encoder.Add(sample), Is.True);
            }

            int length = encoder.Encode(output);
            Assert.That(encoder.EncodedCount, Is.EqualTo(samples.Count));
            BatchDecoder decoder = new();
            Assert.That(decoder.Open(output, length), Is.True, $"seed {seed}, round {round}");
            Assert.That(decoder.BootNumber, Is.EqualTo(encoder.BootNumber));
            foreach (Sample sample in samples)
            {
                Assert.That(decoder.Next(read), Is.True);
                Same(sample, read, $"seed {seed}, round {round}");
            }
        }
    }

    [Test]
    public void Damaged_batches_are_refused_or_decoded_but_never_thrown_at()
    {
        const int seed = 20_251_122;
        Random random = new(seed);
        byte[] output = new byte[60_000];
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
                    bytes[0] = 1;
                    bytes[1] &= 1;
                }
            }
            else
            {
                if (round % 300 == 1)
                {
                    SignalDefinition[] definitions = Definitions(random);
                    BatchEncoder encoder = new(definitions, 128);
                    Samples(random, definitions.Length).ForEach(sample => encoder.Add(sample));
                    output = new byte[60_000];
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
            byte[] bytes = SignalDictionary.Encode(Definitions(random));
            for (int change = 0; change < 3; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.DoesNotThrow(() => SignalDictionary.Decode(bytes, bytes.Length));
        }
    }

    private static void Same(Sample expected, Sample actual, string where)
    {
        const FixFields carried = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed;
        Assert.That(actual.Fields, Is.EqualTo(expected.Fields & carried), where);
        Assert.That(actual.Mode, Is.EqualTo(expected.Mode), where);
        Assert.That(actual.SignalsPresent, Is.EqualTo(expected.SignalsPresent), where);
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

    private static SignalDefinition[] Definitions(Random random)
    {
        string[] units = ["km/h", "rpm", "%", ""];
        return [.. Enumerable.Range(0, random.Next(0, 63)).Select(index => new SignalDefinition($"S{index}", units[random.Next(4)], 1, random.Next(1, 3), 0, false, 1000))];
    }

    // From calm to wild: values that stay, walk or jump anywhere, present always, mostly or never.
    private static List<Sample> Samples(Random random, int signals)
    {
        int count = random.Next(1, 129);
        long utc = 1_763_823_600_000 + random.NextInt64(1L << 38);
        int latitude = random.Next(-899_000_000, 899_000_000);
        int longitude = random.Next(-1_799_000_000, 1_799_000_000);
        bool isWild = random.Next(6) == 0;
        int[] kinds = [.. Enumerable.Range(0, signals).Select(_ => random.Next(5))];
        int[] values = [.. Enumerable.Range(0, signals).Select(_ => random.Next())];
        int datedFrom = random.Next(3) == 0 ? random.Next(count) : 0;
        int fieldsKind = random.Next(4);
        List<Sample> samples = [];
        for (int index = 0; index < count; index++)
        {
            latitude = isWild ? random.Next(-900_000_000, 900_000_001) : Math.Clamp(latitude + random.Next(-2000, 2000), -900_000_000, 900_000_000);
            longitude = isWild ? random.Next(-1_800_000_000, 1_800_000_001) : Math.Clamp(longitude + random.Next(-2000, 2000), -1_800_000_000, 1_800_000_000);
            FixFields fields = fieldsKind switch
            {
                0 => FixFields.None,
                1 => (FixFields)random.Next(128),
                2 => index % 20 < 10 ? (FixFields)127 : FixFields.Time,
                _ => (FixFields)127,
            };
            Sample sample = new()
            {
                UptimeMilliseconds = 100_000 + (index * 1000) + random.Next(20),
                TimeUtcMilliseconds = utc + (index * 1000L),
                IsDated = index >= datedFrom,
                Fields = fields,
                Mode = (FixMode)random.Next(isWild ? 7 : 2),
                LatitudeDegreesE7 = isWild ? Math.Clamp(latitude, -600_000_000, 600_000_000) : latitude,
                LongitudeDegreesE7 = longitude,
                HeightMillimetres = random.Next(-500_000, 9_000_000),
                SpeedMillimetresPerSecond = random.Next(0, 100_000),
                CourseHundredthsDegree = random.Next(0, 36_000),
                SatellitesUsed = random.Next(0, 40),
            };
            if (isWild)
            {
                // The longitude's quantum is that of the first latitude: wild latitudes would make it coarser than promised elsewhere.
                sample.LatitudeDegreesE7 = random.Next(-9_000_000, 9_000_000);
            }

            for (int signal = 0; signal < signals; signal++)
            {
                values[signal] = kinds[signal] switch
                {
                    0 => values[signal],
                    1 => values[signal] + random.Next(-3, 4),
                    2 => unchecked((int)random.NextInt64()),
                    3 => random.Next(10) == 0 ? random.Next(5) : values[signal],
                    _ => unchecked(values[signal] + 17),
                };
                sample.Signals[signal] = values[signal];
                if (signal % 5 != 4 || random.Next(4) == 0)
                {
                    sample.SignalsPresent |= 1L << signal;
                }
            }

            samples.Add(sample);
        }

        return samples;
    }
}
