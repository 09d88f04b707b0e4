using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

/// <summary>Feeds sentences to a decoder and keeps what comes out.</summary>
public sealed class FixRecorder : IFixListener
{
    public const int Capacity = 160;

    public readonly GnssDecoder Decoder;
    public readonly FixFields[] Fields = new FixFields[Capacity];
    public readonly FixMode[] Modes = new FixMode[Capacity];
    public readonly long[] Times = new long[Capacity];
    public readonly long[] Received = new long[Capacity];
    public readonly int[] Latitudes = new int[Capacity];
    public readonly int[] Longitudes = new int[Capacity];
    public readonly int[] Heights = new int[Capacity];
    public readonly int[] Speeds = new int[Capacity];
    public readonly int[] Courses = new int[Capacity];
    public readonly int[] Dilutions = new int[Capacity];
    public readonly int[] Satellites = new int[Capacity];
    public int Count;

    /// <summary>The decoder's own object, as it was handed over last.</summary>
    public Fix Last;

    public FixRecorder()
    {
        Decoder = new GnssDecoder(this);
    }

    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        return bytes;
    }

    /// <summary>Adds '$', checksum and line end.</summary>
    public static string Sentence(string body)
    {
        const string Digits = "0123456789ABCDEF";
        byte[] bytes = Bytes(body);
        int sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum ^= bytes[i];
        }

        return "$" + body + "*" + Digits[sum >> 4] + Digits[sum & 15] + "\r\n";
    }

    public void OnFix(Fix fix)
    {
        Fields[Count] = fix.Fields;
        Modes[Count] = fix.Mode;
        Times[Count] = fix.TimeUtcMilliseconds;
        Received[Count] = fix.ReceivedUptimeMilliseconds;
        Latitudes[Count] = fix.LatitudeDegreesE7;
        Longitudes[Count] = fix.LongitudeDegreesE7;
        Heights[Count] = fix.HeightMillimetres;
        Speeds[Count] = fix.SpeedMillimetresPerSecond;
        Courses[Count] = fix.CourseHundredthsDegree;
        Dilutions[Count] = fix.HorizontalDilutionHundredths;
        Satellites[Count] = fix.SatellitesUsed;
        Last = fix;
        Count++;
    }

    /// <summary>Bytes written as hexadecimal digits.</summary>
    public static byte[] FromHex(string digits)
    {
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Digit(digits[2 * i]) << 4) | Digit(digits[(2 * i) + 1]));
        }

        return bytes;
    }

    /// <summary>A UBX message.</summary>
    public static byte[] Ubx(int messageClass, int messageId, byte[] payload)
    {
        byte[] message = new byte[payload.Length + 8];
        message[0] = 0xB5;
        message[1] = 0x62;
        message[2] = (byte)messageClass;
        message[3] = (byte)messageId;
        message[4] = (byte)payload.Length;
        message[5] = (byte)(payload.Length >> 8);
        for (int i = 0; i < payload.Length; i++)
        {
            message[6 + i] = payload[i];
        }

        Seal(message);
        return message;
    }

    /// <summary>Puts the checksum of a UBX message right.</summary>
    public static void Seal(byte[] message)
    {
        int a = 0;
        int b = 0;
        for (int i = 2; i < message.Length - 2; i++)
        {
            a += message[i];
            b += a;
        }

        message[message.Length - 2] = (byte)a;
        message[message.Length - 1] = (byte)b;
    }

    public void Hex(string digits, long uptimeMilliseconds)
    {
        byte[] bytes = FromHex(digits);
        Decoder.Decode(bytes, bytes.Length, uptimeMilliseconds);
    }

    private static int Digit(char c)
    {
        return c <= '9' ? c - '0' : c - 'a' + 10;
    }

    public void Text(string text, long uptimeMilliseconds)
    {
        byte[] bytes = Bytes(text);
        Decoder.Decode(bytes, bytes.Length, uptimeMilliseconds);
    }

    /// <summary>One sentence, its checksum added.</summary>
    public void Take(string body)
    {
        Text(Sentence(body), 0);
    }

    /// <summary>Silence, long enough for any receiver: the epoch under way ends.</summary>
    public void End()
    {
        Decoder.Step(1000000);
    }

    public bool Has(int index, FixFields field)
    {
        return (Fields[index] & field) != 0;
    }
}
