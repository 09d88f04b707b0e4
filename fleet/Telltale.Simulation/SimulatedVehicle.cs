using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>
/// A vehicle at the level of navigation epochs: a plan of trips for every day, a speed profile, ten signals. It drives whether or not its unit has power. Epochs come once a second in
/// trips and while the unit settles, and else once in the slot in which a parked unit takes a sample.
/// </summary>
internal sealed class SimulatedVehicle
{
    private const double MetresPerDegree = 111_195;
    private const int StandingBefore = 6;
    private const int StandingAfter = 12;

    private readonly SimulationRandom _random;
    private readonly List<Trip> _trips = [];
    private readonly long _phase;
    private readonly IReadOnlyList<(long At, long Offset)> _clockOffsets;
    private int _trip;
    private int _offset;
    private long _secondlyUntil;
    private long _settledFrom;
    private long _now;

    private double _latitude;
    private double _longitude;
    private double _height;
    private double _course;
    private double _turn;
    private double _speed;
    private double _target;
    private int _hold;
    private double _coolant = 15;
    private double _oil = 12;
    private double _fuel = 90;
    private double _air = 9;

    internal SimulatedVehicle(ulong seed, int unit, int days, IReadOnlyList<(long At, long Offset)> clockOffsets)
    {
        _random = Generators.ForUnit(seed, unit, Generators.Vehicle);
        _clockOffsets = clockOffsets;
        _phase = 100 + (10 * _random.NextInt(0, 60));
        HasIgnitionWire = _random.Chance(0.6);
        (_trips, HoursADay) = PlanOf(_random, unit, days);
        _latitude = _random.NextBetween(47.5, 54);
        _longitude = _random.NextBetween(6.5, 14.5);
        _height = _random.NextBetween(20, 500);
        _course = _random.NextBetween(0, 360);
        Schedule();
    }

    internal double HoursADay { get; }

    /// <summary>False: the unit has to tell by the supply voltage.</summary>
    internal bool HasIgnitionWire { get; }

    internal IReadOnlyList<Trip> Trips => _trips;

    /// <summary>The time of the next epoch, in milliseconds.</summary>
    internal long NextEpoch { get; private set; }

    /// <summary>The time of the next change of the ignition.</summary>
    internal long NextChange => _trip == _trips.Count ? long.MaxValue : IsOn ? _trips[_trip].Off : _trips[_trip].On;

    internal bool IsOn { get; private set; }

    /// <summary>The plan of trips, without anything else of the vehicle: what the schedule of faults is drawn over.</summary>
    internal static (List<Trip> Trips, bool HasWire) Plan(ulong seed, int unit, int days)
    {
        SimulatedVehicle vehicle = new(seed, unit, days, []);
        return (vehicle._trips, vehicle.HasIgnitionWire);
    }

    /// <summary>Supply in millivolts, at the ignition of now.</summary>
    internal int SupplyMillivolts => IsOn ? 14_100 : 12_450;

    /// <summary>The unit starts: its receiver sends once a second until the unit knows what the vehicle is doing.</summary>
    internal void PowerOn(long now)
    {
        _now = Math.Max(_now, now);
        _secondlyUntil = Math.Max(_secondlyUntil, now + SimulationTimes.SettleOff(HasIgnitionWire) + 4_000);
        _settledFrom = Math.Max(_settledFrom, _secondlyUntil);
        Schedule();
    }

    /// <summary>Switches the ignition where that is due.</summary>
    internal void Switch(long now)
    {
        _now = Math.Max(_now, now - 1);
        while (NextChange <= now)
        {
            IsOn = !IsOn;
            if (IsOn)
            {
                _target = 0;
                _hold = StandingBefore;
            }
            else
            {
                long until = _trips[_trip].Off + SimulationTimes.SettleOff(HasIgnitionWire) + 2_000;
                _secondlyUntil = Math.Max(_secondlyUntil, until);
                _settledFrom = Math.Max(_settledFrom, _secondlyUntil);
                _trip++;
            }
        }

        Schedule();
    }

    /// <summary>The epoch of <see cref="NextEpoch"/>.</summary>
    internal Epoch TakeEpoch()
    {
        long now = NextEpoch;
        while (_offset < _clockOffsets.Count && _clockOffsets[_offset].At <= now)
        {
            _offset++;
        }

        if (IsOn && now % 1000 == _phase)
        {
            Move(now);
        }
        else
        {
            _speed = 0;
        }

        bool isExact = IsOn ? now >= _trips[_trip].On + SimulationTimes.SettleOn(HasIgnitionWire)
            : now >= _secondlyUntil && now - _settledFrom > SimulationTimes.ParkedInterval + 10_000;
        Epoch epoch = new()
        {
            Time = now,
            ClockOffset = ClockOffset,
            LatitudeE7 = (int)Math.Round((_latitude * 1e7) + (3 * _random.NextNormal())),
            LongitudeE7 = (int)Math.Round((_longitude * 1e7) + (4 * _random.NextNormal())),
            HeightMillimetres = (int)Math.Round((_height * 1000) + (150 * _random.NextNormal())),
            SpeedMillimetresPerSecond = (int)Math.Round(Math.Abs((_speed * 1000) + (20 * _random.NextNormal()))),
            CourseHundredths = (int)Math.Round(_course * 100) % 36_000,
            IsExact = isExact,
        };
        FillSignals(ref epoch.Signals);
        _now = now;
        Schedule();
        return epoch;
    }

