namespace Telltale.Sampling;

/// <summary>What a <see cref="SignalRule"/> looks for.</summary>
public enum SignalRuleKind
{
    /// <summary>The value is above the threshold; again once it was at least the hysteresis below it. Also when it is above at first sight.</summary>
    RisesAbove = 1,

    /// <summary>The value is below the threshold; again once it was at least the hysteresis above it. Also when it is below at first sight.</summary>
    FallsBelow = 2,

    /// <summary>The value differs from that of the sample before by at least the threshold.</summary>
    Changes = 3,

    /// <summary>The value has changed by at least the threshold a second, over at least 200 ms.</summary>
    ChangesFast = 4,
}
