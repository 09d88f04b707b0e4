namespace Telltale.Fleet;

/// <summary>How far a command has come.</summary>
public enum CommandState
{
    /// <summary>It has not been sent: nothing of the unit has come yet, or nobody sends.</summary>
    Queued = 0,

    /// <summary>It was sent, and no final reply has come.</summary>
    Sent = 1,

    /// <summary>The unit has begun it; its final reply has not come.</summary>
    Begun = 2,

    /// <summary>A final reply has come.</summary>
    Replied = 3,

    /// <summary>It has expired without a final reply: it was acted upon once, or not at all.</summary>
    Unanswered = 4,

    /// <summary>Its stream has ended without a final reply: it was acted upon once, or not at all.</summary>
    StreamEnded = 5,
}
