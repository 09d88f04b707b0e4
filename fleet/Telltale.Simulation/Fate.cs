namespace Telltale.Simulation;

/// <summary>What became of an epoch.</summary>
internal enum Fate
{
    /// <summary>Nothing accounts for it.</summary>
    Lost,

    /// <summary>The owner's store has it.</summary>
    Stored,

    /// <summary>The owner has it in a frame that was kept aside as a conflict.</summary>
    StoredAside,

    /// <summary>It is in the unit's flash, or in the open batch of a unit that has power.</summary>
    Queued,

    /// <summary>Dropped by rule.</summary>
    Dropped,

    /// <summary>It was in the open batch when the power failed.</summary>
    LostOpenBatch,

    /// <summary>A fault of the schedule has destroyed the flash that it was in.</summary>
    Destroyed,
}
