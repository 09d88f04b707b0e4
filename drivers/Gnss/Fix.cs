namespace Telltale.Gnss;

/// <summary>
/// What a receiver reports for one navigation epoch. The decoder owns one object and fills it again for every epoch, so a listener copies
/// what it keeps. Look at <see cref="Fields"/> before reading a value: nothing is ever set to 0 for want of better.
/// </summary>
public sealed class Fix
{
    /// <summary>Length of the arrays by <see cref="Constellation"/>.</summary>
    public const int Constellations = 8;

    /// <summary>Which of the fields below hold a value of this epoch.</summary>
    public FixFields Fields;

    /// <summary>How the position was found; <see cref="FixMode.None"/> in an epoch without one.</summary>
    public FixMode Mode;

    /// <summary>UTC of the epoch in milliseconds since 1970-01-01, leap seconds not counted.</summary>
    public long TimeUtcMilliseconds;

    /// <summary>The unit's uptime in milliseconds when the first byte of the epoch was read.</summary>
    public long ReceivedUptimeMilliseconds;

    /// <summary>Latitude in 1e-7 degree, WGS 84, north positive, -900,000,000 to 900,000,000.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude in 1e-7 degree, WGS 84, east positive, -1,800,000,000 to 1,800,000,000.</summary>
    public int LongitudeDegreesE7;

    /// <summary>Height above mean sea level in millimetres.</summary>
    public int HeightMillimetres;

    /// <summary>Speed over ground in millimetres a second.</summary>
    public int SpeedMillimetresPerSecond;

    /// <summary>Course over ground in 1/100 degree, 0 to 35,999, true north, clockwise.</summary>
    public int CourseHundredthsDegree;

    /// <summary>Horizontal dilution of precision in 1/100.</summary>
    public int HorizontalDilutionHundredths;

    /// <summary>Satellites used for the position, all constellations.</summary>
    public int SatellitesUsed;

    /// <summary>Vertical dilution of precision in 1/100.</summary>
    public int VerticalDilutionHundredths;

    /// <summary>Position dilution of precision (three dimensions) in 1/100.</summary>
    public int PositionDilutionHundredths;

    /// <summary>
    /// The receiver's own estimate of the horizontal error in millimetres: UBX-NAV-PVT hAcc, or from GST the root of the squared standard deviations of latitude and
    /// longitude added. One standard deviation, not a bound.
    /// </summary>
    public int HorizontalAccuracyMillimetres;

    /// <summary>The receiver's own estimate of the vertical error in millimetres, one standard deviation (UBX-NAV-PVT vAcc, GST).</summary>
    public int VerticalAccuracyMillimetres;

    /// <summary>
    /// Satellites used, by <see cref="Constellation"/>. Read in every <see cref="GnssDecoder.SatelliteInterval"/>th epoch, in which they may come after the fix
    /// was handed over: this is the last complete report.
    /// </summary>
    public readonly int[] SatellitesUsedByConstellation = new int[Constellations];

    /// <summary>Satellites in view, used or not, all constellations; as old as <see cref="SatellitesInViewByConstellation"/>.</summary>
    public int SatellitesInView;

    /// <summary>Satellites in view by <see cref="Constellation"/>, the last complete report. NMEA 0183 counts augmentation satellites as GPS.</summary>
    public readonly int[] SatellitesInViewByConstellation = new int[Constellations];
}
