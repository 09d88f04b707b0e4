namespace Telltale.Endurance;

/// <summary>What is in the journal while a volume wears.</summary>
public enum Filling
{
    /// <summary>Receipts come within seconds: the defaults of a unit with a connection.</summary>
    NearlyEmpty,

    /// <summary>No receipt ever, and no alerts: full, and the oldest frames are dropped for new ones.</summary>
    FullAndDropping,

    /// <summary>Nearly full of old frames that nobody gives a receipt for, while new ones get theirs.</summary>
    HeldBacklog,
}
