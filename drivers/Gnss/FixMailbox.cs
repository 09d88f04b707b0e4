using System;

namespace Telltale.Gnss;

/// <summary>
/// Fixes that another thread makes, as a driver of somebody else's may, handed over on the unit's loop. It holds one: a fix that is posted before the last
/// was taken replaces it, because an old position is worth less than the loop's time. Nothing is allocated after the constructor, and no lock is held while
/// the listeners run.
/// </summary>
public sealed class FixMailbox : IFixSource
{
    /// <summary>Fixes posted; wraps.</summary>
    public int Posted;

    /// <summary>Fixes that a newer one replaced before the loop took them; wraps. A rising one means that the loop is slower than the receiver.</summary>
    public int Overwritten;

    /// <summary>How often the mailbox is looked into, in milliseconds.</summary>
    public const int LookMilliseconds = 50;

    private readonly object _gate = new object();
    private IFixListener _fixes;
    private IEpochListener _epochs;

    // The two change places when one is taken, so that the listener's is never written to.
    private Fix _posted = new Fix();
    private Fix _taken = new Fix();
    private bool _isWaiting;
    private long _lookedUptimeMilliseconds;

    /// <inheritdoc/>
    public long NextDueUptimeMilliseconds => _lookedUptimeMilliseconds + LookMilliseconds;

    /// <inheritdoc/>
    /// <param name="fixes">Gets each fix, within <see cref="Step"/>.</param>
    /// <param name="epochs">Is told of each fix just before, with the <see cref="Fix.ReceivedUptimeMilliseconds"/> that was posted; null where nobody needs to know.</param>
    public void Start(IFixListener fixes, IEpochListener epochs)
    {
        if (fixes == null)
        {
            throw new ArgumentNullException(nameof(fixes));
        }

        _fixes = fixes;
        _epochs = epochs;
    }

    /// <summary>Leaves a fix for the loop; once a navigation epoch, on any thread.</summary>
    /// <param name="fix">
    /// Is copied. Its <see cref="Fix.ReceivedUptimeMilliseconds"/> is the unit's uptime when the epoch began to arrive, or that of posting where nothing earlier is known.
    /// </param>
    public void Post(Fix fix)
    {
        if (fix == null)
        {
            throw new ArgumentNullException(nameof(fix));
        }

        lock (_gate)
        {
            if (_isWaiting)
            {
                Overwritten++;
            }

            Copy(fix, _posted);
            _isWaiting = true;
            Posted++;
        }
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        _lookedUptimeMilliseconds = uptimeMilliseconds;

        // Looked at without the lock, which costs ten times as much: a fix that is just being posted is found the next time.
        if (!_isWaiting || _fixes == null)
        {
            return;
        }

        Fix fix;
        lock (_gate)
        {
            fix = _posted;
            _posted = _taken;
            _taken = fix;
            _isWaiting = false;
        }

        if (_epochs != null)
        {
            _epochs.BeginEpoch(fix.ReceivedUptimeMilliseconds);
        }

        _fixes.OnFix(fix);
    }

    private static void Copy(Fix from, Fix to)
    {
        to.Fields = from.Fields;
        to.Mode = from.Mode;
        to.TimeUtcMilliseconds = from.TimeUtcMilliseconds;
        to.ReceivedUptimeMilliseconds = from.ReceivedUptimeMilliseconds;
        to.LatitudeDegreesE7 = from.LatitudeDegreesE7;
        to.LongitudeDegreesE7 = from.LongitudeDegreesE7;
        to.HeightMillimetres = from.HeightMillimetres;
        to.SpeedMillimetresPerSecond = from.SpeedMillimetresPerSecond;
        to.CourseHundredthsDegree = from.CourseHundredthsDegree;
        to.HorizontalDilutionHundredths = from.HorizontalDilutionHundredths;
        to.VerticalDilutionHundredths = from.VerticalDilutionHundredths;
        to.PositionDilutionHundredths = from.PositionDilutionHundredths;
        to.HorizontalAccuracyMillimetres = from.HorizontalAccuracyMillimetres;
        to.VerticalAccuracyMillimetres = from.VerticalAccuracyMillimetres;
        to.SatellitesUsed = from.SatellitesUsed;
        to.SatellitesInView = from.SatellitesInView;
        Array.Copy(from.SatellitesUsedByConstellation, 0, to.SatellitesUsedByConstellation, 0, Fix.Constellations);
        Array.Copy(from.SatellitesInViewByConstellation, 0, to.SatellitesInViewByConstellation, 0, Fix.Constellations);
    }
}
