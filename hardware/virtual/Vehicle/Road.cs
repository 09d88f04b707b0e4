using System.Globalization;

namespace Telltale.Virtual.Vehicle;

/// <summary>
/// A closed road through way points: straight lines joined by arcs, so that the direction of travel never jumps. Distances are metres along
/// the road; beyond its length the round begins again.
/// </summary>
public sealed class Road
{
    private const double LateralAccelerationOfDesign = 1.6;
    private const double ShareOfLegForArc = 0.49;
    private const double StopBeforeArcMetres = 3;

    private readonly LocalGrid _grid;
    private readonly Leg[] _legs;
    private readonly double[] _waypointDistances;
    private readonly RoadWaypoint[] _waypoints;

    /// <summary>Makes a road that joins its last way point to its first.</summary>
    /// <exception cref="ArgumentException">There are fewer than three way points, or two neighbours are less than a metre apart.</exception>
    public Road(IReadOnlyList<RoadWaypoint> waypoints)
    {
        ArgumentNullException.ThrowIfNull(waypoints);
        int count = waypoints.Count;
        if (count < 3)
        {
            throw new ArgumentException("A closed road needs three way points.", nameof(waypoints));
        }

        _waypoints = [.. waypoints];
        _grid = new LocalGrid(waypoints.Average(point => point.LatitudeDegrees), waypoints.Average(point => point.LongitudeDegrees));
        (double East, double North)[] points = [.. waypoints.Select(point => _grid.FromDegrees(point.LatitudeDegrees, point.LongitudeDegrees))];
        double[] lengths = new double[count];
        double[] headings = new double[count];
        for (int i = 0; i < count; i++)
        {
            double east = points[(i + 1) % count].East - points[i].East;
            double north = points[(i + 1) % count].North - points[i].North;
            lengths[i] = Math.Sqrt((east * east) + (north * north));
            headings[i] = Math.Atan2(east, north);
            if (lengths[i] < 1)
            {
                throw new ArgumentException($"Way points {i + 1} and {((i + 1) % count) + 1} are less than a metre apart.", nameof(waypoints));
            }
        }

        double[] turns = new double[count];
        double[] tangents = new double[count];
        for (int i = 0; i < count; i++)
        {
            int before = (i + count - 1) % count;
            turns[i] = Math.IEEERemainder(headings[i] - headings[before], 2 * Math.PI);
            double slowest = Math.Min(waypoints[i].SpeedLimitKilometresPerHour, waypoints[before].SpeedLimitKilometresPerHour) / 3.6;
            double radius = waypoints[i].CornerRadiusMetres > 0 ? waypoints[i].CornerRadiusMetres : slowest * slowest / LateralAccelerationOfDesign;
            double longest = ShareOfLegForArc * Math.Min(lengths[before], lengths[i]);
            tangents[i] = Math.Min(longest, radius * Math.Tan(Math.Abs(turns[i]) / 2));
        }

        List<Leg> legs = [];
        List<RoadStop> stops = [];
        _waypointDistances = new double[count];
        // The round starts at the end of the first way point's arc, so the first way point itself comes last.
        double distance = 0;
        for (int i = 0; i < count; i++)
        {
            int next = (i + 1) % count;
            double sine = Math.Sin(headings[i]);
            double cosine = Math.Cos(headings[i]);
            double straight = lengths[i] - tangents[i] - tangents[next];
            double startEast = points[i].East + (sine * tangents[i]);
            double startNorth = points[i].North + (cosine * tangents[i]);
            double limit = waypoints[i].SpeedLimitKilometresPerHour / 3.6;
            legs.Add(new Leg(distance, straight, startEast, startNorth, headings[i], 0, limit));
            distance += straight;
            if (waypoints[next].Stop != StopKind.None)
            {
                stops.Add(new RoadStop(distance - Math.Min(StopBeforeArcMetres, straight / 2), waypoints[next].Stop));
            }

            double turn = turns[next];
            double half = 0;
            if (Math.Abs(turn) > 1e-9)
            {
                double radius = tangents[next] / Math.Tan(Math.Abs(turn) / 2);
                half = radius * Math.Abs(turn) / 2;
                double slower = Math.Min(limit, waypoints[next].SpeedLimitKilometresPerHour / 3.6);
                legs.Add(new Leg(
                    distance, 2 * half, startEast + (sine * straight), startNorth + (cosine * straight), headings[i], Math.Sign(turn) / radius, slower));
            }

            _waypointDistances[next] = distance + half;
            distance += 2 * half;
        }

        _legs = [.. legs];
        Stops = stops;
        LengthMetres = distance;
    }

    /// <summary>The length of one round.</summary>
    public double LengthMetres { get; }

    /// <summary>The stop lines of one round, in the order in which they are met.</summary>
    public IReadOnlyList<RoadStop> Stops { get; }

    /// <summary>The round between Heidelberg and Mannheim-Seckenheim that the project brings along; see the head of <c>Roads/heidelberg.csv</c>.</summary>
    public static Road Heidelberg()
    {
        using Stream stream = typeof(Road).Assembly.GetManifestResourceStream("Telltale.Virtual.Vehicle.Roads.heidelberg.csv")!;
        using StreamReader reader = new(stream);
        return Parse(reader, "heidelberg.csv");
    }

