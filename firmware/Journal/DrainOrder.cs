namespace Telltale.Journal;

/// <summary>In which order ordinary frames are sent. What is above ordinary always goes first: security, alerts, required, each oldest first.</summary>
public enum DrainOrder
{
    /// <summary>History is complete from its beginning on; what happens now is known when the backlog has gone.</summary>
    OldestFirst = 0,

    /// <summary>What happens now is known first, and the backlog fills up backwards.</summary>
    NewestFirst = 1,
}
