namespace Telltale.Unit;

/// <summary>How far the unit has come since it got power.</summary>
public enum StartupState
{
    /// <summary>The checks have not been looked at yet.</summary>
    Starting = 0,

    /// <summary>A check that has to pass waits.</summary>
    Waiting = 1,

    /// <summary>Every check that has to pass passes: the unit can do its work.</summary>
    Ready = 2,

    /// <summary>A check that has to pass fails.</summary>
    Failed = 3,
}
