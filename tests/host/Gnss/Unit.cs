using Telltale.Gnss;
using Telltale.Ports;

namespace Telltale.HostTests.Gnss;

/// <summary>The part of a unit that reads a receiver.</summary>
internal sealed class Unit : IFixListener
{
    private readonly IUartPort _port;
    private readonly GnssDecoder _decoder;
    private readonly byte[] _buffer = new byte[256];

    public Unit(IUartPort port, int baudRate)
    {
        _port = port;
        _decoder = new GnssDecoder(this);
        Assert.That(port.Open(baudRate));
    }

    public List<DecodedFix> Fixes { get; } = [];

    public List<long> ReceivedUptimes { get; } = [];

    public void Step(long uptimeMilliseconds)
    {
        int count;
        while ((count = _port.Read(_buffer, 0, _buffer.Length)) > 0)
        {
            _decoder.Decode(_buffer, count, uptimeMilliseconds);
        }

        _decoder.Step(uptimeMilliseconds);
    }

    public void OnFix(Fix fix)
    {
        bool Has(FixFields field) => (fix.Fields & field) != FixFields.None;
        ReceivedUptimes.Add(fix.ReceivedUptimeMilliseconds);
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
            _decoder.Talker));
    }
}
