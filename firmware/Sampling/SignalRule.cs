namespace Telltale.Sampling;

/// <summary>Takes a sample when a signal does something. Values are raw, as in <see cref="Sample.Signals"/>.</summary>
public sealed class SignalRule
{
    /// <summary>The signal's name in the dictionary; null where <see cref="SignalIndex"/> says which.</summary>
    public string Name;

    /// <summary>The signal's index in the dictionary; looked up by the name where there is one.</summary>
    public int SignalIndex = -1;

    /// <summary>What is looked for.</summary>
    public SignalRuleKind Kind;

    /// <summary>The threshold, the change or the change a second; raw. The latter two are positive.</summary>
    public int Threshold;

    /// <summary>See <see cref="SignalRuleKind"/>; raw, not negative.</summary>
    public int Hysteresis;

    /// <summary>The rule is met at most once in so many milliseconds; 0 to 86,400,000.</summary>
    public int ShortestPauseMilliseconds = 1000;

    /// <summary>True reports <see cref="UnitEvent.Signal"/> beside the sample.</summary>
    public bool IsEvent;
}
