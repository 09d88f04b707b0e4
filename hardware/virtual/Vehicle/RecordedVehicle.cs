namespace Telltale.Virtual.Vehicle;

/// <summary>
/// A vehicle that goes where a recording went: straight and evenly between recorded points. It stands at the first point before the recording and at
/// the last after it. Of what a GNSS recording does not tell it claims nothing: no engine, no fuel.
/// </summary>
public sealed class RecordedVehicle : IVehicle
{
    private const double RestVolts = 12.5;
    private const double ChargingVolts = 14.1;
    private const double MetresPerDegree = 111_195;

    private readonly TrackPoint[] _points;
    private readonly double[] _distances;
    private readonly long _startUtcMicroseconds;

    /// <summary>Makes the vehicle of a recording.</summary>
    /// <param name="points">What was recorded, rising in time.</param>
    /// <param name="clock">Its start says which moment of the recording is time zero of the simulation.</param>
    /// <param name="ignition">When the ignition is on.</param>
    /// <exception cref="ArgumentException">There is no point, or time does not rise.</exception>
    public RecordedVehicle(IReadOnlyList<TrackPoint> points, SimulationClock clock, DrivePeriod ignition)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(clock);
        if (points.Count == 0)
        {
            throw new ArgumentException("A recording without a position is no drive.", nameof(points));
        }

        _points = [.. points];
        _distances = new double[_points.Length];
        for (int i = 1; i < _points.Length; i++)
        {
            if (_points[i].UtcMicroseconds <= _points[i - 1].UtcMicroseconds)
            {
                throw new ArgumentException($"Time does not rise at point {i + 1} of the recording.", nameof(points));
            }

            double north = _points[i].LatitudeDegrees - _points[i - 1].LatitudeDegrees;
            double east = Math.IEEERemainder(_points[i].LongitudeDegrees - _points[i - 1].LongitudeDegrees, 360)
                * Math.Cos(double.DegreesToRadians(_points[i].LatitudeDegrees));
            _distances[i] = _distances[i - 1] + (Math.Sqrt((north * north) + (east * east)) * MetresPerDegree);
        }

        _startUtcMicroseconds = clock.Start.ToUnixTimeMilliseconds() * 1000;
        Ignition = ignition;
    }

    /// <summary>When the ignition is on.</summary>
    public DrivePeriod Ignition { get; }

    /// <inheritdoc/>
    public VehicleState StateAt(long microseconds)
    {
        bool on = microseconds >= Ignition.StartMicroseconds && microseconds < Ignition.EndMicroseconds;
        long utc = _startUtcMicroseconds + microseconds;
        int after = FirstAfter(utc);
        int before = Math.Max(after - 1, 0);
        after = Math.Min(after, _points.Length - 1);
        TrackPoint from = _points[before];
        TrackPoint to = _points[after];
        bool moves = after > before;
        double share = moves ? (utc - from.UtcMicroseconds) / (double)(to.UtcMicroseconds - from.UtcMicroseconds) : 0;
        double longitude = from.LongitudeDegrees + (Math.IEEERemainder(to.LongitudeDegrees - from.LongitudeDegrees, 360) * share);
        double course = (from.CourseDegrees + (Math.IEEERemainder(to.CourseDegrees - from.CourseDegrees, 360) * share)) % 360;
        return new VehicleState
        {
            LatitudeDegrees = Between(from.LatitudeDegrees, to.LatitudeDegrees),
            LongitudeDegrees = longitude >= 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
            HeightMetres = Between(from.HeightMetres, to.HeightMetres),
            SpeedMetresPerSecond = moves ? Between(from.SpeedMetresPerSecond, to.SpeedMetresPerSecond) : 0,
            CourseDegrees = course < 0 ? course + 360 : course,
            IgnitionOn = on,
            SupplyVolts = on ? ChargingVolts : RestVolts,
            OdometerMetres = Between(_distances[before], _distances[after]),
        };

        double Between(double a, double b) => a + ((b - a) * share);
    }

    /// <summary>Index of the first point later than a moment; the count when there is none.</summary>
    private int FirstAfter(long utcMicroseconds)
    {
        int low = 0;
        int high = _points.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_points[middle].UtcMicroseconds > utcMicroseconds)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
