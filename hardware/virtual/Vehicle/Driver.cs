namespace Telltale.Virtual.Vehicle;

/// <summary>
/// The driver of a <see cref="ModelledVehicle"/>: knows the road ahead, keeps below its limits, slows down for turns, stops at lines and waits there.
/// </summary>
internal sealed class Driver
{
    private const double GridMetres = 1;
    private const double StandsMetresBeforeLine = 0.8;

    private readonly Road _road;
    private readonly VehicleParameters _parameters;
    private readonly SimulationRandom _random;
    private readonly double[] _profile;
    private int _nextStop;
    private double _roundStartMetres;
    private bool _decided;
    private bool _mustStop;
    private bool _standsAtLine;
    private double _secondsToWait;
    private double _eagerness = 0.96;
    private double _eagernessNoise;

    internal Driver(Road road, VehicleParameters parameters, SimulationRandom random)
    {
        _road = road;
        _parameters = parameters;
        _random = random;
        _profile = BuildProfile(road, parameters);
        double start = parameters.StartDistanceMetres % road.LengthMetres;
        _roundStartMetres = parameters.StartDistanceMetres - start;
        while (_nextStop < road.Stops.Count && road.Stops[_nextStop].DistanceMetres < start + 2)
        {
            _nextStop++;
        }

        WrapStops();
    }

    /// <summary>What the driver wants of the vehicle, metres a second squared.</summary>
    /// <param name="seconds">Length of the step.</param>
    /// <param name="distance">Driven since the road's start, rounds included.</param>
    /// <param name="speed">Metres a second.</param>
    /// <param name="secondsLeft">To the end of the drive.</param>
    internal double Acceleration(double seconds, double distance, double speed, double secondsLeft)
    {
        // How close to the limit somebody drives drifts over half a minute.
        _eagernessNoise += ((-_eagernessNoise * seconds / 30) + (Math.Sqrt(seconds / 15) * 0.012 * _random.NextNormal()));
        _eagerness = Math.Clamp(0.955 + _eagernessNoise, 0.92, 0.985);

        double here = _eagerness * ProfileAt(distance);
        double ahead = Math.Max(speed * 0.9, 2.5);
        double there = _eagerness * ProfileAt(distance + ahead);
        double wanted = Math.Min((here - speed) / 0.9, ((there * there) - (speed * speed)) / (2 * ahead));
        // Pulling away takes some determination, closing up to the target speed less.
        wanted = Math.Min(wanted, _parameters.ComfortableAcceleration * (1 - (0.45 * Math.Clamp(speed / 30, 0, 1))));

        double toLine = LineAhead(seconds, distance, speed);
        if (toLine < double.PositiveInfinity)
        {
            double gap = toLine - StandsMetresBeforeLine;
            double needed = gap > 0.05 ? speed * speed / (2 * gap) : _parameters.HardestBraking;
            if (needed > 0.8 * _parameters.ComfortableBraking)
            {
                wanted = Math.Min(wanted, -needed);
            }
            else if (gap < 60)
            {
                wanted = Math.Min(wanted, (Math.Sqrt(2 * _parameters.ComfortableBraking * 0.8 * Math.Max(gap, 0)) - speed) / 0.9);
            }
        }

        // Pull up so as to stand two seconds before the end.
        double secondsToStand = secondsLeft - 2;
        if (secondsToStand < (speed / 1.4) + 1)
        {
            wanted = Math.Min(wanted, -Math.Max(0.5, speed / Math.Max(secondsToStand, 0.4)));
        }

        return Math.Max(wanted, -_parameters.HardestBraking);
    }

    /// <summary>The fastest that the limits, the turns and comfortable braking before them allow at each metre of the round.</summary>
    private static double[] BuildProfile(Road road, VehicleParameters parameters)
    {
        int count = (int)Math.Ceiling(road.LengthMetres / GridMetres);
        double[] profile = new double[count];
        for (int i = 0; i < count; i++)
        {
            double slowest = double.PositiveInfinity;
            // A cell takes the slowest from a metre behind to eight ahead: an arc shorter than a cell counts, and the driver is done braking at the sign.
            for (int k = -2; k <= 16; k++)
            {
                double at = (i + (k * 0.5)) * GridMetres;
                double curvature = Math.Abs(road.CurvatureAt(at));
                slowest = Math.Min(slowest, road.SpeedLimitAt(at));
                if (curvature > 0)
                {
                    slowest = Math.Min(slowest, Math.Sqrt(parameters.ComfortableLateralAcceleration / curvature));
                }
            }

            profile[i] = slowest;
        }

        for (int i = (2 * count) - 1; i >= 0; i--)
        {
            double next = profile[(i + 1) % count];
            profile[i % count] = Math.Min(profile[i % count], Math.Sqrt((next * next) + (2 * parameters.ComfortableBraking * GridMetres)));
        }

        return profile;
    }

    private double ProfileAt(double distance)
    {
        double along = distance % _road.LengthMetres / GridMetres;
        int cell = (int)along;
        double share = along - cell;
        int count = _profile.Length;
        return (_profile[cell % count] * (1 - share)) + (_profile[(cell + 1) % count] * share);
    }

    /// <summary>Metres to the line where the driver stops; infinity when there is no need.</summary>
    private double LineAhead(double seconds, double distance, double speed)
    {
        if (_road.Stops.Count == 0)
        {
            return double.PositiveInfinity;
        }

        RoadStop stop = _road.Stops[_nextStop];
        double toLine = _roundStartMetres + stop.DistanceMetres - distance;
        if (toLine < -0.5 || (toLine <= 0 && !_mustStop))
        {
            Pass();
            return double.PositiveInfinity;
        }

        double seen = (speed * speed / (2 * 1.1)) + 15;
        if (toLine > seen)
        {
            return double.PositiveInfinity;
        }

        if (!_decided)
        {
            _decided = true;
            _standsAtLine = false;
            double chance = _random.NextUnit();
            _secondsToWait = _random.NextUnit();
            switch (stop.Kind)
            {
                case StopKind.Sign:
                    _mustStop = true;
                    _secondsToWait = 1 + (3 * _secondsToWait);
                    break;
                case StopKind.Crossing:
                    _mustStop = chance < 0.3;
                    _secondsToWait = 4 + (8 * _secondsToWait);
                    break;
                default:
                    _mustStop = chance < 0.5;
                    _secondsToWait = 6 + (26 * _secondsToWait);
                    break;
            }
        }

        if (!_mustStop)
        {
            return double.PositiveInfinity;
        }

        _standsAtLine |= speed == 0 && toLine < 6;
        // A sign's wait begins when the vehicle stands; a light changes by itself, and may do so before the vehicle has stopped.
        if (_standsAtLine || stop.Kind != StopKind.Sign)
        {
            _secondsToWait -= seconds;
            if (_secondsToWait <= 0)
            {
                _mustStop = false;
                return double.PositiveInfinity;
            }
        }

        return Math.Max(toLine, 0);
    }

    private void Pass()
    {
        _nextStop++;
        _decided = false;
        _mustStop = false;
        WrapStops();
    }

    private void WrapStops()
    {
        if (_nextStop >= _road.Stops.Count)
        {
            _nextStop = 0;
            _roundStartMetres += _road.LengthMetres;
        }
    }
}
