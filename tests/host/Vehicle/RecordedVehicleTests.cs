using Telltale.Virtual;
using Telltale.Virtual.Vehicle;

namespace Telltale.HostTests.Vehicle;

public sealed class RecordedVehicleTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    [Test]
    public void Between_two_points_it_goes_straight_and_evenly()
    {
        RecordedVehicle vehicle = Make(At(1.0, 49, 8, 10, 350), At(2.0, 49.0001, 8.0002, 12, 10));
        VehicleState state = vehicle.StateAt(1_250_000);
        Assert.That(state.LatitudeDegrees, Is.EqualTo(49.000025).Within(1e-9));
        Assert.That(state.LongitudeDegrees, Is.EqualTo(8.00005).Within(1e-9));
        Assert.That(state.SpeedMetresPerSecond, Is.EqualTo(10.5).Within(1e-9));
        Assert.That(state.CourseDegrees, Is.EqualTo(355).Within(1e-6));
        Assert.That(vehicle.StateAt(1_750_000).CourseDegrees, Is.EqualTo(5).Within(1e-6));
        double whole = Geodesy.Distance(49, 8, 49.0001, 8.0002);
        Assert.That(state.OdometerMetres, Is.EqualTo(whole / 4).Within(0.02));
    }

    [Test]
    public void It_crosses_the_date_line_the_short_way()
    {
        RecordedVehicle vehicle = Make(At(0, 10, 179.9999, 10, 90), At(1, 10, -179.9999, 10, 90));
        Assert.That(vehicle.StateAt(250_000).LongitudeDegrees, Is.EqualTo(179.99995).Within(1e-9));
        Assert.That(vehicle.StateAt(750_000).LongitudeDegrees, Is.EqualTo(-179.99995).Within(1e-9));
    }

    [Test]
    public void Before_and_after_the_recording_it_stands()
    {
        RecordedVehicle vehicle = Make(At(1, 49, 8, 10, 0), At(2, 49.0001, 8, 10, 0));
        Assert.That(vehicle.StateAt(0), Is.EqualTo(vehicle.StateAt(999_999)));
        Assert.That(vehicle.StateAt(0).SpeedMetresPerSecond, Is.Zero);
        Assert.That(vehicle.StateAt(5_000_000).LatitudeDegrees, Is.EqualTo(49.0001));
        Assert.That(vehicle.StateAt(5_000_000).SpeedMetresPerSecond, Is.Zero);
    }

    [Test]
    public void The_ignition_is_on_for_the_recording()
    {
        RecordedVehicle vehicle = Make(At(1, 49, 8, 10, 0), At(2, 49.0001, 8, 10, 0));
        Assert.That(vehicle.StateAt(0).IgnitionOn, Is.True);
        Assert.That(vehicle.StateAt(2_999_999).IgnitionOn, Is.True);
        Assert.That(vehicle.StateAt(2_999_999).SupplyVolts, Is.EqualTo(14.1));
        Assert.That(vehicle.StateAt(3_000_000).IgnitionOn, Is.False);
        Assert.That(vehicle.StateAt(3_000_000).SupplyVolts, Is.EqualTo(12.5));
    }

    [Test]
    public void A_recording_without_points_or_backwards_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Make());
        Assert.Throws<ArgumentException>(() => Make(At(2, 49, 8, 0, 0), At(2, 49, 8, 0, 0)));
    }

    private static RecordedVehicle Make(params TrackPoint[] points) => new(points, new SimulationClock(Start), DrivePeriod.FromStart(3));

    private static TrackPoint At(double seconds, double latitude, double longitude, double speed, double course) =>
        new((Start.ToUnixTimeMilliseconds() * 1000) + (long)(seconds * 1e6), latitude, longitude, 0, speed, course);
}
