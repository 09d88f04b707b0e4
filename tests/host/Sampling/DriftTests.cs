using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Sampling;

/// <summary>A receiver that drifts moves no vehicle; one on a lorry does.</summary>
public sealed class DriftTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);

    [TestCase(1, 60, 3)]
    [TestCase(10, 60, 3)]
    [TestCase(25, 120, 2)]
    [TestCase(35, 60, 2)]
    [TestCase(35, 60, 5)]
    public void A_parked_vehicle_whose_receiver_drifts_all_night_is_neither_towed_nor_driven(int driftMetres, int correlationSeconds, int seed)
    {
        SampleBook book = Night(new Standing(null), wire: 0, supply: 12_500, driftMetres, correlationSeconds, hours: 8, seed);
        Assert.Multiple(() =>
        {
            Assert.That(book.Events, Is.Empty);
            Assert.That(book.Samples[^1].Activity, Is.EqualTo(UnitActivity.Parked));
            Assert.That(book.Samples[^1].DistanceMetres, Is.Zero);
            Assert.That(book.Samples, Has.Count.InRange(95, 99), "one in five minutes");
        });
    }

    [TestCase(-1, 12_800)]
    [TestCase(-1, -1)]
    [TestCase(1, 14_000)]
    public void A_receiver_that_drifts_begins_no_trip_and_adds_no_distance(int wire, int supply)
    {
        SampleBook book = Night(new Standing(null), wire, supply, driftMetres: 10, correlationSeconds: 60, hours: 3);
        Assert.That(book.Samples[^1].DistanceMetres, Is.Zero);
        Assert.That(book.Events.Count(taken => taken.What == UnitEvent.TripBegan), Is.EqualTo(wire > 0 ? 1 : 0));
    }

    [Test]
    public void A_vehicle_that_is_winched_onto_a_lorry_and_driven_off_is_towed_once()
    {
        SampleBook book = Night(new Standing(3600), wire: 0, supply: 12_500, driftMetres: 5, correlationSeconds: 60, hours: 3);
        TakenEvent towing = book.Events.Single();
        TestContext.Out.WriteLine($"told after {towing.Sample.UptimeMilliseconds / 1000.0 - 3600:0} s, {towing.Value} m away");
        Assert.Multiple(() =>
        {
            Assert.That(towing.What, Is.EqualTo(UnitEvent.Towing));
            Assert.That(towing.Sample.UptimeMilliseconds / 1000, Is.InRange(3600, 3660));
            Assert.That(towing.Sample.HasPosition, Is.True);
            Assert.That(book.Samples[^1].DistanceMetres, Is.Zero);
            Assert.That(book.Samples[^1].Activity, Is.EqualTo(UnitActivity.Parked), "it stands in a yard since");
        });
    }

    [Test]
    public void The_distance_of_a_drive_is_that_of_the_vehicle_within_one_percent()
    {
        ModelledVehicle vehicle = new(11, Road.Heidelberg(), [new DrivePeriod(60_000_000, 3_000_000_000)]);
        SampleBook book = Run(vehicle, new SimulatedReceiverOptions { Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga], DriftMetres = 3, Seed = 5 }, 3100,
            microseconds => vehicle.StateAt(microseconds).IgnitionOn ? 1 : 0, microseconds => (int)(vehicle.StateAt(microseconds).SupplyVolts * 1000));
        double start = new ModelledVehicle(11, Road.Heidelberg(), [new DrivePeriod(60_000_000, 3_000_000_000)]).StateAt(0).OdometerMetres;
        double driven = vehicle.StateAt(3_099_000_000).OdometerMetres - start;
        TestContext.Out.WriteLine($"{book.Samples[^1].DistanceMetres} m of {driven:0} m; engine {book.Samples[^1].EngineSeconds} s, idling {book.Samples[^1].IdlingSeconds} s");
        Assert.Multiple(() =>
        {
            Assert.That(book.Samples[^1].DistanceMetres, Is.EqualTo(driven).Within(1).Percent);
            Assert.That(book.Samples[^1].EngineSeconds, Is.EqualTo(2940).Within(3));
            Assert.That(book.Events.Select(taken => taken.What), Is.EqualTo(new[] { UnitEvent.TripBegan, UnitEvent.TripEnded }));
        });
    }

    [Test]
    public void Without_a_wire_the_voltage_tells_the_same_trip_of_a_modelled_drive()
    {
        ModelledVehicle vehicle = new(12, Road.Heidelberg(), [new DrivePeriod(60_000_000, 900_000_000)]);
        SampleBook book = Run(vehicle, new SimulatedReceiverOptions { Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga], Seed = 6 }, 1400,
            _ => -1, microseconds => (int)(vehicle.StateAt(microseconds).SupplyVolts * 1000));
        Assert.That(book.Events.Select(taken => taken.What), Is.EqualTo(new[] { UnitEvent.TripBegan, UnitEvent.TripEnded }));
        Assert.That(book.Events[0].Sample.UptimeMilliseconds, Is.InRange(60_000, 72_000));
        Assert.That(book.Events[1].Sample.UptimeMilliseconds, Is.InRange(1_080_000, 1_110_000), "three minutes after it");
    }

    private static SampleBook Night(IVehicle vehicle, int wire, int supply, int driftMetres, int correlationSeconds, int hours, int seed = 3) =>
        Run(
            vehicle,
            new SimulatedReceiverOptions
            {
                Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga],
                DriftMetres = driftMetres,
                DriftCorrelation = TimeSpan.FromSeconds(correlationSeconds),
                SpeedNoiseMetresPerSecond = 0.15,
                Seed = seed,
            },
            hours * 3600,
            _ => wire,
            _ => supply);

    private static SampleBook Run(IVehicle vehicle, SimulatedReceiverOptions options, int seconds, Func<long, int> wire, Func<long, int> supply)
    {
        SimulationClock clock = new(Evening);
        SimulatedReceiver receiver = new(clock, vehicle, options);
        receiver.Open(options.BaudRate);
        SampleBook book = new();
        Sampler sampler = new(new SamplerSettings(), new SignalTable([]), new UnitClock(), book, book);
        GnssDecoder decoder = new(sampler);
        byte[] bytes = new byte[1024];
        for (long uptime = 0; uptime < seconds * 1000L; uptime += 200)
        {
            clock.AdvanceTo(uptime * 1000);
            int count = receiver.Read(bytes, 0, Math.Min(bytes.Length, receiver.BytesToRead));
            if (count > 0)
            {
                decoder.Decode(bytes, count, uptime);
            }
            else
            {
                decoder.Step(uptime);
            }

            sampler.Context.Step(uptime, supply(uptime * 1000), wire(uptime * 1000));
            sampler.Step(uptime);
        }

        Assert.That(book.Samples[^1].HasPosition, Is.True, "the receiver was there all the time");
        return book;
    }

    /// <summary>Stands; where a second is given, it is winched up 20 m at walking pace then, and driven 20 km on a lorry.</summary>
    private sealed class Standing(int? towedFromSecond) : IVehicle
    {
        public VehicleState StateAt(long microseconds)
        {
            double since = towedFromSecond is { } from ? (microseconds / 1e6) - from : -1;
            double speed = since < 0 || since >= 1820 ? 0 : since < 20 ? 1 : 11;
            double metres = since < 0 ? 0 : since < 20 ? since : 20 + ((Math.Min(since, 1820) - 20) * 11);
            return new VehicleState
            {
                LatitudeDegrees = 49.4 + (metres / 111_200),
                LongitudeDegrees = 8.67,
                HeightMetres = 114,
                SpeedMetresPerSecond = speed,
                CourseDegrees = 0,
            };
        }
    }
}
