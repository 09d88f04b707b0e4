using Telltale.Gnss;
using Telltale.Metering;
using Telltale.Obd;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Scenarios;

/// <summary>From a fix and the table of signals to a sample.</summary>
internal static class SamplingOperations
{
    private const int Epochs = 60;
    private const int MillimetresPerSecond = 13_000;
    private const long Utc = 1_763_823_600_000;

    public static IEnumerable<Operation> All()
    {
        yield return EverySecond("a sample with position and ten signals taken at an epoch, the context stepped once", new SamplerSettings(), Epochs, 60_000);
        SamplerSettings shaped = new();
        shaped.Driving.ShapeErrorMillimetres = 10_000;
        yield return EverySecond("the same with the shape filter at 10 m, an epoch", shaped, 0, null);
        SamplerSettings watchful = new();
        watchful.Driving.DistanceMetres = 100;
        watchful.Driving.CourseDegrees = 10;
        watchful.Events.OverspeedMillimetresPerSecond = 36_000;
        watchful.Events.HarshAccelerationMillimetresPerSecondSquared = 3_000;
        watchful.Events.HarshBrakingMillimetresPerSecondSquared = 3_500;
        watchful.Events.HarshCorneringMillimetresPerSecondSquared = 4_000;
        watchful.Rules =
        [
            new SignalRule { Name = "OBD.CoolantTemperature", Kind = SignalRuleKind.RisesAbove, Threshold = 150, Hysteresis = 5, IsEvent = true },
            new SignalRule { Name = "OBD.FuelLevel", Kind = SignalRuleKind.FallsBelow, Threshold = 25, Hysteresis = 10, IsEvent = true },
        ];
        yield return EverySecond("the same with context, distance, course, overspeed, harsh driving and two rules for signals watched, a sample", watchful, Epochs, null);
        yield return NothingDue();
    }

    private static Operation EverySecond(string name, SamplerSettings settings, int expected, long? limit)
    {
        Bench bench = new(settings);
        return new Operation(
            name,
            Epochs,
            () => bench.Drive(3 * Epochs),
            () =>
            {
                int before = bench.Sampler.SamplesTaken;
                bench.Drive(Epochs);
                int taken = bench.Sampler.SamplesTaken - before;
                if (expected > 0 ? taken != expected : taken is < 1 or > 20)
                {
                    throw new InvalidOperationException($"{taken} samples in {Epochs} epochs: the measurement is of something else.");
                }
            }) { Limit = limit };
    }

    private static Operation NothingDue()
    {
        Bench bench = new(new SamplerSettings());
        return new Operation(
            "a step of context and sampler with nothing due",
            40,
            () => bench.Drive(10),
            () =>
            {
                for (int step = 1; step <= 40; step++)
                {
                    bench.Step(step);
                }
            });
    }

    /// <summary>A sampler in town with the ten PIDs of OBD-II, an epoch a second.</summary>
    private sealed class Bench : ISampleListener, IUnitEventListener
    {
        private readonly UnitClock _clock = new();
        private readonly SignalTable _table = new(ObdProfile.Create("OBD-II", [0x04, 0x05, 0x0C, 0x0D, 0x0F, 0x10, 0x11, 0x2F, 0x46, 0x5C], 20_000).Definitions);
        private readonly Fix _fix = new();
        private int _second;

        public Bench(SamplerSettings settings)
        {
            Sampler = new Sampler(settings, _table, _clock, this, this);
        }

        public Sampler Sampler { get; }

        public void Drive(int seconds)
        {
            for (int count = 0; count < seconds; count++)
            {
                _second++;
                long uptime = _second * 1000L;
                if (_second % 30 == 1)
                {
                    for (int index = 0; index < _table.Definitions.Length; index++)
                    {
                        _table.Set(index, 60 + index, uptime - 100);
                    }
                }

                // What the bus does is not counted here, as far as that goes: the speeds change with every epoch, the others stay.
                _table.Set(2, 7200 + (_second % 3 * 40), uptime - 100);
                _table.Set(3, 45 + (_second % 3), uptime - 100);

                Sampler.BeginEpoch(uptime);
                double along = _second / 20.0;
                _fix.Fields = FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed | FixFields.HorizontalDilution;
                _fix.Mode = FixMode.ThreeDimensional;
                _fix.ReceivedUptimeMilliseconds = uptime;
                _fix.TimeUtcMilliseconds = Utc + uptime;
                _fix.LatitudeDegreesE7 = 494_000_000 + (_second * 900) + (int)(1500 * Math.Sin(along));
                _fix.LongitudeDegreesE7 = 86_700_000 + (_second * 1100) + (int)(1500 * Math.Cos(along));
                _fix.HeightMillimetres = 114_000;
                _fix.SpeedMillimetresPerSecond = MillimetresPerSecond + (int)(800 * Math.Sin(along));
                _fix.CourseHundredthsDegree = 4_500 + (int)(500 * Math.Cos(along));
                _fix.SatellitesUsed = 12;
                _fix.HorizontalDilutionHundredths = 91;
                Sampler.OnFix(_fix);
                Sampler.Context.Step(uptime, 14_100, 1);
                Sampler.Step(uptime);
            }
        }

        public void Step(int milliseconds)
        {
            long uptime = (_second * 1000L) + milliseconds;
            Sampler.Context.Step(uptime, 14_100, 1);
            Sampler.Step(uptime);
        }

        public void OnSample(Sample sample)
        {
        }

        public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
        {
        }
    }
}
