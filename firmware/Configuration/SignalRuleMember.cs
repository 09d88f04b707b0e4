namespace Telltale.Configuration;

/// <summary>The members of an item of <see cref="ConfigurationKey.SignalRules"/>.</summary>
public static class SignalRuleMember
{
    /// <summary>signals[].signal</summary>
    public const int Signal = 0;

    /// <summary>signals[].risesAbove</summary>
    public const int RisesAbove = 1;

    /// <summary>signals[].fallsBelow</summary>
    public const int FallsBelow = 2;

    /// <summary>signals[].changesBy</summary>
    public const int ChangesBy = 3;

    /// <summary>signals[].changesPerSecond</summary>
    public const int ChangesPerSecond = 4;

    /// <summary>signals[].hysteresis</summary>
    public const int Hysteresis = 5;

    /// <summary>signals[].pauseMilliseconds</summary>
    public const int Pause = 6;

    /// <summary>signals[].event</summary>
    public const int IsEvent = 7;

    /// <summary>How many there are.</summary>
    public const int Count = 8;
}
