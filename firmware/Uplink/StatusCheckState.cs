namespace Telltale.Uplink;

/// <summary>How a check stands. The numbers are part of the format.</summary>
public enum StatusCheckState
{
    /// <summary>The value is within its limit.</summary>
    Pass = 0,

    /// <summary>It is not.</summary>
    Fail = 1,

    /// <summary>It cannot be said yet.</summary>
    Waiting = 2,

    /// <summary>What would be checked is not fitted here.</summary>
    NotFitted = 3,
}
