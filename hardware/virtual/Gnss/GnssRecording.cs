using System.Globalization;
using System.Text;

namespace Telltale.Virtual.Gnss;

/// <summary>
/// A drive as a receiver recorded it: an NMEA log, kept byte for byte, or a CSV with the header <see cref="CsvHeader"/>, written as NMEA with
/// enough digits that a position survives to 1e-7 degree and a time to the millisecond.
/// </summary>
public sealed class GnssRecording
{
    /// <summary>First line of a CSV recording: UTC in seconds since 1970-01-01, WGS 84 degrees, metres above sea level, metres a second, degrees.</summary>
    public const string CsvHeader = "utc_s,latitude_deg,longitude_deg,altitude_m,speed_mps,course_deg";

    private const decimal KnotsPerMetrePerSecond = 3600m / 1852m;
    private const int CsvMinuteDecimals = 7;

    private GnssRecording(string file, IReadOnlyList<RecordedEpoch> epochs)
    {
        File = file;
        Epochs = epochs;
    }

    /// <summary>Where it was read from.</summary>
    public string File { get; }

    /// <summary>Its epochs in the order recorded; at least one.</summary>
    public IReadOnlyList<RecordedEpoch> Epochs { get; }

    /// <summary>UTC of the first epoch in milliseconds since 1970-01-01: where a simulation of this drive begins.</summary>
    public long FirstUtcMilliseconds => Epochs[0].UtcMilliseconds;

    /// <summary>UTC of the last epoch in milliseconds since 1970-01-01.</summary>
    public long LastUtcMilliseconds => Epochs[^1].UtcMilliseconds;

    /// <summary>Reads a recording; CSV is told by its first line.</summary>
    /// <exception cref="RecordingException">It cannot be replayed; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GnssRecording Load(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        byte[] bytes = System.IO.File.ReadAllBytes(file);
        return new GnssRecording(file, IsCsv(bytes) ? ReadCsv(file, bytes) : ReadNmea(file, bytes));
    }

    /// <summary>Whether a file that begins like this is a CSV recording.</summary>
    public static bool IsCsv(ReadOnlySpan<byte> beginning)
    {
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            beginning = beginning[3..];
        }

        return beginning.StartsWith("utc_s,"u8);
    }

    private static List<RecordedEpoch> ReadCsv(string file, byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        if (!string.Equals(lines[0].TrimEnd('\r'), CsvHeader, StringComparison.Ordinal))
        {
            throw new RecordingException(file, 1, $"the header is not \"{CsvHeader}\".");
        }

        List<RecordedEpoch> epochs = [];
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            string[] fields = line.Split(',');
            if (fields.Length != 6)
            {
                throw new RecordingException(file, i + 1, $"{fields.Length} fields where there should be 6.");
            }

            decimal utc = Field(0, 0, 253_402_300_799);
            decimal latitude = Field(1, -90, 90);
            decimal longitude = Field(2, -180, 180);
            decimal height = Field(3, -2_000, 100_000);
            decimal speed = Field(4, 0, 1_000);
            decimal course = Field(5, 0, 360);
            long utcMilliseconds = (long)decimal.Round(utc * 1000, MidpointRounding.AwayFromZero);
            if (epochs.Count > 0 && utcMilliseconds <= epochs[^1].UtcMilliseconds)
            {
                throw new RecordingException(file, i + 1, $"the time {fields[0]} is not after the one before.");
            }

            epochs.Add(Write(utcMilliseconds, latitude, longitude, height, speed, course));

            decimal Field(int index, decimal least, decimal most)
            {
                if (!decimal.TryParse(fields[index], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal value))
                {
                    throw new RecordingException(file, i + 1, $"\"{fields[index]}\" is not a number (field {index + 1}).");
                }

                return value >= least && value <= most
                    ? value
                    : throw new RecordingException(file, i + 1, string.Create(CultureInfo.InvariantCulture, $"{value} is not between {least} and {most} (field {index + 1})."));
            }
        }

        return epochs.Count > 0 ? epochs : throw new RecordingException(file, 1, "there is nothing after the header.");
    }

    private static RecordedEpoch Write(long utcMilliseconds, decimal latitude, decimal longitude, decimal height, decimal speed, decimal course)
    {
        (string position, int latitudeE7, int longitudeE7) = NmeaWriter.Position(latitude, longitude, CsvMinuteDecimals);
        string time = NmeaWriter.Time(utcMilliseconds, 3);
        string date = DateTimeOffset.FromUnixTimeMilliseconds(utcMilliseconds).ToString("ddMMyy", CultureInfo.InvariantCulture);
        string knots = (speed * KnotsPerMetrePerSecond).ToString("0.0000", CultureInfo.InvariantCulture);
        StringBuilder text = new();
        NmeaWriter.Append(text, string.Create(CultureInfo.InvariantCulture, $"GNRMC,{time},A,{position},{knots},{course % 360:0.00},{date},,,A"));
        NmeaWriter.Append(text, string.Create(CultureInfo.InvariantCulture, $"GNGGA,{time},{position},1,12,0.80,{height:0.000},M,0.0,M,,"));
        EmittedEpoch stated = new() { UtcMilliseconds = utcMilliseconds, HasFix = true, LatitudeDegreesE7 = latitudeE7, LongitudeDegreesE7 = longitudeE7 };
        return new RecordedEpoch(utcMilliseconds, Encoding.ASCII.GetBytes(text.ToString()), stated);
    }

    private static List<RecordedEpoch> ReadNmea(string file, byte[] bytes)
    {
        List<RecordedEpoch> epochs = [];
        NmeaLogEpoch? open = null;
        int from = 0;
        int timed = 0;
        DateOnly? date = null;
        int at = 0;
        int lines = 0;
        while (at < bytes.Length)
        {
            int lineFeed = Array.IndexOf(bytes, (byte)'\n', at);
            int end = lineFeed < 0 ? bytes.Length : lineFeed + 1;
            lines++;
            NmeaLogLine line = NmeaLogLine.Read(bytes.AsSpan(at, end - at));
            if (line.TimeOfDayMilliseconds is { } time && (open is null || open.TimeOfDayMilliseconds != time))
            {
                timed++;
                if (open is not null)
                {
                    epochs.Add(open.Close(bytes.AsMemory(from, at - from), epochs, ref date));
                    from = at;
                }

                open = new NmeaLogEpoch(time);
            }

            open?.Add(line);
            at = end;
        }

        if (open is null || timed == 0)
        {
            throw new RecordingException(file, Math.Max(lines, 1), "no NMEA sentence with a time and a right checksum in the whole file.");
        }

        epochs.Add(open.Close(bytes.AsMemory(from), epochs, ref date));
        return epochs;
    }
}