    /// <summary>
    /// Reads way points from CSV with the header
    /// <c>latitude_deg,longitude_deg,height_m,speed_limit_kmh,corner_radius_m,stop,place</c>; lines that start with # are remarks.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">Named in errors.</param>
    /// <exception cref="FormatException">A line is not as described; the message names file and line.</exception>
    public static Road Parse(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        const string Header = "latitude_deg,longitude_deg,height_m,speed_limit_kmh,corner_radius_m,stop,place";
        List<RoadWaypoint> waypoints = [];
        bool headerSeen = false;
        int lineNumber = 0;
        while (reader.ReadLine() is { } line)
        {
            lineNumber++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!headerSeen)
            {
                headerSeen = string.Equals(line, Header, StringComparison.Ordinal);
                if (!headerSeen)
                {
                    throw new FormatException($"{name}:{lineNumber}: the header must be {Header}");
                }

                continue;
            }

            string[] cells = line.Split(',');
            if (cells.Length != 7)
            {
                throw new FormatException($"{name}:{lineNumber}: {cells.Length} cells where 7 are expected");
            }

            StopKind stop = cells[5] switch
            {
                "" => StopKind.None,
                "light" => StopKind.Light,
                "sign" => StopKind.Sign,
                "crossing" => StopKind.Crossing,
                _ => throw new FormatException($"{name}:{lineNumber}: stop is \"{cells[5]}\", not light, sign, crossing or empty"),
            };
            waypoints.Add(new RoadWaypoint(
                Number(cells[0], "latitude_deg", -90, 90),
                Number(cells[1], "longitude_deg", -180, 180),
                Number(cells[2], "height_m", -500, 9000),
                Number(cells[3], "speed_limit_kmh", 5, 300),
                cells[4].Length == 0 ? 0 : Number(cells[4], "corner_radius_m", 1, 10000),
                stop));
        }

        try
        {
            return new Road(waypoints);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"{name}: {exception.Message}", exception);
        }

        double Number(string text, string column, double lowest, double highest) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= lowest && value <= highest
                ? value
                : throw new FormatException($"{name}:{lineNumber}: {column} is \"{text}\", not a number from {lowest} to {highest}");
    }

    /// <summary>Place and direction at a distance from the start.</summary>
    public RoadPoint At(double distanceMetres)
    {
        double distance = Wrap(distanceMetres);
        Leg leg = _legs[LegAt(distance)];
        double along = distance - leg.StartMetres;
        double heading = leg.HeadingRadians + (leg.Curvature * along);
        double east;
        double north;
        if (leg.Curvature == 0)
        {
            east = leg.East + (Math.Sin(leg.HeadingRadians) * along);
            north = leg.North + (Math.Cos(leg.HeadingRadians) * along);
        }
        else
        {
            east = leg.East + ((Math.Cos(leg.HeadingRadians) - Math.Cos(heading)) / leg.Curvature);
            north = leg.North + ((Math.Sin(heading) - Math.Sin(leg.HeadingRadians)) / leg.Curvature);
        }

        (double latitude, double longitude, double convergence) = _grid.ToDegrees(east, north);
        double course = (double.RadiansToDegrees(heading) + convergence) % 360;
        if (course < 0)
        {
            course += 360;
        }

        (double height, _) = HeightAt(distance);
        return new RoadPoint(latitude, longitude, height, course >= 360 ? 0 : course);
    }

    /// <summary>Speed limit in metres a second.</summary>
    public double SpeedLimitAt(double distanceMetres) => _legs[LegAt(Wrap(distanceMetres))].SpeedLimit;

    /// <summary>Curvature in 1/metre, positive to the right; 0 on a straight.</summary>
    public double CurvatureAt(double distanceMetres) => _legs[LegAt(Wrap(distanceMetres))].Curvature;

    /// <summary>Rise over run, positive uphill.</summary>
    public double GradientAt(double distanceMetres) => HeightAt(Wrap(distanceMetres)).Gradient;

    private double Wrap(double distanceMetres)
    {
        double distance = distanceMetres % LengthMetres;
        return distance < 0 ? distance + LengthMetres : distance;
    }

    private int LegAt(double distance)
    {
        int low = 0;
        int high = _legs.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_legs[middle].StartMetres <= distance)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Heights run from way point to way point without a kink (smoothstep), so that no gradient jumps.</summary>
    private (double Height, double Gradient) HeightAt(double distance)
    {
        int count = _waypoints.Length;
        int from = 0;
        for (int i = 1; i < count && _waypointDistances[i] <= distance; i++)
        {
            from = i;
        }

        double start = from == 0 ? _waypointDistances[0] - LengthMetres : _waypointDistances[from];
        double end = from == count - 1 ? _waypointDistances[0] : _waypointDistances[from + 1];
        if (from == count - 1 && distance >= end)
        {
            // The short way from the first way point's arc to the end of the round.
            (from, start, end) = (0, _waypointDistances[0], LengthMetres + _waypointDistances[1]);
        }

        double span = end - start;
        double share = (distance - start) / span;
        double rise = _waypoints[(from + 1) % count].HeightMetres - _waypoints[from].HeightMetres;
        return (_waypoints[from].HeightMetres + (rise * share * share * (3 - (2 * share))), rise * 6 * share * (1 - share) / span);
    }

    private sealed record Leg(
        double StartMetres, double LengthMetres, double East, double North, double HeadingRadians, double Curvature, double SpeedLimit);
}
