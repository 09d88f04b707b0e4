namespace Telltale.Commands;

/// <summary>
/// What a reply says of a command (FORMAT.md section 2). Final ones use the command's number up: the command is never acted upon afterwards. Only <see cref="Begun"/>,
/// <see cref="ClockNotSet"/>, <see cref="NotStored"/> and <see cref="Busy"/> are not final.
/// </summary>
public enum CommandStatus
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>It was tried and failed; the data say why.</summary>
    Failed = 1,

    /// <summary>The arguments are not those of the command, or their content was refused; nothing was changed.</summary>
    BadArguments = 2,

    /// <summary>This firmware has no such command.</summary>
    Unknown = 3,

    /// <summary>The unit's settings do not allow it.</summary>
    NotAllowed = 4,

    /// <summary>The board has nothing that could do it.</summary>
    NotFitted = 5,

    /// <summary>Not in this state of the vehicle or the unit; the data say which.</summary>
    NotNow = 6,

    /// <summary>It came after its expiry.</summary>
    Expired = 7,

    /// <summary>It was made later than it is, or is meant to last for too long: a clock is wrong.</summary>
    FromTheFuture = 8,

    /// <summary>The unit does not know the time. Not final: the same command may come again.</summary>
    ClockNotSet = 9,

    /// <summary>The number lies too far below the highest accepted one; whether it was acted upon is not known any more.</summary>
    TooOld = 10,

    /// <summary>A command that came before; the reply's detail is its status then.</summary>
    AlreadyDone = 11,

    /// <summary>Another command had this number.</summary>
    NumberUsed = 12,

    /// <summary>The power failed between accepting and finishing it: it was done once, in part, or not at all.</summary>
    Interrupted = 13,

    /// <summary>Its number could not be made durable. Not final, and nothing was done.</summary>
    NotStored = 14,

    /// <summary>It was accepted and is under way. Not final.</summary>
    Begun = 15,

    /// <summary>Another asynchronous command is under way. Not final, and nothing was done.</summary>
    Busy = 16,
}
