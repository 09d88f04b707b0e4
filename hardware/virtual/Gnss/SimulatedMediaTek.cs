using System.Globalization;
using System.Text;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Gnss;

/// <summary>A receiver with a MediaTek MT3339: answers $PMTK605, takes $PMTK314, $PMTK220, $PMTK740 and $PMTK741, and tells when it starts.</summary>
public sealed class SimulatedMediaTek : SimulatedReceiver
{
    // The first fields of PMTK314, in its order.
    private static readonly NmeaSentence[] Order = [NmeaSentence.Gll, NmeaSentence.Rmc, NmeaSentence.Vtg, NmeaSentence.Gga, NmeaSentence.Gsa, NmeaSentence.Gsv];

    private int[] _rates = [];
    private int _epochs;

    /// <summary>Powers a receiver on at the clock's present moment.</summary>
    public SimulatedMediaTek(SimulationClock clock, IVehicle vehicle, SimulatedReceiverOptions? options = null)
        : base(clock, vehicle, options)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Start(clock.NowMicroseconds);
    }

    /// <summary>Every command that was heard, from '$' to before '*'.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>Takes its power away for a moment: everything it was told is forgotten.</summary>
    public void Restart()
    {
        Advance();
        DropQueue();
        PowerOn(Clock.NowMicroseconds);
        Start(Clock.NowMicroseconds);
    }

    /// <inheritdoc/>
    protected override byte[] Encode(SimulatedEpoch epoch)
    {
        _epochs++;
        return EncodeSentences(epoch, [.. Order.Where((_, index) => _rates[index] > 0 && _epochs % _rates[index] == 0)]);
    }

    /// <inheritdoc/>
    protected override void Hear(byte[] bytes, long nowMicroseconds)
    {
        foreach (string line in Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            int star = line.LastIndexOf('*');
            if (!line.StartsWith("$PMTK", StringComparison.Ordinal) || star < 0
                || line[(star + 1)..] != line[1..star].Aggregate(0, (sum, c) => sum ^ c).ToString("X2", CultureInfo.InvariantCulture))
            {
                continue;
            }

            string command = line[..star];
            Heard.Add(command);
            string[] fields = command.Split(',');
            string number = fields[0][5..];
            switch (number)
            {
                case "605":
                    Say("PMTK705,AXN_2.31_3339_13101700,5632,PA6H,1.0", nowMicroseconds);
                    break;
                case "314" when fields.Length == 20:
                    _rates = [.. fields[1..].Select(field => int.Parse(field, CultureInfo.InvariantCulture))];
                    Say("PMTK001,314,3", nowMicroseconds);
                    break;
                case "220":
                    ChangeNavigationRate(1000 / int.Parse(fields[1], CultureInfo.InvariantCulture), nowMicroseconds);
                    Say("PMTK001,220,3", nowMicroseconds);
                    break;
                case "740" when fields.Length == 7:
                case "741" when fields.Length == 10:
                    Say($"PMTK001,{number},3", nowMicroseconds);
                    break;
                default:
                    Say($"PMTK001,{number},1", nowMicroseconds);
                    break;
            }
        }
    }

    private void Start(long microseconds)
    {
        _rates = [0, 1, 1, 1, 1, 5];
        _epochs = 0;
        Say("PMTK010,001", microseconds);
        Say("PMTK011,MTKGPS", microseconds);
    }

    private void Say(string body, long notBefore)
    {
        StringBuilder text = new();
        NmeaWriter.Append(text, body);
        Transmit(Encoding.ASCII.GetBytes(text.ToString()), notBefore, null);
    }
}
