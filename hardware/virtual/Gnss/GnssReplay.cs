using Telltale.Gnss;

namespace Telltale.Virtual.Gnss;

/// <summary>Feeds a log through the unit's own decoder, as fast as it goes, and gives the fixes.</summary>
public sealed class GnssReplay
{
    private const int PieceBytes = 64;

    private readonly Stream _log;
    private readonly Collector _collector = new();
    private readonly GnssDecoder _decoder;
    private readonly int _baudRate;

    /// <summary>Replays a stream of receiver bytes.</summary>
    /// <param name="log">The bytes.</param>
    /// <param name="baudRate">A log does not say when its bytes came: the uptime goes on by as much as they take at this rate.</param>
    public GnssReplay(Stream log, int baudRate = 9600)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        _log = log;
        _baudRate = baudRate;
        _decoder = new GnssDecoder(_collector);
        _collector.Decoder = _decoder;
    }

    /// <summary>What the decoder has counted so far.</summary>
    public GnssCounters Counters => _decoder.Counters;

    /// <summary>How much of the log has been taken, for a progress bar.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Opens a file: a log as it is, or a CSV recording (<see cref="GnssRecording"/>) as the NMEA it is replayed as.</summary>
    /// <exception cref="RecordingException">A CSV recording is broken; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Stream OpenFile(string file)
    {
        FileStream stream = File.OpenRead(file);
        Span<byte> beginning = stackalloc byte[16];
        int length = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (!GnssRecording.IsCsv(beginning[..length]))
        {
            stream.Position = 0;
            return stream;
        }

        stream.Dispose();
        MemoryStream nmea = new();
        foreach (RecordedEpoch epoch in GnssRecording.Load(file).Epochs)
        {
            nmea.Write(epoch.Bytes.Span);
        }

        nmea.Position = 0;
        return nmea;
    }

    /// <summary>The fixes, one a navigation epoch, as they are decoded.</summary>
    public IEnumerable<ReplayedFix> Fixes()
    {
        byte[] piece = new byte[PieceBytes];
        while (true)
        {
            int count = _log.Read(piece, 0, piece.Length);
            BytesRead += count;
            long uptime = BytesRead * 10_000 / _baudRate;
            if (count == 0)
            {
                // Long enough for any idle gap: the last epoch is complete.
                _decoder.Step(uptime + 10_000);
            }
            else
            {
                _decoder.Decode(piece, count, uptime);
            }

            foreach (ReplayedFix fix in _collector.Fixes)
            {
                yield return fix;
            }

            _collector.Fixes.Clear();
            if (count == 0)
            {
                yield break;
            }
        }
    }

    private sealed class Collector : IFixListener
    {
        public List<ReplayedFix> Fixes { get; } = [];

        public GnssDecoder? Decoder { get; set; }

        public void OnFix(Fix fix)
        {
            bool Has(FixFields field) => (fix.Fields & field) != FixFields.None;
            int talker = Decoder!.Talker;
            Fixes.Add(new ReplayedFix
            {
                Utc = Has(FixFields.Time) ? DateTimeOffset.FromUnixTimeMilliseconds(fix.TimeUtcMilliseconds) : null,
                Latitude = Has(FixFields.Position) ? fix.LatitudeDegreesE7 / 10_000_000m : null,
                Longitude = Has(FixFields.Position) ? fix.LongitudeDegreesE7 / 10_000_000m : null,
                Altitude = Has(FixFields.Height) ? fix.HeightMillimetres / 1000m : null,
                Speed = Has(FixFields.Speed) ? fix.SpeedMillimetresPerSecond / 1000m : null,
                Course = Has(FixFields.Course) ? fix.CourseHundredthsDegree / 100m : null,
                Mode = FixModeName.Of(fix.Mode),
                Satellites = Has(FixFields.SatellitesUsed) ? fix.SatellitesUsed : null,
                HorizontalDilution = Has(FixFields.HorizontalDilution) ? fix.HorizontalDilutionHundredths / 100m : null,
                Talker = new string([(char)(talker & 0xFF), (char)(talker >> 8)]),
            });
        }
    }
}
