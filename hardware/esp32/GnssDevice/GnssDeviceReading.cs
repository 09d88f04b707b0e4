namespace Telltale.Esp32;

/// <summary>What a GnssDevice of Iot.Device says of itself at one moment, in plain numbers and as it says it: nothing here is trusted yet.</summary>
public sealed class GnssDeviceReading
{
    /// <summary>False while Timestamp is a DateTime that nobody has set.</summary>
    public bool HasTimestamp;

    /// <summary>Timestamp in milliseconds since 1970-01-01.</summary>
    public long TimestampMilliseconds;

    /// <summary>Fix: 1 none, 2 two dimensions, 3 three dimensions.</summary>
    public int Dimensions;

    /// <summary>Latitude in degrees, north positive.</summary>
    public double LatitudeDegrees;

    /// <summary>Longitude in degrees, east positive.</summary>
    public double LongitudeDegrees;

    /// <summary>Altitude in metres above mean sea level.</summary>
    public double AltitudeMetres;

    /// <summary>False while nobody has set Speed.</summary>
    public bool HasSpeed;

    /// <summary>Speed over ground in metres a second.</summary>
    public double SpeedMetresPerSecond;

    /// <summary>False while nobody has set Course.</summary>
    public bool HasCourse;

    /// <summary>Course over ground in degrees.</summary>
    public double CourseDegrees;

    /// <summary>Accuracy, which is called metres and is the horizontal dilution after a GGA, the position dilution after a GSA.</summary>
    public double Accuracy;

    /// <summary>VerticalAccuracy, which is called metres and is the vertical dilution.</summary>
    public double VerticalAccuracy;

    /// <summary>Takes over all values of another.</summary>
    public void CopyFrom(GnssDeviceReading other)
    {
        HasTimestamp = other.HasTimestamp;
        TimestampMilliseconds = other.TimestampMilliseconds;
        Dimensions = other.Dimensions;
        LatitudeDegrees = other.LatitudeDegrees;
        LongitudeDegrees = other.LongitudeDegrees;
        AltitudeMetres = other.AltitudeMetres;
        HasSpeed = other.HasSpeed;
        SpeedMetresPerSecond = other.SpeedMetresPerSecond;
        HasCourse = other.HasCourse;
        CourseDegrees = other.CourseDegrees;
        Accuracy = other.Accuracy;
        VerticalAccuracy = other.VerticalAccuracy;
    }

    /// <summary>True when all values are the same.</summary>
    public bool IsSameAs(GnssDeviceReading other) =>
        HasTimestamp == other.HasTimestamp && TimestampMilliseconds == other.TimestampMilliseconds && Dimensions == other.Dimensions
        && LatitudeDegrees == other.LatitudeDegrees && LongitudeDegrees == other.LongitudeDegrees && AltitudeMetres == other.AltitudeMetres
        && HasSpeed == other.HasSpeed && SpeedMetresPerSecond == other.SpeedMetresPerSecond
        && HasCourse == other.HasCourse && CourseDegrees == other.CourseDegrees
        && Accuracy == other.Accuracy && VerticalAccuracy == other.VerticalAccuracy;
}
