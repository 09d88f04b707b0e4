namespace Telltale.Commands;

/// <summary>What a <see cref="CommandLog"/> knows of a command's number.</summary>
public enum CommandVerdict
{
    /// <summary>Nothing: it may be accepted.</summary>
    New = 0,

    /// <summary>This very command was accepted and is not finished.</summary>
    Open = 1,

    /// <summary>This very command was accepted and is finished.</summary>
    Finished = 2,

    /// <summary>Another command with this number was accepted.</summary>
    Other = 3,

    /// <summary>The number lies below the window.</summary>
    TooOld = 4,
}
