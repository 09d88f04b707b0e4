using System;
using Telltale.Gnss;

namespace Telltale.Esp32;

/// <summary>
/// Makes navigation epochs of what a GnssDevice of Iot.Device shows, and decides what of it can be believed; README.md of this folder says why each rule is
/// there. It knows none of the package's types, so it is tested without them. Not for two threads at once.
/// </summary>
public sealed class GnssDeviceEpochs
{
    /// <summary>How long after its time was first seen an epoch is handed over, in milliseconds: sentences of the same burst still come.</summary>
    public const int SettleMilliseconds = 500;

    /// <summary>A time that does not go on from the one before has to last for so many milliseconds before it is believed.</summary>
    public const int JumpHeldMilliseconds = 600000;

    /// <summary>Epochs handed over, with or without a position; wraps.</summary>
    public int Epochs;

    /// <summary>Epochs with a position whose time was not believed; wraps.</summary>
    public int UntrustedTimes;

    /// <summary>Epochs whose position was exactly 0,0 or beyond the poles, though the device said that it has a fix; wraps.</summary>
    public int UntrustedPositions;

    /// <summary>The unit's uptime when the epoch under way, or the last, was first seen; -1 before the first.</summary>
    public long BegunUptimeMilliseconds = -1;

    private const int MillisecondsPerDay = 86400000;
    private const int GoesOnMilliseconds = 5000;

    // 1,024 weeks: GPS tells no more of the date than where within them it is.
    private const long EraMilliseconds = 7168L * MillisecondsPerDay;

    private const double GreatestAltitudeMetres = 100000;
    private const double GreatestSpeedMetresPerSecond = 1000;

    // Receivers give 99.99 or 99.9 for a dilution that they do not know.
    private const double UnknownDilution = 99;

    private const int Implausible = 0;
    private const int Plausible = 1;
    private const int GoesOn = 2;

    private readonly FixMailbox _mailbox;
    private readonly long _earliestUtcMilliseconds;
    private readonly bool _reportsFix;
    private readonly Fix _fix = new Fix();
    private readonly GnssDeviceReading _lastLook = new GnssDeviceReading();
    private readonly GnssDeviceReading _epoch = new GnssDeviceReading();

    private bool _isOpen;
    private bool _hasValues;
    private bool _hadPosition;
    private int _timeOfDay = -1;
    private long _timeUtcMilliseconds;

    // The last time that was believed, and one that is waited for.
    private bool _isTimeKnown;
    private long _knownUtcMilliseconds;
    private long _knownUptimeMilliseconds;
    private bool _isJump;
    private long _jumpUtcMilliseconds;
    private long _jumpUptimeMilliseconds;
    private long _jumpBegunUptimeMilliseconds;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="mailbox">Gets the fixes.</param>
    /// <param name="earliestUtcMilliseconds">No date from before this moment is believed, nor one 1,024 weeks after it; milliseconds since 1970-01-01.</param>
    /// <param name="reportsFix">True when the device sets its Fix; false for one that never does, where a location with a new time means a fix.</param>
    public GnssDeviceEpochs(FixMailbox mailbox, long earliestUtcMilliseconds, bool reportsFix)
    {
        if (mailbox == null)
        {
            throw new ArgumentNullException(nameof(mailbox));
        }

        _mailbox = mailbox;
        _earliestUtcMilliseconds = earliestUtcMilliseconds;
        _reportsFix = reportsFix;
    }

    /// <summary>False when a reading with these two could tell nothing new, so that the others need not be asked for.</summary>
    public bool Wants(bool hasTimestamp, long timestampMilliseconds, int dimensions) =>
        _isOpen || (hasTimestamp && TimeOfDay(timestampMilliseconds) != _timeOfDay) || IsLoss(dimensions);

    /// <summary>
    /// Takes what the device shows, as the device itself gave it: from its event, on its thread, where it changes nothing meanwhile.
    /// </summary>
    public void Take(GnssDeviceReading reading, long uptimeMilliseconds) => Take(reading, true, uptimeMilliseconds);