    private long ClockOffset => _offset == 0 ? 0 : _clockOffsets[_offset - 1].Offset;

    private static (List<Trip> Trips, double HoursADay) PlanOf(SimulationRandom random, int unit, int days)
    {
        // One in five drives for a living.
        double hours = unit % 5 == 1 ? random.NextBetween(1.9, 2.6) : random.NextBetween(1.02, 1.12);
        List<Trip> trips = [];
        for (int day = 0; day < days; day++)
        {
            int count = random.NextInt(2, 4);
            double[] shares = new double[count];
            for (int index = 0; index < count; index++)
            {
                shares[index] = random.NextBetween(0.5, 1.5);
            }

            double sum = shares.Sum();
            for (int index = 0; index < count; index++)
            {
                // Each trip has a part of the day of its own, from 5 to 22 hours.
                double part = 17.0 / count;
                long length = (long)(hours * shares[index] / sum * SimulationTimes.Hour);
                long earliest = (day * SimulationTimes.Day) + (long)((5 + (index * part)) * SimulationTimes.Hour);
                long room = (long)(part * SimulationTimes.Hour) - length - (5 * SimulationTimes.Minute);
                long on = earliest + (long)(random.NextUnit() * Math.Max(room, 1));
                on = (on / 1000 * 1000) + random.NextInt(0, 999);
                trips.Add(new Trip(on, on + length));
            }
        }

        return (trips, hours);
    }

    private void Schedule()
    {
        long after = _now;
        long second = NextOnGrid(after);
        bool isSecondly = IsOn || second <= _secondlyUntil;
        long next = second;
        if (!isSecondly)
        {
            // The first epoch in the next slot by the receiver's own clock, which may be off.
            long utc = SimulationTimes.Start.ToUnixTimeMilliseconds() + ClockOffset;
            long boundary = ((utc + after) / SimulationTimes.ParkedInterval * SimulationTimes.ParkedInterval) + SimulationTimes.ParkedInterval - utc;
            next = NextOnGrid(boundary - 1);
        }

        if (!IsOn && NextChange < next)
        {
            next = Math.Max(second, NextOnGrid(NextChange));
        }

        NextEpoch = next;
    }

    private long NextOnGrid(long after)
    {
        long next = (after / 1000 * 1000) + _phase;
        return next > after ? next : next + 1000;
    }

    private void Move(long now)
    {
        long left = (_trips[_trip].Off - now) / 1000;
        if (left <= StandingAfter + (_speed / 2.5))
        {
            _target = 0;
        }
        else if (_hold-- <= 0)
        {
            bool isStop = _target > 0 && _random.Chance(0.25);
            _target = isStop ? 0 : _random.NextBetween(6, 34);
            _hold = isStop ? _random.NextInt(18, 45) : _random.NextInt(25, 150);
        }

        double change = Math.Clamp(_target - _speed, -2.6, 1.6);
        _speed = Math.Max(0, _speed + change + (_speed > 1 ? 0.15 * _random.NextNormal() : 0));
        if (_target == 0 && _speed < 0.3)
        {
            _speed = 0;
        }

        if (_speed > 2)
        {
            _turn = (0.9 * _turn) + (_random.Chance(0.03) ? 12 * _random.NextNormal() : 0.3 * _random.NextNormal());
            _course = ((_course + _turn) % 360 + 360) % 360;
        }

        double radians = double.DegreesToRadians(_course);
        _latitude += _speed * Math.Cos(radians) / MetresPerDegree;
        _longitude += _speed * Math.Sin(radians) / (MetresPerDegree * Math.Cos(double.DegreesToRadians(_latitude)));
        _height = Math.Clamp(_height + (_speed * 0.01 * _random.NextNormal()), 0, 2500);
        if (_latitude is > 55 or < 47)
        {
            _course = _latitude > 55 ? 180 : 0;
        }
    }

    private void FillSignals(ref SignalValues signals)
    {
        if (IsOn)
        {
            _coolant += (90 - _coolant) * 0.004;
            _oil += (96 - _oil) * 0.0025;
            _fuel = _fuel < 5 ? 95 : _fuel - (_speed * 0.00002);
            _air = Math.Clamp(_air + (0.02 * _random.NextNormal()), -15, 35);
        }
        else
        {
            _coolant += (_air - _coolant) * 0.01;
            _oil += (_air - _oil) * 0.01;
        }

        double load = IsOn ? Math.Clamp(18 + (_speed * 1.6) + ((_target - _speed) * 4) + (2 * _random.NextNormal()), 0, 100) : 0;
        signals[0] = Raw(_speed * 360, 0xFFFF);
        signals[1] = Raw(load * 28, 0xFFFF);
        signals[2] = Raw(_coolant + 40, 0xFF);
        signals[3] = Raw(_oil + 40, 0xFF);
        signals[4] = Raw(load * 2, 0xFF);
        signals[5] = Raw(load * 1.3, 0xFF);
        signals[6] = Raw(load * 14, 0xFFFF);
        signals[7] = Raw(7800 + (_turn * 25) + (_speed > 0 ? 3 * _random.NextNormal() : 0), 0xFFFF);
        signals[8] = Raw(_fuel * 100, 0xFFFF);
        signals[9] = Raw((_air + 40) * 10, 0xFFFF);
    }

    private static int Raw(double value, int highest) => Math.Clamp((int)Math.Round(value), 0, highest);
}
