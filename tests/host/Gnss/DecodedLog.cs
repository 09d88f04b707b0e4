using Telltale.Gnss;

namespace Telltale.HostTests.Gnss;

/// <summary>What the decoder makes of a stream of bytes.</summary>
internal sealed class DecodedLog : IFixListener
{
    private readonly GnssDecoder _decoder;

    public DecodedLog(int satelliteInterval = 10)
    {
        _decoder = new GnssDecoder(this) { SatelliteInterval = satelliteInterval };
    }

    public List<DecodedFix> Fixes { get; } = [];

    public GnssCounters Counters => _decoder.Counters;

    public static DecodedLog Of(ReadOnlySpan<byte> bytes, Func<int> pieceLength)
    {
        DecodedLog log = new();
        log.Feed(bytes, pieceLength);
        log.End();
        return log;
    }

    public void Feed(ReadOnlySpan<byte> bytes, Func<int> pieceLength)
    {
        byte[] piece = new byte[4096];
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(Math.Min(pieceLength(), piece.Length), bytes.Length);
            bytes[..count].CopyTo(piece);

            // What lies behind the count is of no concern to the decoder.
            piece.AsSpan(count).Fill((byte)'$');
            _decoder.Decode(piece, count, 0);
            bytes = bytes[count..];
        }
    }

    public void End() => _decoder.Step(10_000);

    public void OnFix(Fix fix)
    {
        bool Has(FixFields field) => (fix.Fields & field) != FixFields.None;
        Fixes.Add(new DecodedFix(
            fix.Fields,
            fix.Mode,
            Has(FixFields.Time) ? fix.TimeUtcMilliseconds : null,
            Has(FixFields.Position) ? fix.LatitudeDegreesE7 : null,
            Has(FixFields.Position) ? fix.LongitudeDegreesE7 : null,
            Has(FixFields.Height) ? fix.HeightMillimetres : null,
            Has(FixFields.Speed) ? fix.SpeedMillimetresPerSecond : null,
            Has(FixFields.Course) ? fix.CourseHundredthsDegree : null,
            Has(FixFields.HorizontalDilution) ? fix.HorizontalDilutionHundredths : null,
            Has(FixFields.SatellitesUsed) ? fix.SatellitesUsed : null,
            _decoder.Talker)
        {
            SatellitesInView = Has(FixFields.SatellitesInView) ? fix.SatellitesInView : null,
            SatellitesUsedByConstellation = Has(FixFields.SatellitesUsedByConstellation) ? fix.SatellitesUsedByConstellation.Sum() : null,
            PositionDilutionHundredths = Has(FixFields.PositionDilution) ? fix.PositionDilutionHundredths : null,
            VerticalDilutionHundredths = Has(FixFields.VerticalDilution) ? fix.VerticalDilutionHundredths : null,
        });
    }
}
