namespace Telltale.Unit;

/// <summary>Notices a supply that has fallen to the limit, once until it has risen again.</summary>
internal sealed class SupplyWatch
{
    private const int HysteresisMillivolts = 300;

    /// <summary>The supply is low.</summary>
    internal bool IsLow;

    private readonly int _limitMillivolts;

    /// <summary>Makes it; a limit of 0 never comes.</summary>
    internal SupplyWatch(int limitMillivolts)
    {
        _limitMillivolts = limitMillivolts;
    }

    /// <summary>Looks at the supply in millivolts, -1 where it is not known.</summary>
    /// <returns>True when it has just fallen to the limit.</returns>
    internal bool HasFallen(int millivolts)
    {
        if (millivolts < 0 || _limitMillivolts == 0)
        {
            return false;
        }

        if (!IsLow && millivolts <= _limitMillivolts)
        {
            IsLow = true;
            return true;
        }

        IsLow = IsLow && millivolts <= _limitMillivolts + HysteresisMillivolts;
        return false;
    }
}
