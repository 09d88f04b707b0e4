namespace Telltale.Configuration;

/// <summary>What became of the configuration that was last on trial.</summary>
public enum TrialResult
{
    /// <summary>None was.</summary>
    None = 0,

    /// <summary>It waits for the next start.</summary>
    Waiting = 1,

    /// <summary>It is in force, and not confirmed yet.</summary>
    Running = 2,

    /// <summary>It was confirmed.</summary>
    Taken = 3,

    /// <summary>It was rolled back: no receipt came in time.</summary>
    RolledBackNoReceipt = 4,

    /// <summary>It was rolled back: the unit started again and again without confirming it.</summary>
    RolledBackRestarts = 5,

    /// <summary>It was rolled back because somebody asked for that.</summary>
    RolledBackAsked = 6,

    /// <summary>It was rolled back: this firmware cannot read it.</summary>
    RolledBackUnreadable = 7,
}
