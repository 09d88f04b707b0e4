using System.Globalization;
using System.Text;

namespace Telltale.Virtual.Gnss;

/// <summary>What a line of an NMEA log says as far as replaying it needs: when it belongs and where it is. Anything else is sent as it is.</summary>
internal sealed class NmeaLogLine
{
    private static readonly NmeaLogLine Other = new();

    public int? TimeOfDayMilliseconds { get; private init; }

    public DateOnly? Date { get; private init; }

    /// <summary>A sentence that says whether there is a fix, and what it says.</summary>
    public bool? HasFix { get; private init; }

    public int? LatitudeDegreesE7 { get; private init; }

    public int? LongitudeDegreesE7 { get; private init; }

    public static NmeaLogLine Read(ReadOnlySpan<byte> bytes)
    {
        int dollar = bytes.LastIndexOf((byte)'$');
        string text = dollar < 0 ? "" : Encoding.Latin1.GetString(bytes[dollar..]).TrimEnd();
        int star = text.LastIndexOf('*');
        if (star < 7 || star != text.Length - 3 || !byte.TryParse(text.AsSpan(star + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte stated)
            || text.AsSpan(1, star - 1).ToArray().Aggregate(0, (sum, c) => sum ^ c) != stated || text[1] == 'P')
        {
            return Other;
        }

        string[] f = text[1..star].Split(',');
        string F(int index) => index < f.Length ? f[index] : "";
        return f[0].Length != 5
            ? Other
            : f[0][2..] switch
            {
                "RMC" => new NmeaLogLine
                {
                    TimeOfDayMilliseconds = Time(F(1)),
                    Date = Date8(F(9)),
                    HasFix = F(2) is "A" && F(12) is not ("N" or "M" or "S"),
                    LatitudeDegreesE7 = Degrees(F(3), F(4), 2),
                    LongitudeDegreesE7 = Degrees(F(5), F(6), 3),
                },
                "GGA" => new NmeaLogLine
                {
                    TimeOfDayMilliseconds = Time(F(1)),
                    HasFix = F(6) is "1" or "2" or "3" or "4" or "5" or "6",
                    LatitudeDegreesE7 = Degrees(F(2), F(3), 2),
                    LongitudeDegreesE7 = Degrees(F(4), F(5), 3),
                },
                "GNS" => new NmeaLogLine
                {
                    TimeOfDayMilliseconds = Time(F(1)),
                    HasFix = F(6).Any(mode => mode is 'A' or 'D' or 'P' or 'R' or 'F' or 'E'),
                    LatitudeDegreesE7 = Degrees(F(2), F(3), 2),
                    LongitudeDegreesE7 = Degrees(F(4), F(5), 3),
                },
                "GLL" => new NmeaLogLine
                {
                    TimeOfDayMilliseconds = Time(F(5)),
                    HasFix = F(6) is "A" && F(7) is not ("N" or "M" or "S"),
                    LatitudeDegreesE7 = Degrees(F(1), F(2), 2),
                    LongitudeDegreesE7 = Degrees(F(3), F(4), 3),
                },
                "ZDA" => new NmeaLogLine { Date = Date8(F(2) + F(3) + F(4)) },
                _ => Other,
            };
    }

    private static int? Time(string text)
    {
        return text.Length >= 6 && int.TryParse(text.AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture, out int digits)
            && decimal.TryParse("0" + text[6..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal fraction)
            ? (((digits / 10000 * 60) + (digits / 100 % 100)) * 60_000) + (digits % 100 * 1000) + (int)decimal.Round(fraction * 1000, MidpointRounding.AwayFromZero)
            : null;
    }

    private static DateOnly? Date8(string text)
    {
        return DateOnly.TryParseExact(text, ["ddMMyy", "ddMMyyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;
    }

    private static int? Degrees(string text, string hemisphere, int degreeDigits)
    {
        return text.Length > degreeDigits + 1
            && decimal.TryParse(text.AsSpan(0, degreeDigits), NumberStyles.None, CultureInfo.InvariantCulture, out decimal degrees)
            && decimal.TryParse(text.AsSpan(degreeDigits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal minutes)
            && hemisphere is "N" or "S" or "E" or "W"
            ? NmeaWriter.DegreesE7(degrees, minutes, hemisphere is "S" or "W")
            : null;
    }
}
