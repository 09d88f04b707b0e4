using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>
/// Ties the unit's uptime to UTC. Set from fixes that can be trusted: with date, time and a position, because a receiver without one reports
/// the date of its battery-backed clock or of its firmware; and not from one alone.
/// </summary>
public sealed class UnitClock
{
    /// <summary>2025-01-01T00:00:00Z in milliseconds since 1970-01-01, before which no unit was in use.</summary>
    public const long DefaultEarliestUtcMilliseconds = 1735689600000L;

    /// <summary>No fix from before this moment is believed; milliseconds since 1970-01-01. See <see cref="SamplerSettings.EarliestUtcMilliseconds"/>.</summary>
    public long EarliestUtcMilliseconds = DefaultEarliestUtcMilliseconds;

    /// <summary>A fix whose time differs from the clock's by more than this many milliseconds does not move the clock by itself.</summary>
    public const int StepMilliseconds = 1000;

    /// <summary>Fixes whose offsets differ by no more than this agree with each other, in milliseconds: a receiver sends its epochs with some jitter.</summary>
    public const int AgreementMilliseconds = 500;

    /// <summary>The clock is stepped when fixes have agreed on another time for this long, in milliseconds of uptime.</summary>
    public const int PersistenceMilliseconds = 2000;

    /// <summary>True once fixes have set the clock.</summary>
    public bool IsSet;

    /// <summary>UTC less uptime, in milliseconds; meaningful when <see cref="IsSet"/>.</summary>
    public long OffsetMilliseconds;

    /// <summary>How often the clock was stepped by more than <see cref="StepMilliseconds"/> after it was set.</summary>
    public int Steps;

    /// <summary>Fixes whose time was not believed, because it was neither that of the clock nor that of a fix that was read late.</summary>
    public int Outliers;

    /// <summary>The start-up that uptimes are counted from; see Sealing's <c>UnitKeys.BootNumber</c>.</summary>
    public int BootNumber;

    // What the last fixes that did not agree with the clock agree on: their offset, and when the first of them was read.
    private bool _hasCandidate;
    private long _candidateOffset;
    private long _candidateUptime;

    // UTC of the last fix that was believed.
    private long _believedUtc;

    /// <summary>
    /// Takes the time of a fix where it can be trusted. It takes two that agree, read at different times, to set the clock, because one may be damaged or read late; after that, a
    /// single one that differs does not move it, and those that differ and agree with each other for <see cref="PersistenceMilliseconds"/> step it.
    /// </summary>
    /// <returns>True when the fix's own time is to be believed: it is that of the clock, or lies between the fix before and now, as it does when a loop that was held up reads late.</returns>
    public bool Set(Fix fix)
    {
        FixMode mode = fix.Mode;
        if ((fix.Fields & (FixFields.Time | FixFields.Position)) != (FixFields.Time | FixFields.Position) || mode < FixMode.DeadReckoning)
        {
            return false;
        }

        long utc = fix.TimeUtcMilliseconds;
        long uptime = fix.ReceivedUptimeMilliseconds;
        long offset = utc - uptime;
        if (IsSet)
        {
            long change = offset - OffsetMilliseconds;
            if (change <= StepMilliseconds && change >= -StepMilliseconds)
            {
                if (mode >= FixMode.TwoDimensional)
                {
                    OffsetMilliseconds = offset;
                }

                _hasCandidate = false;
                _believedUtc = utc;
                return true;
            }
        }

        if (utc < EarliestUtcMilliseconds)
        {
            return false;
        }

        if (mode >= FixMode.TwoDimensional && IsAgreed(offset, uptime))
        {
            Steps += IsSet ? 1 : 0;
            OffsetMilliseconds = offset;
            IsSet = true;
            _hasCandidate = false;
            _believedUtc = utc;
            return true;
        }

        if (!IsSet)
        {
            return false;
        }

        if (utc > _believedUtc && utc < UtcAt(uptime))
        {
            _believedUtc = utc;
            return true;
        }

        Outliers++;
        return false;
    }

    /// <summary>UTC in milliseconds since 1970-01-01 at an uptime; meaningful when <see cref="IsSet"/>.</summary>
    public long UtcAt(long uptimeMilliseconds) => uptimeMilliseconds + OffsetMilliseconds;

    // Epochs that were waiting in the port are read at one uptime, each an interval older than the next: what they seem to agree on is the delay.
    private bool IsAgreed(long offset, long uptime)
    {
        long difference = offset - _candidateOffset;
        if (!_hasCandidate || difference > AgreementMilliseconds || difference < -AgreementMilliseconds)
        {
            _hasCandidate = true;
            _candidateOffset = offset;
            _candidateUptime = uptime;
            return false;
        }

        long lasted = uptime - _candidateUptime;
        return IsSet ? lasted >= PersistenceMilliseconds : lasted > 0;
    }
}
