using System.Globalization;
using System.Text;

namespace Telltale.Virtual.Gnss;

/// <summary>Writes NMEA 0183 sentences as receivers do.</summary>
internal static class NmeaWriter
{
    /// <summary>Adds '$', checksum and line end to a body and appends it.</summary>
    public static void Append(StringBuilder text, string body)
    {
        int sum = 0;
        foreach (char c in body)
        {
            sum ^= c;
        }

        text.Append('$').Append(body).Append('*').Append(sum.ToString("X2", CultureInfo.InvariantCulture)).Append("\r\n");
    }

    /// <summary>hhmmss.s… of a UTC in milliseconds.</summary>
    public static string Time(long utcMilliseconds, int decimals)
    {
        long ofDay = ((utcMilliseconds % 86_400_000) + 86_400_000) % 86_400_000;
        long seconds = ofDay / 1000;
        string fraction = (ofDay % 1000).ToString("000", CultureInfo.InvariantCulture)[..decimals];
        return FormattableString.Invariant($"{seconds / 3600:00}{seconds / 60 % 60:00}{seconds % 60:00}.{fraction}");
    }

    /// <summary>The four fields lat,N,lon,E; and what they say in 1e-7 degree, rounded to nearest.</summary>
    public static (string Fields, int LatitudeDegreesE7, int LongitudeDegreesE7) Position(decimal latitude, decimal longitude, int decimals)
    {
        (string latitudeText, int latitudeE7) = Coordinate(latitude, "00", decimals);
        (string longitudeText, int longitudeE7) = Coordinate(longitude, "000", decimals);
        return ($"{latitudeText},{(latitude < 0 ? 'S' : 'N')},{longitudeText},{(longitude < 0 ? 'W' : 'E')}", latitudeE7, longitudeE7);
    }

    /// <summary>What degrees and minutes as text say, in 1e-7 degree, rounded to nearest.</summary>
    public static int DegreesE7(decimal degrees, decimal minutes, bool negative)
    {
        int value = (int)decimal.Round((degrees * 10_000_000) + (minutes * 10_000_000 / 60), MidpointRounding.AwayFromZero);
        return negative ? -value : value;
    }

    private static (string Text, int DegreesE7) Coordinate(decimal value, string degreesFormat, int decimals)
    {
        // Rounded as minutes first: 59.99999 must carry into the degrees.
        decimal minutes = decimal.Round(Math.Abs(value) * 60, decimals, MidpointRounding.AwayFromZero);
        decimal degrees = decimal.Truncate(minutes / 60);
        minutes -= degrees * 60;
        string text = degrees.ToString(degreesFormat, CultureInfo.InvariantCulture) + minutes.ToString("00." + new string('0', decimals), CultureInfo.InvariantCulture);
        return (text, DegreesE7(degrees, minutes, value < 0));
    }
}
