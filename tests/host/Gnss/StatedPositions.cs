using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Telltale.HostTests.Gnss;

/// <summary>Every position that the sentences of a log state, read the slow and plain way, to compare with.</summary>
internal static class StatedPositions
{
    /// <summary>Exact degrees by milliseconds of the day, from RMC, GGA, GNS, GLL and UBX-NAV-PVT with a right checksum, void or not.</summary>
    public static ILookup<int, (decimal Latitude, decimal Longitude)> Read(byte[] log)
    {
        List<(int Time, (decimal Latitude, decimal Longitude) Position)> positions = [];
        foreach (string piece in Encoding.Latin1.GetString(log).Split('$').Skip(1))
        {
            int star = piece.IndexOf('*', StringComparison.Ordinal);
            if (star < 6 || piece.Length < star + 3
                || !int.TryParse(piece.AsSpan(star + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int stated)
                || piece[..star].Aggregate(0, (sum, c) => sum ^ c) != stated)
            {
                continue;
            }

            string[] f = piece[..star].Split(',');
            if (f[0].Length != 5)
            {
                continue;
            }

            (int time, int latitude) = f[0][2..] switch
            {
                "RMC" => (1, 3),
                "GGA" or "GNS" => (1, 2),
                "GLL" => (5, 1),
                _ => (0, 0),
            };
            if (time == 0 || f.Length < latitude + 4 || f[time].Length < 6 || f[latitude].Length == 0)
            {
                continue;
            }

            if (decimal.TryParse(f[time], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal clock)
                && Degrees(f[latitude], f[latitude + 1]) is { } north && Degrees(f[latitude + 2], f[latitude + 3]) is { } east)
            {
                int whole = (int)clock;
                positions.Add(((((whole / 10000 * 60) + (whole / 100 % 100)) * 60_000) + (int)((clock - (whole / 100 * 100)) * 1000), (north, east)));
            }
        }

        foreach (byte[] message in UbxMessage.All(log).Where(message => message is [_, _, 0x01, 0x07, ..]))
        {
            ReadOnlySpan<byte> payload = message.AsSpan(6);
            long nanoseconds = ((((payload[8] * 60L) + payload[9]) * 60) + payload[10]) * 1_000_000_000L + BinaryPrimitives.ReadInt32LittleEndian(payload[16..]);
            int time = (int)Math.Round(nanoseconds / 1e6, MidpointRounding.AwayFromZero);
            positions.Add(((time + 86_400_000) % 86_400_000, (BinaryPrimitives.ReadInt32LittleEndian(payload[28..]) / 1e7m, BinaryPrimitives.ReadInt32LittleEndian(payload[24..]) / 1e7m)));
        }

        return positions.ToLookup(position => position.Time, position => position.Position);
    }

    private static decimal? Degrees(string text, string hemisphere)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
        {
            return null;
        }

        decimal degrees = decimal.Truncate(value / 100);
        value = degrees + ((value - (degrees * 100)) / 60);
        return hemisphere is "S" or "W" ? -value : value;
    }
}
