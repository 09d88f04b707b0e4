using System.Buffers.Binary;

namespace Telltale.Virtual.Gnss;

/// <summary>u-blox's binary protocol as a receiver sends and reads it, written from the interface description (UBX-13003221) and shared with no code of the unit.</summary>
public static class UbxEncoder
{
    private const long GpsEpochMilliseconds = 315_964_800_000;
    private const long LeapSeconds = 18;
    private const int GeoidSeparationMillimetres = 47_000;

    /// <summary>A message of a class and id.</summary>
    public static byte[] Frame(int messageClass, int messageId, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[payload.Length + 8];
        frame[0] = 0xB5;
        frame[1] = 0x62;
        frame[2] = (byte)messageClass;
        frame[3] = (byte)messageId;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), (ushort)payload.Length);
        payload.CopyTo(frame.AsSpan(6));
        (frame[^2], frame[^1]) = Checksum(frame.AsSpan(2, payload.Length + 4));
        return frame;
    }

    /// <summary>The messages in what was written at once, checksums right.</summary>
    public static IEnumerable<(int Class, int Id, byte[] Payload)> Parse(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        int i = 0;
        while (i + 8 <= bytes.Length)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(i + 4));
            if (bytes[i] == 0xB5 && bytes[i + 1] == 0x62 && i + 8 + length <= bytes.Length
                && Checksum(bytes.AsSpan(i + 2, length + 4)) == (bytes[i + 6 + length], bytes[i + 7 + length]))
            {
                yield return (bytes[i + 2], bytes[i + 3], bytes[(i + 6)..(i + 6 + length)]);
                i += 8 + length;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>UBX-ACK-ACK or UBX-ACK-NAK.</summary>
    public static byte[] Acknowledgement(int messageClass, int messageId, bool isAccepted) => Frame(0x05, isAccepted ? 1 : 0, [(byte)messageClass, (byte)messageId]);

    /// <summary>UBX-MON-VER.</summary>
    public static byte[] Version(string software, string hardware, params IReadOnlyList<string> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        byte[] payload = new byte[40 + (30 * extensions.Count)];
        System.Text.Encoding.ASCII.GetBytes(software, payload.AsSpan(0, 30));
        System.Text.Encoding.ASCII.GetBytes(hardware, payload.AsSpan(30, 10));
        for (int i = 0; i < extensions.Count; i++)
        {
            System.Text.Encoding.ASCII.GetBytes(extensions[i], payload.AsSpan(40 + (30 * i), 30));
        }

        return Frame(0x0A, 0x04, payload);
    }

    /// <summary>UBX-NAV-PVT.</summary>
    public static byte[] PositionVelocityTime(SimulatedEpoch epoch, int satellites)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        byte[] payload = new byte[92];
        Span<byte> p = payload;
        BinaryPrimitives.WriteUInt32LittleEndian(p, TimeOfWeek(epoch));
        if (epoch.KnowsTime)
        {
            DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(epoch.UtcMilliseconds);
            BinaryPrimitives.WriteUInt16LittleEndian(p[4..], (ushort)time.Year);
            (p[6], p[7], p[8], p[9], p[10]) = ((byte)time.Month, (byte)time.Day, (byte)time.Hour, (byte)time.Minute, (byte)time.Second);
            p[11] = 0x07;
            BinaryPrimitives.WriteInt32LittleEndian(p[16..], time.Millisecond * 1_000_000);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(p[12..], epoch.KnowsTime ? 30u : uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(p[40..], uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(p[44..], uint.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(p[76..], 9999);
        if (epoch.HasFix)
        {
            (p[20], p[21], p[23]) = (3, 1, (byte)satellites);
            BinaryPrimitives.WriteInt32LittleEndian(p[24..], Degrees(epoch.LongitudeDegrees));
            BinaryPrimitives.WriteInt32LittleEndian(p[28..], Degrees(epoch.LatitudeDegrees));
            int height = (int)Math.Round(epoch.HeightMetres * 1000);
            BinaryPrimitives.WriteInt32LittleEndian(p[32..], height + GeoidSeparationMillimetres);
            BinaryPrimitives.WriteInt32LittleEndian(p[36..], height);
            BinaryPrimitives.WriteUInt32LittleEndian(p[40..], 1500);
            BinaryPrimitives.WriteUInt32LittleEndian(p[44..], 2200);
            (double sine, double cosine) = Math.SinCos(epoch.CourseDegrees * Math.PI / 180);
            BinaryPrimitives.WriteInt32LittleEndian(p[48..], (int)(epoch.SpeedMetresPerSecond * cosine * 1000));
            BinaryPrimitives.WriteInt32LittleEndian(p[52..], (int)(epoch.SpeedMetresPerSecond * sine * 1000));
            BinaryPrimitives.WriteInt32LittleEndian(p[60..], (int)Math.Round(epoch.SpeedMetresPerSecond * 1000));
            BinaryPrimitives.WriteInt32LittleEndian(p[64..], (int)Math.Round(epoch.CourseDegrees * 1e5));
            BinaryPrimitives.WriteUInt32LittleEndian(p[68..], 120);
            BinaryPrimitives.WriteUInt32LittleEndian(p[72..], 400_000);
            BinaryPrimitives.WriteUInt16LittleEndian(p[76..], 156);
        }

        return Frame(0x01, 0x07, payload);
    }

    /// <summary>UBX-NAV-SAT: as many satellites of GPS and GLONASS, used where there is a fix.</summary>
    public static byte[] Satellites(SimulatedEpoch epoch, int gps, int glonass)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        byte[] payload = new byte[8 + (12 * (gps + glonass))];
        Span<byte> p = payload;
        BinaryPrimitives.WriteUInt32LittleEndian(p, TimeOfWeek(epoch));
        (p[4], p[5]) = (1, (byte)(gps + glonass));
        for (int i = 0; i < gps + glonass; i++)
        {
            Span<byte> satellite = p[(8 + (12 * i))..];
            (satellite[0], satellite[1], satellite[2]) = (i < gps ? (byte)0 : (byte)6, (byte)(i + 1), 38);
            satellite[8] = (byte)(epoch.HasFix ? 0x0F : 0x04);
        }

        return Frame(0x01, 0x35, payload);
    }

    /// <summary>An angle in 1e-7 degree.</summary>
    public static int Degrees(double degrees) => (int)Math.Round(degrees * 1e7);

    private static uint TimeOfWeek(SimulatedEpoch epoch) => (uint)((epoch.UtcMilliseconds - GpsEpochMilliseconds + (LeapSeconds * 1000)) % 604_800_000);

    private static (byte First, byte Second) Checksum(ReadOnlySpan<byte> bytes)
    {
        byte first = 0;
        byte second = 0;
        foreach (byte value in bytes)
        {
            first += value;
            second += first;
        }

        return (first, second);
    }
}