    /// <summary>
    /// Takes what the device shows, as looked at from another thread than its own, which may be half way through changing it: values count once they were the
    /// same at two looks.
    /// </summary>
    public void Look(GnssDeviceReading reading, long uptimeMilliseconds)
    {
        Take(reading, reading.IsSameAs(_lastLook), uptimeMilliseconds);
        _lastLook.CopyFrom(reading);
    }

    /// <summary>Hands the epoch over when it has had time to be complete.</summary>
    public void Step(long uptimeMilliseconds)
    {
        if (_isOpen && _hasValues && uptimeMilliseconds - BegunUptimeMilliseconds >= SettleMilliseconds)
        {
            Close();
        }
    }

    private static int TimeOfDay(long milliseconds)
    {
        long timeOfDay = milliseconds % MillisecondsPerDay;
        return (int)(timeOfDay < 0 ? timeOfDay + MillisecondsPerDay : timeOfDay);
    }

    // NaN compares as greater on the chip.
    private static bool IsWithin(double value, double least, double greatest) => !double.IsNaN(value) && value >= least && value <= greatest;

    private static int Rounded(double value) => (int)(value < 0 ? value - 0.5 : value + 0.5);

    private bool IsLoss(int dimensions) => _reportsFix && dimensions < 2 && _hadPosition;

    private void Take(GnssDeviceReading reading, bool isWhole, long uptimeMilliseconds)
    {
        // Only the time of day tells epochs apart: the date of a GGA or GLL is that of the chip's clock, so one epoch has two.
        int timeOfDay = reading.HasTimestamp ? TimeOfDay(reading.TimestampMilliseconds) : _timeOfDay;
        if (timeOfDay != _timeOfDay)
        {
            if (_isOpen && _hasValues)
            {
                Close();
            }

            Begin(timeOfDay, uptimeMilliseconds);
        }
        else if (!_isOpen && IsLoss(reading.Dimensions))
        {
            // A receiver that has lost its satellites may stop its clock too: that there is no position any more is news all the same.
            Begin(timeOfDay, uptimeMilliseconds);
        }

        if (!_isOpen)
        {
            return;
        }

        if (reading.HasTimestamp && Rank(reading.TimestampMilliseconds) > Rank(_timeUtcMilliseconds))
        {
            _timeUtcMilliseconds = reading.TimestampMilliseconds;
        }

        if (isWhole)
        {
            _epoch.CopyFrom(reading);
            _hasValues = true;
        }
    }

    private void Begin(int timeOfDay, long uptimeMilliseconds)
    {
        _isOpen = true;
        _hasValues = false;
        _timeOfDay = timeOfDay;
        _timeUtcMilliseconds = long.MinValue;
        BegunUptimeMilliseconds = uptimeMilliseconds;
    }

    private int Rank(long utcMilliseconds)
    {
        if (utcMilliseconds < _earliestUtcMilliseconds || utcMilliseconds >= _earliestUtcMilliseconds + EraMilliseconds)
        {
            return Implausible;
        }

        return _isTimeKnown && IsNear(utcMilliseconds, _knownUtcMilliseconds, _knownUptimeMilliseconds) ? GoesOn : Plausible;
    }

    private bool IsNear(long utcMilliseconds, long earlierUtcMilliseconds, long earlierUptimeMilliseconds)
    {
        long difference = utcMilliseconds - earlierUtcMilliseconds - (BegunUptimeMilliseconds - earlierUptimeMilliseconds);
        return difference >= -GoesOnMilliseconds && difference <= GoesOnMilliseconds;
    }

    private void Close()
    {
        _isOpen = false;
        Fix fix = _fix;
        fix.Fields = FixFields.None;
        fix.Mode = FixMode.None;
        fix.ReceivedUptimeMilliseconds = BegunUptimeMilliseconds;
        if (!_reportsFix || _epoch.Dimensions >= 2)
        {
            TakePosition(fix);
        }

        _hadPosition = fix.Mode != FixMode.None;
        if (_hadPosition)
        {
            TakeMotion(fix);
            TakeDilution(fix);
            if (IsTimeBelieved())
            {
                fix.TimeUtcMilliseconds = _timeUtcMilliseconds;
                fix.Fields |= FixFields.Time;
            }
            else
            {
                UntrustedTimes++;
            }
        }

        Epochs++;
        _mailbox.Post(fix);
    }

