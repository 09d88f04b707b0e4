using Telltale.Gnss;

namespace Telltale.Unit;

/// <summary>Stands before the sampler and remembers the newest fix, for checks and console.</summary>
public sealed class FixWatch : IFixListener
{
    /// <summary>Whether an epoch has come since start-up.</summary>
    public bool HasEpoch;

    /// <summary>The uptime at which the newest epoch came, in milliseconds.</summary>
    public long UptimeMilliseconds;

    /// <summary>Its kind of fix.</summary>
    public FixMode Mode;

    /// <summary>What of the following it has.</summary>
    public FixFields Fields;

    /// <summary>Latitude in 1e-7 degrees.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude in 1e-7 degrees.</summary>
    public int LongitudeDegreesE7;

    /// <summary>Speed in millimetres a second.</summary>
    public int SpeedMillimetresPerSecond;

    /// <summary>Satellites used.</summary>
    public int SatellitesUsed;

    /// <summary>Horizontal dilution of precision in hundredths.</summary>
    public int HorizontalDilutionHundredths;

    /// <summary>Horizontal accuracy in millimetres.</summary>
    public int HorizontalAccuracyMillimetres;

    private IFixListener _next;

    /// <summary>Passes every fix on.</summary>
    internal FixWatch Before(IFixListener next)
    {
        _next = next;
        return this;
    }

    /// <inheritdoc/>
    public void OnFix(Fix fix)
    {
        HasEpoch = true;
        UptimeMilliseconds = fix.ReceivedUptimeMilliseconds;
        Mode = fix.Mode;
        Fields = fix.Fields;
        LatitudeDegreesE7 = fix.LatitudeDegreesE7;
        LongitudeDegreesE7 = fix.LongitudeDegreesE7;
        SpeedMillimetresPerSecond = fix.SpeedMillimetresPerSecond;
        SatellitesUsed = fix.SatellitesUsed;
        HorizontalDilutionHundredths = fix.HorizontalDilutionHundredths;
        HorizontalAccuracyMillimetres = fix.HorizontalAccuracyMillimetres;
        _next.OnFix(fix);
    }

    /// <summary>Whether the newest epoch has a field.</summary>
    internal bool Has(FixFields field) => (Fields & field) != 0;
}
