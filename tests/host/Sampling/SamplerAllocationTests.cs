using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Sampling;

/// <summary>After construction nothing is allocated, whatever happens.</summary>
public sealed class SamplerAllocationTests
{
    [Test]
    public void No_path_allocates()
    {
        SamplerSettings settings = new();
        settings.Driving.ShapeErrorMillimetres = 10_000;
        settings.Driving.DistanceMetres = 60;
        settings.Driving.CourseDegrees = 20;
        settings.Events.OverspeedMillimetresPerSecond = 20_000;
        settings.Events.HarshAccelerationMillimetresPerSecondSquared = 1_500;
        settings.Events.HarshBrakingMillimetresPerSecondSquared = 1_500;
        settings.Events.HarshCorneringMillimetresPerSecondSquared = 1_500;
        settings.Events.PrivateMode = true;
        settings.Rules =
        [
            new SignalRule { SignalIndex = 0, Kind = SignalRuleKind.RisesAbove, Threshold = 60, Hysteresis = 5, IsEvent = true },
            new SignalRule { SignalIndex = 1, Kind = SignalRuleKind.Changes, Threshold = 3_000 },
            new SignalRule { SignalIndex = 1, Kind = SignalRuleKind.ChangesFast, Threshold = 6_000, IsEvent = true },
        ];
        Counter counter = new();
        SignalTable table = new([new SignalDefinition("OBD.Speed", "km/h", 1, 1, 0, isUnsigned: false, 3000), new SignalDefinition("OBD.EngineSpeed", "rpm", 1, 4, 0, isUnsigned: false, 3000)]);
        Sampler sampler = new(settings, table, new UnitClock(), counter, counter);
        Fix fix = new();
        byte[] saved = new byte[VehicleContext.SavedLength];
        Random random = new(1);
        Drive(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(2);
        Drive(3);
        Drive(4);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        TestContext.Out.WriteLine($"{counter.Samples} samples with triggers {counter.Triggers}, {counter.Events} events of {counter.Kinds.Count(kind => kind)} kinds, {allocated} bytes");
        Assert.Multiple(() =>
        {
            Assert.That(allocated, Is.Zero);
            Assert.That(counter.Samples, Is.GreaterThan(500));
            Assert.That((int)counter.Triggers, Is.EqualTo(127), "every trigger has been there");
            Assert.That(counter.Kinds.Count(kind => kind), Is.GreaterThanOrEqualTo(10));
            Assert.That(counter.Extremes, Is.GreaterThan(10));
        });

        // An hour: driving with everything, a silent receiver, private, parked, towed.
        void Drive(int hour)
        {
            double latitude = 49.4;
            double longitude = 8.67;
            double course = 0;
            double speed = 0;
            for (int tenth = 1; tenth <= 36_000; tenth++)
            {
                long uptime = (hour * 3_600_000L) + (tenth * 100);
                int minute = tenth / 600;
                bool isOn = minute < 40;
                speed = !isOn && minute < 50 ? 0 : minute is >= 30 and < 38 ? 0 : Math.Clamp(speed + random.Next(-3, 4), 4, 25);
                course = (course + (random.Next(-2, 4) * 4) + 360) % 360;
                sampler.Context.Step(uptime, isOn ? 14_000 : 12_500, -1);
                sampler.Step(uptime);
                if (tenth % 10 != 0)
                {
                    continue;
                }

                latitude += speed * Math.Cos(double.DegreesToRadians(course)) / 111_200;
                longitude += speed * Math.Sin(double.DegreesToRadians(course)) / 72_000;
                if (isOn)
                {
                    table.Set(0, (int)(speed * 3.6), uptime);
                    table.Set(1, (800 + (int)(speed * 80)) * 4, uptime);
                }

                if (tenth % 3_000 == 0)
                {
                    sampler.IsPrivate = minute is >= 10 and < 15;
                    sampler.Report(UnitEvent.SupplyLow, 9_400, 9_500, uptime);
                    sampler.Context.Save(saved, 0);
                }

                if (minute is >= 20 and < 25)
                {
                    continue;
                }

                sampler.BeginEpoch(uptime);
                fix.Fields = minute is >= 5 and < 6 ? FixFields.Time : FixFields.Time | FixFields.Position | FixFields.Speed | FixFields.Course;
                fix.Mode = minute is >= 5 and < 6 ? FixMode.None : FixMode.ThreeDimensional;
                fix.ReceivedUptimeMilliseconds = uptime;
                fix.TimeUtcMilliseconds = 1_763_823_600_000 + uptime;
                fix.LatitudeDegreesE7 = (int)(latitude * 1e7);
                fix.LongitudeDegreesE7 = (int)(longitude * 1e7);
                fix.SpeedMillimetresPerSecond = (int)(speed * 1000);
                fix.CourseHundredthsDegree = (int)(course * 100);
                sampler.OnFix(fix);
            }
        }
    }

    private sealed class Counter : ISampleListener, IUnitEventListener
    {
        public int Samples { get; private set; }

        public int Events { get; private set; }

        public int Extremes { get; private set; }

        public SampleTriggers Triggers { get; private set; }

        public bool[] Kinds { get; } = new bool[16];

        public void OnSample(Sample sample)
        {
            Samples++;
            Triggers |= sample.Triggers;
            Extremes += sample.Extremes != SampleExtremes.None && sample.SignalExtremesPresent != 0 ? 1 : 0;
        }

        public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
        {
            Events++;
            Kinds[(int)what] = true;
        }
    }
}
