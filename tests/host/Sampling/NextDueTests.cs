using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.HostTests.Sampling;

/// <summary>Who steps only when the sampler says that it is due, or something comes in, gets what comes of a step every millisecond.</summary>
public sealed class NextDueTests
{
    private const int Rounds = 20;
    private const int Milliseconds = 600_000;

    [Test]
    public void Sleeping_until_the_next_step_is_due_changes_nothing()
    {
        const int Seed = 4711;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        int samples = 0;
        int events = 0;
        long steps = 0;
        long milliseconds = 0;
        for (int round = 0; round < Rounds; round++)
        {
            List<Incident> script = Script(new Random(random.Next()), Milliseconds);
            (SampleBook always, _) = Run(script, Milliseconds, isSleeping: false);
            (SampleBook sleeping, int taken) = Run(script, Milliseconds, isSleeping: true);
            Assert.That(sleeping.Samples, Is.EqualTo(always.Samples), $"round {round}");
            Assert.That(sleeping.Events, Is.EqualTo(always.Events), $"round {round}");
            samples += always.Samples.Count;
            events += always.Events.Count;
            steps += taken;
            milliseconds += Milliseconds;
        }

        TestContext.Out.WriteLine($"{samples} samples and {events} events in {milliseconds / 1000} s; {steps} steps that were due");
        Assert.That(steps, Is.LessThan(samples * 3L), "and it sleeps indeed");
    }

    private static (SampleBook Book, int DueSteps) Run(List<Incident> script, long until, bool isSleeping)
    {
        SamplerSettings settings = new();
        settings.Driving.ShapeErrorMillimetres = script.Count % 2 == 0 ? 0 : 10_000;
        settings.Context.IdlingAfterMilliseconds = 20_000;
        settings.Events.ExcessiveIdlingSeconds = 40;
        settings.Parked.IntervalMilliseconds = 60_000;
        settings.Context.TripEndByEngineSpeedMilliseconds = 30_000;
        settings.Context.TripEndBySupplyMilliseconds = 30_000;
        settings.Context.TripEndByMotionMilliseconds = 30_000;
        settings.Context.NoSpeedMilliseconds = 60_000;
        settings.Rules =
        [
            new SignalRule { SignalIndex = 0, Kind = SignalRuleKind.RisesAbove, Threshold = 50, Hysteresis = 5, IsEvent = true },
            new SignalRule { SignalIndex = 0, Kind = SignalRuleKind.Changes, Threshold = 20 },
        ];
        SampleBook book = new();
        SignalTable table = new(
        [
            new SignalDefinition("OBD.Speed", "km/h", 1, 1, 0, isUnsigned: false, 3000),
            new SignalDefinition("OBD.EngineSpeed", "rpm", 1, 4, 0, isUnsigned: false, 3000),
            new SignalDefinition("Powertrain.TractionBattery.Charging.IsCharging", "", 1, 1, 0, isUnsigned: false, 60_000),
        ]);
        Sampler sampler = new(settings, table, new UnitClock(), book, book);
        int supply = -1;
        int wire = -1;
        int next = 0;
        int dueSteps = 0;
        long uptime = 0;
        while (uptime < until)
        {
            while (next < script.Count && script[next].Uptime == uptime)
            {
                script[next].Happen(sampler, table, ref supply, ref wire);
                next++;
            }

            dueSteps += uptime >= sampler.NextDueUptimeMilliseconds ? 1 : 0;
            sampler.Context.Step(uptime, supply, wire);
            sampler.Step(uptime);
            if (!isSleeping)
            {
                uptime++;
                continue;
            }

            long due = sampler.NextDueUptimeMilliseconds;
            Assert.That(due, Is.GreaterThan(uptime), "no step is due twice");
            uptime = Math.Min(Math.Min(due, until), next < script.Count ? script[next].Uptime : until);
        }

        return (book, dueSteps);
    }

