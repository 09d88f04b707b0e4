using System.Buffers.Binary;
using System.Text;
using Telltale.Gnss;
using Telltale.Metering;
using Telltale.Probes;

namespace Telltale.Scenarios;

/// <summary>Taking in what a receiver sends.</summary>
internal static class GnssOperations
{
    private const int Epochs = 10;

    public static IEnumerable<Operation> All()
    {
        byte[][] epochs = [.. Enumerable.Range(0, Epochs * 2).Select(Epoch)];
        Listener listener = new();
        GnssDecoder decoder = new(listener);
        int next = 0;
        yield return new Operation(
            $"navigation epoch of six sentences, {epochs[0].Length} bytes in one read",
            Epochs,
            () => Decode(Epochs),
            () =>
            {
                int before = listener.Fixes;
                Decode(Epochs);
                if (listener.Fixes - before is < Epochs - 1 or > Epochs)
                {
                    throw new InvalidOperationException($"{listener.Fixes - before} fixes from {Epochs} epochs: the measurement is of something else.");
                }
            }) { Limit = 280_000 };

        PlainLoops plain = new();
        yield return new Operation(
            "the same bytes through a plain loop, frame and checksum only",
            Epochs,
            () => { },
            () => Walk(epochs, plain.Nmea, plain, 6));

        byte[][] messages = [.. Enumerable.Range(0, Epochs * 2).Select(NavigationMessage)];
        Listener messageListener = new();
        GnssDecoder messageDecoder = new(messageListener);
        int nextMessage = 0;
        yield return new Operation(
            "navigation epoch of one UBX-NAV-PVT, 100 bytes in one read",
            Epochs,
            () => DecodeMessages(Epochs),
            () =>
            {
                int before = messageListener.Fixes;
                DecodeMessages(Epochs);
                if (messageListener.Fixes - before != Epochs)
                {
                    throw new InvalidOperationException($"{messageListener.Fixes - before} fixes from {Epochs} messages: the measurement is of something else.");
                }
            }) { Limit = 90_000 };
        yield return new Operation(
            "the same bytes through a plain loop, checksum only",
            Epochs,
            () => { },
            () => Walk(messages, plain.Ubx, plain, 1));

        void DecodeMessages(int count)
        {
            for (int i = 0; i < count; i++, nextMessage++)
            {
                byte[] message = messages[nextMessage % messages.Length];
                messageDecoder.Decode(message, message.Length, nextMessage * 1000L);
            }
        }

        void Decode(int count)
        {
            for (int i = 0; i < count; i++, next++)
            {
                byte[] epoch = epochs[next % epochs.Length];
                decoder.Decode(epoch, epoch.Length, next * 1000L);
            }
        }
    }

    /// <summary>RMC, VTG, GGA, two GSA and GLL of one second, as u-blox receivers send them by default without GSV.</summary>
    public static byte[] Epoch(int second)
    {
        string time = $"1225{second % 60:00}.00";
        string latitude = $"5231.{12345 + (second * 7):00000},N";
        string longitude = $"01323.{54321 + (second * 11):00000},E";
        string[] sentences =
        [
            $"GNRMC,{time},A,{latitude},{longitude},27.214,084.41,221126,,,A",
            "GNVTG,084.41,T,,M,27.214,N,50.400,K,A",
            $"GNGGA,{time},{latitude},{longitude},1,12,0.87,34.2,M,45.1,M,,",
            "GNGSA,A,3,02,05,07,13,15,20,28,30,,,,,1.52,0.87,1.25",
            "GNGSA,A,3,67,68,77,78,,,,,,,,,1.52,0.87,1.25",
            $"GNGLL,{latitude},{longitude},{time},A,A",
        ];
        return Encoding.ASCII.GetBytes(string.Concat(sentences.Select(body => $"${body}*{Checksum(body):X2}\r\n")));
    }

    /// <summary>UBX-NAV-PVT of one second, as a receiver of the eighth generation sends it.</summary>
    public static byte[] NavigationMessage(int second)
    {
        byte[] message = new byte[100];
        Span<byte> payload = message.AsSpan(6, 92);
        BinaryPrimitives.WriteUInt32BigEndian(message, 0xB5620107);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), 92);
        BinaryPrimitives.WriteInt32LittleEndian(payload, 291018000 + (second * 1000));
        BinaryPrimitives.WriteInt16LittleEndian(payload[4..], 2026);
        new byte[] { 11, 22, 12, 25, (byte)(second % 60), 0x37 }.CopyTo(payload[6..]);
        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], 27);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], -100231);
        new byte[] { 3, 3, 0x0A, 14 }.CopyTo(payload[20..]);
        int[] values = [133905000 + (second * 183), 525205000 + (second * 117), 79300, 34200, 1132, 1602, 1000, 13900, -28, 14000, 8441000, 229, 876392];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[(24 + (4 * i))..], values[i]);
        }

        BinaryPrimitives.WriteInt16LittleEndian(payload[76..], 145);
        byte a = 0;
        byte b = 0;
        foreach (byte value in message.AsSpan(2, 96))
        {
            a += value;
            b += a;
        }

        message[98] = a;
        message[99] = b;
        return message;
    }

    private static void Walk(byte[][] pieces, Action<byte[], int> walk, PlainLoops plain, int expected)
    {
        int before = plain.Good;
        for (int i = 0; i < Epochs; i++)
        {
            walk(pieces[i], pieces[i].Length);
        }

        if (plain.Good - before != Epochs * expected)
        {
            throw new InvalidOperationException($"{plain.Good - before} right checksums: the measurement is of something else.");
        }
    }

    private static int Checksum(string body)
    {
        return body.Aggregate(0, (sum, character) => sum ^ character);
    }

    private sealed class Listener : IFixListener
    {
        public int Fixes { get; private set; }

        public void OnFix(Fix fix)
        {
            Fixes++;
        }
    }
}
