using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Vehicle;

/// <summary>What makes the modelled vehicle plausible: physics, traffic rules and a driver one would like to ride with.</summary>
public sealed class ModelledVehicleTests
{
    private const int RoundSeconds = 1900;
    private const long TenthMicroseconds = 100_000;

    private static readonly Road Heidelberg = Road.Heidelberg();

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(20260801UL)]
    public void The_driver_keeps_below_the_speed_limit_and_within_what_is_comfortable(ulong seed)
    {
        ModelledVehicle vehicle = Drive(seed, RoundSeconds);
        VehicleParameters parameters = new();
        double start = parameters.StartDistanceMetres - vehicle.StateAt(0).OdometerMetres;
        VehicleState before = vehicle.StateAt(0);
        double fastest = 0;
        for (long at = TenthMicroseconds; at < RoundSeconds * 1_000_000L; at += TenthMicroseconds)
        {
            VehicleState here = vehicle.StateAt(at);
            double distance = start + here.OdometerMetres;
            double speed = here.SpeedMetresPerSecond;
            double acceleration = (speed - before.SpeedMetresPerSecond) / 0.1;
            Assert.That(speed, Is.LessThan(Heidelberg.SpeedLimitAt(distance) + 0.1), $"speed at {at / 1e6} s");
            Assert.That(acceleration, Is.InRange(-4.6, 2.0), $"acceleration at {at / 1e6} s");
            Assert.That(speed * speed * Math.Abs(Heidelberg.CurvatureAt(distance)), Is.LessThan(2.6), $"lateral acceleration at {at / 1e6} s");
            fastest = Math.Max(fastest, speed);
            before = here;
        }

        Assert.That(fastest * 3.6, Is.GreaterThan(105), "the motorway is used");
        Assert.That(start + before.OdometerMetres, Is.GreaterThan(Heidelberg.LengthMetres), "one round was driven");
    }

    [Test]
    public void Distance_is_the_integral_of_speed_and_what_the_places_are_apart()
    {
        ModelledVehicle vehicle = Drive(3, 900);
        VehicleState before = vehicle.StateAt(0);
        double integral = 0;
        double ground = 0;
        double start = before.OdometerMetres;
        for (long at = ModelledVehicle.StepMicroseconds; at < 900_000_000; at += ModelledVehicle.StepMicroseconds)
        {
            VehicleState here = vehicle.StateAt(at);
            integral += (before.SpeedMetresPerSecond + here.SpeedMetresPerSecond) / 2 * (ModelledVehicle.StepMicroseconds / 1e6);
            ground += Geodesy.Distance(before.LatitudeDegrees, before.LongitudeDegrees, here.LatitudeDegrees, here.LongitudeDegrees);
            before = here;
        }

        double odometer = before.OdometerMetres - start;
        Assert.That(odometer, Is.GreaterThan(9000));
        Assert.That(integral, Is.EqualTo(odometer).Within(0.01));
        Assert.That(ground, Is.EqualTo(odometer).Within(odometer * 1e-5));
    }

    [Test]
    public void The_course_turns_no_faster_than_a_wheel_can_be_turned()
    {
        ModelledVehicle vehicle = Drive(4, RoundSeconds);
        double before = vehicle.StateAt(0).CourseDegrees;
        double turned = 0;
        for (long at = TenthMicroseconds; at < RoundSeconds * 1_000_000L; at += TenthMicroseconds)
        {
            double course = vehicle.StateAt(at).CourseDegrees;
            Assert.That(course, Is.InRange(0, 360).And.Not.EqualTo(360));
            double change = Math.IEEERemainder(course - before, 360);
            Assert.That(Math.Abs(change), Is.LessThan(3.5), $"at {at / 1e6} s");
            turned += Math.Abs(change);
            before = course;
        }

        Assert.That(turned, Is.GreaterThan(360));
    }

    [Test]
    public void Engine_speed_belongs_to_gear_and_road_speed_once_the_clutch_has_closed()
    {
        ModelledVehicle vehicle = Drive(5, RoundSeconds);
        int gear = 0;
        long since = 0;
        int compared = 0;
        HashSet<int> gears = [];
        for (long at = 0; at < RoundSeconds * 1_000_000L; at += ModelledVehicle.StepMicroseconds)
        {
            VehicleState state = vehicle.StateAt(at);
            if (state.Gear != gear)
            {
                gear = state.Gear;
                since = at;
            }

            Assert.That(state.EngineSpeedRpm, Is.InRange(0, 6000));
            double coupled = gear == 0 ? 0 : vehicle.CoupledRpm(state.SpeedMetresPerSecond, gear);
            if (coupled > 1200 && at - since > 1_200_000)
            {
                Assert.That(state.EngineSpeedRpm, Is.EqualTo(coupled).Within(coupled * 0.02), $"gear {gear} at {at / 1e6} s");
                gears.Add(gear);
                compared++;
            }
        }

        Assert.That(gears, Is.EquivalentTo(new[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(compared, Is.GreaterThan(RoundSeconds * 50 / 2));
    }

    [Test]
    public void No_gear_hunts()
    {
        ModelledVehicle vehicle = Drive(6, RoundSeconds);
        List<(double Seconds, int Gear)> changes = [];
        for (long at = 0; at < RoundSeconds * 1_000_000L; at += TenthMicroseconds)
        {
            int gear = vehicle.StateAt(at).Gear;
            if (changes.Count == 0 || changes[^1].Gear != gear)
            {
                changes.Add((at / 1e6, gear));
            }
        }

        // Up, down and up again between the same two gears within ten seconds is hunting; leaving and reaching a line is not.
        for (int i = 3; i < changes.Count; i++)
        {
            bool hunts = changes[i].Gear == changes[i - 2].Gear && changes[i - 1].Gear == changes[i - 3].Gear
                && Math.Min(changes[i].Gear, changes[i - 1].Gear) > 2 && changes[i].Seconds - changes[i - 3].Seconds < 10;
            Assert.That(hunts, Is.False, $"at {changes[i].Seconds} s");
        }

        Assert.That(changes, Has.Count.GreaterThan(30));
    }

    [Test]
    public void Fuel_only_falls_by_what_such_a_car_uses()
    {
        ModelledVehicle vehicle = Drive(7, RoundSeconds);
        VehicleState start = vehicle.StateAt(0);
        VehicleState before = start;
        for (long at = TenthMicroseconds; at < RoundSeconds * 1_000_000L; at += TenthMicroseconds)
        {
            VehicleState here = vehicle.StateAt(at);
            Assert.That(here.FuelLevelPercent, Is.LessThanOrEqualTo(before.FuelLevelPercent), $"at {at / 1e6} s");
            Assert.That(here.MassAirFlowGramsPerSecond, Is.InRange(0, 90));
            Assert.That(here.EngineLoadPercent, Is.InRange(0, 100));
            Assert.That(here.ThrottlePercent, Is.InRange(0, 100));
            before = here;
        }

        double litres = (start.FuelLevelPercent - before.FuelLevelPercent) / 100 * new VehicleParameters().TankLitres;
        double hundreds = (before.OdometerMetres - start.OdometerMetres) / 100_000;
        TestContext.Out.WriteLine($"{litres / hundreds:F1} l/100 km");
        Assert.That(litres / hundreds, Is.InRange(4.5, 9.5));
    }

    [Test]
    public void Engine_and_oil_warm_up_and_stay_where_the_thermostat_holds_them()
    {
        ModelledVehicle vehicle = Drive(8, RoundSeconds);
        VehicleState cold = vehicle.StateAt(0);
        VehicleState minute = vehicle.StateAt(60_000_000);
        VehicleState warm = vehicle.StateAt(1_500_000_000);
        Assert.That(cold.CoolantCelsius, Is.EqualTo(cold.AmbientAirCelsius).Within(0.1));
        Assert.That(minute.CoolantCelsius, Is.InRange(cold.CoolantCelsius + 2, 50));
        Assert.That(warm.CoolantCelsius, Is.InRange(82, 98));
        Assert.That(warm.OilCelsius, Is.InRange(80, 120));
        Assert.That(warm.IntakeAirCelsius, Is.InRange(warm.AmbientAirCelsius, warm.AmbientAirCelsius + 35));
        Assert.That(minute.EngineSpeedRpm, Is.GreaterThan(700));
    }

    [Test]
    public void Ignition_engine_and_supply_follow_each_other_and_the_drive_ends_standing()
    {
        const long On = 2_000_000;
        const long Off = 80_000_000;
        ModelledVehicle vehicle = new(9, Heidelberg, [new DrivePeriod(On, Off)]);
        Assert.That(vehicle.StateAt(On - 20_000).IgnitionOn, Is.False);
        Assert.That(vehicle.StateAt(On - 20_000).SupplyVolts, Is.InRange(12.4, 12.7));
        Assert.That(vehicle.StateAt(On).IgnitionOn, Is.True);
        double lowest = double.PositiveInfinity;
        double fastest = 0;
        for (long at = On; at < Off; at += 20_000)
        {
            VehicleState state = vehicle.StateAt(at);
            lowest = Math.Min(lowest, state.SupplyVolts);
            fastest = Math.Max(fastest, state.SpeedMetresPerSecond);
            Assert.That(state.IgnitionOn, Is.True);
            Assert.That(state.SpeedMetresPerSecond > 0 && state.EngineSpeedRpm < 500, Is.False, "it rolls with the engine running only");
            if (at > On + 10_000_000)
            {
                Assert.That(state.SupplyVolts, Is.InRange(14.0, 14.3));
            }
        }

        Assert.That(lowest, Is.InRange(10, 11.5), "the starter pulls the supply down");
        Assert.That(fastest * 3.6, Is.InRange(20, 50));
        Assert.That(vehicle.StateAt(Off - 1_000_000).SpeedMetresPerSecond, Is.Zero);
        VehicleState after = vehicle.StateAt(Off + 20_000);
        Assert.That(after.IgnitionOn, Is.False);
        Assert.That(after.EngineSpeedRpm, Is.EqualTo(0).Within(900));
        Assert.That(vehicle.StateAt(Off + 1_000_000).EngineSpeedRpm, Is.Zero);
        Assert.That(vehicle.StateAt(Off + 60_000_000).SupplyVolts, Is.InRange(12.4, 12.7));
    }

    [TestCase(10UL, 130)]
    [TestCase(11UL, 300)]
    [TestCase(12UL, 301)]
    [TestCase(13UL, 477)]
    public void The_vehicle_stands_when_the_ignition_goes_off_wherever_the_drive_ends(ulong seed, int seconds)
    {
        ModelledVehicle vehicle = Drive(seed, seconds);
        Assert.That(vehicle.StateAt((seconds * 1_000_000L) - 500_000).SpeedMetresPerSecond, Is.Zero);
        Assert.That(vehicle.StateAt(seconds * 1_000_000L).IgnitionOn, Is.False);
    }

    [Test]
    public void A_stop_sign_is_obeyed_in_every_round()
    {
        ModelledVehicle vehicle = Drive(14, 2 * RoundSeconds);
        double start = new VehicleParameters().StartDistanceMetres - vehicle.StateAt(0).OdometerMetres;
        List<double> stood = [];
        for (long at = 0; at < 2 * RoundSeconds * 1_000_000L; at += TenthMicroseconds)
        {
            VehicleState state = vehicle.StateAt(at);
            if (state.SpeedMetresPerSecond == 0 && (stood.Count == 0 || stood[^1] < start + state.OdometerMetres - 1))
            {
                stood.Add(start + state.OdometerMetres);
            }
        }

        int signs = 0;
        for (int round = 0; round < 2; round++)
        {
            foreach (RoadStop stop in Heidelberg.Stops.Where(stop => stop.Kind == StopKind.Sign))
            {
                double line = (round * Heidelberg.LengthMetres) + stop.DistanceMetres;
                Assert.That(stood.Any(place => line - place is >= -0.5 and < 5), Is.True, $"sign at {line} m; stood at {string.Join(' ', stood)}");
                signs++;
            }
        }

        Assert.That(signs, Is.EqualTo(4));
    }

    [Test]
    public void The_same_seed_drives_the_same_drive_however_it_is_asked()
    {
        ModelledVehicle often = Drive(15, 200);
        ModelledVehicle seldom = Drive(15, 200);
        ModelledVehicle other = Drive(16, 200);
        Random order = new(99);
        bool differs = false;
        for (long second = 2; second < 200; second++)
        {
            long at = (second * 1_000_000) + 123_457;
            for (int i = 0; i < 20; i++)
            {
                often.StateAt(at - order.Next(0, 1_900_000));
            }

            VehicleState expected = seldom.StateAt(at);
            Assert.That(often.StateAt(at), Is.EqualTo(expected));
            differs |= other.StateAt(at) != expected;
        }

        Assert.That(differs, Is.True);
    }

    [Test]
    public void A_moment_long_past_is_refused_and_not_made_up()
    {
        ModelledVehicle vehicle = Drive(17, 60);
        VehicleState early = vehicle.StateAt(28_000_000);
        vehicle.StateAt(30_000_000);
        Assert.That(vehicle.StateAt(28_000_000), Is.EqualTo(early));
        Assert.Throws<ArgumentOutOfRangeException>(() => vehicle.StateAt(27_900_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => vehicle.StateAt(-1));
    }

    [Test]
    public void Drives_that_overlap_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ModelledVehicle(1, Heidelberg, [new DrivePeriod(0, 10), new DrivePeriod(9, 20)]));
        Assert.Throws<ArgumentException>(() => new ModelledVehicle(1, Heidelberg, [new DrivePeriod(10, 10)]));
    }

    private static ModelledVehicle Drive(ulong seed, int seconds)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        return new ModelledVehicle(seed, Heidelberg, [DrivePeriod.FromStart(seconds)]);
    }
}
