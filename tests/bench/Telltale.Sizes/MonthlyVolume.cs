using Telltale.Drives;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>
/// Megabytes a month over a cellular link for two hours of driving a day, everything counted that an operator counts: IP upwards, both directions. README.md has the formula.
/// </summary>
/// <param name="Format">The format's name.</param>
/// <param name="Frames">Batches with PUBLISH, TLS, TCP and IP, and what acknowledges them.</param>
/// <param name="Receipts">The owner's receipts, one a batch, and what acknowledges them.</param>
/// <param name="Statuses">Statuses at the beginning and the end of a trip, and their receipts.</param>
/// <param name="Connections">DNS, TCP, TLS handshake, CONNECT, SUBSCRIBE, the end of the connection, keep-alive between the trip's end and that.</param>
public sealed record MonthlyVolume(string Format, double Frames, double Receipts, double Statuses, double Connections)
{
    /// <summary>Days in a month.</summary>
    public const double Days = 30.4;

    /// <summary>Seconds driven a day.</summary>
    public const int DrivenSeconds = 7200;

    /// <summary>Trips a day, each with a connection of its own.</summary>
    public const int Trips = 4;

    /// <summary>Minutes for which the connection stays after the trip; a ping each, the keep-alive of the chip's link being 60 s.</summary>
    public const int MinutesAfterTrip = 5;

    private const int StatusPayload = 120;
    private const int ReceiptPayload = 1 + 3 + 8 + 9;
    private const int DownlinkTopic = 16;

    // A name of 30 characters asked for and answered, each in a UDP datagram.
    private const int Dns = (28 + 46) + (28 + 62);

    // Three segments to begin, the two with SYN with 8 bytes of options; four to end; and two of TLS's close_notify in records of 31 bytes.
    private const int TcpBeginAndEnd = (2 * (Wire.TcpSegment + 8)) + (5 * Wire.TcpSegment) + (2 * 31);

    // MQTT 3.1.1: CONNECT with client "tt-" and 8 characters, user of 8, password of 43; CONNACK; SUBSCRIBE to the downlink; SUBACK.
    private const int Connect = 2 + 10 + (2 + 11) + (2 + 8) + (2 + 43);
    private const int ConnectAcknowledgement = 4;
    private const int Subscribe = 2 + 2 + 2 + DownlinkTopic + 1;
    private const int SubscribeAcknowledgement = 5;

    /// <summary>All of it, in megabytes of 1,000,000 bytes.</summary>
    public double Megabytes => (Frames + Receipts + Statuses + Connections) / 1e6;

    /// <summary>Works the month out from the made-up day's samples with the ignition on.</summary>
    /// <param name="handshake">Bytes of a TLS handshake; see <see cref="TlsHandshake"/>.</param>
    public static IEnumerable<MonthlyVolume> Of(int handshake)
    {
        DriveRows day = MadeUpDay.Make(SizeTable.Seed, drivingSeconds: 1, idlingSeconds: 10, parkedSeconds: 0);
        IReadOnlyList<IReadOnlyList<Sample>> batches = DriveBatches.Of(day);
        double days = Days * DrivenSeconds / DrivenIn(day);
        double connections = Days * Trips * Connection(handshake);
        double statuses = Days * Trips * 2 * (Acknowledged(Wire.Publish(Wire.Sealed(StatusPayload))) + Receipt());
        foreach (IBatchCodec codec in SizeTable.Codecs(day))
        {
            double frames = days * batches.Sum(batch => Acknowledged(Wire.Publish(Wire.Sealed(codec.Encode(batch).Length))));
            yield return new MonthlyVolume(codec.Name, frames, days * batches.Count * Receipt(), statuses, connections);
        }

        // What is often done: every sample for itself, as soon as it is there, without seal or receipt.
        JsonCodec json = new(day.Definitions);
        double single = days * day.Samples.Sum(sample => Acknowledged(Wire.Publish(json.Encode([sample]).Length - 2)));
        yield return new MonthlyVolume("JSON, a message a sample, not sealed", single, 0, 0, connections);
    }

    /// <summary>Seconds of a drive with the ignition on.</summary>
    private static double DrivenIn(DriveRows drive)
    {
        double milliseconds = 0;
        for (int index = 1; index < drive.Samples.Count; index++)
        {
            Sample before = drive.Samples[index - 1];
            Sample sample = drive.Samples[index];
            milliseconds += before.TripNumber == sample.TripNumber ? sample.TimeUtcMilliseconds - before.TimeUtcMilliseconds : 0;
        }

        return milliseconds / 1000;
    }

    private static int Acknowledged(int publish) => Wire.OverTcp(publish) + Wire.OverTcp(Wire.PublishAcknowledgement);

    private static int Receipt() => Acknowledged(Wire.Publish(Wire.Sealed(ReceiptPayload), DownlinkTopic));

    private static int Connection(int handshake)
    {
        int segments = ((handshake + Wire.SegmentPayload - 1) / Wire.SegmentPayload) + 2;
        return Dns + TcpBeginAndEnd + handshake + (2 * segments * Wire.TcpSegment)
            + Wire.OverTcp(Connect) + Wire.OverTcp(ConnectAcknowledgement) + Wire.OverTcp(Subscribe) + Wire.OverTcp(SubscribeAcknowledgement)
            + (MinutesAfterTrip * 2 * Wire.OverTcp(Wire.Ping));
    }
}
