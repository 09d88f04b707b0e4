using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Metering;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Scenarios;

/// <summary>From a sample to a frame in the journal.</summary>
internal static class FormatOperations
{
    private const int SamplesPerBatch = 60;

    // Columns are looked at closely in every fourth batch.
    private const int BatchesPerRun = 1;

    public static IEnumerable<Operation> All()
    {
        yield return Encoding();
        yield return Sealing();
    }

    private static Operation Encoding()
    {
        SignalDefinition[] definitions = Definitions();
        BatchEncoder encoder = new(definitions, SamplesPerBatch);
        byte[] output = new byte[4096];
        Sample[] samples = Driving(definitions.Length);
        int length = 0;
        return new Operation(
            "a sample with position and ten signals added and encoded, in batches of 60",
            SamplesPerBatch * BatchesPerRun,
            Encode,
            () =>
            {
                Encode();
                if (length is < 200 or > 1200)
                {
                    throw new InvalidOperationException($"A batch of {length} bytes: the measurement is of something else.");
                }
            }) { Limit = 65_000 };

        void Encode()
        {
            for (int batch = 0; batch < BatchesPerRun; batch++)
            {
                foreach (Sample sample in samples)
                {
                    encoder.Add(sample);
                }

                length = encoder.Encode(output);
                encoder.Clear();
            }
        }
    }

    private static Operation Sealing()
    {
        MeteredCryptography cryptography = new();
        VolumeInMemory volume = new();
        byte[] identity = UnitEnrolment.CreateIdentity(cryptography, new byte[32], "k7m2p9x4");
        volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        UnitKeys keys = new(cryptography, volume);
        keys.Load(1);
        FrameJournal journal = new(volume, new JournalSettings { BudgetBytes = 1 << 20 });
        journal.Recover(keys.StreamId, keys.SequenceFloor, keys.SequenceCeiling);
        keys.BeginEpoch(journal.NextSequence);
        UnitSealer sealer = new(cryptography, keys);
        byte[] payload = new byte[470];
        byte[] frame = new byte[600];
        return new Operation(
            "a frame of 512 bytes sealed and journalled",
            64,
            () => Frames(64),
            () => Frames(64)) { Limit = 250_000 };

        void Frames(int count)
        {
            for (int index = 0; index < count; index++)
            {
                int length = sealer.Seal(FrameKind.Batch, FramePriority.Ordinary, journal.NextSequence, 7, payload, 0, payload.Length, frame);
                if (length == 0 || !journal.TryAppend(frame, length, 0))
                {
                    throw new InvalidOperationException("The frame was not sealed or not journalled.");
                }
            }
        }
    }

    // A vehicle speed and four wheels that follow each other, engine, pedals, steering and a gear, all with some noise; position, speed and course of one movement.
    private static Sample[] Driving(int signals)
    {
        const double MetresPerDegree = 111_200;
        Sample[] samples = new Sample[SamplesPerBatch];
        double north = 0;
        double east = 0;
        double driven = 0;
        double speedBefore = 13;
        double courseBefore = 42;
        Random random = new(1);
        for (int index = 0; index < samples.Length; index++)
        {
            double speed = 13 + (3 * Math.Sin(index / 9.0));
            double course = 42 + (8 * Math.Sin(index / 14.0));
            if (index > 0)
            {
                double mean = (speed + speedBefore) / 2;
                double radians = (course + courseBefore) / 2 * Math.PI / 180;
                driven += mean;
                north += mean * Math.Cos(radians);
                east += mean * Math.Sin(radians);
            }

            speedBefore = speed;
            courseBefore = course;
            Sample sample = new()
            {
                UptimeMilliseconds = 100_000 + (index * 1000),
                TimeUtcMilliseconds = 1_763_823_600_000 + (index * 1000),
                IsDated = true,
                Fields = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed,
                Mode = FixMode.ThreeDimensional,
                LatitudeDegreesE7 = 525_200_081 + (int)(north / MetresPerDegree * 1e7) + random.Next(-9, 10),
                LongitudeDegreesE7 = 134_049_537 + (int)(east / MetresPerDegree / 0.6085 * 1e7) + random.Next(-14, 15),
                HeightMillimetres = 34_000 + (index * 120) + random.Next(-200, 200),
                SpeedMillimetresPerSecond = (int)(speed * 1000) + random.Next(-50, 51),
                CourseHundredthsDegree = (int)(course * 100) + random.Next(-30, 31),
                SatellitesUsed = 11 + (index / 25),
                SignalsPresent = (1L << signals) - 1,
                Triggers = SampleTriggers.Time,
                Activity = UnitActivity.Driving,
                Ignition = IgnitionState.On,
                IgnitionSource = IgnitionSource.Wire,
                TripNumber = 1841,
                DistanceMetres = 31_245_678 + (int)driven,
                EngineSeconds = 2_812_345 + index,
                IdlingSeconds = 412_345,
            };
            int raw = (int)(speed * 360);
            int[] values =
            [
                raw, 1_800 + (raw / 4) + random.Next(-30, 31), 40 + random.Next(-6, 7), index % 20 < 3 ? 12 : 0, random.Next(-2, 3),
                raw + random.Next(-9, 10), raw + random.Next(-9, 10), raw + random.Next(-9, 10), raw + random.Next(-9, 10), index < 30 ? 4 : 5,
            ];
            values.CopyTo(sample.Signals, 0);
            samples[index] = sample;
        }

        return samples;
    }

    private static SignalDefinition[] Definitions()
    {
        string[] names = ["Speed", "EngineSpeed", "Accelerator", "Brake", "SteeringAngle", "WheelFrontLeft", "WheelFrontRight", "WheelRearLeft", "WheelRearRight", "Gear"];
        string[] units = ["km/h", "rpm", "%", "%", "deg", "km/h", "km/h", "km/h", "km/h", ""];
        return [.. names.Select((name, index) => new SignalDefinition(name, units[index], 1, units[index] is "km/h" ? 100 : 1, 0, false, 2000))];
    }
}
