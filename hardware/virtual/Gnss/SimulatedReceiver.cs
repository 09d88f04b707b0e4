using System.Globalization;
using System.Text;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Gnss;

/// <summary>
/// A GNSS receiver on a vehicle: real NMEA text about its true state, with the receiver's errors, at the pace of its UART. The same seed gives
/// the same bytes at the same microseconds.
/// </summary>
public class SimulatedReceiver : ReceiverPort
{
    private const double EarthRadiusMetres = 6_371_008.8;
    private const double KnotsPerMetrePerSecond = 3600.0 / 1852.0;

    private static readonly (int Number, int Elevation, int Azimuth, int Strength)[] GpsSky =
        [(2, 17, 307, 31), (5, 63, 84, 44), (7, 12, 40, 27), (13, 41, 223, 41), (15, 74, 248, 46), (18, 33, 152, 38), (24, 24, 106, 36), (29, 52, 301, 42)];

    private static readonly (int Number, int Elevation, int Azimuth, int Strength)[] GlonassSky =
        [(67, 22, 35, 30), (68, 70, 80, 43), (77, 38, 264, 39), (78, 55, 178, 41), (87, 9, 333, 22)];

    private readonly IVehicle _vehicle;
    private readonly SimulatedReceiverOptions _options;
    private readonly Random _random;
    private readonly string _talker;
    private long _epochIndex;
    private double _driftEastMetres;
    private double _driftNorthMetres;
    private double _driftUpMetres;

