namespace Telltale.Fleet;

/// <summary>What became of a sequence of a stream, as far as the owner can know.</summary>
public enum FrameClass
{
    /// <summary>The store has it.</summary>
    Stored = 0,

    /// <summary>The unit may still have it.</summary>
    Queued = 1,

    /// <summary>The unit reported that it is gone.</summary>
    Dropped = 2,

    /// <summary>The unit no longer has it, nobody reported it as dropped, and it did not come.</summary>
    Missing = 3,
}
