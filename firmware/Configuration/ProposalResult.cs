namespace Telltale.Configuration;

/// <summary>What became of a configuration that was proposed.</summary>
public enum ProposalResult
{
    /// <summary>It is stored, and comes into force on trial with the next start.</summary>
    Stored = 0,

    /// <summary>These very bytes are in force, or wait for the next start, already.</summary>
    Already = 1,

    /// <summary>Its revision is not above the confirmed one.</summary>
    Stale = 2,

    /// <summary>Something in it is wrong: nothing of it is taken.</summary>
    Wrong = 3,

    /// <summary>The volume does not take it. What was in force still is.</summary>
    NotStored = 4,
}
