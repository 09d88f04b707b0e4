using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>Adds up the distance from speeds at the epochs, in integers. Only while the vehicle really moves: a receiver that stands has a speed too.</summary>
internal sealed class Odometer
{
    /// <summary>Whole metres.</summary>
    public int Metres;

    /// <summary>What is beyond them, in half micrometres: speeds of two epochs in mm/s, added, times the milliseconds between them.</summary>
    public int HalfMicrometres;

    /// <summary>Latitude of the last good fix in 1e-7 degree.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude of the last good fix in 1e-7 degree.</summary>
    public int LongitudeDegreesE7;

    /// <summary>How many of <see cref="HalfMicrometres"/> are a metre.</summary>
    public const int HalfMicrometresPerMetre = 2000000;

    // Epochs further apart are not of one stretch.
    private const int LongestMilliseconds = 5000;

    // While the vehicle is not known to move yet: slower than this, it does not.
    private const int LeastMillimetresPerSecond = 300;

    // Between two fixes without any speed in between, as in a tunnel, the straight line counts where it is plausible.
    private const int LongestBridgeMilliseconds = 600000;
    private const int ShortestBridgeMillimetres = 100000;
    private const int SlowestBridgeMillimetresPerSecond = 2000;
    private const int FastestBridgeMillimetresPerSecond = 70000;

    private readonly Ground _ground;
    private bool _isMoving;
    private bool _isCounting;
    private long _pending;
    private int _speed = -1;
    private long _time;
    private int _placed;

    // Of _placed: the last epoch, or an earlier one, had a good fix.
    private const int PlacedOnce = 1;
    private const int PlacedLast = 2;

    public Odometer(Ground ground)
    {
        _ground = ground;
    }

    /// <summary>There has been a good fix.</summary>
    public bool HasPlace => _placed != 0;

    /// <summary>Takes an epoch.</summary>
    /// <param name="time">Its UTC, or else its uptime; milliseconds.</param>
    /// <param name="speed">The vehicle's speed at it in mm/s, -1 where it is not known.</param>
    /// <param name="fix">The fix, where its position is good; else null.</param>
    public void Follow(long time, int speed, Fix fix)
    {
        int before = _speed;
        if (speed < 0)
        {
            _speed = -1;
            return;
        }

        long elapsed = time - _time;
        if (elapsed > 0 && elapsed <= LongestMilliseconds)
        {
            if (before >= 0)
            {
                // At most 2 × 150 m/s × 5 s.
                int driven = (before + speed) * (int)elapsed;
                if (!_isCounting)
                {
                    KeepAside(driven, speed);
                }
                else
                {
                    driven += HalfMicrometres;
                    if (driven >= HalfMicrometresPerMetre)
                    {
                        Metres += driven / HalfMicrometresPerMetre;
                        driven %= HalfMicrometresPerMetre;
                    }

                    HalfMicrometres = driven;
                }
            }
        }
        else if (elapsed > LongestMilliseconds && fix != null && _placed == PlacedLast && _isCounting)
        {
            Bridge(fix, elapsed);
        }

        _speed = speed;
        _time = time;
        if (fix != null)
        {
            _placed = PlacedLast;
            LatitudeDegreesE7 = fix.LatitudeDegreesE7;
            LongitudeDegreesE7 = fix.LongitudeDegreesE7;
        }
        else if (_placed == PlacedLast)
        {
            _placed = PlacedOnce;
        }
    }

    /// <summary>Says what is to become of the distance.</summary>
    /// <param name="isMoving">The vehicle moves. While it does not yet, what is driven is kept aside until that is certain.</param>
    /// <param name="isOff">The ignition is off: the same, until that proves wrong.</param>
    public void Count(bool isMoving, bool isOff)
    {
        _isMoving = isMoving;
        _isCounting = isMoving && !isOff;
        if (_isCounting)
        {
            Take();
        }
    }

    /// <summary>What was kept aside was not driven.</summary>
    public void Forget()
    {
        _pending = 0;
    }

    private void KeepAside(int driven, int speed)
    {
        _pending = _isMoving || speed >= LeastMillimetresPerSecond ? _pending + driven : 0;
    }

    // What was kept aside was driven.
    private void Take()
    {
        long all = _pending + HalfMicrometres;
        Metres += (int)(all / HalfMicrometresPerMetre);
        HalfMicrometres = (int)(all % HalfMicrometresPerMetre);
        _pending = 0;
    }

    private void Bridge(Fix fix, long elapsed)
    {
        if (elapsed > LongestBridgeMilliseconds)
        {
            return;
        }

        long millimetres = Ground.SquareRoot(_ground.SquareOfDistance(LatitudeDegreesE7, LongitudeDegreesE7, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7));
        long speed = millimetres * 1000 / elapsed;
        if (millimetres >= ShortestBridgeMillimetres && speed >= SlowestBridgeMillimetresPerSecond && speed <= FastestBridgeMillimetresPerSecond)
        {
            _pending += millimetres * (HalfMicrometresPerMetre / 1000);
            Take();
        }
    }
}