    // Epochs of one second with gaps, half of them begun some hundred milliseconds before they are complete; a bus that comes and goes; wire, supply, private mode and events.
    private static List<Incident> Script(Random random, long until)
    {
        List<Incident> script = [];
        long phase = random.Next(1000);
        bool hasReceiver = true;
        bool hasFix = true;
        bool hasBus = true;
        bool isWired = random.Next(2) == 0;
        bool hasSupply = random.Next(2) == 0;
        int speed = 0;
        int latitude = 494_000_000;
        for (long second = 0; second < until - 2000; second += 1000)
        {
            long uptime = second + phase;
            int dice = random.Next(60);
            hasReceiver ^= dice == 0;
            hasFix ^= dice == 1;
            hasBus ^= dice == 2;
            speed = dice is >= 3 and < 6 ? random.Next(3) * 9_000 : speed;
            latitude += speed / 11;
            if (isWired && dice is 6 or 7)
            {
                script.Add(new Incident(uptime + random.Next(900)) { Wire = dice - 6 });
            }

            if (hasSupply && dice is 8 or 9 or 10)
            {
                script.Add(new Incident(uptime + random.Next(900)) { Supply = new[] { 12_300, 12_800, 14_200 }[dice - 8] });
            }

            if (dice is 11 or 12)
            {
                script.Add(new Incident(uptime + random.Next(900)) { IsPrivate = dice == 11 });
            }

            if (dice is 13)
            {
                script.Add(new Incident(uptime + random.Next(900)) { Event = random.Next(2) == 0 ? UnitEvent.SupplyLow : UnitEvent.Towing });
            }

            if (hasBus)
            {
                script.Add(new Incident(uptime + random.Next(300)) { Speed = speed * 36 / 10_000, Engine = dice == 14 ? 0 : 900, Charging = dice is 15 or 16 ? dice - 15 : -1 });
            }

            if (hasReceiver && dice != 17)
            {
                long sending = random.Next(2) == 0 ? 0 : random.Next(100, 900);
                script.Add(new Incident(uptime) { Begins = true });
                if (dice != 18)
                {
                    script.Add(new Incident(uptime + sending) { Epoch = uptime, HasFix = hasFix, Speed = speed, Latitude = latitude });
                }
            }
        }

        return [.. script.OrderBy(incident => incident.Uptime)];
    }

    private sealed record Incident(long Uptime)
    {
        private static readonly Fix Fix = new();

        public int? Wire { get; init; }

        public int? Supply { get; init; }

        public bool? IsPrivate { get; init; }

        public UnitEvent? Event { get; init; }

        public int? Engine { get; init; }

        public int Charging { get; init; } = -1;

        public int Speed { get; init; }

        public bool Begins { get; init; }

        public long? Epoch { get; init; }

        public bool HasFix { get; init; }

        public int Latitude { get; init; }

        public void Happen(Sampler sampler, SignalTable table, ref int supply, ref int wire)
        {
            supply = Supply ?? supply;
            wire = Wire ?? wire;
            if (IsPrivate is { } isPrivate)
            {
                sampler.IsPrivate = isPrivate;
            }

            if (Event is { } what)
            {
                sampler.Report(what, 1, 2, Uptime);
            }

            if (Engine is { } engine)
            {
                table.Set(0, Speed, Uptime);
                table.Set(1, engine * 4, Uptime);
                if (Charging >= 0)
                {
                    table.Set(2, Charging, Uptime);
                }
            }

            if (Begins)
            {
                sampler.BeginEpoch(Uptime);
            }

            if (Epoch is { } began)
            {
                Fix.Fields = HasFix ? FixFields.Time | FixFields.Position | FixFields.Speed : FixFields.Time;
                Fix.Mode = HasFix ? FixMode.ThreeDimensional : FixMode.None;
                Fix.ReceivedUptimeMilliseconds = began;
                Fix.TimeUtcMilliseconds = 1_763_823_600_000 + began;
                Fix.LatitudeDegreesE7 = Latitude;
                Fix.LongitudeDegreesE7 = 86_700_000;
                Fix.SpeedMillimetresPerSecond = Speed;
                sampler.OnFix(Fix);
            }
        }
    }
}