    /// <summary>Powers a receiver on at the clock's present moment.</summary>
    /// <param name="clock">The clock of the simulation.</param>
    /// <param name="vehicle">What it is mounted on.</param>
    /// <param name="options">What kind of receiver; null for the defaults.</param>
    public SimulatedReceiver(SimulationClock clock, IVehicle vehicle, SimulatedReceiverOptions? options = null)
        : base(clock, Check(options ??= new SimulatedReceiverOptions()).BaudRate, options.ReceiveBufferBytes, options.Seed)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        _vehicle = vehicle;
        _options = options;
        _random = new Random(options.Seed);
        _talker = options.SeveralConstellations ? "GN" : "GP";
        _driftEastMetres = options.DriftMetres * Gaussian();
        _driftNorthMetres = options.DriftMetres * Gaussian();
        _driftUpMetres = 1.5 * options.DriftMetres * Gaussian();
        PowerOn(clock.NowMicroseconds);
    }

    /// <summary>When it was powered on, in microseconds of the simulation.</summary>
    public long PoweredOnMicroseconds { get; private set; }

    /// <summary>Navigation epochs a second.</summary>
    public int NavigationRateHertz { get; private set; }

    /// <summary>
    /// Epochs of which nothing was sent because the line was still busy with the ones before; a real receiver whose baud rate is too low for
    /// its sentences loses epochs too.
    /// </summary>
    public int SkippedEpochs { get; private set; }

    /// <summary>Begins anew, at a moment of the simulation that may lie ahead: without a fix and without the time.</summary>
    protected void PowerOn(long microseconds)
    {
        PoweredOnMicroseconds = microseconds;
        NavigationRateHertz = _options.NavigationRateHertz;
        _epochIndex = EpochAfter(microseconds);
    }

    /// <summary>Makes the epochs after a moment come at another rate.</summary>
    protected void ChangeNavigationRate(int hertz, long microseconds)
    {
        if (hertz != NavigationRateHertz)
        {
            NavigationRateHertz = hertz;

            // One whose messages are still to come is not left out.
            _epochIndex = EpochAfter(microseconds - (long)_options.OutputLatency.TotalMicroseconds);
        }
    }

    /// <summary>What is sent about an epoch; nothing in a receiver whose output is off. Here: the sentences of the options.</summary>
    protected virtual byte[] Encode(SimulatedEpoch epoch) => EncodeSentences(epoch, _options.Sentences);

    /// <summary>An epoch as sentences.</summary>
    protected byte[] EncodeSentences(SimulatedEpoch epoch, IReadOnlyList<NmeaSentence> kinds)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        ArgumentNullException.ThrowIfNull(kinds);
        string position = epoch.HasFix ? NmeaWriter.Position((decimal)epoch.LatitudeDegrees, (decimal)epoch.LongitudeDegrees, _options.MinuteDecimals).Fields : ",,,";
        bool fix = epoch.HasFix;
        double speed = epoch.SpeedMetresPerSecond;
        EpochText text = new()
        {
            HasFix = fix,
            Time = epoch.KnowsTime ? NmeaWriter.Time(epoch.UtcMilliseconds, _options.SecondDecimals) : "",
            Date = epoch.KnowsTime ? DateTimeOffset.FromUnixTimeMilliseconds(epoch.UtcMilliseconds) : null,
            Position = position,
            Knots = fix ? (speed * KnotsPerMetrePerSecond).ToString("0.000", CultureInfo.InvariantCulture) : "",
            KilometresPerHour = fix ? (speed * 3.6).ToString("0.000", CultureInfo.InvariantCulture) : "",
            Course = fix && speed >= _options.CourseFromMetresPerSecond ? epoch.CourseDegrees.ToString("0.00", CultureInfo.InvariantCulture) : "",
            Height = fix ? epoch.HeightMetres.ToString("0.0", CultureInfo.InvariantCulture) : "",
        };
        StringBuilder sentences = new();
        foreach (NmeaSentence kind in kinds)
        {
            Append(sentences, kind, text);
        }

        return Encoding.ASCII.GetBytes(sentences.ToString());
    }

    /// <summary>The position as what is sent says it, in 1e-7 degree.</summary>
    protected virtual (int LatitudeDegreesE7, int LongitudeDegreesE7) StatedPosition(SimulatedEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        (_, int latitude, int longitude) = NmeaWriter.Position((decimal)epoch.LatitudeDegrees, (decimal)epoch.LongitudeDegrees, _options.MinuteDecimals);
        return (latitude, longitude);
    }

    /// <inheritdoc/>
    protected override void Produce(long nowMicroseconds)
    {
        while (true)
        {
            long utcMicroseconds = _epochIndex * 1_000_000 / NavigationRateHertz;
            long epochMicroseconds = utcMicroseconds - (Clock.Start.ToUnixTimeMilliseconds() * 1000);
            long outputMicroseconds = epochMicroseconds + (long)_options.OutputLatency.TotalMicroseconds;
            if (outputMicroseconds > nowMicroseconds)
            {
                return;
            }

            _epochIndex++;
            Drift();
            (byte[] bytes, EmittedEpoch epoch) = Epoch(epochMicroseconds, utcMicroseconds / 1000);
            if (bytes.Length == 0)
            {
                continue;
            }

            if (BusyUntilMicroseconds > outputMicroseconds + (1_000_000 / NavigationRateHertz))
            {
                SkippedEpochs++;
            }
            else
            {
                Transmit(bytes, outputMicroseconds, epoch);
            }
        }
    }

    private static SimulatedReceiverOptions Check(SimulatedReceiverOptions options)
    {
        if (options.NavigationRateHertz is < 1 or > 10)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.NavigationRateHertz, "The navigation rate is 1 to 10 Hz.");
        }

        if (options.MinuteDecimals is < 4 or > 8)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinuteDecimals, "Minutes have 4 to 8 decimals.");
        }

        if (options.SecondDecimals is < 2 or > 3)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.SecondDecimals, "Seconds have 2 or 3 decimals.");
        }

        return options;
    }

    // Epochs lie on whole fractions of the UTC second.
    private long EpochAfter(long microseconds) => (((Clock.Start.ToUnixTimeMilliseconds() * 1000) + microseconds) * NavigationRateHertz / 1_000_000) + 1;

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private void Drift()
    {
        double keep = Math.Exp(-1.0 / NavigationRateHertz / _options.DriftCorrelation.TotalSeconds);
        double fresh = _options.DriftMetres * Math.Sqrt(1 - (keep * keep));
        _driftEastMetres = (keep * _driftEastMetres) + (fresh * Gaussian());
        _driftNorthMetres = (keep * _driftNorthMetres) + (fresh * Gaussian());
        _driftUpMetres = (keep * _driftUpMetres) + (1.5 * fresh * Gaussian());
    }

    private (byte[] Bytes, EmittedEpoch Epoch) Epoch(long epochMicroseconds, long utcMilliseconds)
    {
        long sincePowerOn = epochMicroseconds - PoweredOnMicroseconds;
        bool acquired = sincePowerOn >= _options.TimeToFirstFix.TotalMicroseconds;
        bool fix = acquired && _options.IsSkyHidden?.Invoke(epochMicroseconds) != true;
        bool clock = acquired || sincePowerOn * 2 >= _options.TimeToFirstFix.TotalMicroseconds;
        VehicleState truth = _vehicle.StateAt(Math.Max(epochMicroseconds, 0));

        // Drawn with and without a fix, so that a tunnel does not change what comes after it.
        double east = _driftEastMetres + (_options.WhiteNoiseMetres * Gaussian());
        double north = _driftNorthMetres + (_options.WhiteNoiseMetres * Gaussian());
        double up = _driftUpMetres + (2 * _options.WhiteNoiseMetres * Gaussian());
        double along = _options.SpeedNoiseMetresPerSecond * Gaussian();
        double across = _options.SpeedNoiseMetresPerSecond * Gaussian();

        double latitude = truth.LatitudeDegrees + (north / EarthRadiusMetres * 180 / Math.PI);
        double longitude = truth.LongitudeDegrees + (east / (EarthRadiusMetres * Math.Cos(truth.LatitudeDegrees * Math.PI / 180)) * 180 / Math.PI);
        longitude = longitude >= 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        double speed = Math.Abs(truth.SpeedMetresPerSecond + along);
        double course = truth.CourseDegrees + (speed > 0 ? Math.Atan2(across, speed) * 180 / Math.PI : 0);
        course = ((course % 360) + 360) % 360;
        SimulatedEpoch state = new()
        {
            HasFix = fix,
            KnowsTime = clock,
            UtcMilliseconds = utcMilliseconds,
            LatitudeDegrees = latitude,
            LongitudeDegrees = longitude,
            HeightMetres = truth.HeightMetres + up,
            SpeedMetresPerSecond = speed,
            CourseDegrees = course,
        };
        byte[] bytes = Encode(state);
        (int latitudeE7, int longitudeE7) = StatedPosition(state);
        EmittedEpoch epoch = new()
        {
            TrueUtcMilliseconds = utcMilliseconds,
            UtcMilliseconds = !clock ? null : _options.SecondDecimals == 2 ? utcMilliseconds - (utcMilliseconds % 10) : utcMilliseconds,
            HasFix = fix,
            LatitudeDegreesE7 = fix ? latitudeE7 : 0,
            LongitudeDegreesE7 = fix ? longitudeE7 : 0,
        };
        return (bytes, epoch);
    }

    private void Append(StringBuilder sentences, NmeaSentence sentence, EpochText e)
    {
        char status = e.HasFix ? 'A' : 'V';
        char mode = e.HasFix ? 'A' : 'N';
        int satellites = _options.SeveralConstellations ? GpsSky.Length + GlonassSky.Length : GpsSky.Length;
        switch (sentence)
        {
            case NmeaSentence.Rmc:
                NmeaWriter.Append(sentences, $"{_talker}RMC,{e.Time},{status},{e.Position},{e.Knots},{e.Course},{e.Date?.ToString("ddMMyy", CultureInfo.InvariantCulture)},,,{mode}");
                break;
            case NmeaSentence.Vtg:
                NmeaWriter.Append(sentences, $"{_talker}VTG,{e.Course},T,,M,{e.Knots},N,{e.KilometresPerHour},K,{mode}");
                break;
            case NmeaSentence.Gga:
                NmeaWriter.Append(
                    sentences,
                    e.HasFix
                        ? string.Create(CultureInfo.InvariantCulture, $"{_talker}GGA,{e.Time},{e.Position},1,{Math.Min(satellites, 12):00},0.91,{e.Height},M,47.0,M,,")
                        : $"{_talker}GGA,{e.Time},,,,,0,00,99.99,,,,,,");
                break;
            case NmeaSentence.Gns:
                string modes = (e.HasFix, _options.SeveralConstellations) switch
                {
                    (true, true) => "AA",
                    (true, false) => "A",
                    (false, true) => "NN",
                    (false, false) => "N",
                };
                NmeaWriter.Append(
                    sentences,
                    e.HasFix
                        ? string.Create(CultureInfo.InvariantCulture, $"{_talker}GNS,{e.Time},{e.Position},{modes},{satellites:00},0.91,{e.Height},47.0,,")
                        : $"{_talker}GNS,{e.Time},,,,,{modes},00,99.99,,,,");
                break;
            case NmeaSentence.Gll:
                NmeaWriter.Append(sentences, $"{_talker}GLL,{e.Position},{e.Time},{status},{mode}");
                break;
            case NmeaSentence.Zda:
                NmeaWriter.Append(sentences, $"{_talker}ZDA,{e.Time},{(e.Date is { } date ? date.ToString("dd,MM,yyyy", CultureInfo.InvariantCulture) : ",,")},00,00");
                break;
            case NmeaSentence.Gsa:
                AppendSatellitesUsed(sentences, e.HasFix, GpsSky);
                if (_options.SeveralConstellations)
                {
                    AppendSatellitesUsed(sentences, e.HasFix, GlonassSky);
                }

                break;
            default:
                AppendSatellitesInView(sentences, "GP", GpsSky);
                if (_options.SeveralConstellations)
                {
                    AppendSatellitesInView(sentences, "GL", GlonassSky);
                }

                break;
        }
    }

    private void AppendSatellitesUsed(StringBuilder sentences, bool fix, (int Number, int Elevation, int Azimuth, int Strength)[] sky)
    {
        string numbers = string.Join(',', Enumerable.Range(0, 12).Select(i => fix && i < sky.Length ? sky[i].Number.ToString("00", CultureInfo.InvariantCulture) : ""));
        NmeaWriter.Append(sentences, $"{_talker}GSA,A,{(fix ? 3 : 1)},{numbers},{(fix ? "1.56,0.91,1.27" : "99.99,99.99,99.99")}");
    }

    private static void AppendSatellitesInView(StringBuilder sentences, string talker, (int Number, int Elevation, int Azimuth, int Strength)[] sky)
    {
        int parts = (sky.Length + 3) / 4;
        for (int part = 0; part < parts; part++)
        {
            IEnumerable<string> satellites = sky.Skip(part * 4).Take(4)
                .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Number:00},{s.Elevation:00},{s.Azimuth:000},{s.Strength:00}"));
            NmeaWriter.Append(sentences, string.Create(CultureInfo.InvariantCulture, $"{talker}GSV,{parts},{part + 1},{sky.Length:00},{string.Join(',', satellites)}"));
        }
    }

    private sealed record EpochText
    {
        public required bool HasFix { get; init; }

        public required string Time { get; init; }

        public required DateTimeOffset? Date { get; init; }

        public required string Position { get; init; }

        public required string Knots { get; init; }

        public required string KilometresPerHour { get; init; }

        public required string Course { get; init; }

        public required string Height { get; init; }
    }
}
