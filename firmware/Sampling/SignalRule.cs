namespace Telltale.Sampling;

/// <summary>Takes a sample when a signal does something. Values are raw, as in <see cref="Sample.Signals"/>, or with <see cref="IsInUnit"/> in the signal's unit.</summary>
public sealed class SignalRule
{
    /// <summary>The signal's name in the dictionary, with or without "Vehicle." in front; null where <see cref="SignalIndex"/> says which.</summary>
    public string Name;

    /// <summary>The signal's index in the dictionary; looked up by the name where there is one.</summary>
    public int SignalIndex = -1;

    /// <summary>What is looked for.</summary>
    public SignalRuleKind Kind;

    /// <summary>The threshold, the change or the change a second; raw. The latter two are positive.</summary>
    public int Threshold;

    /// <summary>See <see cref="SignalRuleKind"/>; raw, not negative.</summary>
    public int Hysteresis;

    /// <summary>
    /// True: <see cref="ThresholdMillionths"/> and <see cref="HysteresisMillionths"/> count in the place of <see cref="Threshold"/> and <see cref="Hysteresis"/>. The sampler makes them raw
    /// values, exactly; a change is rounded up to whole raw steps.
    /// </summary>
    public bool IsInUnit;

    /// <summary>The threshold, the change or the change a second, in millionths of the signal's unit; the latter two are positive. At most 2e15 either way.</summary>
    public long ThresholdMillionths;

    /// <summary>As <see cref="Hysteresis"/>, in millionths of the signal's unit; 0 to 2e15.</summary>
    public long HysteresisMillionths;

    /// <summary>The rule is met at most once in so many milliseconds; 0 to 86,400,000.</summary>
    public int ShortestPauseMilliseconds = 1000;

    /// <summary>True reports <see cref="UnitEvent.Signal"/> beside the sample.</summary>
    public bool IsEvent;
}
