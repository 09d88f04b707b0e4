using System.Text;
using Telltale.Gnss;
using Telltale.Metering;

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
