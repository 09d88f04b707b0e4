using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Vehicle;

public sealed class RoadTests
{
    private const string Header = "latitude_deg,longitude_deg,height_m,speed_limit_kmh,corner_radius_m,stop,place\n";

    [Test]
    public void The_direction_of_travel_never_jumps_and_the_place_moves_as_far_as_the_distance()
    {
        Road road = Road.Heidelberg();
        const double StepMetres = 0.25;
        RoadPoint before = road.At(0);
        for (double distance = StepMetres; distance <= road.LengthMetres + 10; distance += StepMetres)
        {
            RoadPoint here = road.At(distance);
            double turned = Math.IEEERemainder(here.CourseDegrees - before.CourseDegrees, 360);
            double moved = Geodesy.Distance(before.LatitudeDegrees, before.LongitudeDegrees, here.LatitudeDegrees, here.LongitudeDegrees);
            // The tightest arc of the road has a radius of about 8 m.
            Assert.That(Math.Abs(turned), Is.LessThan(2.0), $"turn at {distance} m");
            Assert.That(moved, Is.EqualTo(StepMetres).Within(0.001), $"at {distance} m");
            Assert.That(Math.Abs(here.HeightMetres - before.HeightMetres), Is.LessThan(0.06 * StepMetres), $"climb at {distance} m");
            before = here;
        }
    }

    [Test]
    public void The_course_is_the_direction_to_the_next_place()
    {
        Road road = Road.Heidelberg();
        for (double distance = 0; distance < road.LengthMetres; distance += 37)
        {
            RoadPoint from = road.At(distance);
            RoadPoint middle = road.At(distance + 0.5);
            RoadPoint to = road.At(distance + 1);
            (double east, double north) = Geodesy.Offset(from.LatitudeDegrees, from.LongitudeDegrees, to.LatitudeDegrees, to.LongitudeDegrees);
            double course = double.RadiansToDegrees(Math.Atan2(east, north));
            Assert.That(Math.IEEERemainder(course - middle.CourseDegrees, 360), Is.EqualTo(0).Within(0.5), $"at {distance} m");
        }
    }

    [Test]
    public void The_road_has_town_country_and_motorway_and_closes()
    {
        Road road = Road.Heidelberg();
        double[] limits = [.. Enumerable.Range(0, (int)road.LengthMetres).Select(metre => road.SpeedLimitAt(metre) * 3.6)];
        Assert.That(road.LengthMetres, Is.InRange(15_000, 30_000));
        Assert.That(limits.Count(limit => limit <= 50.1), Is.GreaterThan(4000), "town");
        Assert.That(limits.Count(limit => limit is > 99 and < 101), Is.GreaterThan(2000), "country");
        Assert.That(limits.Count(limit => limit > 119), Is.GreaterThan(3000), "motorway");
        Assert.That(road.Stops.Select(stop => stop.DistanceMetres), Is.Ordered);
        RoadPoint start = road.At(0);
        RoadPoint end = road.At(road.LengthMetres);
        Assert.That(Geodesy.Distance(start.LatitudeDegrees, start.LongitudeDegrees, end.LatitudeDegrees, end.LongitudeDegrees), Is.LessThan(1e-3));
    }

    [TestCase("latitude,longitude\n", "x.csv:1: the header")]
    [TestCase("# remark\n" + Header + "49.1,8.1,100,50,,\n", "x.csv:3: 6 cells")]
    [TestCase(Header + "49.1,8.1,100,50,,,\n49.1,8.2,100,fast,,,\n", "x.csv:3: speed_limit_kmh is \"fast\"")]
    [TestCase(Header + "91,8.1,100,50,,,\n", "x.csv:2: latitude_deg is \"91\"")]
    [TestCase(Header + "49,8.1,100,50,,maybe,\n", "x.csv:2: stop is \"maybe\"")]
    [TestCase(Header + "49,8.1,100,50,,,\n49,8.2,100,50,,,\n", "x.csv: A closed road needs three")]
    [TestCase(Header + "49,8.1,100,50,,,\n49,8.1,100,50,,,\n49,8.2,100,50,,,\n", "x.csv: Way points 1 and 2 are less than a metre apart")]
    public void A_broken_road_names_file_and_line(string text, string message)
    {
        FormatException? exception = Assert.Throws<FormatException>(() => Road.Parse(new StringReader(text), "x.csv"));
        Assert.That(exception!.Message, Does.StartWith(message));
    }
}
