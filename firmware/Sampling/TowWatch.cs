using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>
/// Whether a parked vehicle is being taken away, from good fixes. One that drifts goes a long way in a garage, but comes back, shows no speed on the way, and does not do so for minutes on end.
/// </summary>
internal sealed class TowWatch
{
    /// <summary>The vehicle is being taken away, or stands where it was taken.</summary>
    public bool IsTowed;

    /// <summary>There is a place where the vehicle is parked.</summary>
    public bool HasPlace;

    /// <summary>Latitude of the place in 1e-7 degree.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude of the place in 1e-7 degree.</summary>
    public int LongitudeDegreesE7;

    /// <summary>How far from the place the vehicle was when it was found to be towed; metres.</summary>
    public int Metres;

    // The first fixes after parking are still on their way to where the vehicle stands.
    private const int SettleMilliseconds = 60000;
    private const int MovingMillimetresPerSecond = 1000;

    // The place is the mean of so many fixes, as a power of two: one fix alone is as wrong as the next. Who goes at walking pace leaves it behind all the same.
    private const int MeanShift = 8;
    private const int FarFixes = 3;

    private readonly ContextSettings _settings;
    private readonly Ground _ground;
    private long _latitudeSum;
    private long _longitudeSum;
    private long _settledUptime;
    private long _farUptime = long.MaxValue;
    private int _farCount;
    private int _farMovingCount;
    private long _fastUptime = long.MaxValue;
    private int _fastLatitude;
    private int _fastLongitude;
    private long _slowUptime = long.MaxValue;

    public TowWatch(ContextSettings settings, Ground ground)
    {
        _settings = settings;
        _ground = ground;
    }

    /// <summary>The ignition is off from now on.</summary>
    /// <param name="uptime">Now.</param>
    /// <param name="hasDriven">The vehicle has just come here. At start-up it may have been taken away meanwhile.</param>
    public void Park(long uptime, bool hasDriven)
    {
        _settledUptime = hasDriven ? uptime + SettleMilliseconds : uptime;
        IsTowed = false;
        _farUptime = long.MaxValue;
        _fastUptime = long.MaxValue;
    }

    /// <summary>Says where the vehicle is parked.</summary>
    public void Place(int latitudeDegreesE7, int longitudeDegreesE7)
    {
        HasPlace = true;
        LatitudeDegreesE7 = latitudeDegreesE7;
        LongitudeDegreesE7 = longitudeDegreesE7;
        _latitudeSum = (long)latitudeDegreesE7 << MeanShift;
        _longitudeSum = (long)longitudeDegreesE7 << MeanShift;
    }

    /// <summary>Takes a good fix, from <see cref="Park"/> on.</summary>
    /// <returns>True where <see cref="IsTowed"/> has changed.</returns>
    public bool Follow(Fix fix, long uptime)
    {
        int speed = (fix.Fields & FixFields.Speed) != 0 ? fix.SpeedMillimetresPerSecond : -1;
        if (IsTowed)
        {
            return FollowTowed(fix, speed, uptime);
        }

        if (_settings.TowDistanceMetres == 0)
        {
            return false;
        }

        if (!HasPlace || (uptime < _settledUptime && speed < MovingMillimetresPerSecond))
        {
            Place(fix.LatitudeDegreesE7, fix.LongitudeDegreesE7);
            return false;
        }

        if (!IsFar(fix, speed, uptime) && !IsHeld(fix, speed, uptime))
        {
            return false;
        }

        IsTowed = true;
        Metres = Ground.SquareRoot(_ground.SquareOfDistance(LatitudeDegreesE7, LongitudeDegreesE7, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7)) / 1000;
        _slowUptime = long.MaxValue;
        return true;
    }

    private bool IsFar(Fix fix, int speed, long uptime)
    {
        long limit = _settings.TowDistanceMetres * 1000L;
        if ((fix.Fields & FixFields.HorizontalAccuracy) != 0)
        {
            limit += 3L * fix.HorizontalAccuracyMillimetres;
        }

        if (_ground.SquareOfDistance(LatitudeDegreesE7, LongitudeDegreesE7, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7) <= limit * limit)
        {
            _farUptime = long.MaxValue;
            Refine(fix);
            return false;
        }

        if (_farUptime == long.MaxValue)
        {
            _farUptime = uptime;
            _farCount = 0;
            _farMovingCount = 0;
        }

        _farCount++;
        _farMovingCount += speed >= MovingMillimetresPerSecond ? 1 : 0;
        long far = uptime - _farUptime;
        return _farCount >= FarFixes
            && far >= (_farMovingCount * 2 >= _farCount ? _settings.TowMovingMilliseconds : _settings.TowStandingMilliseconds);
    }

    // Where the short way round is not that of the numbers, at 180 degrees, the place stays as it is.
    private void Refine(Fix fix)
    {
        long east = (long)fix.LongitudeDegreesE7 - LongitudeDegreesE7;
        if (east > 900000000L || east < -900000000L)
        {
            return;
        }

        _latitudeSum += fix.LatitudeDegreesE7 - (_latitudeSum >> MeanShift);
        _longitudeSum += fix.LongitudeDegreesE7 - (_longitudeSum >> MeanShift);
        LatitudeDegreesE7 = (int)(_latitudeSum >> MeanShift);
        LongitudeDegreesE7 = (int)(_longitudeSum >> MeanShift);
    }

    // The position has to go at least half as far as the speed says.
    private bool IsHeld(Fix fix, int speed, long uptime)
    {
        if (speed < _settings.TowSpeedMillimetresPerSecond)
        {
            _fastUptime = long.MaxValue;
            return false;
        }

        if (_fastUptime == long.MaxValue)
        {
            _fastUptime = uptime;
            _fastLatitude = fix.LatitudeDegreesE7;
            _fastLongitude = fix.LongitudeDegreesE7;
            return false;
        }

        long held = uptime - _fastUptime;
        if (held < _settings.TowSpeedHoldMilliseconds)
        {
            return false;
        }

        long least = _settings.TowSpeedMillimetresPerSecond * held / 2000;
        return _ground.SquareOfDistance(_fastLatitude, _fastLongitude, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7) >= least * least;
    }

    private bool FollowTowed(Fix fix, int speed, long uptime)
    {
        if (speed >= _settings.StandingMillimetresPerSecond)
        {
            _slowUptime = long.MaxValue;
            return false;
        }

        if (_slowUptime == long.MaxValue)
        {
            _slowUptime = uptime;
        }

        if (uptime - _slowUptime < _settings.TowEndMilliseconds)
        {
            return false;
        }

        Place(fix.LatitudeDegreesE7, fix.LongitudeDegreesE7);
        Park(uptime, true);
        return true;
    }
}