    private void TakePosition(Fix fix)
    {
        double latitude = _epoch.LatitudeDegrees;
        double longitude = _epoch.LongitudeDegrees;
        if ((latitude == 0 && longitude == 0) || !IsWithin(latitude, -90, 90) || !IsWithin(longitude, -180, 180))
        {
            UntrustedPositions++;
            return;
        }

        fix.LatitudeDegreesE7 = Rounded(latitude * 1e7);
        fix.LongitudeDegreesE7 = Rounded(longitude * 1e7);
        fix.Fields |= FixFields.Position;

        double altitude = _epoch.AltitudeMetres;
        bool hasHeight = altitude != 0 && IsWithin(altitude, -GreatestAltitudeMetres, GreatestAltitudeMetres);
        bool isThree = _epoch.Dimensions == 3 || (_epoch.Dimensions < 2 && hasHeight);
        fix.Mode = isThree ? FixMode.ThreeDimensional : FixMode.TwoDimensional;
        if (isThree && hasHeight)
        {
            fix.HeightMillimetres = Rounded(altitude * 1000);
            fix.Fields |= FixFields.Height;
        }
    }

    private void TakeMotion(Fix fix)
    {
        if (_epoch.HasSpeed && IsWithin(_epoch.SpeedMetresPerSecond, 0, GreatestSpeedMetresPerSecond))
        {
            fix.SpeedMillimetresPerSecond = Rounded(_epoch.SpeedMetresPerSecond * 1000);
            fix.Fields |= FixFields.Speed;
        }

        // Exactly 0 is what becomes of an empty field, as receivers send it at a standstill.
        if (_epoch.HasCourse && _epoch.CourseDegrees != 0 && IsWithin(_epoch.CourseDegrees, 0, 360))
        {
            fix.CourseHundredthsDegree = Rounded(_epoch.CourseDegrees * 100) % 36000;
            fix.Fields |= FixFields.Course;
        }
    }

    private void TakeDilution(Fix fix)
    {
        double vertical = _epoch.VerticalAccuracy;
        if (!IsWithin(vertical, 0.005, UnknownDilution))
        {
            // No GSA has come: whatever Accuracy is, it is not the position dilution.
            return;
        }

        fix.VerticalDilutionHundredths = Rounded(vertical * 100);
        fix.Fields |= FixFields.VerticalDilution;

        // The square of the position dilution is the sum of those of the horizontal and the vertical: what is less than the vertical is not it.
        if (IsWithin(_epoch.Accuracy, vertical, UnknownDilution))
        {
            fix.PositionDilutionHundredths = Rounded(_epoch.Accuracy * 100);
            fix.Fields |= FixFields.PositionDilution;
        }
    }

    private bool IsTimeBelieved()
    {
        long time = _timeUtcMilliseconds;
        int rank = Rank(time);

        // ".50" is read as 50 ms by the package, so a fraction means nothing.
        if (rank == Implausible || time % 1000 != 0)
        {
            return false;
        }

        if (rank == Plausible && _isTimeKnown)
        {
            // A day too little or too much, when the chip's clock passes midnight before or after the receiver; or a clock that was wrong and now is right.
            if (!_isJump || !IsNear(time, _jumpUtcMilliseconds, _jumpUptimeMilliseconds))
            {
                _isJump = true;
                _jumpBegunUptimeMilliseconds = BegunUptimeMilliseconds;
            }

            _jumpUtcMilliseconds = time;
            _jumpUptimeMilliseconds = BegunUptimeMilliseconds;
            if (BegunUptimeMilliseconds - _jumpBegunUptimeMilliseconds < JumpHeldMilliseconds)
            {
                return false;
            }
        }

        _isJump = false;
        _isTimeKnown = true;
        _knownUtcMilliseconds = time;
        _knownUptimeMilliseconds = BegunUptimeMilliseconds;
        return true;
    }
}
