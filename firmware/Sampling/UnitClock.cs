using Telltale.Gnss;

namespace Telltale.Sampling;

/// <summary>
/// Ties the unit's uptime to UTC. Set from fixes that can be trusted: with date, time and a position, because a receiver without one reports
/// the date of its battery-backed clock or of its firmware.
/// </summary>
public sealed class UnitClock
{
    /// <summary>2025-01-01T00:00:00Z in milliseconds since 1970-01-01, before which no unit was in use.</summary>
    public const long DefaultEarliestUtcMilliseconds = 1735689600000L;

    /// <summary>No fix from before this moment is believed; milliseconds since 1970-01-01. See <see cref="SamplerSettings.EarliestUtcMilliseconds"/>.</summary>
    public long EarliestUtcMilliseconds = DefaultEarliestUtcMilliseconds;

    /// <summary>A change of the offset by more than this many milliseconds counts as a step of the clock.</summary>
    public const int StepMilliseconds = 1000;

    /// <summary>True once a fix has set the clock.</summary>
    public bool IsSet;

    /// <summary>UTC less uptime, in milliseconds; meaningful when <see cref="IsSet"/>.</summary>
    public long OffsetMilliseconds;

    /// <summary>How often the offset jumped by more than <see cref="StepMilliseconds"/> after it was set.</summary>
    public int Steps;

    /// <summary>The start-up that uptimes are counted from; see Sealing's <c>UnitKeys.BootNumber</c>.</summary>
    public int BootNumber;

    /// <summary>Takes the time of a fix where it can be trusted.</summary>
    public void Set(Fix fix)
    {
        if ((fix.Fields & (FixFields.Time | FixFields.Position)) != (FixFields.Time | FixFields.Position)
            || fix.Mode < FixMode.TwoDimensional || fix.TimeUtcMilliseconds < EarliestUtcMilliseconds)
        {
            return;
        }

        long offset = fix.TimeUtcMilliseconds - fix.ReceivedUptimeMilliseconds;
        if (IsSet)
        {
            long change = offset - OffsetMilliseconds;
            if (change > StepMilliseconds || change < -StepMilliseconds)
            {
                Steps++;
            }
        }

        OffsetMilliseconds = offset;
        IsSet = true;
    }

    /// <summary>UTC in milliseconds since 1970-01-01 at an uptime; meaningful when <see cref="IsSet"/>.</summary>
    public long UtcAt(long uptimeMilliseconds) => uptimeMilliseconds + OffsetMilliseconds;
}
