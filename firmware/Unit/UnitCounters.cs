namespace Telltale.Unit;

/// <summary>What the unit has done since start-up; its parts have counters of their own.</summary>
public sealed class UnitCounters
{
    /// <summary>Calls of <see cref="TelematicsUnit.Step"/>.</summary>
    public int Steps;

    /// <summary>The longest time between two steps in milliseconds: how long something else held the processor.</summary>
    public int LongestStepMilliseconds;

    /// <summary>Steps that came more than a second after they were due.</summary>
    public int StepsLate;

    /// <summary>Alerts journalled.</summary>
    public int AlertsJournalled;

    /// <summary>Alerts lost because too many waited, or one was too long.</summary>
    public int AlertsLost;

    /// <summary>Statuses journalled.</summary>
    public int StatusesJournalled;

    /// <summary>Batches sealed and journalled.</summary>
    public int BatchesJournalled;

    /// <summary>Samples in those batches.</summary>
    public int SamplesJournalled;

    /// <summary>Samples lost because the open batch was full and could not be journalled.</summary>
    public int SamplesLost;

    /// <summary>Frames that could not be sealed; their content was kept and tried again.</summary>
    public int SealFailures;

    /// <summary>Frames that could not be journalled; their content was kept and tried again under a new sequence.</summary>
    public int JournalFailures;

    /// <summary>Dictionaries journalled.</summary>
    public int DictionariesJournalled;

    /// <summary>Key epochs that could not be begun.</summary>
    public int EpochFailures;

    /// <summary>Trips that ended: times that the ignition went off.</summary>
    public int TripsEnded;

    /// <summary>Batches closed because the supply fell low.</summary>
    public int LowSupplyCloses;
}
