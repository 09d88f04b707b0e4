namespace Telltale.Fleet;

/// <summary>Where a stored sample's time is from.</summary>
internal enum TimeSource
{
    /// <summary>It has no time yet.</summary>
    None = 0,

    /// <summary>The unit's own clock.</summary>
    Clock = 1,

    /// <summary>Worked out from a dated sample of the same start-up.</summary>
    StartUp = 2,

    /// <summary>Estimated from the start-ups before and after.</summary>
    Estimate = 3,
}
