using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Batching;

/// <summary>Samples from calm to wild, for whatever is to be true of any batch.</summary>
internal static class RandomBatches
{
    /// <summary>Up to 62 signals, some of the same unit and scale.</summary>
    public static SignalDefinition[] Definitions(Random random)
    {
        string[] units = ["km/h", "rpm", "%", "", "m/s"];
        return [.. Enumerable.Range(0, random.Next(0, 63)).Select(index => new SignalDefinition($"S{index}", units[random.Next(5)], 1, random.Next(1, 3), 0, false, 1000))];
    }

    /// <summary>Up to 128 samples: values that stay, walk or jump anywhere, present always, mostly or never.</summary>
    public static List<Sample> Samples(Random random, int signals)
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
        int timesKind = random.Next(4);
        Use use = new(random);
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
                UptimeMilliseconds = 100_000 + (index * 1000L) + random.Next(20),
                TimeUtcMilliseconds = utc + Time(index),
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

            use.Fill(sample, isWild);
            samples.Add(sample);
        }

        return samples;

        long Time(int index) => timesKind switch
        {
            0 => index * 1000L,
            1 => (index * 1000L) + (index > count / 2 ? 3000 : 0),
            2 => (index * 1000L) + (10 * random.Next(3)),
            _ => index * 10_000L,
        };
    }

    // Trips, distance, running times and extremes: as they go on, or jumping anywhere.
    private sealed class Use(Random random)
    {
        private readonly int _extremes = random.Next(4);
        private readonly bool _isCalm = random.Next(3) != 0;
        private int _trip = random.Next();
        private int _metres = random.Next();
        private int _engine = random.Next();
        private int _idling = random.Next();
        private UnitActivity _activity = (UnitActivity)random.Next(5);
        private IgnitionState _ignition = IgnitionState.On;
        private bool _isPrivate;

        public void Fill(Sample sample, bool isWild)
        {
            if (random.Next(_isCalm ? 40 : 3) == 0)
            {
                _trip++;
                _activity = (UnitActivity)random.Next(5);
                _ignition = (IgnitionState)random.Next(3);
                _isPrivate = random.Next(2) == 0;
            }

            _metres += (sample.SpeedMillimetresPerSecond / 1000) + random.Next(2);
            _engine += _activity is UnitActivity.Driving or UnitActivity.Idling ? 1 : 0;
            _idling += _activity is UnitActivity.Idling ? 1 : 0;
            sample.Triggers = (SampleTriggers)(_isCalm ? 1 : random.Next(65_536));
            sample.Activity = _activity;
            sample.Ignition = _ignition;
            sample.IgnitionSource = (IgnitionSource)random.Next(_isCalm ? 1 : 5);
            sample.IsPrivate = _isPrivate;
            sample.TripNumber = isWild ? Any() : _trip;
            sample.DistanceMetres = isWild ? Any() : _metres;
            sample.EngineSeconds = isWild ? Any() : _engine;
            sample.IdlingSeconds = isWild ? Any() : _idling;
            if (_extremes == 0 || (_extremes == 1 && random.Next(5) == 0))
            {
                FillExtremes(sample, isWild);
            }
        }

        private void FillExtremes(Sample sample, bool isWild)
        {
            sample.Extremes = (SampleExtremes)random.Next(8);
            sample.MaximumSpeedMillimetresPerSecond = isWild ? Any() : sample.SpeedMillimetresPerSecond + random.Next(3000);
            sample.MaximumAccelerationMillimetresPerSecondSquared = isWild ? Any() : random.Next(5000);
            sample.MaximumBrakingMillimetresPerSecondSquared = isWild ? Any() : random.Next(9000);
            sample.SignalExtremesPresent = random.NextInt64() & random.NextInt64();
            for (int signal = 0; signal < 62; signal++)
            {
                sample.SignalMinima[signal] = isWild ? Any() : sample.Signals[signal] - random.Next(100);
                sample.SignalMaxima[signal] = isWild ? Any() : sample.Signals[signal] + random.Next(100);
            }
        }

        private int Any() => unchecked((int)random.NextInt64());
    }
}
