using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>
/// Tells whether the epochs since the last sample can be left out, were the newest one the next sample. Each epoch since then narrows what rate of change the line from the sample to the next one may have, so
/// that it passes close enough at that epoch's instant: one interval a direction, whatever the number of epochs. Four directions make an octagon within the circle of the
/// allowed error, so that nothing that is left out errs by more, and little is kept that need not be. The speed is a fifth.
/// </summary>
internal sealed class ShapeFilter
{
    /// <summary>The last <see cref="Fits"/> said no because the sample before is too long ago.</summary>
    public bool IsGapOver;

    private const int Directions = 4;
    private const int SpeedDirection = 4;
    private const FixFields Shaped = FixFields.Position | FixFields.Speed;

    // Rates are in millimetres a millisecond, times this; over a minute they are right to a millimetre.
    private const long RateScale = 65536;

    // An octagon within a circle: its sides are 0.9239 of the radius away, and a sum of two axes is longer by a root of two. 1/256, rounded down.
    private const int SideOf256 = 236;
    private const int DiagonalOf256 = 334;

    // What the whole millimetres of three places may come to.
    private const int SideRounding = 4;
    private const int DiagonalRounding = 8;

    private readonly Ground _ground;
    private readonly long[] _rates = new long[Directions + 1];
    private readonly long[] _lowest = new long[Directions + 1];
    private readonly long[] _highest = new long[Directions + 1];
    private bool _isDated;
    private long _time;
    private FixFields _fields;
    private int _latitude;
    private int _longitude;
    private int _speed;
    private int _cosine;
    private int _directions;
    private int _gap;
    private long _sideError;
    private long _diagonalError;
    private long _speedError;
    private long _elapsed;

    public ShapeFilter(Ground ground)
    {
        _ground = ground;
    }

    /// <summary>A sample with a position has been taken: the next line begins here.</summary>
    public void Begin(Sample sample, SamplingSet set)
    {
        _isDated = sample.IsDated;
        _time = TimeOf(sample);
        _fields = sample.Fields & Shaped;
        _latitude = sample.LatitudeDegreesE7;
        _longitude = sample.LongitudeDegreesE7;
        _speed = sample.SpeedMillimetresPerSecond;
        _cosine = _ground.CosineOf(_latitude);
        _gap = set.LongestGapMilliseconds;
        long error = set.ShapeErrorMillimetres;
        _sideError = ((error * SideOf256 / 256) - SideRounding) * RateScale;
        _diagonalError = ((error * DiagonalOf256 / 256) - DiagonalRounding) * RateScale;
        _speedError = (set.ShapeSpeedErrorMillimetresPerSecond - 1) * RateScale;
        bool hasSpeed = (_fields & FixFields.Speed) != 0 && set.ShapeSpeedErrorMillimetresPerSecond > 0;
        _directions = hasSpeed ? Directions + 1 : Directions;
        for (int direction = 0; direction < _directions; direction++)
        {
            _lowest[direction] = long.MinValue;
            _highest[direction] = long.MaxValue;
        }
    }

    /// <summary>Whether all epochs since the sample can be left out, if this one is taken. False also where no line can be drawn to it.</summary>
    public bool Fits(Sample sample)
    {
        IsGapOver = false;
        long elapsed = TimeOf(sample) - _time;
        if (elapsed <= 0 || sample.IsDated != _isDated || (sample.Fields & Shaped) != _fields)
        {
            return false;
        }

        if (elapsed > _gap)
        {
            IsGapOver = true;
            return false;
        }

        long east = Ground.EastMillimetres(_longitude, sample.LongitudeDegreesE7, _cosine);
        long north = Ground.NorthMillimetres(_latitude, sample.LatitudeDegreesE7);
        long[] rates = _rates;
        rates[0] = east * RateScale / elapsed;
        rates[1] = north * RateScale / elapsed;
        rates[2] = (east + north) * RateScale / elapsed;
        rates[3] = (east - north) * RateScale / elapsed;
        rates[SpeedDirection] = (sample.SpeedMillimetresPerSecond - _speed) * RateScale / elapsed;
        _elapsed = elapsed;

        // A quotient is cut off towards zero: a unit to either side is allowed for, here and below.
        long[] lowest = _lowest;
        long[] highest = _highest;
        for (int direction = _directions - 1; direction >= 0; direction--)
        {
            long rate = rates[direction];
            if (rate <= lowest[direction] || rate >= highest[direction])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The epoch of the last <see cref="Fits"/> is to be one of those that are left out.</summary>
    public void Narrow()
    {
        long elapsed = _elapsed;
        long side = (_sideError / elapsed) - 1;
        long diagonal = (_diagonalError / elapsed) - 1;
        Narrow(0, side);
        Narrow(1, side);
        Narrow(2, diagonal);
        Narrow(3, diagonal);
        if (_directions > SpeedDirection)
        {
            Narrow(SpeedDirection, (_speedError / elapsed) - 1);
        }
    }

    private void Narrow(int direction, long error)
    {
        long rate = _rates[direction];
        if (rate - error > _lowest[direction])
        {
            _lowest[direction] = rate - error;
        }

        if (rate + error < _highest[direction])
        {
            _highest[direction] = rate + error;
        }
    }

    private static long TimeOf(Sample sample) => sample.IsDated ? sample.TimeUtcMilliseconds : sample.UptimeMilliseconds;
}
